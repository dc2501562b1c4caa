"""`manage.py load_postcodes FILE`: takes in a published list of postcodes, or of towns and villages."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.accounts.viewer import Viewer
from marketplace.core.clock import now
from marketplace.vocabulary.imports.files import PlaceFile, UnknownPlaceFile
from marketplace.vocabulary.management.reading import LOADER, Area, PlaceReading, ReadingNotes
from marketplace.vocabulary.models import PlaceLoad
from marketplace.vocabulary.postcodes import PlaceList, outcode_of


class Command(BaseCommand):
    help = (
        "Takes in the ONS Postcode Directory, Code-Point Open, or the towns and villages of OS Open"
        " Names: the CSV or the ZIP, as published. All councils share them. Run again it changes only"
        " what changed; cut off, run it again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--district",
            action="append",
            default=[],
            metavar="CODE",
            help="Only postcodes of this council (E06000045); may be given several times.",
        )
        parser.add_argument(
            "--outcode",
            action="append",
            default=[],
            metavar="OUTCODE",
            help="Only this first half of postcodes (SO14); may be given several times.",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        area = _area(options["district"], options["outcode"])
        try:
            with PlaceFile(file) as opened:
                self._check(opened, area)
                reading = PlaceReading(
                    Viewer.machine(LOADER, now()), opened, area, self.stdout.write
                )
                self.stdout.write(f"Reading {opened.source.label}")
                load = reading.run()
        except UnknownPlaceFile as error:
            raise CommandError(str(error)) from error
        self._report(load, reading.notes)

    def _check(self, opened: PlaceFile, area: Area) -> None:
        if area.districts and opened.source == PlaceList.OPEN_NAMES:
            raise CommandError(
                "OS Open Names has no codes of councils. Name its area by --outcode."
            )

    def _report(self, load: PlaceLoad, notes: ReadingNotes) -> None:
        counts = f"{load.new:,} new, {load.changed:,} changed, {load.same:,} the same"
        if load.source != PlaceList.OPEN_NAMES:
            counts += f", {load.ended:,} ended"
        self.stdout.write(counts)
        for why, count in notes.left.items():
            self.stdout.write(f"Left out: {count:,} {why.label}")
        for area, count in notes.kept.items():
            self.stdout.write(
                f"{area}: {count:,} postcodes are not in this list. They were not ended: it may be"
                " cut off, or some of its rows could not be read."
            )
        for row in notes.unread:
            self.stdout.write(f"{row.file}, line {row.line}: {row.why}")
        if notes.unread_count:
            raise CommandError(
                f"Rows that could not be read: {notes.unread_count:,}. The rest is in."
            )


def _area(districts: list[str], outcodes: list[str]) -> Area:
    """Raises CommandError for an outcode that is none."""
    named = {outcode: outcode_of(outcode) for outcode in outcodes}
    if wrong := [outcode for outcode, code in named.items() if not code]:
        raise CommandError(f"“{wrong[0]}” is no first half of a postcode. Write it like SO14.")
    return Area(frozenset(code.strip().upper() for code in districts), frozenset(named.values()))
