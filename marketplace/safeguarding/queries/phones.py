"""Whom to phone about a concern."""

from dataclasses import dataclass

from marketplace.accounts.models import Authority
from marketplace.safeguarding.models import ConcernPhones


@dataclass(frozen=True)
class Phones:
    """Numbers and their hours. Where the council has set none, they are its help line's."""

    adults: str
    adults_hours: str
    children: str
    children_hours: str


def phones_of(authority: Authority) -> Phones:
    """A council's numbers for concerns. One query."""
    row = ConcernPhones.objects.filter(authority=authority).first()
    if row is None:
        line = (authority.help_phone, authority.help_hours)
        return Phones(*line, *line)
    return Phones(row.adults, row.adults_hours, row.children, row.children_hours)
