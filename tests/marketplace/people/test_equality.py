"""Equality answers: given or not, seen by two, counted without finding anybody."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from marketplace.people import actions
from marketplace.people.errors import PeopleError
from marketplace.people.handing_over import cover_too, lend
from marketplace.people.models import Access, EqualityAnswer, Person, ReadLog
from marketplace.people.queries import equality_answers, equality_counts
from marketplace.people.rules import (
    KIND_RULES,
    OF_WORKER,
    SCOPES_OF,
    AccessCapacity,
    EqualityQuestion,
    RelationshipKind,
    Scope,
    answer_choices,
    answers_to,
    equality_problems,
)
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.people import let_see, make_person
from tests.marketplace.people.test_relationships import Around

pytestmark = pytest.mark.django_db
FAITH, SPEECH = EqualityQuestion.RELIGION, EqualityQuestion.LANGUAGE
SIKH = {FAITH: "sikh", SPEECH: "punjabi"}


@pytest.fixture
def around(at: datetime) -> Around:
    around = Around(at)
    let_see(
        around.person,
        AccessCapacity.PRACTITIONER,
        user=around.worker,
        scopes=frozenset({Scope.EQUALITY}),
    )
    return around


def said(around: Around, by: User) -> dict[str, str]:
    viewer = around.by(by, 5)
    return {one: row.answer for one, row in equality_answers(viewer, around.person).items()}


def test_every_code_answers_one_question() -> None:
    codes = [code for code, _ in answer_choices()]
    assert len(codes) == len(set(codes))
    for question in EqualityQuestion:
        assert answers_to(question)[-1] == ("prefer_not", "Prefer not to say")
        assert (
            equality_problems({question: "prefer_not"}) == equality_problems({question: ""}) == []
        )
    (found,) = equality_problems({FAITH: "punjabi"})
    assert (found.code, found.field) == ("equality_answer_unknown", "religion")


def test_scope_belongs_to_the_person_their_worker_and_their_copy_alone() -> None:
    most = {capacity for capacity, scopes in SCOPES_OF.items() if Scope.EQUALITY in scopes}
    assert most == {AccessCapacity.SELF, AccessCapacity.PRACTITIONER, AccessCapacity.COPY}
    assert not [kind for kind in RelationshipKind if Scope.EQUALITY in KIND_RULES[kind].most]


def test_answers_are_written_by_the_person_and_by_their_worker(around: Around) -> None:
    actions.answer_equality(by=around.by(around.margaret), person=around.person, answers=SIKH)
    assert said(around, around.margaret) == said(around, around.worker) == SIKH
    changed = actions.answer_equality(
        by=around.by(around.worker, 1),
        person=around.person,
        answers={FAITH: "prefer_not", SPEECH: "punjabi"},
    )
    assert changed == [FAITH]
    assert said(around, around.margaret) == {FAITH: "prefer_not", SPEECH: "punjabi"}
    assert around.person.equality_answers.get(question=FAITH).recorded_by == around.worker
    with pytest.raises(PeopleError) as refused:
        actions.answer_equality(
            by=around.by(around.margaret), person=around.person, answers={FAITH: "urdu"}
        )
    assert refused.value.codes == ["equality_answer_unknown"]


def test_answer_when_taken_back_is_kept_nowhere(around: Around) -> None:
    by = around.by(around.margaret)
    actions.answer_equality(by=by, person=around.person, answers=SIKH)
    actions.answer_equality(by=by, person=around.person, answers={FAITH: "", SPEECH: "punjabi"})
    assert actions.answer_equality(by=by, person=around.person, answers={FAITH: ""}) == []
    assert said(around, around.margaret) == {SPEECH: "punjabi"}
    trail = AuditEvent.objects.filter(event="equality_answered")
    assert [sorted(row.data["questions"]) for row in trail.order_by("pk")] == [
        ["language", "religion"],
        ["religion"],
    ]
    assert not [row for row in trail if "sikh" in str(row.data) or "punjabi" in str(row.data)]


@pytest.mark.parametrize("capacity", sorted(SCOPES_OF))
def test_answers_are_seen_with_no_other_scope(around: Around, capacity: AccessCapacity) -> None:
    actions.answer_equality(by=around.by(around.margaret), person=around.person, answers=SIKH)
    other = make_user(Role.BROKER, Role.PRACTITIONER, Role.FINANCE)
    scopes = SCOPES_OF[capacity] - {Scope.EQUALITY}
    let_see(around.person, capacity, user=other, scopes=scopes)
    assert said(around, other) == {}
    with pytest.raises(PermissionDenied):
        actions.answer_equality(by=around.by(other), person=around.person, answers=SIKH)


def test_who_registers_asks_and_a_team_or_who_covers_does_not(around: Around, at: datetime) -> None:
    worker, away = around.by(around.worker), make_user(Role.PRACTITIONER)
    person = actions.register_person(
        by=worker, authority_id=around.person.authority_id, name="Ann", contact_wish="Letters."
    )
    held = Access.objects.filter(person=person).values_list("scope", flat=True)
    assert set(held) == OF_WORKER
    until = at.date() + timedelta(days=14)
    lend(
        by=worker,
        away_id=around.worker.pk,
        to_id=away.pk,
        from_date=at.date(),
        until_date=until,
    )
    covered = Access.objects.filter(user=away).values_list("scope", flat=True)
    assert Scope.EQUALITY not in covered
    assert Scope.PLAN in covered
    given = list(Access.objects.filter(person=person, scope=Scope.EQUALITY))
    cover_too(by=worker, person=person, user=around.worker, given=given)
    assert not Access.objects.filter(user=away, scope=Scope.EQUALITY).exists()
    lend(by=worker, away_id=around.worker.pk, to_id=away.pk, from_date=at.date(), until_date=None)
    assert Access.objects.filter(user=away, scope=Scope.EQUALITY, person=person).exists()


def make_many(at: datetime, answers: dict[str, int], authority: object = None) -> None:
    worker = make_user(Role.PRACTITIONER)
    for answer, times in answers.items():
        for _ in range(times):
            person = make_person(authority=authority)  # type: ignore[arg-type]
            if answer:
                EqualityAnswer.objects.create(
                    person=person,
                    question=FAITH,
                    answer=answer,
                    recorded_at=at - timedelta(days=40),
                    recorded_by=worker,
                )


def test_counts_hide_small_numbers_round_others_and_stay_in_the_council(at: datetime) -> None:
    make_many(at, {"sikh": 4, "hindu": 7, "": 11})
    make_many(at, {"hindu": 20}, authority=make_other_authority())
    Person.objects.update(registered_at=at - timedelta(days=60))
    make_person()
    commissioner = as_viewer(make_user(Role.COMMISSIONER), at)
    counts = equality_counts(commissioner)
    told = dict(next(one for one in counts if one.question == FAITH.label).told)
    assert (told["Sikh"], told["Hindu"], told["No answer"]) == (None, 5, 10)
    with pytest.raises(PermissionDenied):
        equality_counts(as_viewer(make_user(Role.PRACTITIONER), at))


def test_answers_of_this_month_are_not_counted_yet(at: datetime) -> None:
    make_many(at, {"hindu": 7})
    Person.objects.update(registered_at=at - timedelta(days=60))
    EqualityAnswer.objects.update(recorded_at=at)
    counts = equality_counts(as_viewer(make_user(Role.COMMISSIONER), at))
    told = dict(next(one for one in counts if one.question == FAITH.label).told)
    assert (told["Hindu"], told["No answer"]) == (None, 5)


def test_page_of_a_worker_when_opened_is_on_the_persons_log(around: Around, client: Client) -> None:
    client.force_login(around.worker)
    url = f"/people/{around.person.public_id}/record/equality/"
    assert client.get(url).status_code == 200
    assert ReadLog.objects.get(person_id=around.person.pk).purpose == "asking equality questions"
    assert client.post(url, {"religion": "sikh"}, follow=True).status_code == 200
    assert around.person.equality_answers.get().answer == "sikh"
    Access.objects.filter(scope=Scope.EQUALITY).delete()
    assert client.get(url).status_code == 404
    record = client.get(f"/people/{around.person.public_id}/record/").content.decode()
    assert "equality" not in record


def test_own_page_shows_ones_answers_and_nobody_elses_page_does(
    around: Around, client: Client
) -> None:
    client.force_login(around.margaret)
    client.post("/my/record/equality/", {"religion": "sikh", "language": ""})
    page = client.get("/my/record/equality/").content.decode()
    assert '<option value="sikh" selected>' in page
    assert date(2026, 9, 21) == around.at.date()
    for url in ("/my/record/", "/my/people/"):
        assert "Sikh" not in client.get(url).content.decode()
