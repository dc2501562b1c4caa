"""`manage.py restore DIR`: a backup put back into an empty place, or only looked at."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from marketplace.portal.backup.databases import database_of
from marketplace.portal.backup.disk import file_places, shown
from marketplace.portal.backup.finishing import finish, next_steps, what_was_in_flight
from marketplace.portal.backup.manifest import Manifest
from marketplace.portal.backup.progress import ProgressLines
from marketplace.portal.backup.refusals import in_sentences
from marketplace.portal.backup.restoring import check_backup, restore_backup


class Command(BaseCommand):
    help = (
        "Fills an empty database and empty folders from a backup. --check only proves the backup."
    )
    # They look into the database, which is not there yet.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="What `backup` wrote.")
        parser.add_argument("--check", action="store_true", help="Read every byte, change nothing.")

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        progress = ProgressLines(self.stdout.write)
        with in_sentences():
            if check:
                self._describe(check_backup(folder, progress))
            else:
                self._restore(folder, progress)

    def _restore(self, folder: Path, progress: ProgressLines) -> None:
        database = database_of(connection)
        places, var = file_places(), Path(settings.VAR_DIR)
        self._describe(restore_backup(folder, database, places, var, progress))
        for sentence in what_was_in_flight(database):
            self.stdout.write(sentence)
        problems = finish(progress)
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"Restored, and the ledger is not whole: {len(problems)} problems.")
        self.stdout.write(f"Restored. Next: {', then '.join(next_steps())}.")

    def _describe(self, manifest: Manifest) -> None:
        facts = manifest.database
        rows = sum(table.count for table in facts.tables.values())
        self.stdout.write(
            f"Made at {manifest.made_at}: {rows:,} rows of {facts.vendor} {facts.version},"
            f" {len(manifest.files) - 1:,} files, ledger up to transfer {facts.last_transfer}."
        )
        for name in manifest.missing:
            self.stdout.write(f"Not in it, though a row names it: {shown(name)}")
