"""The list of concerns, one of them with all that is linked to it, and what may be linked."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When

from marketplace.accounts.models import User
from marketplace.accounts.queries import users_holding
from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import FoundSubject, collected
from marketplace.people.models import Person
from marketplace.safeguarding.models import ConcernNote, SafeguardingConcern
from marketplace.safeguarding.rules import (
    DECISIONS,
    MAY_READ_CONCERNS,
    ConcernState,
    Danger,
    NoteKind,
)

#: People or things that one search shows. Judgement: more, and the words were too few.
FOUND_SHOWN = 20
#: The parts of the list, each with the states in it.
PARTS: dict[str, tuple[ConcernState, ...]] = {
    "new": (ConcernState.RAISED,),
    "working": (ConcernState.TRIAGED, *DECISIONS),
    "children": (ConcernState.PASSED_ON,),
    "closed": (ConcernState.CLOSED,),
}


def concerns_listed(viewer: Viewer, part: str) -> tuple[dict[str, int], list[SafeguardingConcern]]:
    """How many concerns are in each part of the list, and those in one: in danger first, then oldest."""
    seen = SafeguardingConcern.objects.visible_to(viewer)
    counts = {name: seen.filter(state__in=states).count() for name, states in PARTS.items()}
    first = Case(When(danger=Danger.YES, then=Value(0)), default=1, output_field=IntegerField())
    listed = seen.filter(state__in=PARTS[part]).order_by(first, "raised_at", "pk")
    return counts, list(listed)


@dataclass(frozen=True)
class SubjectLine:
    """A supplier, a listing, … that a concern is linked to, or came from. `name` is empty once it is erased."""

    kind: str
    subject_id: int
    label: str
    name: str
    detail: str


@dataclass(frozen=True)
class ConcernPage:
    """A concern with its links, its notes, and who may not see it."""

    concern: SafeguardingConcern
    subjects: list[SubjectLine]
    opened_from: SubjectLine | None
    notes: list[ConcernNote]
    kept_from: list[User]

    @property
    def is_told(self) -> bool:
        """Whether an officer told the person."""
        return any(note.kind == NoteKind.TOLD for note in self.notes)


def concern_page(viewer: Viewer, concern: SafeguardingConcern) -> ConcernPage:
    """All of one concern, which the viewer may see. A query for each kind of subject, and three."""
    links = [(row.kind, row.subject_id) for row in concern.links.all()]
    came = [(concern.opened_from_kind, concern.opened_from_id or 0)]
    lines = _named(viewer, [*links, *(came if concern.opened_from_kind else [])])
    return ConcernPage(
        concern,
        [lines[key] for key in links],
        lines[came[0]] if concern.opened_from_kind else None,
        list(concern.notes.select_related("noted_by")),
        list(User.objects.filter(pk__in=concern.kept_from.values("user")).order_by("name", "pk")),
    )


def _named(viewer: Viewer, keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], SubjectLine]:
    lines = {}
    wanted = set(keys)
    for kind in {kind for kind, _ in wanted}:
        ids = [pk for one, pk in wanted if one == kind]
        subject = collected().case_subjects.get(kind)
        found = subject.named(viewer, ids) if subject else _people_named(viewer, ids)
        for pk in ids:
            row = found.get(pk)
            lines[kind, pk] = SubjectLine(
                kind,
                pk,
                subject.label if subject else "Person",
                row.name if row else "",
                row.detail if row else "",
            )
    return lines


def _people_named(viewer: Viewer, ids: list[int]) -> dict[int, FoundSubject]:
    rows = Person.objects.filter(authority_id=viewer.council_id, pk__in=ids)
    return {row.pk: FoundSubject(row.pk, row.name, row.town) for row in rows}


def people_like(authority_id: int, words: str) -> list[Person]:
    """People of a council with this record number, or whose name holds the words."""
    here = Person.objects.filter(authority_id=authority_id, erased_at=None)
    found = here.filter(Q(case_reference__iexact=words) | Q(name__icontains=words))
    return list(found.order_by("name", "pk")[:FOUND_SHOWN])


def subjects_found(viewer: Viewer, kind: str, words: str) -> list[FoundSubject]:
    """Suppliers, listings, … of the viewer's council whose name holds the words."""
    subject = collected().case_subjects.get(kind)
    return subject.find(viewer, words)[:FOUND_SHOWN] if subject else []


def near_colleagues(viewer: Viewer) -> list[User]:
    """Everybody who may see concerns of the viewer's council today, by name."""
    held = users_holding(MAY_READ_CONCERNS.roles, viewer.council_id, viewer.today)
    return sorted(held, key=lambda user: (user.name, user.pk))
