"""Writing an uprating for some people, and taking it back: through the chains, so that the last word holds."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.agreements import put_terms
from marketplace.brokerage.actions.budgets import put_budget
from marketplace.brokerage.actions.chains import move_ends
from marketplace.brokerage.models import (
    AgreementTerms,
    Fund,
    PersonalBudget,
    PriceChange,
    UpratedPerson,
    Uprating,
)
from marketplace.brokerage.rules import (
    BUDGET_TRANSITIONS,
    Amount,
    BudgetKind,
    BudgetState,
    NewRow,
)
from marketplace.core.actor_columns import actor_columns
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move

Chained = TypeVar("Chained", PersonalBudget, AgreementTerms)


def record_change(
    *, by: Viewer, uprating: Uprating, rows: Sequence[UpratedPerson]
) -> dict[str, list[int]]:
    """Record what was shown for people who are locked and have not changed since: ids by kind.

    Part of an action, which moves their state, records and announces.
    """
    require_transaction()
    known = _Known.of(rows)
    for row in rows:
        shown = row.shown
        row.recorded = {
            "budgets": [_put_budget(by, uprating, row, new, known) for new in shown.budgets],
            "terms": [_put_terms(by, uprating, new, known) for new in shown.terms],
            "prices": [price.pk for price in _put_prices(by, uprating, row)],
        }
    UpratedPerson.objects.bulk_update(rows, ["recorded"])
    return {
        kind: [one if kind == "prices" else one[0] for row in rows for one in row.recorded[kind]]
        for kind in ("budgets", "terms", "prices")
    }


@dataclass(frozen=True)
class _Known:
    """What the shown changes of some people point at, read once. Three queries."""

    funds: Mapping[int, Fund]
    budgets: Mapping[int, PersonalBudget]
    terms: Mapping[int, AgreementTerms]

    @classmethod
    def of(cls, rows: Iterable[UpratedPerson]) -> "_Known":
        shown = [row.shown for row in rows]
        budgets = [new for one in shown for new in one.budgets]
        terms = [new for one in shown for new in one.terms]
        funds = {part.fund_id for new in [*budgets, *terms] for part in new.parts}
        agreed = AgreementTerms.objects.select_related("agreement")
        return cls(
            Fund.objects.in_bulk(funds),
            PersonalBudget.objects.in_bulk([new.key for new in budgets]),
            agreed.in_bulk([new.key for new in terms]),
        )

    def amounts(self, new: NewRow) -> dict[Fund, Amount]:
        return {
            self.funds[part.fund_id]: Amount(part.after_pence, part.one_off_pence)
            for part in new.parts
        }


def _put_budget(
    by: Viewer, uprating: Uprating, row: UpratedPerson, new: NewRow, known: _Known
) -> list[int | str]:
    """The new budget, the one it follows, and the state that one was in."""
    before = known.budgets[new.key]
    budget = put_budget(
        by=by,
        person=row.person,
        amounts=known.amounts(new),
        from_date=uprating.from_date,
        until_date=new.until,
        kind=BudgetKind(before.kind),
    )
    return [budget.pk, before.pk, before.state]


def _put_terms(by: Viewer, uprating: Uprating, new: NewRow, known: _Known) -> list[int]:
    before = known.terms[new.key]
    terms = put_terms(
        by=by,
        agreement=before.agreement,
        amounts=known.amounts(new),
        from_date=uprating.from_date,
        until_date=new.until,
    )
    return [terms.pk, before.pk]


def _put_prices(by: Viewer, uprating: Uprating, row: UpratedPerson) -> list[PriceChange]:
    return PriceChange.objects.bulk_create(
        PriceChange(
            line_id=price.line_id,
            from_date=uprating.from_date,
            signed_pence=price.signed_pence,
            price_pence=price.after_pence,
            uprating=uprating.public_id,
            recorded_at=by.at,
            **actor_columns("recorded_by", by),
        )
        for price in row.shown.prices
    )


def take_back(
    *, by: Viewer, uprating: Uprating, rows: Sequence[UpratedPerson]
) -> list[UpratedPerson]:
    """Take back what was recorded for people who are locked; of whom it was taken back.

    What held before holds again. Nothing is taken back of who has something agreed on top. Part of an
    action, which moves their state, records and announces.
    """
    require_transaction()
    budgets = _read(PersonalBudget.objects.all(), rows, "budgets")
    terms = _read(AgreementTerms.objects.select_related("agreement"), rows, "terms")
    repriced = _repriced(uprating, rows)
    back = [
        row
        for row in rows
        if row.person_id not in repriced
        and _is_as_recorded(uprating, row, "budgets", budgets)
        and _is_as_recorded(uprating, row, "terms", terms)
    ]
    _give_back(by, uprating, back, "budgets", budgets)
    _give_back(by, uprating, back, "terms", terms)
    _move_budgets(by, back, budgets)
    prices = [pk for row in back for pk in row.recorded["prices"]]
    PriceChange.objects.filter(pk__in=prices).update(withdrawn_at=by.at)
    return back


def _read(found: QuerySet[Chained], rows: Iterable[UpratedPerson], kind: str) -> dict[int, Chained]:
    ids = [pk for row in rows for pair in row.recorded[kind] for pk in pair[:2]]
    return found.select_for_update(of=("self",)).in_bulk(ids)


def _repriced(uprating: Uprating, rows: Sequence[UpratedPerson]) -> set[int]:
    """People of whose lines a price was changed again since."""
    ours = [pk for row in rows for pk in row.recorded["prices"]]
    if not ours:
        return set()
    lines = PriceChange.objects.filter(pk__in=ours).values("line")
    later = PriceChange.objects.filter(line__in=lines, withdrawn_at=None, pk__gt=min(ours))
    since = later.exclude(uprating=uprating.public_id)
    return set(since.values_list("line__person", flat=True))


def _is_as_recorded(
    uprating: Uprating, row: UpratedPerson, kind: str, found: Mapping[int, Chained]
) -> bool:
    """Whether the chain is as the uprating left it: nothing was agreed since for those days."""
    for (new_id, old_id, *_), shown in zip(
        row.recorded[kind], getattr(row.shown, kind), strict=True
    ):
        new, old = found.get(new_id), found.get(old_id)
        if new is None or old is None:
            return False
        if new.until_date != shown.until or old.until_date != uprating.from_date:
            return False
    return True


def _give_back(
    by: Viewer,
    uprating: Uprating,
    rows: Collection[UpratedPerson],
    kind: str,
    found: Mapping[int, Chained],
) -> None:
    """The new rows end on their first day; then what they followed lasts as long as it had."""
    pairs = [(found[pair[0]], found[pair[1]]) for row in rows for pair in row.recorded[kind]]
    until: dict[int, date | None] = {old.pk: new.until_date for new, old in pairs}
    ended = {new.pk: uprating.from_date for new, _ in pairs}
    move_ends(by=by, rows=[new for new, _ in pairs], ends=ended)
    move_ends(by=by, rows=[old for _, old in pairs], ends=until)


def _move_budgets(
    by: Viewer, rows: Iterable[UpratedPerson], found: Mapping[int, PersonalBudget]
) -> None:
    """The new budgets are over; one that was replaced whole is agreed again."""
    triples = [triple for row in rows for triple in row.recorded["budgets"]]
    over = [found[new] for new, _, _ in triples]
    again = [
        found[old]
        for _, old, state in triples
        if state == BudgetState.AGREED and found[old].state == BudgetState.ENDED
    ]
    move(over, BudgetState.ENDED, table=BUDGET_TRANSITIONS, by=by, event="budgets_undone")
    move(again, BudgetState.AGREED, table=BUDGET_TRANSITIONS, by=by, event="budgets_again")
