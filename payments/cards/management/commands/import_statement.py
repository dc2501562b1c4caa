"""`manage.py import_statement FILE --account ID [--confirm]`: a statement from a file on this machine."""

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
from payments.cards.actions import import_facts, import_statement, preview_of, read_for
from payments.cards.models import MoneyAccount, StatementImport
from payments.cards.queries import account_anywhere, own_columns
from payments.cards.rules import MAY_IMPORT_MONEY
from payments.cards.wording import amount_words, stored_sentence
from payments.gateway.statements import CsvMapping, StatementFormat
from payments.ledger.rules import MAY_POST_MONEY

COMMAND = SystemActor("import_statement", frozenset({MAY_IMPORT_MONEY, MAY_POST_MONEY}))
REFUSALS_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Shows what a bank or card statement would record: CSV, OFX, camt.053 or MT940. "
        "With --confirm it is recorded. Ends with status 1 where any line was refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The statement file.")
        parser.add_argument(
            "--account", required=True, type=UUID, help="The account’s id, from its address."
        )
        parser.add_argument(
            "--confirm", action="store_true", help="Record it. Without this, nothing is recorded."
        )
        parser.add_argument(
            "--despite",
            default="",
            metavar="REASON",
            help="Why it is the right account, where the file looks like another’s.",
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
        account, data = _account(options["account"]), _read(file)
        way: dict[str, Any] = {
            "format": StatementFormat(options["format"]) if options["format"] else None,
            "mapping": _mapping(options["mapping"]),
        }
        by = Viewer.machine(COMMAND, now())
        try:
            looked = _look(by, account, data, file.name, way)
            self._preview(looked)
            if not options["confirm"]:
                self.stdout.write("Nothing is recorded. Add --confirm to record it.")
                return
            _refuse_another_account(looked, options["despite"])
            run = import_statement(
                by=by,
                account=account,
                data=data,
                filename=file.name,
                progress=self._progress(),
                despite=options["despite"].strip(),
                **way,
            )
        except DomainError as refusal:
            raise CommandError(f"{file}: {one_text(refusal)}") from refusal
        self._report(run)
        if run.refused:
            raise SystemExit(1)

    def _preview(self, looked: StatementImport) -> None:
        kept, currency = looked.preview, looked.account.currency
        period = f"{looked.first_date} to {looked.last_date}" if looked.first_date else "no period"
        self.stdout.write(
            f"{looked.file_name}, for {looked.account}: {period}, {kept['lines']} payments. "
            f"Here already: {kept['same']}. New: {kept['post']}, in "
            f"{amount_words(kept['post_in'], currency)}, out "
            f"{amount_words(-kept['post_out'], currency)}."
        )
        for told in (*kept["stops"], *kept["gaps"]):
            self.stdout.write(stored_sentence(told))

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


def _look(
    by: Viewer, account: MoneyAccount, data: bytes, name: str, way: dict[str, Any]
) -> StatementImport:
    """What recording the file would do. Nothing is written."""
    file = read_for(account, data, **way)
    run = StatementImport(account=account, **import_facts(account, file, "", name))
    run.preview = preview_of(by=by, run=run, file=file)
    return run


def _refuse_another_account(looked: StatementImport, despite: str) -> None:
    if looked.preview["stops"] and not despite.strip():
        raise CommandError(
            "The file looks like another account’s, so nothing is recorded. "
            "If it is the right account, say why with --despite."
        )


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
