"""What follows what: rows of one chain, each holding from a day until another.

Budgets of one kind, the terms of one agreement and plans of one kind are chains. The last word holds:
what is recorded for some days replaces what was recorded for them before, and nothing of earlier days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Link(Generic[Key]):
    """A row of a chain, and the days for which it holds; none when it ends on its first day."""

    key: Key
    first: date
    until: date | None

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Followed(Generic[Key]):
    """What becomes of a chain: on which day the new row ends, and new ends of rows before it."""

    until: date | None
    ends: dict[Key, date]


def followed_by(chain: Iterable[Link[Key]], first: date, until: date | None) -> Followed[Key]:
    """A new row from a day until another, or until the next one begins that was recorded before."""
    links = [link for link in chain if link.until is None or link.first < link.until]
    if until is None:
        until = min((link.first for link in links if link.first > first), default=None)
    ends: dict[Key, date] = {}
    for link in links:
        if link.first < first:
            if link.until is None or link.until > first:
                ends[link.key] = first
        elif link.first == first or until is None or link.first < until:
            ends[link.key] = link.first
    return Followed(until, ends)


def ended_on(chain: Iterable[Link[Key]], day: date) -> dict[Key, date]:
    """The new ends of a chain that ends on a day: the row in force then, and all after it."""
    return {
        link.key: max(link.first, day)
        for link in chain
        if link.until is None or link.until > max(link.first, day)
    }


def nearest(chain: Iterable[Link[Key]], day: date) -> Key | None:
    """What holds on a day; else what begins next; else what ended last. None of an empty chain."""
    links = sorted(
        (link for link in chain if link.until is None or link.first < link.until),
        key=lambda link: link.first,
    )
    holding = [link for link in links if link.holds_on(day)]
    later = [link for link in links if link.first > day]
    found = holding or later[:1] or links[-1:]
    return found[0].key if found else None
