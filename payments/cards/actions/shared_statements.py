"""Statements of a bank account that several people share: their payments wait until we know whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import problem
from payments.cards.actions.sharing import ask_whose
from payments.cards.errors import StatementRefused
from payments.cards.models import SharedAccount, SharedLine
from payments.cards.queries import known_columns_of_council, shared_lines_of_days
from payments.cards.rules import (
    DESCRIPTION_LENGTH,
    FILE_NAME_LENGTH,
    MAY_IMPORT_MONEY,
    MOST_SHARED_ROWS,
    PAYEE_LENGTH,
    REFERENCE_LENGTH,
    NumberedLine,
    SharedLineState,
    WholeFile,
    digits_of,
    number_problems,
    oldest_first,
    recognise,
    with_identities,
)
from payments.gateway.contract import LineStatus, RefusedLine, StatementFile, tidy
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements import (
    StatementFormat,
    detect_format,
    estimate_rows,
    read_statement,
)

#: Refusals that ask for a column to be chosen, which the page of a shared account cannot offer.
OF_COLUMNS = "statement_columns_"


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """What came of a file: payments that wait now, that were here, that are not booked or are in another
    currency, and the rows that cannot be read."""

    new: int
    known: int
    left_out: int
    refused: Sequence[RefusedLine] = ()


@transaction.atomic
def read_shared_statement(
    *, by: Viewer, account_id: int, data: bytes, filename: str
) -> ReadStatement:
    """Keep the booked payments of a shared account's statement that are not here yet. Nothing is posted
    before somebody says whose each is. The same file again changes nothing.

    Raises StatementUnreadable, and StatementRefused for a file of another account, of too many rows, or
    with columns that we do not know.
    """
    account = SharedAccount.objects.select_for_update().get(pk=account_id)
    check(by, MAY_IMPORT_MONEY, account.authority_id)
    file = _file_of(account, data)
    booked = [
        line
        for line in oldest_first(file)
        if line.status == LineStatus.BOOKED
        and line.currency == account.currency
        and line.amount_minor
    ]
    numbered = with_identities(booked)
    new = _unseen(account, numbered)
    SharedLine.objects.bulk_create(_row(by, account, one, filename) for one in new)
    done = ReadStatement(
        len(new), len(booked) - len(new), len(file.lines) - len(booked), file.refused
    )
    record(
        event="shared_account.statement_read",
        by=by,
        subject=account,
        created=done.new,
        unchanged=done.known,
        left_out=done.left_out,
        refused=len(done.refused),
    )
    ask_whose(by=by, account=account)
    return done


def _file_of(account: SharedAccount, data: bytes) -> StatementFile:
    kind = detect_format(data)
    if estimate_rows(data, kind) > MOST_SHARED_ROWS:
        raise StatementRefused(problem("shared_statement_long", "file", most=MOST_SHARED_ROWS))
    is_csv = kind == StatementFormat.CSV
    mapping = known_columns_of_council(account.authority_id, data) if is_csv else None
    try:
        file = read_statement(data, format=kind, mapping=mapping)
    except StatementUnreadable as refusal:
        if any(code.startswith(OF_COLUMNS) for code in refusal.codes):
            raise StatementRefused(problem("shared_columns_unknown", "file")) from refusal
        raise
    StatementRefused.refuse_if_any(number_problems(digits_of(file.account_id), account.bank_last4))
    return file


def _unseen(account: SharedAccount, numbered: Sequence[NumberedLine]) -> list[NumberedLine]:
    """Those that are not here, by the bank's number, their place in the balances or their words."""
    stored = shared_lines_of_days(account, {one.line.booked_date for one in numbered})
    here = {each.identity for each in stored}
    unseen = [one for one in numbered if one.identity not in here]
    same = recognise(unseen, stored, WholeFile.of(numbered))
    return [one for one in unseen if one.identity not in same.pairs]


def _row(by: Viewer, account: SharedAccount, one: NumberedLine, filename: str) -> SharedLine:
    line = one.line
    return SharedLine(
        authority_id=account.authority_id,
        account=account,
        identity=one.identity,
        booked_date=line.booked_date,
        amount_pence=line.amount_minor,
        payee=(line.payee or line.description)[:PAYEE_LENGTH],
        description=line.description[:DESCRIPTION_LENGTH],
        provider_reference=line.provider_ref[:REFERENCE_LENGTH],
        mcc=line.merchant_category,
        balance_pence=line.balance_minor,
        is_reversal=line.is_reversal,
        raw_row=line.raw,
        file_name=tidy(filename)[:FILE_NAME_LENGTH],
        received_at=by.at,
        state=SharedLineState.WAITING,
        changed_at=by.at,
    )
