"""`manage.py purge`: erase what is over; with --dry-run, only say what would go and what is held."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from marketplace.accounts.viewer import Viewer
from marketplace.core.clock import now
from marketplace.records.actions.purging import purge
from marketplace.records.jobs import PURGE
from marketplace.records.models import LegalHold
from marketplace.records.queries.due import Due, everything_due
from marketplace.records.queries.holds import current_holds


class Command(BaseCommand):
    help = "Erases the records that are over. The worker does so each night."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say it, and change nothing.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        by = Viewer.machine(PURGE, now())
        if dry_run:
            said = [in_a_line(due) for due in everything_due(by.today) if due.due or due.held]
            self.stdout.write("\n".join(said or ["Nothing is due."]))
            for hold in current_holds():
                self.stdout.write(why_held(hold))
            return
        erased = [f"{kind}: {count} erased." for kind, count in sorted(purge(by=by).items())]
        self.stdout.write("\n".join(erased or ["Nothing was due."]))


def in_a_line(due: Due) -> str:
    """What would go of one kind."""
    where = due.council.slug if due.council else "all councils"
    held = f", {due.held} held" if due.held else ""
    return f"{due.kept.kind} ({where}): {due.due} would go{held}."


def why_held(hold: LegalHold) -> str:
    """Which hold keeps whose record, by ids: names stay on the page of holds."""
    whose = f"person {hold.person_id}" if hold.person_id else f"supplier {hold.supplier_id}"
    return f"Hold {hold.pk} keeps {whose} since {hold.set_at:%Y-%m-%d}."
