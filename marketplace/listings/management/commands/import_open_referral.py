"""Take in Open Referral UK 3.0 services as unaccredited suppliers with draft listings."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.accounts.viewer import Viewer
from marketplace.core.clock import now, today
from marketplace.listings.actions import import_listings
from marketplace.listings.management.running import (
    IMPORTER,
    authority_named,
    existing,
    finish_run,
    show_progress,
)
from marketplace.listings.openreferral.feed import read_feed
from marketplace.suppliers.rules import Source


class Command(BaseCommand):
    help = "Takes in ORUK 3.0 services from a JSON file or a folder of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--authority", required=True, help="The council's slug")

    def handle(self, *args: Any, **options: Any) -> None:
        authority = authority_named(options["authority"])
        feed = read_feed(existing(options["path"]), today())
        report = import_listings(
            by=Viewer.machine(IMPORTER, now()),
            authority=authority,
            source=Source.OPEN_REFERRAL,
            items=feed.items,
            progress=show_progress(self),
        )
        report.read, report.left_out = feed.read, feed.left_out
        report.refused, report.notes = feed.refused, feed.notes
        finish_run(self, report)
