"""The versions of what a scheme asks: a draft begun from the last, changed, and published from a day."""

from collections.abc import Collection
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.actions.schemes import lock_scheme
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import Criterion, Scheme, SchemeVersion
from marketplace.accreditation.queries.schemes import asked_by, asked_facts
from marketplace.accreditation.rules import (
    MOST_REQUIREMENTS,
    VERSION_TRANSITIONS,
    Requirement,
    VersionState,
    place_problems,
    publication_problems,
    requirement_problems,
    tidied,
)
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.core.seen import seen_problems
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from marketplace.suppliers.rules import SupplierKind

#: What a draft takes from each criterion of the version before it.
COPIED = (
    "key",
    "kind",
    "position",
    "question",
    "guidance",
    "evidence_kind",
    "mandatory",
    "expires_after_months",
    "references_asked",
    "references_from_care",
)


@transaction.atomic
def start_version(*, by: Viewer, scheme_id: int) -> SchemeVersion:
    """Begin a draft of the next version, with all that the last published one asks.

    Raises AccreditationError where there is a draft already.
    """
    scheme = lock_scheme(by, scheme_id)
    versions = SchemeVersion.objects.filter(scheme=scheme)
    if versions.drafts().exists():
        raise AccreditationError(problem("version_drafted_already"))
    last = versions.published().first()
    draft = SchemeVersion.objects.create(
        scheme=scheme,
        number=last.number + 1 if last else 1,
        started_at=by.at,
        **actor_columns("started_by", by),
    )
    if last:
        Criterion.objects.bulk_create(
            Criterion(version=draft, **{name: getattr(one, name) for name in COPIED})
            for one in last.criteria.all()
        )
    record(event="scheme_version_started", by=by, subject=scheme, version=draft.number)
    return draft


@transaction.atomic
def discard_version(*, by: Viewer, scheme_id: int) -> None:
    """Delete the draft of a scheme, with all that was changed in it. Raises AccreditationError."""
    scheme, draft = lock_version(by, scheme_id)
    record(event="scheme_version_discarded", by=by, subject=scheme, version=draft.number)
    draft.delete()


@transaction.atomic
def publish_version(
    *, by: Viewer, scheme_id: int, from_date: date, seen: str | None = None
) -> SchemeVersion:
    """Let the draft of a scheme hold from a day. Nothing of it changes after that.

    Applications begun before keep their version. Raises AccreditationError.
    """
    scheme, draft = lock_version(by, scheme_id)
    AccreditationError.refuse_if_any(seen_problems(asked_facts(asked_by(draft)), seen))
    write_publication(by=by, scheme=scheme, draft=draft, from_date=from_date)
    return draft


def write_publication(*, by: Viewer, scheme: Scheme, draft: SchemeVersion, from_date: date) -> None:
    """Part of another action, whose permission covers it. Raises AccreditationError."""
    require_transaction()
    last = SchemeVersion.objects.filter(scheme=scheme).published().first()
    offered = scheme.kinds.filter(retired_at=None)
    AccreditationError.refuse_if_any(
        publication_problems(
            asked_by(last) if last else None,
            asked_by(draft),
            [kind for kind in SupplierKind if kind in {row.kind for row in offered}],
            from_date,
            by.today,
        )
    )
    move(
        draft,
        VersionState.PUBLISHED,
        table=VERSION_TRANSITIONS,
        by=by,
        event="scheme_version_published",
        changes={
            "from_date": from_date,
            "published_at": by.at,
            **actor_columns("published_by", by),
        },
        version=draft.number,
        from_date=from_date.isoformat(),
    )


@transaction.atomic
def add_requirement(
    *, by: Viewer, scheme_id: int, kinds: Collection[SupplierKind], asked: Requirement
) -> list[Criterion]:
    """Ask one thing more of some kinds of supplier, after all else, in the draft. Raises AccreditationError."""
    scheme, draft = lock_version(by, scheme_id)
    added = write_requirement(draft=draft, kinds=kinds, asked=asked)
    record(
        event="requirement_added",
        by=by,
        subject=scheme,
        version=draft.number,
        criterion_ids=[one.pk for one in added],
    )
    return added


