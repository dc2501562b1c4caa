"""Setting a legal hold on a record, and ending it."""

from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check, check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.dates import london_date
from marketplace.core.errors import Problem, problem
from marketplace.people.queries import people_called
from marketplace.records.errors import RecordsError
from marketplace.records.models import LegalHold
from marketplace.records.queries.holds import suppliers_called
from marketplace.records.rules import (
    MAY_HOLD_RECORDS,
    HeldKind,
    found_problems,
    hold_problems,
)


@transaction.atomic
def set_hold(
    *, by: Viewer, authority_id: int, subject: HeldKind, reference: str, reason: str
) -> LegalHold:
    """Let nothing of a record be erased from now on. `reference` is its number or whole name.

    Raises RecordsError when no record, or more than one, answers to it, and when it is held already
    or erased.
    """
    check(by, MAY_HOLD_RECORDS, authority_id)
    refuse_if_any(hold_problems(reason))
    called = people_called if subject == HeldKind.PERSON else suppliers_called
    found = called(authority_id, reference.strip())
    refuse_if_any(found_problems(len(found), reference))
    row = type(found[0])._base_manager.select_for_update().get(pk=found[0].pk)
    if row.erased_at:
        raise RecordsError(problem("record_erased", "reference", day=london_date(row.erased_at)))
    column = subject.value
    held = LegalHold.objects.current().filter(**{column: row}).first()
    if held:
        raise RecordsError(problem("hold_already", "reference", day=london_date(held.set_at)))
    hold = LegalHold.objects.create(
        authority_id=authority_id,
        reason=reason.strip(),
        set_at=by.at,
        **{column: row},
        **actor_columns("set_by", by),
    )
    record(event="hold_set", by=by, subject=hold, **{column: row.pk})
    return hold


@transaction.atomic
def end_hold(*, by: Viewer, hold_id: int) -> LegalHold:
    """End a hold: what is over goes with the next purge. Raises RecordsError when it has ended."""
    hold = LegalHold.objects.select_for_update().get(pk=hold_id)
    check(by, MAY_HOLD_RECORDS, hold.authority_id)
    if hold.ended_at:
        raise RecordsError(problem("hold_ended_already", day=london_date(hold.ended_at)))
    hold.ended_at = by.at
    for column, value in actor_columns("ended_by", by).items():
        setattr(hold, column, value)
    hold.save(update_fields=["ended_at", "ended_by", "ended_by_system"])
    record(
        event="hold_ended", by=by, subject=hold, person=hold.person_id, supplier=hold.supplier_id
    )
    return hold


@transaction.atomic
def open_holds(*, by: Viewer, authority_id: int) -> list[LegalHold]:
    """A council’s holds, the newest first. The reading is told to auditors and to none of the people.

    A hold may be for a concern: a line in a person's own log would tell them of it, and whoever reads
    with them. A line for all holds but those would tell as much.
    """
    check_is_user(by)
    check(by, MAY_HOLD_RECORDS, authority_id)
    holds = list(LegalHold.objects.visible_to(by).select_related("person", "supplier", "set_by"))
    if looked := sorted({hold.person_id for hold in holds if hold.person_id}):
        council = Authority.objects.get(pk=authority_id)
        record(event="holds_read", by=by, subject=council, people=looked)
    return holds


def refuse_if_any(problems: list[Problem]) -> None:
    if problems:
        raise RecordsError(*problems)
