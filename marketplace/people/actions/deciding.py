"""What a person agrees to, and what is found of how they could decide."""

from datetime import date

from django.db import transaction

from marketplace.accounts.permissions import check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.people.actions.granting import end_access, grant_access
from marketplace.people.errors import PeopleError, refuse_if_any
from marketplace.people.models import Access, CapacityFinding, Consent, Person
from marketplace.people.permissions import check_works_with, is_oneself
from marketplace.people.rules import (
    MAY_KEEP_RELATIONSHIPS,
    MAY_RECORD_CAPACITY,
    AccessCapacity,
    CapacityOutcome,
    ConsentTo,
    DecisionAbout,
    Heard,
    Scope,
    consent_problems,
    finding_problems,
    with_name,
)


@transaction.atomic
def give_consent(
    *,
    by: Viewer,
    person: Person,
    to: ConsentTo,
    scopes: frozenset[Scope],
    heard: Heard,
    whom: str = "",
) -> Consent:
    """Record that a person agrees: on their own page, or as their worker heard it.

    The broker whom they have sees from now on what was agreed to, and no more. Raises PeopleError.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    is_own = is_oneself(by, person)
    if not is_own:
        check_works_with(by, person, MAY_KEEP_RELATIONSHIPS)
    refuse_if_any(consent_problems(to, scopes, whom, heard, is_own=is_own))
    scopes = with_name(scopes)
    if Consent.objects.in_force().filter(person=person, to=to, whom=whom.strip()).exists():
        raise PeopleError(problem("consent_given_already", "to"))
    given = Consent.objects.create(
        person=person,
        to=to,
        whom=whom.strip(),
        scopes=sorted(scopes),
        heard=heard,
        given_at=by.at,
        **actor_columns("given_by", by),
    )
    record(event="consent_given", by=by, subject=given, person_id=person.pk, to=to.value)
    if to == ConsentTo.BROKER:
        _let_brokers_see(by, person, scopes)
    return given


@transaction.atomic
def withdraw_consent(*, by: Viewer, consent: Consent) -> None:
    """Take a consent back: a broker sees nothing from this instant. Raises PeopleError once it is."""
    row = (
        Consent.objects.select_related("person").select_for_update(of=("self",)).get(pk=consent.pk)
    )
    person = row.person
    if not is_oneself(by, person):
        check_works_with(by, person, MAY_KEEP_RELATIONSHIPS)
    if row.withdrawn_at:
        raise PeopleError(problem("consent_withdrawn_already"))
    row.withdrawn_at = by.at
    for column, value in actor_columns("withdrawn_by", by).items():
        setattr(row, column, value)
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_by_system"])
    if row.to == ConsentTo.BROKER:
        end_access(by=by, person=person, capacity=AccessCapacity.BROKER, at_once=True)
    record(event="consent_withdrawn", by=by, subject=row, person_id=person.pk, to=row.to)


@transaction.atomic
def record_finding(
    *,
    by: Viewer,
    person: Person,
    about: DecisionAbout,
    question: str,
    finding: CapacityOutcome,
    day: date,
    found_by: str = "",
    help_given: str = "",
    why: str = "",
) -> CapacityFinding:
    """Record how a person could make one decision on one day. Raises PeopleError."""
    check_works_with(by, person, MAY_RECORD_CAPACITY)
    refuse_if_any(finding_problems(finding, question, found_by, why, help_given, day, by.today))
    row = CapacityFinding.objects.create(
        person=person,
        about=about,
        question=question.strip(),
        finding=finding,
        day=day,
        found_by=found_by.strip(),
        help_given=help_given.strip(),
        why=why.strip(),
        recorded_at=by.at,
        recorded_by=check_is_user(by),
    )
    record(
        event="capacity_found",
        by=by,
        subject=row,
        person_id=person.pk,
        about=about.value,
        finding=finding.value,
    )
    return row


def _let_brokers_see(by: Viewer, person: Person, scopes: frozenset[Scope]) -> None:
    """What was agreed to is what each broker sees: more is granted, what was not agreed to ends."""
    held = Access.objects.current_at(by.at).filter(
        person=person, capacity=AccessCapacity.BROKER, user__isnull=False
    )
    brokers = {row.user_id: row.user for row in held.select_related("user")}
    held.exclude(scope__in=scopes).update(ended_at=by.at)
    for broker in brokers.values():
        grant_access(
            by=by, person=person, capacity=AccessCapacity.BROKER, user=broker, scopes=scopes
        )
