"""`manage.py backup DIR`: one consistent backup of the database and of all files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from marketplace.core.clock import now
from marketplace.portal.backup.databases import database_of
from marketplace.portal.backup.disk import file_places, in_words
from marketplace.portal.backup.making import make_backup
from marketplace.portal.backup.progress import ProgressLines
from marketplace.portal.backup.refusals import in_sentences


class Command(BaseCommand):
    help = "Writes the database, private files and pictures into the new folder DIR, while the site runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", metavar="DIR", type=Path, help="A folder that is not there yet."
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        progress = ProgressLines(self.stdout.write)
        with in_sentences():
            database = database_of(connection)
            manifest = make_backup(folder, database, file_places(), now(), progress)
        self.stdout.write(f"The backup is whole: {folder}, {in_words(manifest.size)}.")
