"""Each transfer against what it says it comes from."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from payments.cards.models import ReceivedLine
from payments.ledger.models import Transfer
from payments.ledger.periods import days_posted_on
from payments.ledger.queries import firsts_open
from payments.ledger.rules import TransferCode
from payments.reconciliation.models import Match
from payments.reconciliation.queries.sources.chunks import in_chunks

_COLUMNS = (
    "pk",
    "source",
    "reference",
    "leg",
    "group",
    "code",
    "amount_pence",
    "effective_date",
    "reverses_id",
    "reversed_by",
    "debit__person__erased_at",
    "undone_source",
    "undone_reference",
    "undone_leg",
    "undone_date",
    "authority_id",
)
#: Sources are named as the code that goes with them; what has another source must undo something.
OF_A_LINE, OF_A_MATCH = TransferCode.LINE.value, TransferCode.MATCH.value
OF_ADJUSTING = TransferCode.ADJUSTMENT.value


def transfers_without_source() -> Iterator[str]:
    """Transfers that no payment, no match and no undoing explains.

    Of a person whose record was erased no payment and no match is left, and the books stay as they
    were. What was undone in full needs no source any more: a payment shared again has another group.
    """
    rows = Transfer.objects.annotate(
        undone_source=F("reverses__source"),
        undone_reference=F("reverses__reference"),
        undone_leg=F("reverses__leg"),
        undone_date=F("reverses__effective_date"),
    )
    for chunk in in_chunks(rows.values_list(*_COLUMNS, named=True)):
        sources = _sources(chunk)
        late = firsts_open({transfer.authority_id for transfer in chunk})
        for transfer in chunk:
            if transfer.reverses_id is not None:
                yield from _undoing(transfer, late[transfer.authority_id])
            else:
                yield from _posting(transfer, sources)


def _sources(chunk: Collection[Any]) -> dict[str, set[UUID]]:
    """The groups of these transfers that there is a payment for, and those that there is a match for."""
    groups: dict[str, list[UUID]] = {OF_A_LINE: [], OF_A_MATCH: [], OF_ADJUSTING: []}
    for transfer in chunk:
        groups.get(transfer.source, []).append(transfer.group)
    lines = ReceivedLine.objects.filter(public_id__in=groups[OF_A_LINE])
    matches = Match.objects.filter(group__in=groups[OF_A_MATCH] + groups[OF_ADJUSTING])
    of_matches = set(matches.values_list("group", flat=True))
    return {
        OF_A_LINE: set(lines.values_list("public_id", flat=True)),
        OF_A_MATCH: of_matches,
        OF_ADJUSTING: of_matches,
    }


def _posting(transfer: Any, sources: dict[str, set[UUID]]) -> Iterator[str]:
    known = sources.get(transfer.source)
    if known is None:
        yield (
            f"Transfer {transfer.pk} moves {transfer.amount_pence} pence for no payment and no match:"
            f" its source is “{transfer.source}”."
        )
        return
    # Coming again after it was taken back, a payment is posted under its id and a number.
    if not transfer.reference.startswith(str(transfer.group)):
        yield f"Transfer {transfer.pk} has the reference of another group than its own."
    if transfer.code != transfer.source:
        yield f"Transfer {transfer.pk} is of a {transfer.source}, and its code is {transfer.code}."
    stands = transfer.reversed_by is None and transfer.debit__person__erased_at is None
    if stands and transfer.group not in known:
        yield (
            f"Transfer {transfer.pk} moves {transfer.amount_pence} pence for a {transfer.source} that "
            "is not there."
        )


def _undoing(transfer: Any, firsts: Collection[date]) -> Iterator[str]:
    undone = (f"undo:{transfer.undone_source}", transfer.undone_reference, transfer.undone_leg)
    if (transfer.source, transfer.reference, transfer.leg) != undone:
        yield f"Transfer {transfer.pk} is not named for the transfer {transfer.reverses_id} it undoes."
    if transfer.code != TransferCode.REVERSAL:
        yield f"Transfer {transfer.pk} undoes a transfer, and its code is {transfer.code}."
    of_match = transfer.undone_source in (OF_A_MATCH, OF_ADJUSTING)
    if of_match and transfer.effective_date not in days_posted_on(transfer.undone_date, firsts):
        yield (
            f"Transfer {transfer.pk} is of {transfer.effective_date:%-d %B %Y}, and what it undoes of "
            f"{transfer.undone_date:%-d %B %Y}."
        )
