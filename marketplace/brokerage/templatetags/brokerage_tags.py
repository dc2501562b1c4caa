"""``{% load brokerage_tags %}``: what a plan lacks, and what staff call otherwise than the person, in words."""

from django import template

from marketplace.brokerage.wording import lacking_words, to_the_person

register = template.Library()
register.filter("lacking", lacking_words)
register.filter("to_the_person", to_the_person)
