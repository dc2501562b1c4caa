"""What a ledger may hold: accounts by kind, transfers of positive pence, seals over a range.

A transfer is one row, debit and credit, so it balances by construction. An account's balance is
its debits less its credits: a card or bank account goes up when money comes in, a plan item when
money is spent on it, and a fund below zero by what it has paid in.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from marketplace.core.pence import split_pence

GENESIS = "0" * 64


class AccountKind(StrEnum):
    """What an account stands for. A plan item or off-plan account is kept for each fund."""

    CARD = "card"
    BANK = "bank"
    UNALLOCATED = "unallocated"
    PLAN_ITEM = "plan_item"
    OFF_PLAN = "off_plan"
    FUND = "fund"
    CONTRIBUTION = "contribution"


class TransferCode(StrEnum):
    """Why money moved."""

    LINE = "line"
    MATCH = "match"
    REVERSAL = "reversal"


@dataclass(frozen=True, slots=True)
class NewTransfer:
    """A transfer to be posted. ``(source, reference, leg)`` names it for ever.

    ``group`` ties together the legs of one line; ``reverses_id`` names the transfer undone.
    """

    debit_id: int
    credit_id: int
    amount_pence: int
    code: TransferCode
    effective_date: date
    source: str
    reference: str
    group: UUID
    leg: int = 0
    reverses_id: int | None = None

    @property
    def key(self) -> tuple[str, str, int]:
        return (self.source, self.reference, self.leg)


def problems_in(
    transfers: Sequence[NewTransfer], currencies: Mapping[int, str] | None = None
) -> list[str]:
    """Everything wrong with the transfers, as sentences; an empty list means they may be posted.

    ``currencies`` gives each account's currency by account id.
    """
    problems = [problem for transfer in transfers for problem in _problems_in_one(transfer)]
    seen: set[tuple[str, str, int]] = set()
    for transfer in transfers:
        if transfer.key in seen:
            problems.append(f"{_name(transfer)} is given twice in one posting.")
        seen.add(transfer.key)
        if currencies is not None and len(_currencies(transfer, currencies)) != 1:
            problems.append(f"{_name(transfer)} joins accounts that do not share one currency.")
    return problems


def _problems_in_one(transfer: NewTransfer) -> Iterable[str]:
    if not isinstance(transfer.amount_pence, int) or transfer.amount_pence <= 0:
        yield f"{_name(transfer)} must move a positive whole number of pence."
    if transfer.debit_id == transfer.credit_id:
        yield f"{_name(transfer)} has the same account on both sides."


def _currencies(transfer: NewTransfer, currencies: Mapping[int, str]) -> set[str | None]:
    known = {currencies.get(transfer.debit_id), currencies.get(transfer.credit_id)}
    return known if None not in known else set()


def _name(transfer: NewTransfer) -> str:
    return f"Transfer {transfer.source} {transfer.reference} leg {transfer.leg}"


def group_totals(transfers: Iterable[NewTransfer]) -> dict[UUID, int]:
    """Pence moved by each group."""
    totals: dict[UUID, int] = defaultdict(int)
    for transfer in transfers:
        totals[transfer.group] += transfer.amount_pence
    return dict(totals)


def unbalanced_groups(
    transfers: Iterable[NewTransfer], expected: Mapping[UUID, int]
) -> dict[UUID, tuple[int, int]]:
    """Groups whose legs do not add up to their line: group -> (moved, expected), in pence."""
    totals = group_totals(transfers)
    return {
        group: (totals.get(group, 0), pence)
        for group, pence in expected.items()
        if totals.get(group, 0) != pence
    }


def reversal_of(
    transfer: NewTransfer, *, transfer_id: int, effective_date: date, group: UUID
) -> NewTransfer:
    """The transfer that undoes another: sides swapped, same pence, its own key.

    The key is made from the transfer undone, so undoing twice is the same posting.
    """
    return replace(
        transfer,
        debit_id=transfer.credit_id,
        credit_id=transfer.debit_id,
        code=TransferCode.REVERSAL,
        effective_date=effective_date,
        source=f"undo:{transfer.source}",
        group=group,
        reverses_id=transfer_id,
    )


def split_by_funds(amount_pence: int, shares: Mapping[int, int]) -> dict[int, int]:
    """Split pence over funds in the proportions agreed, exact to the penny, nothing at zero.

    ``shares`` maps an account to its weight; accounts are taken in id order, so the odd penny
    always falls the same way.
    """
    accounts = sorted(shares)
    parts = split_pence(amount_pence, [shares[account] for account in accounts])
    return {account: part for account, part in zip(accounts, parts, strict=True) if part}


@dataclass(frozen=True, slots=True)
class SealedRow:
    """The columns of a stored transfer that a seal covers."""

    id: int
    debit_id: int
    credit_id: int
    amount_pence: int
    code: str
    effective_date: date
    source: str
    reference: str
    leg: int
    group: UUID
    reverses_id: int | None


def seal_digest(previous: str, rows: Iterable[SealedRow]) -> str:
    """SHA-256, in hex, over the seal before and every row of the range in id order."""
    digest = hashlib.sha256(previous.encode())
    for row in rows:
        digest.update(_canonical(row))
    return digest.hexdigest()


def _canonical(row: SealedRow) -> bytes:
    # Each field carries its length, so no text can be moved across a boundary unseen.
    fields = (
        row.id,
        row.debit_id,
        row.credit_id,
        row.amount_pence,
        row.code,
        row.effective_date.isoformat(),
        row.source,
        row.reference,
        row.leg,
        row.group.hex,
        "" if row.reverses_id is None else row.reverses_id,
    )
    return "".join(f"{len(str(field))}:{field};" for field in fields).encode()
