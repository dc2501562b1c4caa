"""Risks are written by whoever plans and sees them, and read by whoever decides."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.clock import now
from marketplace.core.models import AuditEvent
from marketplace.people import actions
from marketplace.people.errors import PeopleError
from marketplace.people.models import PersonRisk, ReadLog
from marketplace.people.permissions import can_write_risks
from marketplace.people.queries import acting_viewer, risks_of
from marketplace.people.rules import (
    SCOPES_OF,
    WRITES_RISKS,
    AccessCapacity,
    RiskHarm,
    RiskLikelihood,
    Scope,
    risk_problems,
)
from tests.factories.accounts import make_user
from tests.factories.brokerage import make_case
from tests.factories.people import let_see
from tests.marketplace.people.test_relationships import Around

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 21)
RISKS = frozenset({Scope.RECORD, Scope.RISK})


@pytest.fixture
def around(at: datetime) -> Around:
    return Around(at)


def write(around: Around, user: User, **facts: Any) -> PersonRisk:
    given = {
        "what": "Falling on the way to choir",
        "likelihood": RiskLikelihood.POSSIBLE,
        "harm": RiskHarm.SERIOUS,
        "done": "Tom walks with me in winter.",
        "review_date": TODAY + timedelta(days=90),
    }
    return actions.write_risk(by=around.by(user), person=around.person, **(given | facts))


@pytest.mark.parametrize(
    ("what", "done", "days", "codes"),
    [
        ("Fall", "Rails", 1, []),
        ("Fall", "Rails", 366, []),
        (" ", "Rails", 90, ["risk_without_what"]),
        ("Fall", "", 90, ["risk_without_done"]),
        ("Fall", "Rails", 0, ["risk_review_not_within"]),
        ("Fall", "Rails", 367, ["risk_review_not_within"]),
    ],
)
def test_risk_says_what_may_happen_what_is_done_and_when_it_is_looked_at_again(
    what: str, done: str, days: int, codes: list[str]
) -> None:
    found = risk_problems(what, done, TODAY + timedelta(days=days), TODAY)
    assert [one.code for one in found] == codes


def test_risk_when_written_is_read_by_both_and_the_trail_has_no_words(around: Around) -> None:
    risk = write(around, around.margaret, wanted="Singing keeps me well.")
    for user in (around.margaret, around.worker):
        assert risks_of(around.by(user), around.person) == [risk]
    (row,) = AuditEvent.objects.filter(event="risk_written")
    assert "choir" not in str(row.data)
    actions.end_risk(by=around.by(around.worker, 5), risk=risk)
    actions.end_risk(by=around.by(around.worker, 6), risk=risk)
    assert risks_of(around.by(around.worker, 7), around.person) == []
    assert AuditEvent.objects.filter(event="risk_ended").count() == 1
    with pytest.raises(PeopleError):
        write(around, around.worker, done=" ")


@pytest.mark.parametrize("capacity", sorted(SCOPES_OF))
def test_risks_are_written_by_whoever_plans_and_sees_them(
    around: Around, capacity: AccessCapacity
) -> None:
    user = make_user(Role.BROKER, Role.PRACTITIONER, Role.APPROVER)
    let_see(around.person, capacity, user=user, scopes=SCOPES_OF[capacity] - {Scope.RISK})
    assert not can_write_risks(around.by(user), around.person)
    if Scope.RISK in SCOPES_OF[capacity]:
        let_see(around.person, capacity, user=user, scopes=frozenset({Scope.RISK}))
    assert can_write_risks(around.by(user), around.person) == (capacity in WRITES_RISKS)
    if capacity not in WRITES_RISKS:
        with pytest.raises(PermissionDenied):
            write(around, user)


def test_helper_writes_for_the_person_only_where_risks_were_chosen(around: Around) -> None:
    row = around.verified(scopes=frozenset({Scope.PLAN}))
    acting, _ = acting_viewer(around.by(around.tom, 5), around.person.public_id)
    assert not can_write_risks(acting, around.person)
    actions.choose_scopes(
        by=around.by(around.margaret, 6), relationship=row, scopes=frozenset({Scope.RISK})
    )
    acting, _ = acting_viewer(around.by(around.tom, 7), around.person.public_id)
    assert can_write_risks(acting, around.person)


def test_pages_of_a_plan_and_of_its_decision_show_the_risks(client: Client) -> None:
    case = make_case()
    PersonRisk.objects.create(
        person=case.person,
        what="Falling on the way to choir",
        likelihood=RiskLikelihood.LIKELY,
        harm=RiskHarm.SMALL,
        done="Rails at the door.",
        review_date=(now() - timedelta(days=2)).date(),
        recorded_at=case.person.registered_at,
        recorded_by=case.broker,
    )
    client.force_login(case.broker)
    plan = client.get(reverse("brokerage:plan", args=[case.plan.public_id])).content.decode()
    page = client.get(reverse("people:risks", args=[case.person.public_id])).content.decode()
    for shown in (plan, page):
        assert "Falling on the way to choir" in shown
        assert "Late" in shown
    log = ReadLog.objects.filter(person_id=case.person.pk, purpose="planning for risks to you")
    assert log.count() == 1
    case.person.access.filter(scope=Scope.RISK).delete()
    assert (
        "Falling"
        not in client.get(reverse("brokerage:plan", args=[case.plan.public_id])).content.decode()
    )
    assert client.get(reverse("people:risks", args=[case.person.public_id])).status_code == 404


def test_own_page_writes_and_ends_a_risk(around: Around, client: Client) -> None:
    client.force_login(around.margaret)
    later = now() + timedelta(days=30)
    sent = {
        "what": "Falling",
        "likelihood": "likely",
        "harm": "small",
        "done": "Rails",
        "review_date_day": str(later.day),
        "review_date_month": str(later.month),
        "review_date_year": str(later.year),
    }
    assert client.post("/my/risks/", sent | {"what": ""}).status_code == 200
    client.post("/my/risks/", sent)
    risk = PersonRisk.objects.get()
    assert "Falling" in client.get("/my/risks/").content.decode()
    client.post(f"/my/risks/{risk.public_id}/end/")
    risk.refresh_from_db()
    assert risk.ended_by == around.margaret


def test_risk_ended_twice_leads_back_to_the_risks(client: Client) -> None:
    case = make_case()
    client.force_login(case.broker)
    risk = PersonRisk.objects.create(
        person=case.person,
        what="Falling on the way to choir",
        likelihood=RiskLikelihood.LIKELY,
        harm=RiskHarm.SMALL,
        done="Rails at the door.",
        review_date=(now() + timedelta(days=90)).date(),
        recorded_at=case.person.registered_at,
        recorded_by=case.broker,
    )
    end, back = (
        reverse("people:end_risk", args=[risk.public_id]),
        reverse("people:risks", args=[case.person.public_id]),
    )
    assert [client.post(end).headers.get("Location") for _ in range(2)] == [back, back]