def write_requirement(
    *, draft: SchemeVersion, kinds: Collection[SupplierKind], asked: Requirement
) -> list[Criterion]:
    """Part of another action, which records it: a requirement at the end of each kind's.

    Raises AccreditationError.
    """
    require_transaction()
    if not kinds:
        raise AccreditationError(problem("requirement_kinds_missing", "kinds"))
    asked, key = tidied(asked), uuid4()
    rows = []
    for kind in kinds:
        others = list(Criterion.objects.of(draft.pk, kind))
        AccreditationError.refuse_if_any(
            requirement_problems(asked, [one.question for one in others])
        )
        if len(others) >= MOST_REQUIREMENTS:
            raise AccreditationError(
                problem("requirements_too_many", "question", most=MOST_REQUIREMENTS)
            )
        place = max((one.position for one in others), default=0) + 1
        rows.append(Criterion(version=draft, kind=kind, key=key, position=place, **_columns(asked)))
    return Criterion.objects.bulk_create(rows)


@transaction.atomic
def change_requirement(
    *,
    by: Viewer,
    scheme_id: int,
    key: UUID,
    kinds: Collection[SupplierKind],
    asked: Requirement,
    seen: str | None = None,
) -> None:
    """Ask otherwise, in the draft, what is asked of some kinds of supplier. Raises AccreditationError."""
    scheme, draft = lock_version(by, scheme_id)
    rows, asked = _rows(draft, key, kinds), tidied(asked)
    for row in rows:
        AccreditationError.refuse_if_any(seen_problems(row.requirement.facts, seen))
        others = Criterion.objects.of(draft.pk, row.kind).exclude(pk=row.pk)
        AccreditationError.refuse_if_any(
            requirement_problems(asked, [one.question for one in others])
        )
    Criterion.objects.filter(pk__in=[row.pk for row in rows]).update(**_columns(asked))
    _record(by, scheme, draft, "requirement_changed", rows)


@transaction.atomic
def move_requirement(
    *, by: Viewer, scheme_id: int, key: UUID, kind: SupplierKind, place: int
) -> None:
    """Put a requirement at a place of its kind's in the draft, the first being 1. Raises AccreditationError."""
    scheme, draft = lock_version(by, scheme_id)
    row = _rows(draft, key, [kind])[0]
    listed = [one for one in Criterion.objects.of(draft.pk, kind) if one.pk != row.pk]
    AccreditationError.refuse_if_any(place_problems(place, len(listed) + 1))
    listed.insert(place - 1, row)
    for number, one in enumerate(listed, start=1):
        one.position = number
    Criterion.objects.bulk_update(listed, ["position"])
    _record(by, scheme, draft, "requirement_moved", [row])


@transaction.atomic
def remove_requirement(
    *, by: Viewer, scheme_id: int, key: UUID, kinds: Collection[SupplierKind]
) -> None:
    """Ask one thing no more of some kinds of supplier, from this draft on. Raises AccreditationError."""
    scheme, draft = lock_version(by, scheme_id)
    rows = _rows(draft, key, kinds)
    _record(by, scheme, draft, "requirement_removed", rows)
    Criterion.objects.filter(pk__in=[row.pk for row in rows]).delete()


def lock_version(by: Viewer, scheme_id: int) -> tuple[Scheme, SchemeVersion]:
    """The locked scheme and its draft. Raises PermissionDenied, and AccreditationError without one."""
    scheme = lock_scheme(by, scheme_id)
    draft = SchemeVersion.objects.filter(scheme=scheme).drafts().first()
    if draft is None:
        raise AccreditationError(problem("version_not_drafted"))
    return scheme, draft


def _rows(draft: SchemeVersion, key: UUID, kinds: Collection[SupplierKind]) -> list[Criterion]:
    rows = list(Criterion.objects.filter(version=draft, key=key, kind__in=kinds).order_by("pk"))
    if not kinds or len(rows) != len(set(kinds)):
        raise AccreditationError(problem("requirement_not_there", "kinds"))
    return rows


def _columns(asked: Requirement) -> dict[str, object]:
    return {
        "question": asked.question,
        "guidance": asked.guidance,
        "evidence_kind": asked.evidence_kind,
        "mandatory": asked.is_mandatory,
        "expires_after_months": asked.months,
        "references_asked": asked.references,
        "references_from_care": asked.from_care,
    }


def _record(
    by: Viewer, scheme: Scheme, draft: SchemeVersion, event: str, rows: list[Criterion]
) -> None:
    ids = [row.pk for row in rows]
    record(event=event, by=by, subject=scheme, version=draft.number, criterion_ids=ids)
