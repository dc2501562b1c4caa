"""What approval freezes, held by the database: a plan once approved, and everything in it; and that
no two agreed budgets of a kind, terms of an agreement or approved plans of a kind overlap; and that
nobody approves a plan that they wrote in.

Of the plan's own row only its end may move, to an earlier day, and its state: no other column.
When everything about its person has been erased, a plan goes as well: the guards let that by, and the
person's row lets nobody be marked as erased who still has a name.
A migration that must touch such rows can: the guards are away while `migrate` runs. They must be,
because SQLite cannot rebuild the plan's table while triggers of other tables read it.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

from django.db import connections

from marketplace.brokerage.models import (
    AgreementTerms,
    Outcome,
    PersonalBudget,
    PlanAnswer,
    PlanConsent,
    PlanItem,
    PlanItemOutcome,
    PlanItemTime,
    PlanWriter,
    SupportPlan,
)
from marketplace.brokerage.rules import FROZEN, PlanState
from marketplace.core.triggers import Guard, drop, make, missing, unreplaced
from marketplace.people.models import Person

PARTS = (Outcome, PlanItem, PlanAnswer, PlanConsent, PlanWriter)
PARTS_OF_ITEMS = (PlanItemTime, PlanItemOutcome)
#: What is written in the row of an approved plan with its state, when it is replaced or ended.
WRITTEN_WITH_STATE = ("version", "changed_at", "end_reason")
_PLANS = SupportPlan._meta.db_table
_ITEMS_OF_PLANS = (
    f"{PlanItem._meta.db_table} AS item JOIN {_PLANS} AS plan ON plan.id = item.plan_id"
)
_STATES = ", ".join(f"'{state}'" for state in sorted(FROZEN))
_ERASED = f"SELECT id FROM {Person._meta.db_table} WHERE erased_at IS NOT NULL"  # noqa: S608
_MESSAGE = f"{_PLANS} is approved: what is in it is frozen, start a new plan"
#: Which of the two rows a trigger sees.
_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def guards(vendor: str) -> list[Guard]:
    """Every guard of approved plans on a kind of database."""
    found = [
        *_of_plans(vendor),
        *_of_parts(),
        *_of_parts_of_items(),
        *_against_replacing(vendor),
        *_against_overlaps(),
        _against_own_approval(),
    ]
    if vendor == "postgresql":
        tables = [model._meta.db_table for model in (SupportPlan, *PARTS, *PARTS_OF_ITEMS)]
        found += [Guard(table, "TRUNCATE", _MESSAGE) for table in tables]
    return found


def _of_plans(vendor: str) -> Iterator[Guard]:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    frozen = [
        f"(OLD.{field.column} {differs} NEW.{field.column}{also})"
        for field in SupportPlan._meta.concrete_fields
        if field.name not in ("state", "until_date")
        for also in [" AND OLD.state = NEW.state" if field.name in WRITTEN_WITH_STATE else ""]
    ]
    later = (
        "OLD.until_date IS NOT NULL AND (NEW.until_date IS NULL OR NEW.until_date > OLD.until_date)"
    )
    ended = f"'{PlanState.SUPERSEDED}', '{PlanState.ENDED}'"
    back = f"OLD.state IN ({ended}) AND NEW.state <> OLD.state"
    changed = " OR ".join([f"NEW.state NOT IN ({_STATES})", f"({back})", f"({later})", *frozen])
    yield Guard(_PLANS, "UPDATE", _MESSAGE, f"OLD.state IN ({_STATES}) AND ({changed})")
    kept = f"OLD.state IN ({_STATES}) AND OLD.person_id NOT IN ({_ERASED})"
    yield Guard(_PLANS, "DELETE", _MESSAGE, kept)


def _of_parts() -> Iterator[Guard]:
    for model in PARTS:
        for verb, rows in _ROWS.items():
            plans = ", ".join(f"{row}.plan_id" for row in rows)
            # All of it is names of columns and states in this code.
            of_frozen = f"id IN ({plans}) AND state IN ({_STATES})"
            if verb == "DELETE":
                of_frozen += f" AND person_id NOT IN ({_ERASED})"
            when = f"EXISTS (SELECT 1 FROM {_PLANS} WHERE {of_frozen})"  # noqa: S608
            yield Guard(model._meta.db_table, verb, _MESSAGE, when)


def _of_parts_of_items() -> Iterator[Guard]:
    """The times of an item, and what it is for, are as frozen as the item."""
    for model, (verb, rows) in product(PARTS_OF_ITEMS, _ROWS.items()):
        ids = ", ".join(f"{row}.item_id" for row in rows)
        # All of it is names of columns and states in this code.
        of_frozen = f"item.id IN ({ids}) AND plan.state IN ({_STATES})"
        if verb == "DELETE":
            of_frozen += f" AND plan.person_id NOT IN ({_ERASED})"
        when = f"EXISTS (SELECT 1 FROM {_ITEMS_OF_PLANS} WHERE {of_frozen})"  # noqa: S608
        yield Guard(model._meta.db_table, verb, _MESSAGE, when)


def _against_overlaps() -> Iterator[Guard]:
    """The rows of a chain that hold never do so for the same day."""
    for model, chain, holds in (
        (PersonalBudget, ("person_id", "kind"), "{row}.agreed_at IS NOT NULL"),
        (SupportPlan, ("person_id", "kind"), "{row}.approved_at IS NOT NULL"),
        (AgreementTerms, ("agreement_id",), "1 = 1"),
    ):
        table = model._meta.db_table
        same = " AND ".join(f"other.{column} = NEW.{column}" for column in chain)
        both = " AND ".join(
            f"{holds.format(row=row)} AND ({row}.until_date IS NULL OR {row}.until_date > {row}.from_date)"
            for row in ("other", "NEW")
        )
        meets = (
            "(NEW.until_date IS NULL OR other.from_date < NEW.until_date)"
            " AND (other.until_date IS NULL OR NEW.from_date < other.until_date)"
        )
        # All of it is names of tables and columns in this code.
        found = f"other.id <> NEW.id AND {same} AND {both} AND {meets}"
        when = f"EXISTS (SELECT 1 FROM {table} AS other WHERE {found})"  # noqa: S608
        message = f"{table}: two of these hold for the same day"
        yield Guard(table, "INSERT", message, when, "overlap")
        yield Guard(table, "UPDATE", message, when, "overlap_moved")


def _against_own_approval() -> Guard:
    """Nobody approves what they wrote in; who began or sent it is refused by the table itself."""
    writers = PlanWriter._meta.db_table
    # All of it is names of tables and columns in this code.
    wrote = f"SELECT 1 FROM {writers} WHERE plan_id = NEW.id AND user_id = NEW.approved_by_id"  # noqa: S608
    when = f"OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL AND EXISTS ({wrote})"
    message = f"{_PLANS}: whoever wrote in it does not approve it"
    return Guard(_PLANS, "UPDATE", message, when, "own_approval", reads=(writers,))


def _against_replacing(vendor: str) -> Iterator[Guard]:
    """No row, a draft's included, takes the place of what is frozen."""
    yield from unreplaced(SupportPlan, vendor, _MESSAGE, kept=f"kept.state IN ({_STATES})")
    of_frozen = f"id = kept.plan_id AND state IN ({_STATES})"
    frozen = f"EXISTS (SELECT 1 FROM {_PLANS} WHERE {of_frozen})"  # noqa: S608
    for model in PARTS:
        yield from unreplaced(model, vendor, _MESSAGE, kept=frozen)
    of_frozen = f"item.id = kept.item_id AND plan.state IN ({_STATES})"
    frozen = f"EXISTS (SELECT 1 FROM {_ITEMS_OF_PLANS} WHERE {of_frozen})"  # noqa: S608
    for part in PARTS_OF_ITEMS:
        yield from unreplaced(part, vendor, _MESSAGE, kept=frozen)


def make_triggers(*, using: str = "default", **_: Any) -> None:
    """Put every guard in place whose table exists. A receiver of post_migrate."""
    make(guards(connections[using].vendor), using=using)


def drop_triggers(*, using: str = "default", **_: Any) -> None:
    """Take the guards away for the time of a migration. A receiver of pre_migrate."""
    drop(guards(connections[using].vendor), using=using)


def missing_triggers(*, using: str = "default") -> list[str]:
    """The names of the guards that the database does not have."""
    return missing(guards(connections[using].vendor), using=using)
