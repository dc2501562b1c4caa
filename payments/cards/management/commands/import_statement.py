"""`manage.py import_statement FILE --account ID`: a statement from a file on this machine."""

from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.errors import DomainError
from marketplace.core.wording import one_text
from payments.cards.actions import import_statement
from payments.cards.models import MoneyAccount, StatementImport
from payments.cards.queries import account_anywhere, own_columns
from payments.cards.rules import MAY_IMPORT_MONEY
from payments.cards.wording import stored_sentence
from payments.gateway.statements import CsvMapping, StatementFormat
from payments.ledger.rules import MAY_POST_MONEY

COMMAND = SystemActor("import_statement", frozenset({MAY_IMPORT_MONEY, MAY_POST_MONEY}))
REFUSALS_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Imports a bank or card statement: CSV, OFX, camt.053 or MT940. "
        "Ends with status 1 where any line was refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The statement file.")
        parser.add_argument(
            "--account", required=True, type=UUID, help="The account’s id, from its address."
        )
        parser.add_argument(
            "--format",
            choices=[one.value for one in StatementFormat],
            help="The format, where it is not to be found out from the file.",
        )
        parser.add_argument(
            "--mapping",
            type=UUID,
            metavar="ACCOUNT",
            help="Read a CSV without headings by the columns kept for this other account.",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        account = _account(options["account"])
        try:
            run = import_statement(
                by=Viewer.machine(COMMAND, now()),
                account=account,
                data=_read(file),
                filename=file.name,
                format=StatementFormat(options["format"]) if options["format"] else None,
                mapping=_mapping(options["mapping"]),
                progress=self._progress(),
            )
        except DomainError as refusal:
            raise CommandError(f"{file}: {one_text(refusal)}") from refusal
        self._report(run)
        if run.refused:
            raise SystemExit(1)

    def _progress(self) -> Any:
        started = monotonic()

        def show(done: int, total: int) -> None:
            rate = done / max(monotonic() - started, 0.001)
            self.stderr.write(f"{done:,} of {total:,} lines, {rate:,.0f} a second")

        return show

    def _report(self, run: StatementImport) -> None:
        self.stdout.write(
            f"{run.file_name}: read {run.read}, created {run.created}, changed {run.changed}, "
            f"unchanged {run.unchanged}, refused {run.refused}, "
            f"in another currency {run.other_currency}."
        )
        for note in run.notes:
            self.stdout.write(stored_sentence(note))
        for row in run.problems[:REFUSALS_SHOWN]:
            number = f", payment {row['number']}" if row.get("number") else ""
            self.stdout.write(f"Line {row['position']}{number}: {stored_sentence(row)}")
        if run.refused > REFUSALS_SHOWN:
            self.stdout.write(f"and {run.refused - REFUSALS_SHOWN} more, on the import's page.")


def _read(file: Path) -> bytes:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    if len(data) > settings.STATEMENT_MAX_BYTES:
        raise CommandError(
            f"{file} is over {settings.STATEMENT_MAX_BYTES // 1_000_000} MB. Split it by period."
        )
    return data


def _account(public_id: UUID) -> MoneyAccount:
    account = account_anywhere(public_id)
    if account is None:
        raise CommandError(f"There is no account {public_id}. Its id is in its page’s address.")
    return account


def _mapping(public_id: UUID | None) -> CsvMapping | None:
    if public_id is None:
        return None
    kept = own_columns(_account(public_id))
    if kept is None:
        raise CommandError(f"No columns are kept for account {public_id} yet.")
    return kept
