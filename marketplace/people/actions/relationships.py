"""Naming who is around a person, verifying it, choosing how much they see, and ending it.

A relationship gives Access and takes it away: no other row says what a representative may see.
"""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.permissions import check_is_user
from marketplace.accounts.queries import account_of, emails_of
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from marketplace.people.actions.granting import grant_access
from marketplace.people.errors import PeopleError, refuse_if_any
from marketplace.people.models import Access, Person, Relationship
from marketplace.people.permissions import check_works_with, is_oneself
from marketplace.people.queries import worker_of
from marketplace.people.rules import (
    KIND_RULES,
    MAY_KEEP_RELATIONSHIPS,
    RELATIONSHIP_TRANSITIONS,
    VERIFY_WITHIN_DAYS,
    AccessCapacity,
    PeopleTask,
    RelationshipKind,
    RelationshipState,
    Scope,
    known_scopes,
    proposing_problems,
    scopes_problems,
    verifying_problems,
    with_name,
)
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks


@transaction.atomic
def propose_relationship(
    *,
    by: Viewer,
    person: Person,
    kind: RelationshipKind,
    name: str,
    scopes: frozenset[Scope],
    email: str = "",
    phone: str = "",
    basis: str = "",
) -> Relationship:
    """Name somebody around a person: the person themselves whom they may choose, a worker anybody.

    Nobody sees anything by it: a worker verifies it first. Raises PeopleError.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    user = check_is_user(by)
    is_own = is_oneself(by, person)
    if not is_own:
        check_works_with(by, person, MAY_KEEP_RELATIONSHIPS)
    refuse_if_any(proposing_problems(kind, name, scopes, by_person=is_own))
    email = email.strip().lower()
    _refuse_themselves(person, email)
    if email and person.relationships.not_ended().filter(kind=kind, email=email).exists():
        raise PeopleError(problem("relationship_named_already", "email"))
    named = Relationship.objects.create(
        authority_id=person.authority_id,
        person=person,
        kind=kind,
        name=name.strip(),
        email=email,
        phone=phone.strip(),
        basis=basis.strip(),
        scopes=sorted(with_name(scopes)),
        proposed_at=by.at,
        proposed_by=user,
    )
    record(
        event="relationship_proposed", by=by, subject=named, person_id=person.pk, kind=kind.value
    )
    if is_own:
        _raise_check(by, person, named)
    return named


@transaction.atomic
def verify_relationship(
    *,
    by: Viewer,
    relationship: Relationship,
    paper: str = "",
    paper_seen_date: date | None = None,
    has_conflict: bool = False,
    conflict: str = "",
) -> None:
    """Say that a relationship is so and which paper was seen: from now on they see what was chosen.

    Whoever is named never verifies it. Raises PeopleError.
    """
    row = _locked(relationship)
    check_works_with(by, row.person, MAY_KEEP_RELATIONSHIPS)
    user, kind = check_is_user(by), RelationshipKind(row.kind)
    holder = _holder(by, row, said=has_conflict)
    refuse_if_any(verifying_problems(kind, paper, paper_seen_date, by.today))
    move(
        row,
        RelationshipState.VERIFIED,
        table=RELATIONSHIP_TRANSITIONS,
        by=by,
        event="relationship_verified",
        changes={
            "verified_at": by.at,
            "verified_by_id": user.pk,
            "paper": paper.strip(),
            "paper_seen_date": paper_seen_date,
            "has_conflict": has_conflict,
            "conflict": conflict.strip() if has_conflict else "",
            "user_id": holder.pk if holder else None,
        },
        person_id=row.person_id,
    )
    _grant(by, row)
    _finish_check(by, row)


@transaction.atomic
def choose_scopes(*, by: Viewer, relationship: Relationship, scopes: frozenset[Scope]) -> None:
    """Say anew how much somebody sees: what is not chosen ends at this instant.

    The person of whom they may choose, a worker of anybody. A verified row whose somebody has made an
    account since is given it now. Raises PeopleError.
    """
    row = _locked(relationship)
    _check_may_choose(by, row)
    if row.state == RelationshipState.ENDED:
        raise PeopleError(problem("relationship_ended_already"))
    refuse_if_any(scopes_problems(RelationshipKind(row.kind), scopes))
    scopes = with_name(scopes)
    row.scopes = sorted(scopes)
    if row.state == RelationshipState.VERIFIED and row.user_id is None:
        row.user = _holder(by, row, said=row.has_conflict)
    row.save(update_fields=["scopes", "user"])
    current = row.access.current_at(by.at)
    current.exclude(scope__in=scopes).update(ended_at=by.at)
    if row.state == RelationshipState.VERIFIED:
        _grant(by, row)
    record(
        event="relationship_scopes_chosen",
        by=by,
        subject=row,
        person_id=row.person_id,
        scopes=row.scopes,
    )


@transaction.atomic
def end_relationship(*, by: Viewer, relationship: Relationship) -> None:
    """End a relationship: from this instant nothing is seen by it.

    The person of whom they chose, whoever is named of themselves, a worker of anybody.
    """
    row = _locked(relationship)
    is_theirs = row.user_id is not None and row.user_id == by.user_id and by.acting_as is None
    if not is_theirs:
        _check_may_choose(by, row)
    move(
        row,
        RelationshipState.ENDED,
        table=RELATIONSHIP_TRANSITIONS,
        by=by,
        event="relationship_ended",
        changes={"ended_at": by.at, "ended_by_id": check_is_user(by).pk},
        person_id=row.person_id,
    )
    row.access.current_at(by.at).update(ended_at=by.at)
    _finish_check(by, row)


def _grant(by: Viewer, row: Relationship) -> None:
    require_transaction()
    if row.user:
        grant_access(
            by=by,
            person=row.person,
            capacity=AccessCapacity.REPRESENTATIVE,
            user=row.user,
            scopes=known_scopes(row.scopes),
            relationship=row,
        )


def _check_may_choose(by: Viewer, row: Relationship) -> None:
    check_is_user(by)
    by_choice = KIND_RULES[RelationshipKind(row.kind)].by_choice
    if is_oneself(by, row.person):
        if not by_choice:
            raise PermissionDenied("The council changes this, because a paper says it.")
        return
    check_works_with(by, row.person, MAY_KEEP_RELATIONSHIPS)


def _holder(by: Viewer, row: Relationship, *, said: bool) -> User | None:
    """The account of whoever is named, to be linked; `said` is that a conflict of interest was.

    Never the viewer's own, nor the person's. Raises PeopleError, PermissionDenied.
    """
    _refuse_themselves(row.person, row.email)
    if row.email and row.email in emails_of(check_is_user(by)):
        raise PermissionDenied("This is about you. A colleague checks it.")
    holder = account_of(row.email)
    if holder and not said and _works_here(by, row.person, holder):
        is_checked = row.state == RelationshipState.VERIFIED
        raise PeopleError(
            problem("relationship_conflict_unsaid", "has_conflict", is_checked=is_checked)
        )
    return holder


def _works_here(by: Viewer, person: Person, user: User) -> bool:
    """Whether somebody already sees this person for their work: an interest of its own."""
    helper = Viewer.of(user, person.authority, by.at)
    held = Access.objects.held_by(helper).current_at(by.at).filter(person=person)
    return held.exclude(capacity=AccessCapacity.REPRESENTATIVE).exists()


def _refuse_themselves(person: Person, email: str) -> None:
    if email and person.user and email in emails_of(person.user):
        raise PeopleError(problem("relationship_of_oneself", "email"))


def _locked(relationship: Relationship) -> Relationship:
    rows = Relationship.objects.select_related("person", "user").select_for_update(of=("self",))
    return rows.get(pk=relationship.pk)


def _raise_check(by: Viewer, person: Person, named: Relationship) -> None:
    task = new_task(
        authority_id=person.authority_id,
        kind=PeopleTask.RELATIONSHIP,
        role=Role.PRACTITIONER,
        subject=named,
        title="Check who speaks for a person",
        address=reverse("people:relationship", args=[named.public_id]),
        due_date=by.today + timedelta(days=VERIFY_WITHIN_DAYS),
        at=by.at,
        owner=worker_of(person, by.today),
    )
    raise_tasks([task])


def _finish_check(by: Viewer, row: Relationship) -> None:
    finish_tasks(
        by=by,
        kind=PeopleTask.RELATIONSHIP,
        subject_type=row._meta.label_lower,
        subject_ids=[row.pk],
    )
