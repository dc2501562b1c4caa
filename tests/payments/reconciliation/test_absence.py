"""Looking for what is missing, through the action: asked once, closed when it comes, left when decided."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from marketplace.brokerage.actions import References, set_references
from marketplace.brokerage.models import AccountHolder
from marketplace.tasks.models import Task
from payments.cards.actions import open_shared_account, read_shared_statement
from payments.cards.models import MoneyAccount
from payments.reconciliation.actions import (
    MATCHER,
    decide_monitoring,
    look_for_absences,
    match_lines,
    resolve_exception,
)
from payments.reconciliation.actions.absence import Missing
from payments.reconciliation.models import MoneyException, MoneyFinding
from payments.reconciliation.rules.asking import Monitoring
from tests.factories.accounts import as_viewer
from tests.factories.people import REGISTRY
from tests.factories.reconciliation import Money, make_lines
from tests.payments.reconciliation.matched import refused

pytestmark = pytest.mark.django_db
#: Monday 31 August, 28 September and 26 October are payment days of the agreement.
AUTUMN = datetime(2026, 11, 9, 9, tzinfo=UTC)
LOADS = (6920, "FERNSHIRE COUNCIL DP")


def paid_in(money: Money, *days: int) -> None:
    lines = [(pence, name, day) for day in days for pence, name in (LOADS, (16480, "CONTRIBUTION"))]
    rows = make_lines(money.account, *lines)
    match_lines(by=as_viewer(MATCHER, AUTUMN), line_ids=[row.pk for row in rows])


def looked(money: Money, at: datetime = AUTUMN) -> Missing:
    by = as_viewer(MATCHER, at)
    return look_for_absences(
        by=by, authority_id=money.person.authority_id, person_ids=[money.person.pk]
    )


def open_rules(money: Money) -> dict[str, str]:
    rows = MoneyException.objects.open().filter(person=money.person, line=None)
    return dict(rows.values_list("rule", "state"))


def test_a_load_that_has_not_come_is_asked_about_once_and_closes_when_it_comes(
    money: Money,
) -> None:
    paid_in(money, 0, 28)
    assert looked(money).found >= 2
    rules = open_rules(money)
    assert rules["R30"] == rules["R31"] == "open"
    finding = MoneyFinding.objects.get(rule="R30")
    assert finding.facts == {"missing_pence": 6920, "since": "2026-10-26"}
    assert Task.objects.open().filter(title="A payment in has not come").count() == 1
    before = list(MoneyException.objects.order_by("pk").values())
    assert looked(money).closed == 0
    assert list(MoneyException.objects.order_by("pk").values()) == before
    paid_in(money, 55)
    looked(money)
    assert not {"R30", "R31"} & open_rules(money).keys()
    finding.refresh_from_db()
    assert finding.state == "ended"
    assert MoneyException.objects.get(rule="R30").outcome == "It is no longer so."
    assert not Task.objects.open().filter(title="A payment in has not come").exists()


def test_money_in_that_nobody_knows_may_be_what_is_missing(money: Money) -> None:
    paid_in(money, 0, 28)
    make_lines(money.account, (23400, "J PELL", 56))
    looked(money)
    assert not {"R30", "R31"} & open_rules(money).keys()


def test_what_a_person_decided_is_not_asked_again_while_it_lasts(money: Money) -> None:
    paid_in(money, 0, 28)
    looked(money)
    row = MoneyException.objects.open().get(rule="R31")
    resolve_exception(
        by=as_viewer(money.finance, AUTUMN), exception_id=row.pk, outcome="Paid in December."
    )
    looked(money, AUTUMN + timedelta(1))
    assert "R31" not in open_rules(money)
    assert MoneyFinding.objects.get(rule="R31").state == "settled"
    with refused("exception_resolved_already"):
        resolve_exception(
            by=as_viewer(money.finance, AUTUMN), exception_id=row.pk, outcome="Again."
        )


def test_an_account_from_which_nothing_was_paid_for_weeks_is_asked_about(money: Money) -> None:
    paid_in(money, 0, 28, 55)
    looked(money)
    assert open_rules(money)["R22"] == "open"
    make_lines(money.account, (-4950, "AMARA OBI", 56))
    looked(money)
    assert "R22" not in open_rules(money)


def test_no_statement_is_missed_of_an_account_once_it_is_closed(money: Money) -> None:
    winter = AUTUMN + timedelta(days=50)
    account = MoneyAccount.objects.filter(pk=money.account.pk)
    account.update(provider="statement")
    paid_in(money, 0, 28)
    looked(money, winter)
    assert "R32" in open_rules(money)
    account.update(closed_at=AUTUMN, closed_by_system="test")
    looked(money, winter)
    assert "R32" not in open_rules(money)


def test_no_statement_is_missed_of_a_share_while_the_shared_account_has_its_payments(
    money: Money,
) -> None:
    winter = AUTUMN + timedelta(days=50)
    holder = AccountHolder.objects.create(
        authority=money.person.authority, name="Fern Payroll", opened_at=AUTUMN
    )
    by = as_viewer(money.finance, AUTUMN)
    shared = open_shared_account(by=by, holder=holder, last4="4476")
    MoneyAccount.objects.filter(pk=money.account.pk).update(
        provider="statement", kind="bank", bank_last4="4476", shared_account=shared
    )
    paid_in(money, 0, 28)
    looked(money, winter)
    assert "R32" in open_rules(money)
    data = b"Date,Payee,Memo,Amount\n28/12/2026,AMARA OBI,Visits of somebody else,-49.50\n"
    read_shared_statement(
        by=as_viewer(money.finance, winter), account_id=shared.pk, data=data, filename="f.csv"
    )
    looked(money, winter)
    assert "R32" not in open_rules(money)


def test_light_checks_note_a_question_and_still_ask_about_a_concern(money: Money) -> None:
    paid_in(money, 0, 28)
    decide_monitoring(
        by=as_viewer(money.finance, AUTUMN),
        person_id=money.person.pk,
        level=Monitoring.LIGHT,
        reason="Three years without a question.",
        from_date=AUTUMN.date(),
    )
    MoneyFinding.objects.all().delete()
    looked(money)
    rules = open_rules(money)
    assert rules["R30"] == "open"
    sampled = money.person.pk * 61 % 100 < 10
    assert rules["R31"] == ("open" if sampled else "noted")
    assert Task.objects.open().filter(title="The contribution has not come").exists() is sampled


def test_one_finding_a_rule_stands_about_a_person(money: Money) -> None:
    paid_in(money, 0, 28)
    looked(money)
    row = MoneyFinding.objects.get(rule="R30")
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_more_than_the_weeks_of_the_agreement_is_asked_about_and_more_weeks_close_it(
    money: Money,
) -> None:
    at = datetime(2026, 9, 10, 9, tzinfo=UTC)
    match_lines(
        by=as_viewer(MATCHER, at),
        line_ids=[row.pk for row in make_lines(money.account, (9 * 5_850, "SOMEBODY", 0))],
    )
    keep_weeks(money, 4)
    looked(money, at)
    finding = MoneyFinding.objects.get(rule="R7")
    assert finding.facts["kept_pence"] == 4 * 5_850
    assert finding.facts["left_pence"] > 4 * 5_850
    # The council's eight weeks and more are as good, where the agreement says so.
    keep_weeks(money, 9)
    looked(money, at)
    assert "R7" not in open_rules(money)


def keep_weeks(money: Money, weeks: int) -> None:
    """Say how many weeks of money may be left over."""
    set_references(
        by=as_viewer(REGISTRY, AUTUMN),
        agreement=money.agreement,
        references=References(),
        contingency_weeks=weeks,
    )
