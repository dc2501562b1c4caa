"""``{% load handrail %}``: every component and filter as one library. /design/ shows each and how it is called."""

from django import template

from marketplace.core.components.reference import SUBJECTS

register = template.Library()
for subject in SUBJECTS:
    register.tags.update(subject.register.tags)
    register.filters.update(subject.register.filters)
