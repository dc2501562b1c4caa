"""That a plan is the person's own: who may say so, of what, and what a change does."""

from datetime import date, datetime
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    answer_question,
    call_back_plan,
    note_consent,
    say_my_plan,
    submit_plan,
)
from marketplace.brokerage.models import PlanConsent
from marketplace.brokerage.rules import (
    ConsentKind,
    ConsentWay,
    GivenConsent,
    PlanState,
    consent_problems,
    speaks_for_plan,
)
from marketplace.core.clock import now, today
from marketplace.people.models import CapacityFinding, Relationship
from marketplace.people.rules import AccessCapacity, CapacityOutcome, RelationshipKind, Scope
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import (
    Case,
    complete,
    heard,
    make_approved,
    make_case,
    make_submitted,
    refused,
    say_so,
    thawed,
)
from tests.factories.people import let_see
from tests.factories.plan_pages import as_, at_

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 21)
MY_PLAN = "/my/plan/"
LACKS = CapacityOutcome.LACKS
SEES = frozenset({Scope.RECORD, Scope.PLAN})


def send(case: Case, at: datetime) -> None:
    submit_plan(by=as_viewer(case.broker, at), plan=case.plan, version=case.plan.version)


def given(**facts: Any) -> GivenConsent:
    usual = {
        "kind": ConsentKind.NOTE,
        "way": ConsentWay.PHONE,
        "said_date": TODAY,
        "said_by": "She herself",
        "own_view": "Yes, mine.",
    }
    return GivenConsent(**{**usual, **facts})


BEST, SPEAKER = ConsentKind.BEST_INTERESTS, ConsentKind.SPEAKER
WELFARE = (RelationshipKind.ATTORNEY_WELFARE, RelationshipKind.DEPUTY_WELFARE)


@pytest.mark.parametrize(
    ("consent", "codes"),
    [
        (given(), []),
        (given(said_date=date(2026, 9, 22)), ["consent_in_future"]),
        (given(own_view=""), ["consent_without_own_view"]),
        (given(said_by=""), ["consent_by_nobody"]),
        (given(way=ConsentWay.PAGE), ["consent_heard_otherwise"]),
        (given(kind=BEST), ["consent_nobody_consulted"]),
        (given(kind=BEST, consulted="Ruth, and the advocate"), []),
        (given(kind=SPEAKER), ["consent_speaker_may_not"]),
        (given(kind=ConsentKind.OWN, way=ConsentWay.PAGE, said_by="", own_view=""), []),
        (given(kind=ConsentKind.OWN), ["consent_heard_otherwise"]),
    ],
)
def test_each_form_of_consent_needs_its_facts(consent: GivenConsent, codes: list[str]) -> None:
    assert [one.code for one in consent_problems(consent, TODAY, LACKS)] == codes


@pytest.mark.parametrize("kind", list(RelationshipKind))
def test_only_a_welfare_attorney_or_deputy_speaks_and_only_for_who_cannot(
    kind: RelationshipKind,
) -> None:
    assert speaks_for_plan(kind, LACKS) == (kind in WELFARE)
    for finding in (None, CapacityOutcome.HAS, CapacityOutcome.HELPED):
        assert not speaks_for_plan(kind, finding)


@pytest.mark.parametrize("finding", [None, CapacityOutcome.HAS, CapacityOutcome.HELPED])
def test_best_interests_is_refused_of_whoever_can_decide(finding: CapacityOutcome | None) -> None:
    consent = given(kind=BEST, consulted="Ruth")
    (refusal,) = consent_problems(consent, TODAY, finding)
    assert refusal.code == "consent_person_can_decide"


def unable(case: Case) -> None:
    """It was found that the case's person could not decide about the plan."""
    CapacityFinding.objects.create(
        person=case.person,
        about="plan",
        question="Is this her plan?",
        finding="lacks",
        day=today(),
        found_by="Priya, social worker",
        help_given="Pictures, twice",
        why="She could not hold it in mind.",
        recorded_at=now(),
        recorded_by=case.manager,
    )


def attorney(case: Case, kind: RelationshipKind = WELFARE[0]) -> User:
    """Somebody whose paper was seen, with an account, who sees the plan."""
    user = make_user(Role.PERSON, name="Ruth Ellery")
    Relationship.objects.create(
        authority=case.authority,
        person=case.person,
        user=user,
        kind=kind,
        state="verified",
        name=user.name,
        proposed_at=now(),
        proposed_by=case.broker,
        verified_at=now(),
        verified_by=case.manager,
    )
    let_see(case.person, AccessCapacity.REPRESENTATIVE, user=user, scopes=SEES)
    return user


