"""Take in a CSV list of CQC locations as unaccredited suppliers with draft listings."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.accounts.viewer import Viewer
from marketplace.core.clock import now
from marketplace.listings.actions import import_listings
from marketplace.listings.imports.cqc import UnreadableFile, read_cqc
from marketplace.listings.imports.facts import ImportedListing, Refused
from marketplace.listings.management.running import (
    IMPORTER,
    authority_named,
    bytes_of,
    finish_run,
    show_progress,
)
from marketplace.listings.queries import vanished_references
from marketplace.suppliers.rules import Source


class Command(BaseCommand):
    help = "Takes in a CSV list of CQC locations. Run again it changes only what changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--authority", required=True, help="The council's slug")

    def handle(self, *args: Any, **options: Any) -> None:
        authority = authority_named(options["authority"])
        try:
            rows = list(read_cqc(bytes_of(options["file"])))
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        items = [row for row in rows if isinstance(row, ImportedListing)]
        refused = [row for row in rows if isinstance(row, Refused)]
        report = import_listings(
            by=Viewer.machine(IMPORTER, now()),
            authority=authority,
            source=Source.CQC,
            items=items,
            progress=show_progress(self),
        )
        report.read, report.refused = len(rows), refused
        named = {row.reference for row in rows}
        report.vanished = vanished_references(authority, Source.CQC, named)
        finish_run(self, report)
