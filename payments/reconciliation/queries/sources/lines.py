"""Each payment that was received, against its transfer."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from payments.cards.models import ReceivedLine
from payments.cards.rules import LineState, transfer_for_line
from payments.ledger.models import Account, Transfer
from payments.ledger.periods import days_posted_on
from payments.ledger.queries import firsts_open
from payments.ledger.rules import NewTransfer, unallocated
from payments.reconciliation.queries.sources.chunks import in_chunks

_LINE = (
    "pk",
    "public_id",
    "authority_id",
    "booked_date",
    "amount_pence",
    "currency",
    "state",
    "account__authority_id",
    "account__person_id",
    "account__currency",
    "account__ledger_account_id",
)
_TRANSFER = (
    "pk",
    "group",
    "authority_id",
    "debit_id",
    "credit_id",
    "amount_pence",
    "effective_date",
)


def lines_that_differ() -> Iterator[str]:
    """Payments that are not in the ledger just as posting them again would put them there."""
    for chunk in in_chunks(ReceivedLine.objects.values_list(*_LINE, named=True)):
        posted = _posted([line.public_id for line in chunk])
        waiting = _waiting(chunk)
        late = firsts_open({line.authority_id for line in chunk})
        for line in chunk:
            days = days_posted_on(line.booked_date, late[line.authority_id])
            yield from _of_its_account(line)
            yield from _in_the_ledger(line, posted[line.public_id], waiting, days)


def _posted(groups: Collection[UUID]) -> Mapping[UUID, list[Any]]:
    """What stands in the ledger for each payment, without what was undone."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    rows = Transfer.objects.filter(group__in=groups, reversed_by=None)
    for transfer in rows.order_by("pk").values_list(*_TRANSFER, named=True):
        found[transfer.group].append(transfer)
    return found


def _waiting(lines: Sequence[Any]) -> Mapping[tuple[int, str], int]:
    """The unallocated accounts of these payments' people, by council and code."""
    rows = Account.objects.filter(code__in={_waits_in(line) for line in lines})
    return {
        (authority_id, code): pk
        for pk, authority_id, code in rows.values_list("pk", "authority_id", "code")
    }


def _waits_in(line: Any) -> str:
    return unallocated(line.account__person_id, line.account__currency).code


def _of_its_account(line: Any) -> Iterator[str]:
    if line.authority_id != line.account__authority_id:
        yield f"{_named(line)} is of another council than its account."
    if line.state == LineState.BOOKED and line.currency != line.account__currency:
        yield (
            f"{_named(line)} is booked in {line.currency}, and its account is in "
            f"{line.account__currency}."
        )


def _in_the_ledger(
    line: Any,
    posted: Sequence[Any],
    waiting: Mapping[tuple[int, str], int],
    days: Collection[date],
) -> Iterator[str]:
    numbers = " and ".join(str(transfer.pk) for transfer in posted)
    if line.state != LineState.BOOKED or not line.amount_pence:
        if posted:
            yield f"{_named(line)} moves no money, and is in the ledger: transfer {numbers}."
    elif not posted:
        yield f"{_named(line)} is booked, and is not in the ledger."
    elif len(posted) > 1:
        yield f"{_named(line)} is in the ledger more than once: transfers {numbers}."
    else:
        yield from _transfer_differs(line, posted[0], _again(line, waiting))
        if posted[0].effective_date not in days:
            yield (
                f"{_named(line)} and its transfer {posted[0].pk} differ: in the ledger it is of "
                f"{posted[0].effective_date:%-d %B %Y}."
            )


def _again(line: Any, waiting: Mapping[tuple[int, str], int]) -> NewTransfer:
    """The transfer as posting makes it; without an unallocated account it names one that is not there."""
    return transfer_for_line(
        line_public_id=line.public_id,
        amount_pence=line.amount_pence,
        effective_date=line.booked_date,
        account_id=line.account__ledger_account_id,
        unallocated_id=waiting.get((line.account__authority_id, _waits_in(line)), 0),
    )


def _transfer_differs(line: Any, found: Any, expected: NewTransfer) -> Iterator[str]:
    about = f"{_named(line)} and its transfer {found.pk} differ"
    if found.amount_pence != expected.amount_pence:
        yield f"{about}: {expected.amount_pence} pence, and {found.amount_pence} in the ledger."
    sides = (found.debit_id, found.credit_id)
    if sides == (expected.credit_id, expected.debit_id):
        way = "in" if line.amount_pence > 0 else "out"
        yield f"{about}: it is money {way}, and the ledger has it the other way."
    elif sides != (expected.debit_id, expected.credit_id):
        yield f"{about}: the ledger has it between other accounts than its own."
    if found.authority_id != line.authority_id:
        yield f"{about}: the ledger has it of another council."


def _named(line: Any) -> str:
    return f"Payment {line.pk} of {line.booked_date:%-d %B %Y}"