def for_her(case: Case) -> str:
    return reverse("brokerage:my_plan_for", args=[case.person.public_id])


def test_attorney_says_so_on_the_persons_page_once_she_cannot_decide() -> None:
    case = complete(make_case())
    ruth = attorney(case)
    typed = {"content_version": case.plan.content_version, "own_view": "She likes the choir."}
    assert "This is my plan" not in as_(ruth).get(for_her(case)).content.decode()
    assert as_(ruth).post(for_her(case), typed).status_code == 403
    unable(case)
    page = as_(ruth).post(for_her(case), {**typed, "own_view": ""}).content.decode()
    assert f"Enter what {case.person.name} says about the plan" in page
    response = as_(ruth).post(for_her(case), typed)
    assert response.status_code == 302, response.content.decode()
    row = PlanConsent.objects.get()
    assert (row.kind, row.way, row.speaker_kind) == ("speaker", "page", "attorney_welfare")
    check = as_(case.broker).get(at_(case, "submit")).content.decode()
    assert "An attorney or deputy for health and welfare said so" in check
    assert "Ruth Ellery" in check


@pytest.mark.parametrize(
    "kind",
    [RelationshipKind.ATTORNEY_PROPERTY, RelationshipKind.APPOINTEE, RelationshipKind.ADVOCATE],
)
def test_whoever_may_not_decide_has_no_button_and_is_refused(kind: RelationshipKind) -> None:
    case = complete(make_case())
    user = attorney(case, kind)
    unable(case)
    assert "This is my plan" not in as_(user).get(for_her(case)).content.decode()
    typed = {"content_version": case.plan.content_version, "own_view": "X"}
    assert as_(user).post(for_her(case), typed).status_code == 403
    assert not PlanConsent.objects.exists()


def test_broker_records_what_an_attorney_said() -> None:
    case = complete(make_case())
    attorney(case)
    url, client = at_(case, "consent"), as_(case.broker)
    assert "Ruth Ellery" not in client.get(url).content.decode()
    unable(case)
    page = client.get(url).content.decode()
    assert "Ruth Ellery, attorney for health and welfare" in page
    speaker = Relationship.objects.get().pk
    response = client.post(url, {**consent_typed(case, "speaker"), "speaker": speaker})
    assert response.status_code == 302, response.content.decode()
    assert PlanConsent.objects.get().said_by == "Ruth Ellery"


def consent_typed(case: Case, kind: str) -> dict[str, Any]:
    day = today()
    return {
        "version": case.plan.version,
        "kind": kind,
        "way": "visit",
        "said_by": "",
        "said_date_day": day.day,
        "said_date_month": day.month,
        "said_date_year": day.year,
        "own_view": "She smiles at the choir.",
        "consulted": "",
    }


def test_plan_of_which_nobody_said_so_is_not_sent(at: datetime) -> None:
    case = complete(make_case())
    with refused("plan_without_consent"):
        send(case, at)


def test_any_change_after_it_asks_anew(at: datetime) -> None:
    case = complete(make_case())
    say_so(case, TODAY)
    edit = {"by": as_viewer(case.broker, at), "plan": case.plan}
    answer_question(**edit, version=case.plan.version, question=1, text="Choir, and the garden.")  # type: ignore[arg-type]
    with refused("plan_changed_since_consent"):
        send(case, at)
    say_so(case, TODAY)
    send(case, at)
    assert case.plan.state == PlanState.SUBMITTED


def test_plan_called_back_and_not_changed_is_still_the_persons(at: datetime) -> None:
    case = make_submitted()
    by = as_viewer(case.broker, at)
    call_back_plan(by=by, plan=case.plan, version=case.plan.version)
    send(case, at)
    assert case.plan.state == PlanState.SUBMITTED


def test_person_says_so_on_their_own_page_and_the_broker_sends(at: datetime) -> None:
    margaret = make_user(Role.PERSON)
    case = complete(make_case(user=margaret))
    client = as_(margaret)
    page = client.get(MY_PLAN).content.decode()
    assert "This is my plan" in page
    typed = {"content_version": case.plan.content_version, "own_view": "Choir first."}
    assert client.post(MY_PLAN, typed).status_code == 302
    row = PlanConsent.objects.get()
    assert (row.kind, row.way, row.recorded_by) == (ConsentKind.OWN, ConsentWay.PAGE, margaret)
    assert "You said on" in client.get(MY_PLAN).content.decode()
    check = as_(case.broker).get(at_(case, "submit")).content.decode()
    assert "The person said so on their own page" in check
    assert "Choir first." in check
    assert "Send plan" in check
    case.plan.refresh_from_db()
    send(case, now())
    page = as_(case.manager).get(at_(case, "approve")).content.decode()
    assert "The person said so on their own page" in page


