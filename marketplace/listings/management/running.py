"""What the import commands share: who acts, which council, progress, and how a run ends."""

from collections.abc import Callable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from marketplace.accounts.models import Authority
from marketplace.core.actors import SystemActor
from marketplace.listings.imports.report import ImportReport
from marketplace.listings.queries import council_of_slug, council_slugs
from marketplace.listings.rules import MAY_IMPORT_DIRECTORY

IMPORTER = SystemActor("directory_import", frozenset({MAY_IMPORT_DIRECTORY}))


def authority_named(slug: str) -> Authority:
    """The council with this slug. Raises CommandError naming those there are."""
    found = council_of_slug(slug)
    if found is None:
        known = ", ".join(council_slugs())
        raise CommandError(f"There is no council “{slug}”. There are: {known or 'none yet'}.")
    return found


def existing(path: Path) -> Path:
    if not path.exists():
        raise CommandError(f"There is no file or folder {path}.")
    return path


def bytes_of(path: Path) -> bytes:
    """What a file holds. Raises CommandError."""
    try:
        return existing(path).read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


def show_progress(command: BaseCommand) -> Callable[[int, int], None]:
    """Prints how far an import is, after each chunk."""
    return lambda done, total: command.stdout.write(f"{done} of {total} taken in")


def finish_run(command: BaseCommand, report: ImportReport) -> None:
    """Print the report. Raises CommandError, so exit status 1, where anything was refused."""
    for line in report.lines():
        command.stdout.write(line)
    if report.refused:
        raise CommandError(f"{len(report.refused)} could not be taken in; the rest is in.")
