"""The pages on which a plan is ended, and on which times without support are recorded and changed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import end_plan, pause_support
from marketplace.brokerage.models import Pause, SupportPlan
from marketplace.brokerage.rules import BudgetKind, PauseReason, PlanEnd, PlanState
from marketplace.core.clock import now, today
from marketplace.core.words import spoken_date
from marketplace.people.rules import AccessCapacity, Scope
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import Case, approve_again, complete, make_approved, make_case
from tests.factories.people import REGISTRY, let_see
from tests.factories.plan_pages import as_

pytestmark = pytest.mark.django_db


def at_(case: Case, name: str, *more: object) -> str:
    return reverse(f"brokerage:{name}", args=[case.person.public_id, *more])


def typed(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month)} | {
        f"{name}_year": str(day.year)
    }


def the_end(day: date, **more: str) -> dict[str, str]:
    return typed("last_day", day) | {"reason": "moved"} | more


def paused(case: Case, first: date, until: date | None) -> Pause:
    return pause_support(
        by=as_viewer(REGISTRY, now()),
        person=case.person,
        reason=PauseReason.HOSPITAL,
        from_date=first,
        until_date=until,
    )


def practitioner_of(case: Case) -> User:
    user = make_user(Role.PRACTITIONER)
    scopes = frozenset({Scope.RECORD, Scope.PLAN})
    let_see(case.person, AccessCapacity.PRACTITIONER, user=user, scopes=scopes)
    return user


def test_plan_is_ended_after_a_page_that_says_what_happens() -> None:
    case = make_approved()
    client, url = as_(case.broker), at_(case, "end_plan")
    assert url in client.get(at_(case, "person")).content.decode()
    assert "Last day of the plan" in client.get(url).content.decode()
    last = today() + timedelta(days=9)
    page = client.post(url, the_end(last, do="check")).content.decode()
    assert "Tell the finance team" in page
    assert spoken_date(last) in page
    assert SupportPlan.objects.get().state == PlanState.APPROVED
    back = client.post(url, the_end(last, do="change"))
    assert back.context["form"]["reason"].value() == "moved"
    page = client.post(url, the_end(last, do="end"), follow=True).content.decode()
    plan = SupportPlan.objects.get()
    assert (plan.state, plan.until_date) == (PlanState.ENDED, last + timedelta(days=1))
    assert f"to {spoken_date(last)}" in page
    assert "The person moved away" in page
    assert url not in page


def test_plan_page_of_an_ended_plan_says_its_day_and_the_reason() -> None:
    case = make_approved()
    client = as_(case.broker)
    last = today() - timedelta(days=1)
    client.post(at_(case, "end_plan"), the_end(last, do="end"))
    url = reverse("brokerage:plan", args=[case.plan.public_id])
    page = client.get(url).content.decode()
    assert "Ended" in page
    assert f"to {spoken_date(last)}" in page
    assert "The person moved away" in page
    assert "Last day" in client.get(reverse("brokerage:caseload")).content.decode()
    assert "No support is planned now." in client.get(at_(case, "person")).content.decode()


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({}, ["last_day", "reason"]),
        ({"last_day_day": "31", "last_day_month": "2", "last_day_year": "2026"}, None),
        (typed("last_day", date(1950, 1, 1)), None),
        ({"reason": "bored"}, ["last_day", "reason"]),
    ],
)
def test_end_that_is_not_whole_is_refused_at_its_fields(
    sent: dict[str, str], fields: list[str] | None
) -> None:
    case = make_approved()
    response = as_(case.broker).post(at_(case, "end_plan"), sent | {"do": "end"})
    errors = list(response.context["form"].errors)
    assert errors == (fields or ["last_day", "reason"])
    assert SupportPlan.objects.get().state == PlanState.APPROVED


def test_end_after_the_last_plan_is_refused_at_the_day() -> None:
    case = make_approved()
    client, url = as_(case.broker), at_(case, "end_plan")
    approve_again(case, at=now(), from_date=today() + timedelta(days=20))
    for plan in SupportPlan.objects.all():
        SupportPlan.objects.filter(pk=plan.pk).update(until_date=plan.from_date + timedelta(5))
    response = client.post(url, the_end(today() + timedelta(days=90), do="end"))
    assert list(response.context["form"].errors) == ["last_day"]
    assert "no plan is in force after" in response.content.decode()


def test_without_a_plan_there_is_none_to_end() -> None:
    case = complete(make_case())
    client, url = as_(case.broker), at_(case, "end_plan")
    assert url not in client.get(at_(case, "person")).content.decode()
    assert "No plan to end" in client.get(url).content.decode()
    assert "No plan to end" in client.post(url, the_end(today(), do="end")).content.decode()


def test_one_of_several_plans_is_chosen() -> None:
    case = make_approved()
    row = SupportPlan.objects.values().get()
    trial = SupportPlan(**{**row, "id": None, "public_id": "1" * 32, "kind": "trial"})
    SupportPlan.objects.bulk_create([trial])
    client, url = as_(case.broker), at_(case, "end_plan")
    response = client.post(url, the_end(today(), do="check"))
    assert list(response.context["form"].errors) == ["kind"]
    assert "Trial" in client.post(url, the_end(today(), do="check", kind="trial")).content.decode()
    client.post(url, the_end(today(), do="end", kind="trial"))
    assert SupportPlan.objects.get(kind="trial").state == PlanState.ENDED
    assert SupportPlan.objects.get(kind="care").state == PlanState.APPROVED


def test_open_plan_is_named_before_the_approved_one_is_ended() -> None:
    case = make_approved()
    as_(case.broker).post(reverse("brokerage:start", args=[case.person.public_id]))
    page = as_(case.broker).post(at_(case, "end_plan"), the_end(today(), do="check"))
    assert "The plan in progress stays." in page.content.decode()


def test_time_without_support_is_recorded_listed_changed_and_removed() -> None:
    case = make_approved()
    client = as_(case.broker)
    first, last = today() - timedelta(days=3), today() + timedelta(days=4)
    facts = typed("first_day", first) | {"reason": "hospital"}
    page = client.post(at_(case, "pause"), facts, follow=True).content.decode()
    assert f"From {spoken_date(first)}, no end date" in " ".join(page.split())
    url = at_(case, "change_pause", Pause.objects.get().pk)
    assert url in page
    page = client.post(url, typed("last_day", last) | {"do": "save"}, follow=True)
    assert f"{spoken_date(first)} to {spoken_date(last)}" in " ".join(page.content.decode().split())
    kept = Pause.objects.get(withdrawn_at=None)
    assert kept.until_date == last + timedelta(days=1)
    assert client.get(url).status_code == 404
    page = client.post(at_(case, "change_pause", kept.pk), {"do": "remove"}, follow=True)
    assert "No times without support are recorded." in page.content.decode()
    assert not Pause.objects.filter(withdrawn_at=None).exists()


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"reason": ""}, ["reason", "first_day"]),
        (typed("first_day", date(2026, 9, 3)) | typed("last_day", date(2026, 9, 2)), None),
    ],
)
def test_time_without_support_that_is_not_whole_is_refused(
    facts: dict[str, str], fields: list[str] | None
) -> None:
    case = make_approved()
    reason = {} if fields else {"reason": "away"}
    response = as_(case.broker).post(at_(case, "pause"), facts | reason)
    assert list(response.context["form"].errors) == (fields or ["last_day"])
    assert not Pause.objects.exists()


def test_last_day_before_the_first_is_refused_and_nothing_is_removed() -> None:
    case = make_approved()
    recorded = paused(case, today(), None)
    url = at_(case, "change_pause", recorded.pk)
    for sent in ({}, typed("last_day", today() - timedelta(days=1))):
        response = as_(case.broker).post(url, sent | {"do": "save"})
        assert list(response.context["form"].errors) == ["last_day"]
    assert Pause.objects.filter(withdrawn_at=None).get() == recorded


def test_pause_of_another_person_is_not_there() -> None:
    case, other = make_approved(), make_approved()
    recorded = paused(other, today(), None)
    client, url = as_(case.broker), at_(case, "change_pause", recorded.pk)
    assert client.get(url).status_code == 404
    assert client.post(url, {"do": "remove"}).status_code == 404


def pages(case: Case) -> list[str]:
    recorded = paused(case, today(), None)
    return [
        at_(case, "end_plan"),
        at_(case, "pause"),
        at_(case, "change_pause", recorded.pk),
    ]


def test_practitioner_who_sees_the_person_ends_and_pauses_and_plans_nothing() -> None:
    case = make_approved()
    client = as_(practitioner_of(case))
    page = client.get(at_(case, "person")).content.decode()
    assert at_(case, "end_plan") in page
    assert at_(case, "pause") in page
    assert "Start plan" not in page
    assert reverse("brokerage:plan", args=[case.plan.public_id]) not in page
    assert [client.get(url).status_code for url in pages(case)] == [200, 200, 200]
    client.post(at_(case, "end_plan"), the_end(today(), do="end"))
    assert SupportPlan.objects.get().state == PlanState.ENDED


@pytest.mark.parametrize(
    ("roles", "status"),
    [
        ([Role.PRACTITIONER], 404),
        ([Role.BROKER], 404),
        ([Role.FINANCE], 403),
        ([Role.APPROVER], 403),
        ([Role.PERSON], 403),
    ],
)
def test_others_find_no_such_page(roles: list[Role], status: int) -> None:
    case = make_approved()
    client = as_(make_user(*roles))
    for url in [at_(case, "person"), *pages(case)]:
        assert client.get(url).status_code == status, url


def test_broker_who_sees_the_person_as_a_manager_only_may_not_end() -> None:
    case = make_approved()
    both = make_user(Role.BROKER, Role.APPROVER)
    let_see(case.person, AccessCapacity.APPROVER, user=both)
    client = as_(both)
    assert at_(case, "end_plan") not in client.get(at_(case, "person")).content.decode()
    assert [client.get(url).status_code for url in pages(case)] == [403, 403, 403]
    assert client.post(at_(case, "end_plan"), the_end(today(), do="end")).status_code == 403


def own_page(case: Case, user: User) -> str:
    page: Any = Client()
    page.force_login(user)
    return " ".join(page.get(reverse("brokerage:my_plan")).content.decode().split())


def test_person_reads_that_their_plan_ended_and_why() -> None:
    margaret = make_user(Role.PERSON)
    case = make_approved(user=margaret)
    end_plan(
        by=as_viewer(REGISTRY, now()),
        person=case.person,
        kind=BudgetKind.CARE,
        day=today(),
        reason=PlanEnd.MOVED,
    )
    page = own_page(case, margaret)
    assert "Your support plan ended" in page
    assert f"to {spoken_date(today() - timedelta(days=1))}. You moved away." in page


def test_person_reads_the_plan_in_force_the_next_one_and_days_without_support() -> None:
    margaret = make_user(Role.PERSON)
    case = make_approved(user=margaret)
    first = today() + timedelta(days=14)
    approve_again(case, at=now(), from_date=first)
    paused(case, today(), today() + timedelta(days=3))
    page = own_page(case, margaret)
    assert "Your next plan is approved" in page
    assert f"It starts on {spoken_date(first)} and costs £96.00 a week." in page
    assert f"to {spoken_date(first - timedelta(days=1))}." in page
    assert "You are in hospital" in page
    assert page.count('class="said"') == 2
