"""``{% load brokerage_tags %}``: what a plan lacks, in words."""

from django import template

from marketplace.brokerage.wording import lacking_words

register = template.Library()
register.filter("lacking", lacking_words)
