"""``{% load handrail %}``: every component and filter. templates/components/README.md says how each is called."""

from django import template

from marketplace.core.components import fact, form, measure, move, say, words

register = template.Library()
for part in (words, say, form, fact, move, measure):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
