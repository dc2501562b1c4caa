"""What a page of cards writes down before it shows somebody's money."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest

from marketplace.accounts.requests import viewer_of
from marketplace.people.actions import open_people, open_person
from marketplace.people.rules import Scope
from payments.cards.models import MoneyAccount, StatementImport, StatementUpload
from payments.cards.rules import AccountReading, MoneyPurpose


def note_list(
    request: HttpRequest, people_ids: Iterable[int], kind: AccountReading, **filters: int
) -> None:
    """That these people were shown together, to all of whom it shows."""
    open_people(
        by=viewer_of(request),
        people_ids=people_ids,
        scope=Scope.MONEY,
        kind=kind,
        purpose=MoneyPurpose.MONEY,
        filters=filters,
    )


def note_upload(
    request: HttpRequest, sent: StatementUpload, runs: Sequence[StatementImport]
) -> None:
    """The person of a statement; or all whose account has a part of a file of several cards."""
    if sent.account is not None:
        note_account(request, sent.account)
    else:
        note_list(request, {run.account.person_id for run in runs}, AccountReading.STATEMENTS)


def note_account(request: HttpRequest, account: MoneyAccount) -> None:
    """One person's statement is their money: looking at it is written to their read log."""
    open_person(
        by=viewer_of(request),
        public_id=account.person.public_id,
        scope=Scope.MONEY,
        purpose=MoneyPurpose.MONEY,
    )
