"""Registering a person, and keeping what is known of them right."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from marketplace.accounts.actions.roles import hold_role
from marketplace.accounts.models import Membership, Team, User
from marketplace.accounts.permissions import check, check_is_user
from marketplace.accounts.queries import account_of, emails_of
from marketplace.accounts.rules import AskedFor, Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import NotVisible, problem
from marketplace.core.transitions import move
from marketplace.people.actions.granting import grant_access
from marketplace.people.errors import PeopleError, refuse_if_any
from marketplace.people.models import (
    CommunicationNeed,
    Correction,
    Person,
    PersonAddress,
    PersonEvent,
)
from marketplace.people.permissions import check_is_oneself, check_works_with
from marketplace.people.queries import worker_of
from marketplace.people.rules import (
    CORRECT_WITHIN_DAYS,
    CORRECTION_TRANSITIONS,
    MAY_CORRECT_PEOPLE,
    MAY_REGISTER_PEOPLE,
    NEED_REVIEW_DAYS,
    OF_WORKER,
    WORDS_LENGTH,
    AccessCapacity,
    CorrectionState,
    EventKind,
    EventResult,
    EventRoute,
    NeedKind,
    PeopleTask,
    RecordPart,
    address_problems,
    answer_problems,
    born_problems,
    contact_problems,
    event_problems,
    need_problems,
    postcode_written,
)
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from marketplace.vocabulary.queries import find_place


@transaction.atomic
def register_person(*, by: Viewer, authority_id: int, **facts: Any) -> Person:
    """Register a person with the council: a name and how to reach them begin a record.

    Their own account, if they have one, sees everything.
    Whoever registers them works with them from today. Raises PeopleError.
    """
    check(by, MAY_REGISTER_PEOPLE, authority_id)
    refuse_if_any(
        contact_problems(facts.get("name", ""), facts.get("contact_wish", ""))
        + born_problems(facts.get("date_of_birth"), by.today)
    )
    person = Person.objects.create(authority_id=authority_id, registered_at=by.at, **facts)
    if person.user:
        grant_access(by=by, person=person, capacity=AccessCapacity.SELF, user=person.user)
    if by.user:
        works = AccessCapacity.PRACTITIONER
        grant_access(by=by, person=person, capacity=works, user=by.user, scopes=OF_WORKER)
    record(event="person_registered", by=by, subject=person)
    return person


@transaction.atomic
def move_person(
    *, by: Viewer, person: Person, lines: str, town: str, postcode: str, from_date: date
) -> PersonAddress:
    """Record where a person lives from a day; the address before lasts until then.

    Raises PeopleError.
    """
    person = _locked(by, person)
    last = PersonAddress.objects.filter(person=person, until_date=None).first()
    written = postcode_written(postcode)
    refuse_if_any(address_problems(lines, written, from_date, last.from_date if last else None))
    if last:
        last.until_date = from_date
        last.save(update_fields=["until_date"])
    place = find_place(person.authority_id, written) if written else None
    address = PersonAddress.objects.create(
        person=person,
        lines=lines.strip(),
        town=town.strip(),
        postcode=written,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        from_date=from_date,
        recorded_at=by.at,
        recorded_by=check_is_user(by),
    )
    person.town = address.town
    person.save(update_fields=["town"])
    record(event="person_moved", by=by, subject=person, address=address.pk)
    return address


@transaction.atomic
def record_need(
    *, by: Viewer, person: Person, kind: NeedKind, detail: str = ""
) -> CommunicationNeed:
    """Write down, or confirm again, one thing that helps a person to read and talk.

    What was known before stays, ended: it is asked about again in a year. Raises PeopleError.
    """
    person = _locked(by, person)
    user = check_is_user(by)
    refuse_if_any(need_problems(kind, detail.strip()))
    known = CommunicationNeed.objects.filter(person=person, kind=kind, ended_at=None)
    known.update(ended_at=by.at, ended_by=user)
    need = CommunicationNeed.objects.create(
        person=person,
        kind=kind,
        detail=detail.strip(),
        review_date=by.today + timedelta(days=NEED_REVIEW_DAYS),
        recorded_at=by.at,
        recorded_by=user,
    )
    record(event="need_recorded", by=by, subject=person, kind=kind.value)
    return need


@transaction.atomic
def end_need(*, by: Viewer, person: Person, need_id: int) -> None:
    """Say that something no longer helps. What has ended stays as it is."""
    person = _locked(by, person)
    rows = CommunicationNeed.objects.filter(person=person, pk=need_id, ended_at=None)
    if rows.update(ended_at=by.at, ended_by=check_is_user(by)):
        record(event="need_ended", by=by, subject=person, need=need_id)


@transaction.atomic
def ask_correction(*, by: Viewer, person: Person, part: RecordPart, words: str) -> Correction:
    """Ask for something in one's own record to be put right. Raises PeopleError."""
    check_is_oneself(by, person)
    if not words.strip():
        raise PeopleError(problem("correction_without_words", "words"))
    asked = Correction.objects.create(
        person=person, part=part, words=words.strip(), asked_at=by.at, asked_by=check_is_user(by)
    )
    record(event="correction_asked", by=by, subject=asked, person_id=person.pk, part=part.value)
    task = new_task(
        authority_id=person.authority_id,
        kind=PeopleTask.CORRECTION,
        role=Role.PRACTITIONER,
        subject=asked,
        title="Correct a person’s record",
        address=reverse("people:record", args=[person.public_id]),
        due_date=by.today + timedelta(days=CORRECT_WITHIN_DAYS),
        at=by.at,
        owner=worker_of(person, by.today),
    )
    raise_tasks([task])
    return asked


