"""What a ledger may hold: accounts by kind, transfers of positive pence, seals over a range.

A transfer is one row, debit and credit, so it balances by construction. An account's balance is
its debits less its credits: a card or bank account goes up when money comes in, a plan line when
money is spent on it, and a fund below zero by what it has paid in.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum
from uuid import UUID

from marketplace.accounts.rules import Role, roles
from marketplace.core.errors import Problem, problem
from marketplace.core.pence import split_pence
from marketplace.core.rooms import Permission

#: Held by whoever imports or reconciles money, beside the permission of that work.
MAY_POST_MONEY = Permission("post_money", "post money in the ledger", roles(Role.FINANCE))
#: Not finance's, who post: whoever may have made a change does not explain it.
MAY_EXAMINE_SEALS = Permission(
    "examine_seals", "record why a seal of the ledger is broken", roles(Role.AUDITOR)
)
#: Characters. Judgement: two or three sentences.
LONGEST_EXAMINATION = 500
#: Characters of the columns that name a transfer: a source is a word of ours, a reference a UUID
#: or a bank's id.
SOURCE_LENGTH = 24
REFERENCE_LENGTH = 80

#: ISO 4217. What an account is in, unless something else is said.
POUNDS = "GBP"
CURRENCY_LENGTH = 3

#: SHA-256 in hex.
DIGEST_LENGTH = 64
GENESIS = "0" * DIGEST_LENGTH


class AccountKind(StrEnum):
    """What an account is of. A plan line or off-plan account is kept for each fund."""

    CARD = "card"
    BANK = "bank"
    UNALLOCATED = "unallocated"
    PLAN_LINE = "plan_line"
    OFF_PLAN = "off_plan"
    FUND = "fund"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be opened; its code is unique in the council and says what it is."""

    kind: AccountKind
    code: str
    person_id: int | None = None
    plan_line_id: int | None = None
    fund_id: int | None = None
    currency: str = POUNDS


def unallocated(person_id: int, currency: str = POUNDS) -> NewAccount:
    """Where a person's money of one currency waits until somebody knows what it was for."""
    code = f"unallocated:{person_id}"
    if currency != POUNDS:
        code = f"{code}:{currency}"
    return NewAccount(AccountKind.UNALLOCATED, code, person_id, currency=currency)


def spent_on(person_id: int, plan_line_id: int, fund_id: int) -> NewAccount:
    """What one fund has paid for one plan line."""
    code = f"line:{plan_line_id}:{fund_id}"
    return NewAccount(AccountKind.PLAN_LINE, code, person_id, plan_line_id, fund_id)


def spent_off_plan(person_id: int, fund_id: int) -> NewAccount:
    """What one fund has paid outside the plan, and staff have found to be right."""
    code = f"accepted:{person_id}:{fund_id}"
    return NewAccount(AccountKind.OFF_PLAN, code, person_id, None, fund_id)


def paid_in_by(person_id: int, fund_id: int) -> NewAccount:
    """What one fund has paid in: the council, the NHS, or the person's own contribution."""
    return NewAccount(AccountKind.FUND, f"paid_in:{fund_id}", person_id, None, fund_id)


#: How codes began before funds and plan lines lasted. What follows names rows that are gone now.
_EARLIER = {
    "item": AccountKind.PLAN_LINE,
    "off_plan": AccountKind.OFF_PLAN,
    "fund": AccountKind.FUND,
}


def is_coded_as(account: NewAccount) -> bool:
    """Whether an account of this kind and of these owners has this code. Not asked of a card or bank
    account, whose code names a row of a later room."""
    person, line, fund = account.person_id, account.plan_line_id, account.fund_id
    if person is None:
        return False
    if _EARLIER.get(account.code.partition(":")[0]) is account.kind:
        return True
    if account.kind is AccountKind.UNALLOCATED:
        return account == unallocated(person, account.currency)
    if fund is None:
        return False
    if account.kind is AccountKind.PLAN_LINE:
        return line is not None and account == spent_on(person, line, fund)
    made = spent_off_plan if account.kind is AccountKind.OFF_PLAN else paid_in_by
    return account == made(person, fund)


