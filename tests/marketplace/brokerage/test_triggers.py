"""The database itself refuses to change what approval freezes."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DatabaseError, connection, models, transaction

from marketplace.brokerage.models import (
    Outcome,
    PlanAnswer,
    PlanItem,
    PlanItemOutcome,
    SupportPlan,
)
from marketplace.brokerage.rules import PlanState
from marketplace.brokerage.triggers import drop_triggers, guards, missing_triggers
from tests.factories.brokerage import Case, complete, make_approved, make_case

PARTS = [Outcome, PlanItem, PlanAnswer]
Write = Callable[[type[models.Model], SupportPlan], object]


def _insert(model: type[models.Model], plan: SupportPlan) -> None:
    row = model._default_manager.filter(plan=plan).first()
    assert row is not None
    row.pk = None
    model._default_manager.bulk_create([row])


WRITES: dict[str, Write] = {
    "insert": _insert,
    "update": lambda model, plan: model._default_manager.filter(plan=plan).update(
        id=models.F("id")
    ),
    "delete": lambda model, plan: model._default_manager.filter(plan=plan)._raw_delete("default"),
}
PLAN_CHANGES: dict[str, dict[str, object]] = {
    "price": {"weekly_pence": 1},
    "approver": {"approved_by_id": None},
    "back to a draft": {"state": PlanState.DRAFT},
    "version alone": {"version": 99},
    "replaced with another price": {"state": PlanState.SUPERSEDED, "weekly_pence": 1},
    "reason alone": {"end_reason": "moved"},
    "first day": {"from_date": date(2026, 1, 5)},
}


@pytest.fixture
def case(db: None) -> Case:
    return make_approved()


def replaced(case: Case) -> SupportPlan:
    SupportPlan.objects.filter(pk=case.plan.pk).update(
        state=PlanState.SUPERSEDED, version=99, changed_at=case.plan.changed_at
    )
    return case.plan


@pytest.mark.parametrize("model", PARTS)
@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("is_replaced", [False, True])
def test_part_of_an_approved_plan_when_written_is_refused(
    case: Case, model: type[models.Model], write: str, is_replaced: bool
) -> None:
    plan = replaced(case) if is_replaced else case.plan
    before = list(model._default_manager.filter(plan=plan).order_by("pk").values())
    with pytest.raises(DatabaseError, match="is approved"), transaction.atomic():
        WRITES[write](model, plan)
    assert list(model._default_manager.filter(plan=plan).order_by("pk").values()) == before


@pytest.mark.parametrize("model", PARTS)
def test_part_when_moved_into_an_approved_plan_is_refused(
    case: Case, model: type[models.Model]
) -> None:
    draft = complete(make_case()).plan
    with pytest.raises(DatabaseError, match="is approved"), transaction.atomic():
        model._default_manager.filter(plan=draft).update(plan=case.plan)


@pytest.mark.parametrize("change", PLAN_CHANGES)
def test_approved_plan_when_its_row_is_changed_is_refused(case: Case, change: str) -> None:
    with pytest.raises(DatabaseError, match="is approved"), transaction.atomic():
        SupportPlan.objects.filter(pk=case.plan.pk).update(**PLAN_CHANGES[change])


def test_end_of_an_approved_plan_when_moved_to_a_later_day_is_refused(case: Case) -> None:
    plans = SupportPlan.objects.filter(pk=case.plan.pk)
    assert case.plan.from_date is not None
    last = case.plan.from_date + timedelta(days=50)
    plans.update(until_date=last)
    plans.update(until_date=last - timedelta(days=1))
    for until in (None, last):
        with pytest.raises(DatabaseError, match="is approved"), transaction.atomic():
            plans.update(until_date=until)


def test_approved_plan_when_deleted_is_refused(case: Case) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        SupportPlan.objects.filter(pk=case.plan.pk)._raw_delete("default")
    assert SupportPlan.objects.filter(pk=case.plan.pk).exists()


def test_replaced_plan_when_approved_again_is_refused(case: Case) -> None:
    replaced(case)
    with pytest.raises(DatabaseError, match="is approved"), transaction.atomic():
        SupportPlan.objects.filter(pk=case.plan.pk).update(state=PlanState.APPROVED)


def _columns(model: type[models.Model], **other: str) -> tuple[str, str]:
    """All columns of a table, and what to select for them: themselves, or other SQL."""
    names = [field.column for field in model._meta.concrete_fields]
    quoted = [f'"{name}"' for name in names]
    chosen = [other.get(name, f'"{name}"') for name in names]
    return ", ".join(quoted), ", ".join(chosen)


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _stays_when(model: type[models.Model], plan: SupportPlan, sql: str) -> None:
    """The statement is refused, and the rows of the approved plan are as they were."""
    key = "pk" if model is SupportPlan else "plan"
    before = list(model._default_manager.filter(**{key: plan.pk}).order_by("pk").values())
    with pytest.raises(DatabaseError, match=r"is approved|same day"), transaction.atomic():
        _execute(sql)
    assert list(model._default_manager.filter(**{key: plan.pk}).order_by("pk").values()) == before


#: SQLite alone knows REPLACE, which removes a row without its DELETE trigger.
replaces = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's word")


@replaces
@pytest.mark.parametrize("model", PARTS)
def test_part_of_an_approved_plan_when_replaced_by_a_drafts_stays(
    case: Case, model: type[models.Model]
) -> None:
    draft = complete(make_case()).plan
    table = model._meta.db_table
    frozen = f"(SELECT id FROM {table} WHERE plan_id = {case.plan.pk} LIMIT 1)"
    into, chosen = _columns(model, id=frozen)
    of_draft = f"FROM {table} WHERE plan_id = {draft.pk} LIMIT 1"
    _stays_when(
        model, case.plan, f"INSERT OR REPLACE INTO {table} ({into}) SELECT {chosen} {of_draft}"
    )
    one = f"(SELECT id {of_draft})"
    _stays_when(model, case.plan, f"UPDATE OR REPLACE {table} SET id = {frozen} WHERE id = {one}")


@replaces
def test_what_approved_support_is_for_when_replaced_by_a_drafts_stays(case: Case) -> None:
    draft, table = complete(make_case()).plan, PlanItemOutcome._meta.db_table
    frozen = PlanItemOutcome.objects.filter(item__plan=case.plan)[0]
    before = (frozen.pk, frozen.item_id, frozen.outcome_id)
    other = PlanItemOutcome.objects.filter(item__plan=draft)[0]
    sql = f"UPDATE OR REPLACE {table} SET id = {frozen.pk} WHERE id = {other.pk}"
    with pytest.raises(DatabaseError, match="is approved"), transaction.atomic():
        _execute(sql)
    kept = PlanItemOutcome.objects.get(item__plan=case.plan, pk=frozen.pk)
    assert (kept.pk, kept.item_id, kept.outcome_id) == before


@replaces
@pytest.mark.parametrize(
    "taken",
    [{}, {"id": "id + 1000"}, {"id": "id + 1000", "public_id": "'0'"}],
    ids=["id", "public_id", "person"],
)
def test_approved_plan_when_replaced_stays(case: Case, taken: dict[str, str]) -> None:
    table = SupportPlan._meta.db_table
    into, chosen = _columns(SupportPlan, **taken)
    sql = f"INSERT OR REPLACE INTO {table} ({into}) SELECT {chosen} FROM {table} WHERE id = {case.plan.pk}"
    _stays_when(SupportPlan, case.plan, sql)


@replaces
@pytest.mark.parametrize("column", ["id", "public_id"])
def test_approved_plan_when_a_draft_takes_its_key_stays(case: Case, column: str) -> None:
    draft, table = complete(make_case()).plan, SupportPlan._meta.db_table
    key = f"(SELECT {column} FROM {table} WHERE id = {case.plan.pk})"
    sql = f"UPDATE OR REPLACE {table} SET {column} = {key} WHERE id = {draft.pk}"
    _stays_when(SupportPlan, case.plan, sql)


@replaces
def test_approved_plan_when_the_persons_draft_is_made_approved_over_it_stays(case: Case) -> None:
    table = SupportPlan._meta.db_table
    draft = complete(make_case()).plan
    # The columns that the checks ask of an approved plan come from the approved one.
    taken = (
        "person_id",
        "state",
        "approved_at",
        "approved_by_id",
        "submitted_at",
        "submitted_by_id",
    )
    of_approved = f"SELECT {', '.join(taken)} FROM {table} WHERE id = {case.plan.pk}"
    sql = f"UPDATE OR REPLACE {table} SET ({', '.join(taken)}) = ({of_approved}) WHERE id = {draft.pk}"
    _stays_when(SupportPlan, case.plan, sql)


@pytest.mark.django_db
@pytest.mark.parametrize("model", PARTS)
@pytest.mark.parametrize("write", ["update", "delete"])
def test_part_of_a_draft_when_written_passes(model: type[models.Model], write: str) -> None:
    plan = complete(make_case()).plan
    if model is not PlanAnswer:
        PlanItemOutcome.objects.filter(item__plan=plan).delete()
    if model is Outcome:
        PlanItem.objects.filter(plan=plan)._raw_delete("default")
    WRITES[write](model, plan)


@pytest.mark.django_db
def test_guards_when_migrated_are_all_there() -> None:
    assert missing_triggers() == []


@pytest.mark.django_db
def test_guards_when_gone_are_reported_and_migrate_puts_them_back() -> None:
    drop_triggers()
    assert missing_triggers() == [guard.name for guard in guards(connection.vendor)]
    call_command("migrate", "brokerage", verbosity=0, interactive=False)
    assert missing_triggers() == []


@pytest.mark.django_db(transaction=True)
def test_plans_when_a_migration_rebuilds_their_table_are_kept() -> None:
    """SQLite renames a table only while no trigger of another table reads it."""
    plan = make_approved().plan
    emit_pre_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    with connection.schema_editor() as editor:
        editor.remove_constraint(SupportPlan, SupportPlan._meta.constraints[-1])
        editor.add_constraint(SupportPlan, SupportPlan._meta.constraints[-1])
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    assert SupportPlan.objects.get(pk=plan.pk).state == PlanState.APPROVED
    assert missing_triggers() == []
