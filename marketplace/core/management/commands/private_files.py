"""`manage.py private_files`: closes what other accounts could read; `--check` only says what is open."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.core.clock import now
from marketplace.core.orphans import sweep
from marketplace.core.private_files import close_all, open_paths


class Command(BaseCommand):
    help = (
        "Leaves the private files, their folders and the SQLite database to our own account."
        " Status 1 where something stays open to others."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing, say what is open."
        )
        parser.add_argument(
            "--sweep", action="store_true", help="Remove all old files that no row names."
        )

    def handle(self, *args: Any, check: bool, sweep: bool, **options: Any) -> None:
        if sweep:
            self._sweep()
        elif check:
            self._refuse([str(path) for path in open_paths()])
            self.stdout.write("Only our own account can open the private files.")
        else:
            self._close()

    def _sweep(self) -> None:
        done = sweep(now(), whatever_their_number=True)
        self.stdout.write(f"Removed {done.removed} of {done.files} files: no row names them.")

    def _close(self) -> None:
        done = list(close_all())
        self._refuse([str(path) for path, is_closed in done if not is_closed])
        self.stdout.write(f"Closed to other accounts: {len(done)}.")

    def _refuse(self, still_open: list[str]) -> None:
        """Raises CommandError where something is open: the first of it, and how many in all."""
        if still_open:
            raise CommandError(
                f"Other accounts can open {len(still_open)} private files or folders, such as"
                f" {still_open[0]}. As their owner, run: manage.py private_files"
            )
