"""A whole feed sorted into what goes in, what is refused and what is left out, with the reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from marketplace.listings.imports.facts import ImportedListing, Refused
from marketplace.listings.openreferral.mapping import notes_on, to_listing
from marketplace.listings.openreferral.profile import Organization
from marketplace.listings.openreferral.reader import (
    NotServices,
    ReadService,
    organizations_of,
    read_open_referral,
)


@dataclass
class Feed:
    """What was found under a path. `notes` are sentences for whoever ran it."""

    items: list[ImportedListing] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    left_out: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def read(self) -> int:
        return len(self.items) + len(self.refused) + self.left_out


def read_feed(path: Path, on: date) -> Feed:
    """Everything under a file or folder. `on` is the London day on which schedules must still hold."""
    found = list(read_open_referral(path))
    known = organizations_of([one for one in found if isinstance(one, ReadService)])
    feed = Feed()
    for one in found:
        if isinstance(one, NotServices):
            feed.notes.append(f"{one.name} holds no services.")
        elif isinstance(one, Refused):
            feed.refused.append(one)
        else:
            _sort(feed, one, known, on)
    return feed


def _sort(feed: Feed, one: ReadService, known: Mapping[str, Organization], on: date) -> None:
    service, organization = one.service, known.get(one.service.organization_key)
    if organization is None:
        why = f"nothing here describes its organisation {service.organization_key}"
        feed.refused.append(Refused(one.position, why, service.id))
    elif service.status != "active":
        feed.left_out += 1
        feed.notes.append(f"{one.position} is {service.status}, so it was left out.")
    else:
        feed.items.append(to_listing(service, organization, one.position, on))
        feed.notes += [f"{one.position}: {note}." for note in notes_on(service)]