def test_person_who_read_an_older_plan_reads_it_again_and_keeps_their_words() -> None:
    margaret = make_user(Role.PERSON)
    case = complete(make_case(user=margaret))
    typed = {"content_version": case.plan.content_version - 1, "own_view": "Choir first."}
    page = as_(margaret).post(MY_PLAN, typed).content.decode()
    assert "This plan changed after you opened this page" in page
    assert "Choir first." in page
    assert not PlanConsent.objects.exists()


def test_unfinished_plan_is_not_offered_and_not_taken() -> None:
    margaret = make_user(Role.PERSON)
    case = make_case(user=margaret)
    assert "This is my plan" not in as_(margaret).get(MY_PLAN).content.decode()
    with refused("plan_not_whole_yet"):
        say_my_plan(by=as_viewer(margaret), plan=case.plan, content_version=1)


def test_nobody_else_says_it_on_the_persons_page() -> None:
    case = complete(make_case(user=make_user(Role.PERSON)))
    facts = {"plan": case.plan, "content_version": case.plan.content_version}
    for user in (case.broker, case.manager, make_user(Role.PERSON)):
        with pytest.raises(PermissionDenied):
            say_my_plan(by=as_viewer(user), **facts)  # type: ignore[arg-type]


def test_whoever_recorded_it_never_decides_the_plan() -> None:
    case = make_submitted()
    PlanConsent.objects.update(recorded_by=case.manager)
    page = as_(case.manager).get(at_(case, "approve")).content.decode()
    assert "Approve plan" not in page


def test_broker_records_a_best_interests_decision_on_a_page() -> None:
    case = complete(make_case())
    url, client = at_(case, "consent"), as_(case.broker)
    assert "A best-interests decision" not in client.get(url).content.decode()
    unable(case)
    typed = {**consent_typed(case, "best_interests"), "said_by": "Priya, social worker"}
    page = client.post(url, typed).content.decode()
    assert "Enter who was asked before the decision." in page
    response = client.post(url, {**typed, "consulted": "Ruth, her daughter"})
    assert response.status_code == 302
    check = client.get(at_(case, "submit")).content.decode()
    assert "A best-interests decision" in check
    assert "Ruth, her daughter" in check


def test_broker_without_a_consent_is_asked_for_one_and_cannot_send() -> None:
    case = complete(make_case())
    page = as_(case.broker).get(at_(case, "submit")).content.decode()
    assert "Nobody has said so yet" in page
    assert "Send plan" not in page
    answer = as_(case.broker).post(at_(case, "submit"), {"version": case.plan.version})
    assert "Nobody has said yet" in answer.content.decode()


def test_consent_of_an_approved_plan_is_frozen() -> None:
    case = make_approved()
    with pytest.raises(Exception, match="frozen"):
        PlanConsent.objects.filter(plan=case.plan).update(own_view="Another")


def test_date_of_before_becomes_a_note_that_says_so() -> None:
    case = make_submitted()
    with thawed():
        PlanConsent.objects.all().delete()
        module = import_module("marketplace.brokerage.migrations.0021_dates_as_notes")
        module.keep_dates(apps, SimpleNamespace(connection=connection))
    row = PlanConsent.objects.get()
    assert (row.kind, row.way, row.said_date) == ("note", "before", case.plan.person_agreed_date)
    assert (row.own_view, row.recorded_by) == ("", case.broker)
    page = as_(case.manager).get(at_(case, "approve")).content.decode()
    assert "As typed by the broker before" in page
    with thawed():
        module.drop_notes(apps, SimpleNamespace(connection=connection))
    assert not PlanConsent.objects.exists()


def test_representative_has_no_button_and_a_broker_not_the_persons_words() -> None:
    case = complete(make_case())
    with pytest.raises(PermissionDenied):
        note_consent(
            by=as_viewer(make_user(Role.BROKER)),
            plan=case.plan,
            version=case.plan.version,
            given=heard(TODAY),
        )
    assert as_(case.broker).post(reverse("brokerage:my_plan")).status_code == 403
