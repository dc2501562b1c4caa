"""Who is around a person: who works with them, who speaks for them, and whom somebody speaks for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter
from uuid import UUID

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.dates import london_date
from marketplace.core.errors import NotVisible
from marketplace.people.models import (
    Access,
    CapacityFinding,
    CommunicationNeed,
    Correction,
    Person,
    PersonAddress,
    PersonEvent,
    Relationship,
)
from marketplace.people.queries.sight import SeenByScopes
from marketplace.people.rules import (
    KIND_RULES,
    AccessCapacity,
    CapacityOutcome,
    DecisionAbout,
    RelationshipKind,
    RelationshipState,
    Scope,
    known_scopes,
    may_decide,
)

#: How many people a search by name shows. Judgement: more and a name is too short to tell them apart.
FOUND_SHOWN = 25
#: Enough to tell one from several.
ENOUGH = 2


def own_person(viewer: Viewer) -> Person | None:
    """The person whom this council knows the viewer to be, or for whom they act; None where nobody."""
    if viewer.user_id is None:
        return None
    if viewer.acting_as is not None:
        return Person.objects.filter(pk=viewer.acting_as, authority_id=viewer.council_id).first()
    return Person.objects.filter(user=viewer.user_id, authority_id=viewer.council_id).first()


def worker_of(person: Person, on: date) -> User | None:
    """The practitioner who works with a person; None where a team does, or nobody."""
    held = Access.objects.current(on).filter(
        person=person, capacity=AccessCapacity.PRACTITIONER, user__is_active=True
    )
    first = held.select_related("user").order_by("from_date", "pk").first()
    return first.user if first else None


def scopes_held(viewer: Viewer, person_ids: Collection[int]) -> dict[int, frozenset[Scope]]:
    """How much the viewer sees of each of these people now. One query."""
    held = Access.objects.held_by(viewer).current_at(viewer.at).filter(person__in=person_ids)
    found: dict[int, set[Scope]] = {}
    for person_id, scope in held.values_list("person", "scope"):
        found.setdefault(person_id, set()).add(Scope(scope))
    return {person_id: frozenset(scopes) for person_id, scopes in found.items()}


def acting_viewer(viewer: Viewer, public_id: UUID) -> tuple[Viewer, Person]:
    """The viewer as they act for a person: as a person may, and nothing of what they are else.

    Raises NotVisible unless their relationship was verified and sees something today.
    """
    spoken_for = people_helped(viewer)
    person = next((one for one in spoken_for if one.public_id == public_id), None)
    if person is None:
        raise NotVisible("You speak for no such person.")
    acting = replace(
        viewer,
        acting_as=person.pk,
        roles=frozenset({Role.PERSON}),
        teams=frozenset(),
        limit_pence=0,
    )
    return acting, person


def users_near(person_id: int) -> set[int]:
    """The accounts of a person and of everybody who is, or was, something to them. Two queries."""
    own = Person.objects.filter(pk=person_id, user__isnull=False).values_list("user", flat=True)
    others = Relationship.objects.filter(person=person_id, user__isnull=False)
    return {*own, *others.values_list("user", flat=True)}


def people_helped(viewer: Viewer) -> list[Person]:
    """The people for whom the viewer speaks in this council now, as the council verified."""
    if viewer.user_id is None or not (viewer.user and viewer.user.is_active):
        return []
    held = Access.objects.current_at(viewer.at).filter(
        user=viewer.user_id, capacity=AccessCapacity.REPRESENTATIVE
    )
    return list(
        Person.objects.filter(
            pk__in=held.values("person"), authority_id=viewer.council_id, erased_at=None
        ).order_by("name", "pk")
    )


def latest_findings(person: Person, on: date) -> dict[DecisionAbout, CapacityOutcome]:
    """What was last found of the person's own deciding, by what it was about. One query.

    About what nobody asked there is nothing: the person can decide.
    """
    rows = CapacityFinding.objects.filter(person=person, day__lte=on).order_by("day", "pk")
    found = rows.values_list("about", "finding")
    return {DecisionAbout(about): CapacityOutcome(outcome) for about, outcome in found}


@dataclass(frozen=True)
class Facts:
    """What is known of a person beside their row: the newest first."""

    address: PersonAddress | None
    addresses: list[PersonAddress]
    needs: list[CommunicationNeed]
    corrections: list[Correction]
    events: list[PersonEvent]


def facts_of(person: Person, on: date) -> Facts:
    """Where they live and lived, what helps them, what was put right, what happened. Four queries."""
    addresses = list(PersonAddress.objects.filter(person=person))
    now = (one for one in addresses if one.from_date <= on)
    return Facts(
        address=next(now, None),
        addresses=addresses,
        needs=list(CommunicationNeed.objects.filter(person=person, ended_at=None)),
        corrections=list(
            Correction.objects.filter(person=person).select_related("asked_by", "answered_by")
        ),
        events=list(PersonEvent.objects.filter(person=person)),
    )


def people_named(viewer: Viewer, words: str) -> list[Person]:
    """The people of the viewer's list whose name has each of these words, or whose number it is.

    One more than a page shows, where there are more.
    """
    found = Person.objects.visible_to(
        viewer, scope=Scope.RECORD, capacity=AccessCapacity.PRACTITIONER
    ).filter(erased_at=None)
    for word in words.split():
        found = found.filter(name__icontains=word) | found.filter(case_reference__iexact=word)
    return list(found.order_by("name", "pk")[: FOUND_SHOWN + 1])


def people_called(authority_id: int, reference: str) -> list[Person]:
    """Those of a council with this record number, else with this whole name; two at most."""
    here = Person.objects.filter(authority_id=authority_id, erased_at=None)
    numbered = here.filter(case_reference__iexact=reference)[:ENOUGH] if reference else []
    return list(numbered) or list(here.filter(name__iexact=reference)[:ENOUGH])


@dataclass(frozen=True)
class HelperLine(SeenByScopes):
    """Somebody around a person, as both read it: what they are, see, may decide, and how it stands."""

    row: Relationship
    kind: str
    state: str
    scopes: frozenset[Scope]
    decides: str
    may_choose: bool
    is_over: bool


def helper_lines(person: Person, at: datetime) -> list[HelperLine]:
    """Everybody around a person, those that ended last; what is said is what is in force. Three queries."""
    current = Access.objects.current_at(at).filter(person=person, relationship__isnull=False)
    held: dict[int, set[Scope]] = {}
    for pk, scope in current.values_list("relationship", "scope"):
        held.setdefault(pk, set()).add(Scope(scope))
    rows = Relationship.objects.filter(person=person).select_related("user", "verified_by")
    findings = latest_findings(person, london_date(at))
    lines = [_helper_line(row, held.get(row.pk, set()), findings) for row in rows]
    return sorted(lines, key=attrgetter("is_over"))


def _helper_line(
    row: Relationship, held: set[Scope], findings: Mapping[DecisionAbout, CapacityOutcome]
) -> HelperLine:
    kind, state = RelationshipKind(row.kind), RelationshipState(row.state)
    decides = state == RelationshipState.VERIFIED
    scopes = known_scopes(row.scopes) if state == RelationshipState.PROPOSED else held
    return HelperLine(
        row=row,
        kind=kind.label,
        state=state.label,
        scopes=frozenset(scopes),
        decides=", ".join(
            one.label
            for one in DecisionAbout
            if decides and may_decide(kind, one, findings.get(one))
        ),
        may_choose=KIND_RULES[kind].by_choice,
        is_over=state == RelationshipState.ENDED,
    )