class TransferCode(StrEnum):
    """Why money moved."""

    LINE = "line"
    MATCH = "match"
    #: Shares of a closed period, put right on the first open day.
    ADJUSTMENT = "adjust"
    REVERSAL = "reversal"


@dataclass(frozen=True, slots=True)
class NewTransfer:
    """A transfer to be posted. ``(source, reference, leg)`` names it for ever.

    ``group`` ties together what is posted for one line; the legs of one reference in it must add up to
    ``group_total_pence``; left at zero, this one leg is all of them. ``reverses_id`` names the transfer undone.
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
    group_total_pence: int = 0
    reverses_id: int | None = None

    @property
    def total_pence(self) -> int:
        """What all legs of its reference move."""
        return self.group_total_pence or self.amount_pence

    @property
    def key(self) -> tuple[str, str, int]:
        return (self.source, self.reference, self.leg)


def transfer_problems(transfers: Sequence[NewTransfer]) -> list[Problem]:
    """Everything wrong with the transfers; an empty list means they may be posted."""
    problems = [found for transfer in transfers for found in _problems_in_one(transfer)]
    seen: set[tuple[str, str, int]] = set()
    for transfer in transfers:
        if transfer.key in seen:
            problems.append(_about("ledger_given_twice", transfer))
        seen.add(transfer.key)
    problems += [
        problem("ledger_group_unbalanced", group=str(legs[0]), moved=moved, expected=expected)
        for legs, (moved, expected) in unbalanced_legs(transfers).items()
    ]
    return problems


def _problems_in_one(transfer: NewTransfer) -> Iterator[Problem]:
    if type(transfer.amount_pence) is not int or transfer.amount_pence <= 0:
        yield _about("ledger_amount_not_positive", transfer)
    if transfer.debit_id == transfer.credit_id:
        yield _about("ledger_same_account", transfer)


def _about(code: str, transfer: NewTransfer) -> Problem:
    source, reference, leg = transfer.key
    return problem(code, source=source, reference=reference, leg=leg)


@dataclass(frozen=True, slots=True)
class AccountOwner:
    """Whose an account is, and what its amounts are in. Money never leaves the three."""

    authority_id: int
    person_id: int | None
    currency: str


def crossing_problems(
    transfers: Iterable[NewTransfer], owners: Mapping[int, AccountOwner], authority_id: int
) -> Iterator[Problem]:
    """Transfers between two councils, people or currencies, or under another council's id.

    Undoing is let by: what was posted wrongly can only be put right by its mirror.
    """
    for transfer in transfers:
        if transfer.reverses_id is not None:
            continue
        debit, credit = owners.get(transfer.debit_id), owners.get(transfer.credit_id)
        if debit is None or credit is None:
            yield _about("ledger_account_not_there", transfer)
        elif not debit.authority_id == credit.authority_id == authority_id:
            yield _about("ledger_two_councils", transfer)
        elif debit.person_id != credit.person_id:
            yield _about("ledger_two_people", transfer)
        elif debit.currency != credit.currency:
            yield _about("ledger_two_currencies", transfer)


#: Of what legs are: group, source, reference.
Legs = tuple[UUID, str, str]


def unbalanced_legs(transfers: Iterable[NewTransfer]) -> dict[Legs, tuple[int, int]]:
    """Legs that do not add up, or do not agree on their total: (moved, expected) pence."""
    moved: dict[Legs, int] = defaultdict(int)
    expected: dict[Legs, int] = {}
    for transfer in transfers:
        legs = (transfer.group, transfer.source, transfer.reference)
        moved[legs] += transfer.amount_pence
        expected[legs] = max(expected.get(legs, 0), transfer.total_pence)
    return {legs: (moved[legs], pence) for legs, pence in expected.items() if moved[legs] != pence}


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
    #: What later seals cover beside it: see SealForm.
    more: tuple[str, ...] = ()


class SealForm(IntEnum):
    """What a seal covers of each transfer. A seal keeps its form, so that old ones stay provable."""

    #: Its ids, pence, code, day, name, group.
    TRANSFER = 1
    #: Every column of it, and of what each of its two accounts is: kind, code, owners, currency.
    TRANSFER_AND_ACCOUNTS = 2


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
        *row.more,
    )
    return "".join(f"{len(str(field))}:{field};" for field in fields).encode()
