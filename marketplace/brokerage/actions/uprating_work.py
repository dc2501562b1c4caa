"""What the worker does of an uprating: some people at a time, each part whole and safe to repeat."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.uprating_people import record_change, take_back
from marketplace.brokerage.models import PaymentAgreement, UpratedPerson, Uprating
from marketplace.brokerage.queries import FoundChange, changes_for
from marketplace.brokerage.rules import (
    MAY_UPRATE,
    UPRATED_TRANSITIONS,
    UPRATING_TRANSITIONS,
    UpratedReason,
    UpratedState,
    UpratingState,
    as_json,
    undo_problems,
)
from marketplace.brokerage.signals import funding_changed
from marketplace.core.actors import SystemActor
from marketplace.core.transitions import move
from marketplace.people.models import Person

UPRATER = SystemActor("uprating", frozenset({MAY_UPRATE}))
#: People looked at in one part of a preview. Judgement: some queries for all, and a second of work.
LOOKED_AT_ONCE = 200
#: People written in one part. Judgement: a transaction of a few seconds, which others can wait for.
WRITTEN_AT_ONCE = 50


@transaction.atomic
def carry_on_uprating(*, by: Viewer, uprating_id: int) -> bool:
    """Do the next part of what an uprating waits for; whether more is to be done. Safe to repeat."""
    uprating = Uprating.objects.select_for_update().filter(pk=uprating_id).first()
    if uprating is None:
        return False
    check(by, MAY_UPRATE, uprating.authority_id)
    match UpratingState(uprating.state):
        case UpratingState.PREPARING:
            return _prepare(by, uprating)
        case UpratingState.RECORDING:
            return _record(by, uprating)
        case UpratingState.UNDOING:
            return _undo(by, uprating)
        case _:
            return False


def _prepare(by: Viewer, uprating: Uprating) -> bool:
    later = Person.objects.filter(
        authority=uprating.authority_id, pk__gt=uprating.reached_person_id, erased_at=None
    )
    people = list(later.order_by("pk").values_list("pk", flat=True)[:LOOKED_AT_ONCE])
    if not people:
        _finish(by, uprating, UpratingState.PREPARED, "uprating_prepared")
        return False
    found = changes_for(uprating.asked, people)
    UpratedPerson.objects.bulk_create(
        _new(uprating, person_id, one)
        for person_id, one in found.items()
        if not one.change.is_nothing or one.change.notes
    )
    uprating.reached_person_id = people[-1]
    uprating.save(update_fields=["reached_person_id"])
    return True


def _new(uprating: Uprating, person_id: int, one: FoundChange) -> UpratedPerson:
    changes = not one.change.is_nothing
    return UpratedPerson(
        uprating=uprating,
        person_id=person_id,
        state=UpratedState.READY if changes else UpratedState.UNCHANGED,
        change=as_json(one.change),
        stays_count=len(one.change.notes),
        **asdict(one.totals),
    )


def _record(by: Viewer, uprating: Uprating) -> bool:
    rows = _next(uprating, UpratedState.READY)
    if not rows:
        _finish(by, uprating, UpratingState.RECORDED, "uprating_recorded")
        return False
    found = changes_for(uprating.asked, [row.person_id for row in rows])
    same = [row for row in rows if as_json(found[row.person_id].change) == row.change]
    changed = [row for row in rows if row not in same]
    _leave(by, changed, UpratedState.LEFT_OUT, UpratedReason.CHANGED_SINCE)
    made = record_change(by=by, uprating=uprating, rows=same)
    _people_done(by, uprating, same, UpratedState.RECORDED, "people_uprated", made)
    return True


def _undo(by: Viewer, uprating: Uprating) -> bool:
    rows = _next(uprating, UpratedState.RECORDED)
    if not rows:
        _finish(by, uprating, UpratingState.UNDONE, "uprating_undone")
        return False
    late = bool(undo_problems(uprating.from_date, by.today))
    back = [] if late else take_back(by=by, uprating=uprating, rows=rows)
    kept = [row for row in rows if row not in back]
    reason = UpratedReason.DAY_HAS_COME if late else UpratedReason.AGREED_ON_TOP
    _leave(by, kept, UpratedState.KEPT, reason)
    _people_done(by, uprating, back, UpratedState.TAKEN_BACK, "people_uprating_undone", {})
    return True


def _next(uprating: Uprating, state: UpratedState) -> list[UpratedPerson]:
    """Those whose turn it is, with their people locked."""
    waiting = uprating.people.filter(state=state).order_by("person_id")
    rows = list(waiting.select_related("person")[:WRITTEN_AT_ONCE])
    people = Person.objects.select_for_update().filter(pk__in=[row.person_id for row in rows])
    list(people.order_by("pk").values_list("pk"))
    return rows


def _leave(
    by: Viewer, rows: Sequence[UpratedPerson], to: UpratedState, reason: UpratedReason
) -> None:
    move(
        rows,
        to,
        table=UPRATED_TRANSITIONS,
        by=by,
        event=f"people_uprating_{to}",
        changes={"reason": reason},
        reason=reason.value,
        people=_people(rows),
    )


def _people_done(
    by: Viewer,
    uprating: Uprating,
    rows: Sequence[UpratedPerson],
    to: UpratedState,
    event: str,
    made: dict[str, list[int]],
) -> None:
    """The one audit row of a part, with all ids; then what is paid and planned has changed."""
    if not rows:
        return
    people = _people(rows)
    more: dict[str, Any] = {"uprating": uprating.pk, "people": people, **made}
    move(rows, to, table=UPRATED_TRANSITIONS, by=by, event=event, **more)
    funding_changed.send(
        sender=PaymentAgreement, person_ids=people, first=uprating.from_date, at=by.at
    )


def _people(rows: Iterable[UpratedPerson]) -> list[int]:
    return [row.person_id for row in rows]


def _finish(by: Viewer, uprating: Uprating, to: UpratingState, event: str) -> None:
    move(uprating, to, table=UPRATING_TRANSITIONS, by=by, event=event)
