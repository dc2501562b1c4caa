"""``{% load brokerage_tags %}``: what a plan lacks, when support comes, and what staff call otherwise
than the person, in words."""

from django import template

from marketplace.brokerage.wording import lacking_words, to_the_person
from marketplace.core.times_words import spoken_times
from marketplace.core.wording import sentence_of

register = template.Library()
register.filter("lacking", lacking_words)
register.filter("to_the_person", to_the_person)
register.filter("spoken_times", spoken_times)
register.filter("one_time", lambda time: spoken_times([time]))
register.filter("sentence", sentence_of)
