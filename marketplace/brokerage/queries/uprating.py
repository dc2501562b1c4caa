"""An uprating as its pages and its file show it: how far it is, its sums, and each person's changes."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import Fund, PlanItem, UpratedPerson, Uprating
from marketplace.brokerage.queries.funding import LineName, lines_named
from marketplace.brokerage.rules import (
    NewRow,
    Note,
    PersonChange,
    Totals,
    UpratedReason,
    UpratedState,
    UpratingNote,
    UpratingState,
)
from marketplace.core.errors import Problem, problem
from marketplace.people.models import Person

#: Judgement: amounts go up once a year, so a second time within two months is likely a mistake.
NEAR = timedelta(days=60)


@dataclass(frozen=True)
class Sums:
    """How many people are in one state, and what they all have a week before and after."""

    people: int
    totals: Totals


@dataclass(frozen=True)
class Moved:
    """One amount before and after, in pence; `unit` is what a price is for."""

    kind: str
    title: str
    before_pence: int
    after_pence: int
    unit: str = ""


@dataclass(frozen=True)
class UpratedLine:
    """One person of an uprating: what changes, what stays and why."""

    row: UpratedPerson
    moved: tuple[Moved, ...]
    stays: tuple[Problem, ...]

    @property
    def budget(self) -> tuple[int, int]:
        return self.row.budget_before_pence, self.row.budget_after_pence

    @property
    def paid(self) -> tuple[int, int]:
        return self.row.paid_before_pence, self.row.paid_after_pence

    @property
    def planned(self) -> tuple[int, int]:
        return self.row.planned_before_pence, self.row.planned_after_pence


def sums_of(uprating: Uprating) -> dict[UpratedState, Sums]:
    """The sums over everybody of each state, seen by the viewer or not. One query."""
    names = [field.name for field in fields(Totals)]
    grouped = uprating.people.order_by().values("state")
    rows = grouped.annotate(count=Count("pk"), **{f"{name}_sum": Sum(name) for name in names})
    found = {
        UpratedState(row["state"]): Sums(
            row["count"], Totals(**{name: row[f"{name}_sum"] for name in names})
        )
        for row in rows
    }
    return {state: found.get(state, Sums(0, Totals(0, 0, 0, 0, 0, 0))) for state in UpratedState}


def progress_of(uprating: Uprating) -> tuple[int, int]:
    """How many people a job has done, of how many. Two queries at most."""
    if uprating.state == UpratingState.PREPARING:
        people = Person.objects.filter(authority=uprating.authority_id, erased_at=None)
        counted = people.aggregate(
            done=Count("pk", filter=Q(pk__lte=uprating.reached_person_id)), all=Count("pk")
        )
        return counted["done"], counted["all"]
    waiting, others = UpratedState.READY, [UpratedState.UNCHANGED]
    if uprating.state == UpratingState.UNDOING:
        waiting = UpratedState.RECORDED
        others.append(UpratedState.LEFT_OUT)
    rows = uprating.people.exclude(state__in=others)
    counted = rows.aggregate(done=Count("pk", filter=~Q(state=waiting)), all=Count("pk"))
    return counted["done"], counted["all"]


def uprated_people(viewer: Viewer, uprating: Uprating, part: str = "") -> QuerySet[UpratedPerson]:
    """The people of an uprating whose money the viewer may see, by name; `part` "stays" are those of
    whom something stays as it is."""
    rows = UpratedPerson.objects.visible_to(viewer).filter(uprating=uprating)
    if part == "stays":
        rows = rows.filter(Q(stays_count__gt=0) | ~Q(reason=""))
    return rows.select_related("person").order_by("person__name", "pk")


def states_seen(viewer: Viewer, uprating: Uprating) -> Counter[str]:
    """How many people of each state are among those whose money the viewer may see. One query."""
    rows = uprated_people(viewer, uprating).order_by().values_list("state")
    return Counter(dict(rows.annotate(count=Count("pk"))))


def uprated_lines(rows: Iterable[UpratedPerson]) -> list[UpratedLine]:
    """What changes and what stays for these people. Three queries."""
    rows = list(rows)
    shown = [row.shown for row in rows]
    names = _Names.of(shown)
    return [
        UpratedLine(row, tuple(names.moved(one)), tuple(_stays(row, one, names)))
        for row, one in zip(rows, shown, strict=True)
    ]


@dataclass(frozen=True)
class _Names:
    """What the funds and lines of some changes are called."""

    funds: Mapping[int, Fund]
    lines: Mapping[int, LineName]
    units: Mapping[int, str]

    @classmethod
    def of(cls, shown: Collection[PersonChange]) -> "_Names":
        new = [row for one in shown for row in [*one.budgets, *one.terms]]
        funds = {part.fund_id for row in new for part in row.parts}
        lines = {price.line_id for one in shown for price in one.prices}
        lines |= {note.line_id for one in shown for note in one.notes if note.line_id}
        items = PlanItem.objects.filter(line__in=lines).order_by("pk")
        return cls(
            Fund.objects.select_related("payer").in_bulk(funds),
            lines_named(lines),
            dict(items.values_list("line", "unit")),
        )

    def moved(self, change: PersonChange) -> Iterator[Moved]:
        yield from self._amounts("Budget", change.budgets)
        yield from self._amounts("Payment", change.terms)
        for price in change.prices:
            yield Moved(
                "Price",
                self.line(price.line_id),
                price.before_pence,
                price.after_pence,
                self.units.get(price.line_id, ""),
            )

    def _amounts(self, kind: str, rows: Iterable[NewRow]) -> Iterator[Moved]:
        for row in rows:
            for part in row.parts:
                if part.before_pence != part.after_pence:
                    label = self.funds[part.fund_id].label
                    yield Moved(kind, label, part.before_pence, part.after_pence)

    def line(self, line_id: int | None) -> str:
        found = self.lines.get(line_id or 0)
        return found.title if found else ""


def _stays(row: UpratedPerson, change: PersonChange, names: _Names) -> Iterator[Problem]:
    if row.reason:
        yield _why(UpratedReason(row.reason))
    for note in change.notes:
        yield _said(note, names)


def _why(reason: UpratedReason) -> Problem:
    match reason:
        case UpratedReason.CHANGED_SINCE:
            return problem("uprating_changed_since")
        case UpratedReason.AGREED_ON_TOP:
            return problem("uprating_agreed_on_top")
        case UpratedReason.DAY_HAS_COME:
            return problem("uprating_kept_since_its_day")


def _said(note: Note, names: _Names) -> Problem:
    match note.kind:
        case UpratingNote.BUDGET_LATER:
            return problem("uprating_budget_later", day=note.day)
        case UpratingNote.TERMS_LATER:
            return problem("uprating_terms_later", day=note.day)
        case UpratingNote.PLAN_LATER:
            return problem("uprating_plan_later", day=note.day)
        case UpratingNote.LISTING_PRICE_UNKNOWN:
            return problem("uprating_listing_price_unknown", title=names.line(note.line_id))


def recorded_near(uprating: Uprating) -> date | None:
    """The first day of another uprating that is recorded, or being recorded, from a day so near that
    this one may be meant to be the same. One query."""
    others = Uprating.objects.filter(
        authority=uprating.authority_id,
        from_date__gte=uprating.from_date - NEAR,
        from_date__lte=uprating.from_date + NEAR,
        state__in=[UpratingState.RECORDING, UpratingState.RECORDED],
    )
    found = others.exclude(pk=uprating.pk).order_by("-from_date").first()
    return found.from_date if found else None