@transaction.atomic
def answer_correction(
    *, by: Viewer, correction: Correction, state: CorrectionState, answer: str = ""
) -> None:
    """Say that something was put right, or why not. Raises PeopleError."""
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    check_works_with(by, correction.person, MAY_CORRECT_PEOPLE)
    refuse_if_any(answer_problems(answer, state))
    move(
        correction,
        state,
        table=CORRECTION_TRANSITIONS,
        by=by,
        event="correction_answered",
        changes={
            "answer": answer.strip(),
            "answered_at": by.at,
            "answered_by_id": check_is_user(by).pk,
        },
        state=state.value,
    )
    finish_tasks(
        by=by,
        kind=PeopleTask.CORRECTION,
        subject_type=correction._meta.label_lower,
        subject_ids=[correction.pk],
    )


@transaction.atomic
def record_event(
    *,
    by: Viewer,
    person: Person,
    kind: EventKind,
    first_day: date,
    last_day: date,
    result: EventResult,
    route: EventRoute | None = None,
) -> PersonEvent:
    """Write down one step of a person's case, for the national return. Raises PeopleError."""
    person = _locked(by, person)
    refuse_if_any(event_problems(kind, route, first_day, last_day, by.today))
    event = PersonEvent.objects.create(
        person=person,
        kind=kind,
        first_day=first_day,
        last_day=last_day,
        route=route or "",
        result=result,
        recorded_at=by.at,
        recorded_by=check_is_user(by),
    )
    record(event="event_recorded", by=by, subject=person, kind=kind.value, result=result.value)
    return event


#: What of a record is one column, and can be written anew.
COLUMNS = (RecordPart.NAME, RecordPart.DATE_OF_BIRTH, RecordPart.HOME, RecordPart.CONTACT)


@transaction.atomic
def correct_person(*, by: Viewer, person: Person, facts: dict[str, Any]) -> list[Correction]:
    """Write a person's name, date of birth, home or contact anew; what it was stays in the history.

    Answers the changes. Raises PeopleError.
    """
    person = _locked(by, person)
    refuse_if_any(
        contact_problems(facts["name"], facts["contact_wish"])
        + born_problems(facts["date_of_birth"], by.today)
    )
    user, made = check_is_user(by), []
    for part in COLUMNS:
        was, now = getattr(person, part.value), facts[part.value]
        if was == now:
            continue
        setattr(person, part.value, now)
        made.append(
            Correction(
                person=person,
                part=part,
                state=CorrectionState.MADE,
                was=str(was or "")[:WORDS_LENGTH],
                asked_at=by.at,
                asked_by=user,
                answered_at=by.at,
                answered_by=user,
            )
        )
    if made:
        person.save(update_fields=[part.value for part in COLUMNS])
        Correction.objects.bulk_create(made)
        parts = [one.part for one in made]
        record(event="person_corrected", by=by, subject=person, parts=parts)
    return made


@transaction.atomic
def link_account(*, by: Viewer, person: Person, email: str) -> None:
    """Let a person use their own pages with an account whose address is confirmed. Raises PeopleError."""
    person = _locked(by, person)
    if person.user_id:
        raise PeopleError(problem("person_has_account", "email"))
    user = account_of(email)
    if user is None:
        raise PeopleError(problem("person_account_unknown", "email"))
    if user.pk == by.user_id:
        raise PermissionDenied("This is your own account.")
    if _is_helper(person, user):
        raise PeopleError(problem("person_account_of_helper", "email"))
    if Person.objects.filter(authority_id=person.authority_id, user=user).exists():
        raise PeopleError(problem("person_account_taken", "email"))
    person.user = user
    person.save(update_fields=["user"])
    here = user.memberships.current(by.today).filter(authority=person.authority_id)
    if not here.filter(role=Role.PERSON).exists():
        asked = AskedFor(Role.PERSON)
        hold_role(by=by, user=user, authority_id=person.authority_id, asked=asked)
    grant_access(by=by, person=person, capacity=AccessCapacity.SELF, user=user)
    record(event="account_linked", by=by, subject=person, user=user.pk)


@transaction.atomic
def let_work(*, by: Viewer, person: Person, email: str = "", team: Team | None = None) -> None:
    """Let a colleague, or a team, work with a person from today. Raises PeopleError."""
    person = _locked(by, person)
    if not email and team is None:
        raise PeopleError(problem("colleague_missing", "email"))
    colleague = None
    if email:
        held = Membership.objects.current(by.today).filter(
            authority_id=person.authority_id, role=Role.PRACTITIONER, user__email__iexact=email
        )
        found = held.select_related("user").first()
        if found is None or not found.user.is_active:
            raise PeopleError(problem("colleague_unknown", "email"))
        colleague = found.user
    works = AccessCapacity.PRACTITIONER
    if colleague:
        grant_access(by=by, person=person, capacity=works, user=colleague, scopes=OF_WORKER)
    if team:
        grant_access(by=by, person=person, capacity=works, team=team)
    record(
        event="worker_added",
        by=by,
        subject=person,
        user=colleague.pk if colleague else None,
        team=team.pk if team else None,
    )


def _is_helper(person: Person, user: User) -> bool:
    """Whether somebody is around the person, or was: linked, or named by any address of theirs."""
    emails = emails_of(user)
    named = person.relationships.values_list("user", "email")
    return any(pk == user.pk or email.lower() in emails for pk, email in named)


def _locked(by: Viewer, person: Person) -> Person:
    """The person's row, for their worker to change. Raises PermissionDenied, NotVisible once erased."""
    row = Person.objects.select_for_update().get(pk=person.pk)
    check_works_with(by, row, MAY_CORRECT_PEOPLE)
    if row.erased_at:
        raise NotVisible("This record was erased.")
    return row
