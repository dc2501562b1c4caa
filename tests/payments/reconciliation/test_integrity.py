"""verify_ledger, the nightly jobs, and what they say when something was tampered with."""

import uuid
from collections.abc import Callable
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F

from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.rules import PayerKind
from marketplace.brokerage.signals import plan_approved
from payments.cards.models import MoneyAccount
from payments.ledger.actions import seal_ledger
from payments.ledger.models import Account, Seal, Transfer
from payments.ledger.rules import AccountKind
from payments.reconciliation.actions import MATCHER, match_lines, unmatch
from payments.reconciliation.jobs import SEALER, match_again, seal_and_prove
from payments.reconciliation.models import Match, MatchPart, MoneyException
from tests.factories.accounts import as_viewer, make_other_authority
from tests.factories.funding import make_fund
from tests.factories.ledger import drop_guards, make_account
from tests.factories.people import make_person
from tests.factories.reconciliation import Money, change_item, make_line, make_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def money(money: Money, at: datetime) -> Money:
    lines = make_lines(money.account, (-4950, "AMARA OBI", 0), (-900, "FERNSHIRE COMM CARS", 1))
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk for line in lines])
    seal_ledger(
        by=as_viewer(SEALER, at),
    )
    return money


def verify() -> tuple[int, str]:
    output = StringIO()
    try:
        call_command("verify_ledger", stdout=output, stderr=output)
    except SystemExit as end:
        return int(end.code or 0), output.getvalue()
    return 0, output.getvalue()


def test_a_whole_ledger_passes(money: Money) -> None:
    assert verify() == (0, "The ledger is whole: 6 transfers, 1 seals.\n")


@pytest.fixture
def _no_guards(money: Money) -> None:
    drop_guards()


def raise_amount(money: Money) -> None:
    Transfer.objects.filter(code="line").update(amount_pence=F("amount_pence") + 1)


def cut_seal(money: Money) -> None:
    Seal.objects.update(previous_digest="f" * 64)


def mix_councils(money: Money) -> None:
    other = make_account(authority=make_other_authority())
    Transfer.objects.filter(code="line").update(debit=other)


def spoil_reversal(money: Money) -> None:
    line = money.account.lines.first()
    assert line is not None
    unmatch(by=as_viewer(money.finance, line.received_at), line_id=line.pk)
    Transfer.objects.filter(code="reversal").update(credit=make_account())


def spoil_available(money: Money) -> None:
    MoneyAccount.objects.update(available_pence=7)


def spoil_part(money: Money) -> None:
    MatchPart.objects.update(amount_pence=1)


def forget_undoing(money: Money) -> None:
    Match.objects.update(state="undone", undone_at="2026-09-21T09:30Z", undone_by_system="tests")


def give_part_to_another(money: Money) -> None:
    stranger = make_person(name="Alfred Moss")
    MatchPart.objects.filter(fund=money.own).update(fund=make_fund(stranger, PayerKind.PERSON))


def forget_match(money: Money) -> None:
    """As if its shares had been posted again and the old ones left."""
    Match.objects.filter(line__amount_pence=-900).update(group=uuid.uuid4())


def post_to_another(money: Money) -> None:
    stranger = make_person(name="Alfred Moss")
    theirs = make_account(AccountKind.PLAN_LINE, person=stranger)
    Transfer.objects.filter(code="match").update(debit=theirs)


def name_fund_of_another(money: Money) -> None:
    stranger = make_person(name="Alfred Moss")
    Account.objects.filter(fund=money.own).update(fund=make_fund(stranger, PayerKind.PERSON))


@pytest.mark.usefixtures("_no_guards")
@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (raise_amount, "and its line says"),
        (raise_amount, "are not as they were sealed"),
        (cut_seal, "does not follow the seal before it"),
        (mix_councils, "touch an account of another council"),
        (spoil_reversal, "does not undo exactly"),
        (spoil_available, "pence are available"),
        (spoil_part, "posted 4950 pence for a line of 4950, in parts of 2"),
        (give_part_to_another, "names a fund or planned support of another person"),
        (forget_match, "for a match that is not there"),
        (forget_match, "posted 0 pence for a line of 900"),
        (post_to_another, "moves money between the accounts of two people"),
        (name_fund_of_another, "is of one person, with the fund or planned support of another"),
        (forget_undoing, "is undone, and 0 pence of it were undone"),
    ],
)
def test_whatever_is_tampered_with_is_reported_and_ends_with_1(
    money: Money, tamper: Callable[[Money], None], says: str
) -> None:
    tamper(money)
    status, words = verify()
    assert status == 1
    assert says in words
    assert "The guard ledger_transfer_no_update is missing" in words


def test_the_nightly_job_seals_and_is_parked_when_the_ledger_is_not_whole(money: Money) -> None:
    make_line(money.account, -100, "SHOP")
    seal_and_prove.func()
    assert Seal.objects.count() == 2
    spoil_available(money)
    with pytest.raises(RuntimeError, match="not whole: 1 problems"):
        seal_and_prove.func()


def test_the_nightly_job_tries_again_what_waits(money: Money) -> None:
    line = make_line(money.account, -4950, "AMARA OBI", 7)
    match_again.func()
    assert Match.objects.active().filter(line=line).exists()


def test_an_approved_plan_explains_what_waited(money: Money, at: datetime) -> None:
    line = make_line(money.account, -1800, "BRACKENFORD CHOIR", 8)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    assert MoneyException.objects.open().exists()
    change_item(money.cars, provider_name="Brackenford Choir", price_pence=900)
    plan_approved.send(sender=SupportPlan, plan_ids=[money.plan.pk], at=at)
    assert Match.objects.active().filter(line=line).exists()
