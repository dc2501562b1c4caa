"""Each account of the ledger against what its code says, and a card's or bank's against its own row."""

from collections.abc import Iterator
from typing import Any

from payments.cards.models import MoneyAccount
from payments.ledger.models import Account
from payments.ledger.rules import AccountKind, NewAccount, is_coded_as
from payments.reconciliation.queries.sources.chunks import in_chunks

_COLUMNS = (
    "pk",
    "authority_id",
    "kind",
    "code",
    "person_id",
    "plan_line_id",
    "fund_id",
    "currency",
    "person__authority_id",
    "person__erased_at",
)
_OF_MONEY = ("ledger_account_id", "public_id", "kind", "person_id", "authority_id", "currency")
_HELD = frozenset({AccountKind.CARD, AccountKind.BANK})


def accounts_that_differ() -> Iterator[str]:
    """Accounts whose kind, owner, currency or code is not what they were opened with."""
    for chunk in in_chunks(Account.objects.values_list(*_COLUMNS, named=True)):
        found = MoneyAccount.objects.filter(ledger_account__in=[account.pk for account in chunk])
        of_money = {row[0]: row for row in found.values_list(*_OF_MONEY, named=True)}
        for account in chunk:
            yield from _what_differs(account, of_money.get(account.pk))


def _what_differs(account: Any, money: Any) -> Iterator[str]:
    if account.person__authority_id not in (None, account.authority_id):
        yield f"Account {account.code} is of another council than its person."
    if account.kind not in set(AccountKind):
        yield f"Account {account.code} is of no kind that there is: {account.kind}."
    elif money is not None:
        yield from _differs_from_money(account, money)
    elif account.kind not in _HELD:
        if not is_coded_as(_as_new(account)):
            yield (
                f"Account {account.code} is now {account.kind} in {account.currency} of person "
                f"{account.person_id}, planned support {account.plan_line_id} and fund "
                f"{account.fund_id}, which is not what its code says."
            )
    elif account.person__erased_at is None:
        yield f"Account {account.code} is of no card account and no bank account."


def _differs_from_money(account: Any, money: Any) -> Iterator[str]:
    for name in ("kind", "person_id", "authority_id", "currency"):
        here, there = getattr(account, name), getattr(money, name)
        if here != there:
            yield (
                f"Account {account.code} has the {_WORDS[name]} {here} in the ledger, and {there} "
                "where its payments are recorded."
            )
    if account.code != f"{money.kind}:{money.public_id}":
        yield f"Account {account.code} is named for another account than the one it is of."
    if account.plan_line_id or account.fund_id:
        yield f"Account {account.code} is of a card or bank, and names a fund or planned support."


_WORDS = {
    "kind": "kind",
    "person_id": "person",
    "authority_id": "council",
    "currency": "currency",
}


def _as_new(account: Any) -> NewAccount:
    return NewAccount(
        AccountKind(account.kind),
        account.code,
        account.person_id,
        account.plan_line_id,
        account.fund_id,
        account.currency,
    )
