"""Matching by rule: state, audit, exceptions, and the books whole."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import agree_terms
from marketplace.brokerage.rules import Amount
from marketplace.core.actors import SystemActor
from marketplace.core.management.commands.work import run_once
from marketplace.core.management.lanes import Lane
from marketplace.core.models import AuditEvent
from marketplace.tasks.models import Task
from marketplace.vocabulary.models import Term
from payments.cards.actions import open_money_account
from payments.cards.models import ReceivedLine
from payments.cards.signals import lines_received
from payments.reconciliation.actions import (
    MATCHER,
    match_lines,
    match_open_lines,
)
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.rules.exceptions.nothing_planned import NOTHING_COSTS_THIS
from payments.reconciliation.rules.version import rule_version
from tests.factories.accounts import as_viewer
from tests.factories.brokerage import make_public_listing
from tests.factories.people import REGISTRY, make_person
from tests.factories.plan_pages import as_
from tests.factories.reconciliation import (
    FIRST_DAY,
    SETTER,
    Money,
    change_item,
    make_item,
    make_line,
    make_outcome,
    make_plan,
)
from tests.payments.reconciliation.matched import exception_of, matched, pence_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books_stay_whole")]


def test_a_planned_payment_is_matched_and_shared_by_the_agreed_funds(
    money: Money, at: datetime
) -> None:
    matched(money, (-4950, "AMARA OBI", 0), at=at)
    match = Match.objects.get()
    assert (match.tier, match.made_by_system, match.rule_version) == (
        "T2",
        "matcher",
        rule_version(),
    )
    assert match.reason == "3 hours with Amara Obi at £16.50, planned every Wednesday."
    assert match.features["target"] == ["plan_line", money.amara.pk]
    assert pence_in(f"line:{money.amara.pk}:{money.council.pk}") == 1464
    assert pence_in(f"line:{money.amara.pk}:{money.own.pk}") == 3486
    assert pence_in(f"unallocated:{money.person.pk}") == 0
    assert not MoneyException.objects.exists()
    assert AuditEvent.objects.get(event="lines_matched").data == {
        "read": 1,
        "matched": 1,
        "suggested": 0,
        "unmatched": 0,
        "noted": 0,
    }


def test_money_in_is_matched_to_its_fund(money: Money, at: datetime) -> None:
    matched(money, (6920, "FERNSHIRE COUNCIL DP", 0), (4120, "CONTRIBUTION", 2), at=at)
    assert pence_in(f"paid_in:{money.council.pk}") == -6920
    assert pence_in(f"paid_in:{money.own.pk}") == -4120


def test_a_refund_goes_back_the_way_it_came(money: Money, at: datetime) -> None:
    matched(money, (-900, "FERNSHIRE COMM CARS", 0), (900, "REFUND FERNSHIRE COMM CARS", 5), at=at)
    assert pence_in(f"line:{money.cars.pk}:{money.council.pk}") == 0
    assert pence_in(f"line:{money.cars.pk}:{money.own.pk}") == 0


def test_the_rest_gets_an_exception_and_a_task_that_names_nobody(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (-2580, "BRACKENFORD GARDEN CTR", 12), at=at)
    exception = exception_of(line)
    assert (exception.rule, exception.state) == ("R1", "open")
    task = Task.objects.open().get()
    assert (task.role, task.due_date) == (Role.FINANCE, at.date() + timedelta(7))
    assert task.title == "£25.80 on 14 September 2026: no support in the plan has this cost"
    assert str(exception.public_id) in task.address


def test_matching_again_changes_nothing(money: Money, at: datetime) -> None:
    lines = matched(money, (-4950, "AMARA OBI", 0), (-2580, "GARDEN CTR", 12), at=at)
    before = list(MoneyException.objects.values())
    summary = match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk for line in lines])
    assert (summary.read, summary.matched) == (1, 0)
    assert list(MoneyException.objects.values()) == before
    assert Task.objects.open().count() == 1


def test_a_later_plan_explains_what_waited(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-3600, "BRACKENFORD CHOIR", 5), at=at)
    change_item(money.cars, provider_name="Brackenford Choir", price_pence=1800)
    match_open_lines(by=as_viewer(MATCHER, at), person_ids=[money.person.pk])
    assert Match.objects.active().filter(line=line).exists()
    assert MoneyException.objects.get().outcome == "Matched by rule."
    assert not Task.objects.open().exists()


def test_a_line_that_waited_long_becomes_urgent(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-3600, "BRACKENFORD CHOIR", 12), at=at)
    later = at + timedelta(20)
    match_open_lines(by=as_viewer(MATCHER, later))
    exception = exception_of(line)
    assert exception.rule == "R27"
    assert exception.reason.startswith("Waiting since ")
    assert NOTHING_COSTS_THIS in line.findings.values_list("sentence", flat=True)


def test_lines_received_are_matched_by_a_job_of_its_own(money: Money, at: datetime) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    with transaction.atomic():
        lines_received.send(sender=ReceivedLine, line_ids=[line.pk], at=at)
    assert not Match.objects.exists()
    run_once([Lane("default", None, 0)])  # type: ignore[arg-type]
    assert Match.objects.active().filter(line=line).exists()


def test_matching_needs_the_permission(money: Money, at: datetime) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    with pytest.raises(PermissionDenied):
        match_lines(by=as_viewer(SystemActor("nobody"), at), line_ids=[line.pk])


def test_a_refund_that_comes_weeks_later_goes_back_the_way_it_came(
    money: Money, at: datetime
) -> None:
    matched(money, (-900, "FERNSHIRE COMM CARS", 0), at=at)
    matched(money, (900, "REFUND FERNSHIRE COMM CARS", 15), at=at)
    assert pence_in(f"line:{money.cars.pk}:{money.council.pk}") == 0
    assert pence_in(f"unallocated:{money.person.pk}") == 0


def test_a_payment_keeps_to_the_plan_of_its_day(money: Money, at: datetime) -> None:
    summer = FIRST_DAY - timedelta(60)
    agree_terms(
        by=as_viewer(REGISTRY, at),
        agreement=money.agreement,
        amounts={money.council: Amount(1730)},
        from_date=summer,
    )
    before = make_plan(money.person, state="superseded", from_date=summer, until_date=FIRST_DAY)
    old = make_item(make_outcome(before), provider_name="Amara Obi", price_pence=1500).line
    matched(money, (-4500, "AMARA OBI", -30), (-4950, "AMARA OBI", 0), at=at)
    lines = Match.objects.order_by("line__booked_date").values_list("features__target", flat=True)
    assert list(lines) == [["plan_line", old.pk], ["plan_line", money.amara.pk]]


def test_a_listings_supplier_is_known_by_name_and_the_same_need_by_category(
    money: Money, at: datetime
) -> None:
    listing, other = make_public_listing(), make_public_listing()
    term = Term.objects.create(
        authority=listing.authority, kind="category", code="home-care", label="Home care"
    )
    listing.terms.add(term)
    other.terms.add(term)
    other.supplier.name = "Otterbourne Care Ltd"
    other.supplier.save()
    listing.supplier.accreditations.update(state="suspended")
    make_item(
        money.plan.outcomes.get(),
        kind="listing",
        listing=listing,
        provider_name="Lantern Lane",
        unit="visit",
        price_pence=1920,
    )
    known, same_need = matched(
        money, (-5760, "LANTERN LANE HOME CARE", 0), (-3000, "OTTERBOURNE CARE", 1), at=at
    )
    assert list(known.findings.values_list("rule", "sentence", "kind", "state")) == [
        (
            "R20",
            "Lantern Lane is not accredited now. No payment is stopped.",
            "information",
            "standing",
        )
    ]
    noted = exception_of(same_need)
    assert (noted.rule, noted.state) == ("R2", "noted")
    assert not Task.objects.open().filter(subject_id=same_need.pk).exists()


def test_a_load_into_another_account_than_agreed_is_not_matched(money: Money, at: datetime) -> None:
    other = open_money_account(
        by=as_viewer(SETTER, at),
        person=money.person,
        kind="bank",
        last4="0002",
        provider="statement",
    )
    line = make_line(other, 6920, "FERNSHIRE COUNCIL DP")
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    assert exception_of(line).rule == "R28"
    assert exception_of(line).reason.endswith("No payment agreement pays this into this account.")


def test_a_load_of_another_amount_is_matched_and_still_asked_about(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (6900, "FERNSHIRE COUNCIL DIRECT PAYMENT", 0), at=at)
    match = Match.objects.active().get(line=line)
    assert match.features["target"][0] == "load"
    asked = exception_of(line)
    assert (asked.rule, asked.state, "target" in asked.suggestion) == ("R29", "open", False)
    match_open_lines(by=as_viewer(MATCHER, at))
    assert exception_of(line).pk == asked.pk
    client = as_(money.finance)
    page = client.get(reverse("reconciliation:payment", args=[line.public_id])).content.decode()
    assert "Close this question" in page
    assert "is not a number of weeks" in page
    url = reverse("reconciliation:resolve", args=[line.public_id])
    assert client.post(url, {"resolve-outcome": "The council was asked."}).status_code == 302
    assert not MoneyException.objects.open().filter(line=line).exists()
    assert Match.objects.active().get(line=line).pk == match.pk


def test_what_comes_later_is_decided_together_with_what_still_waits(
    money: Money, at: datetime
) -> None:
    (refund,) = matched(money, (900, "REFUND FERNSHIRE COMM CARS", 5), at=at)
    assert exception_of(refund).rule == "R15"
    matched(money, (-900, "FERNSHIRE COMM CARS", 0), at=at)
    assert Match.objects.active().filter(line=refund).exists()


def test_somebody_without_a_plan_or_budget_has_lines_that_wait(money: Money, at: datetime) -> None:
    nobody = make_person(name="No Plan Yet")
    account = open_money_account(
        by=as_viewer(SETTER, at), person=nobody, kind="bank", last4="0001", provider="statement"
    )
    line = make_line(account, -4950, "AMARA OBI")
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    assert exception_of(line).rule == "R1"
