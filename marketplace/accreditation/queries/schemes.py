"""A council's schemes: how each is used, its versions with their days, and what each version asks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q

from marketplace.accounts.models import User
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models import (
    Accreditation,
    Application,
    Criterion,
    Scheme,
    SchemeVersion,
)
from marketplace.accreditation.rules import (
    ApplicationState,
    AskedOf,
    VersionDays,
    version_days,
)
from marketplace.core.models import AuditEvent
from marketplace.suppliers.rules import SupplierKind

#: Steps of a scheme's history on its page. Judgement: some years of changes; the trail has all.
MOST_STEPS = 100
#: After these there is no draft.
DRAFT_ENDS = frozenset({"scheme_version_published", "scheme_version_discarded"})


@dataclass(frozen=True)
class SchemeUse:
    """How many applications under a scheme are not sent, and wait; how many accreditations are valid, and
    the day on which the last of these ends (not itself in force)."""

    drafts: int
    waiting: int
    valid: int
    last_until: date | None

    @property
    def is_used(self) -> bool:
        return bool(self.drafts or self.waiting or self.valid)


def use_of(scheme: Scheme, on: date) -> SchemeUse:
    """Two queries."""
    states = Counter(
        dict(
            Application.objects.filter(scheme=scheme)
            .values_list("state")
            .annotate(count=Count("pk"))
            .order_by()
        )
    )
    valid = Accreditation.objects.valid(on).filter(scheme=scheme)
    found = valid.aggregate(count=Count("pk"), last=Max("valid_until"))
    return SchemeUse(
        states[ApplicationState.DRAFT],
        states[ApplicationState.SUBMITTED],
        found["count"],
        found["last"],
    )


@dataclass(frozen=True)
class SchemeLine:
    """A scheme in the list: the kinds that it takes, its version in force and its draft, if any."""

    scheme: Scheme
    kinds: list[SupplierKind]
    in_force: int | None
    draft: int | None


def schemes_of(viewer: Viewer) -> list[SchemeLine]:
    """The schemes of the viewer's council by name, retired ones last. Three queries."""
    schemes = Scheme.objects.visible_to(viewer).prefetch_related("kinds", "versions")
    lines = [_line(scheme, viewer.today) for scheme in schemes]
    return sorted(lines, key=lambda line: line.scheme.retired_at is not None)


def _line(scheme: Scheme, on: date) -> SchemeLine:
    versions = list(scheme.versions.all())
    begun = [one.number for one in versions if one.from_date and one.from_date <= on]
    drafts = [one.number for one in versions if one.is_draft]
    return SchemeLine(scheme, kinds_of(scheme), max(begun, default=None), next(iter(drafts), None))


def kinds_of(scheme: Scheme) -> list[SupplierKind]:
    """The kinds of supplier of which a scheme takes applications, in their order."""
    taken = {row.kind for row in scheme.kinds.all() if row.retired_at is None}
    return [kind for kind in SupplierKind if kind in taken]


def facts_of(scheme: Scheme) -> dict[str, object]:
    """What a scheme is, as its form asks it, and to tell whether it was changed meanwhile."""
    return {
        "name": scheme.name,
        "summary": scheme.summary,
        "valid_months": scheme.valid_months,
        "kinds": [kind.value for kind in kinds_of(scheme)],
    }


@dataclass(frozen=True)
class VersionLine:
    """A version in the list of a scheme's: when it holds (None: a draft), and how many applied under it."""

    version: SchemeVersion
    held: VersionDays | None
    applications: int


def versions_of(scheme: Scheme) -> list[VersionLine]:
    """The versions of a scheme, the newest first. One query."""
    rows = list(
        SchemeVersion.objects.filter(scheme=scheme)
        .select_related("published_by", "started_by", "scheme")
        .annotate(asked=Count("applications"))
        .order_by("number")
    )
    days = version_days([row.from_date for row in rows if row.from_date])
    spans = dict(zip([row.pk for row in rows if row.from_date], days, strict=True))
    return [
        VersionLine(row, spans.get(row.pk), row.asked)  # type: ignore[attr-defined]
        for row in reversed(rows)
    ]


def asked_by(version: SchemeVersion) -> list[AskedOf]:
    """All that a version asks, by kind, each in its order. One query."""
    rows = Criterion.objects.filter(version=version).order_by("kind", "position", "pk")
    order = list(SupplierKind)
    found = [AskedOf(row.kind, row.key, row.requirement) for row in rows]
    return sorted(found, key=lambda one: order.index(SupplierKind(one.kind)))


def asked_facts(asked: Sequence[AskedOf]) -> dict[str, object]:
    """All that a version asks, to tell whether it was changed meanwhile."""
    return {"asked": [(one.kind, one.key, one.requirement.facts) for one in asked]}


@dataclass(frozen=True)
class SchemeStep:
    """One thing that was done to a scheme: when, by whom (empty: a machine), what, to which version."""

    at: datetime
    by_name: str
    event: str
    version: int | None


def steps_of(scheme: Scheme) -> list[SchemeStep]:
    """What was done to a scheme and its versions, newest first, as the trail has it. Three queries."""
    versions = SchemeVersion.objects.filter(scheme=scheme).values_list("pk", flat=True)
    rows = AuditEvent.objects.filter(
        Q(subject_type=Scheme._meta.label_lower, subject_id=scheme.pk)
        | Q(subject_type=SchemeVersion._meta.label_lower, subject_id__in=list(versions))
    )
    own = list(rows.order_by("-recorded_at", "-pk")[:MOST_STEPS])
    users = User.objects.filter(pk__in={row.by_user_id for row in own if row.by_user_id})
    names = {user.pk: str(user) for user in users}
    return [
        SchemeStep(
            row.recorded_at, names.get(row.by_user_id or 0, ""), row.event, row.data.get("version")
        )
        for row in own
    ]


def end_of_draft(scheme: Scheme) -> SchemeStep | None:
    """By whom and when the last draft of a scheme was published or discarded. Three queries."""
    return next((one for one in steps_of(scheme) if one.event in DRAFT_ENDS), None)
