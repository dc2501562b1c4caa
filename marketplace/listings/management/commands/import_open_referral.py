"""Take in Open Referral UK 3.0 services as unaccredited suppliers with draft listings."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.accounts.models import Authority
from marketplace.core.clock import now, today
from marketplace.listings.actions import import_listings
from marketplace.listings.imports.facts import ImportedListing, Refused
from marketplace.listings.management.running import (
    IMPORTER,
    authority_named,
    existing,
    finish_run,
    show_progress,
)
from marketplace.listings.openreferral.mapping import notes_on, to_listing
from marketplace.listings.openreferral.reader import (
    NotServices,
    ReadService,
    organizations_of,
    read_open_referral,
)
from marketplace.suppliers.rules import Source


class Command(BaseCommand):
    help = "Takes in ORUK 3.0 services from a JSON file or a folder of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--authority", required=True, help="The council's slug")

    def handle(self, *args: Any, **options: Any) -> None:
        authority: Authority = authority_named(options["authority"])
        found = list(read_open_referral(existing(options["path"])))
        read = [one for one in found if isinstance(one, ReadService)]
        refused = [one for one in found if isinstance(one, Refused)]
        known = organizations_of(read)
        items: list[ImportedListing] = []
        left_out = 0
        notes = [f"{one.name} holds no services." for one in found if isinstance(one, NotServices)]
        for one in read:
            organization = known.get(one.service.organization_key)
            if organization is None:
                refused.append(
                    Refused(
                        one.position,
                        f"nothing here describes its organisation {one.service.organization_key}",
                        one.service.id,
                    )
                )
            elif one.service.status != "active":
                left_out += 1
                notes.append(f"{one.position} is {one.service.status}, so it was left out.")
            else:
                items.append(to_listing(one.service, organization, one.position, today()))
                notes += [f"{one.position}: {note}." for note in notes_on(one.service)]
        report = import_listings(
            by=IMPORTER,
            at=now(),
            authority=authority,
            source=Source.OPEN_REFERRAL,
            items=items,
            progress=show_progress(self),
        )
        report.read, report.refused, report.notes = (
            len(items) + left_out + len(refused),
            refused,
            notes,
        )
        report.left_out = left_out
        finish_run(self, report)
