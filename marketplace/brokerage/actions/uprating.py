"""Asking for an uprating, recording it, discarding its preview, undoing it. The worker does the rest."""

from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.editing import refuse_if_any
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import Uprating
from marketplace.brokerage.rules import (
    MAY_UPRATE,
    ONLY_PREVIEW,
    UPRATING_TRANSITIONS,
    UpratedState,
    UpratingRequest,
    UpratingState,
    day_problems,
    undo_problems,
    uprating_problems,
)
from marketplace.brokerage.signals import uprating_asked
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.core.transitions import move


@transaction.atomic
def prepare_uprating(*, by: Viewer, authority_id: int, asked: UpratingRequest) -> Uprating:
    """Ask for the preview of an uprating; it changes nothing yet. Raises BrokerageError."""
    check(by, MAY_UPRATE, authority_id)
    refuse_if_any(uprating_problems(asked, by.today))
    payers = sorted(kind.value for kind in asked.payers)
    uprating = Uprating.objects.create(
        authority_id=authority_id,
        from_date=asked.from_date,
        rate=asked.rate,
        payers=payers,
        contribution_rate=asked.contribution_rate,
        price_source=asked.price_source,
        price_rate=asked.price_rate,
        made_at=by.at,
        **actor_columns("made_by", by),
    )
    record(
        event="uprating_asked",
        by=by,
        subject=uprating,
        from_day=asked.from_date.isoformat(),
        rate=asked.rate,
        payers=payers,
        contribution_rate=asked.contribution_rate,
        price_source=asked.price_source,
        price_rate=asked.price_rate,
    )
    uprating_asked.send(sender=Uprating, uprating_id=uprating.pk)
    return uprating


@transaction.atomic
def confirm_uprating(*, by: Viewer, uprating: Uprating) -> None:
    """Have what the preview showed recorded. Raises BrokerageError, or NotInThatState."""
    _lock(by, uprating)
    refuse_if_any(day_problems(uprating.from_date, by.today))
    ready = uprating.people.filter(state=UpratedState.READY)
    if uprating.state == UpratingState.PREPARED and not ready.exists():
        raise BrokerageError(problem("uprating_changes_nothing"))
    _move(by, uprating, UpratingState.RECORDING, "uprating_confirmed", "confirmed")


@transaction.atomic
def discard_uprating(*, by: Viewer, uprating: Uprating) -> None:
    """Discard a preview. Raises BrokerageError when it was recorded."""
    _lock(by, uprating)
    if uprating.state not in ONLY_PREVIEW:
        raise BrokerageError(problem("uprating_recorded_already"))
    record(event="uprating_discarded", by=by, subject=uprating)
    uprating.delete()


@transaction.atomic
def undo_uprating(*, by: Viewer, uprating: Uprating) -> None:
    """Have a recorded uprating undone. Raises BrokerageError once its day has come, NotInThatState."""
    _lock(by, uprating)
    refuse_if_any(undo_problems(uprating.from_date, by.today))
    _move(by, uprating, UpratingState.UNDOING, "uprating_undo_asked", "undone")


def _lock(by: Viewer, uprating: Uprating) -> None:
    uprating.refresh_from_db(from_queryset=Uprating.objects.select_for_update())
    check(by, MAY_UPRATE, uprating.authority_id)


def _move(by: Viewer, uprating: Uprating, to: UpratingState, event: str, column: str) -> None:
    """Move it to a state in which the worker does something, and have the worker begin."""
    changes = {f"{column}_at": by.at, **actor_columns(f"{column}_by", by)}
    move(uprating, to, table=UPRATING_TRANSITIONS, by=by, event=event, changes=changes)
    uprating_asked.send(sender=Uprating, uprating_id=uprating.pk)
