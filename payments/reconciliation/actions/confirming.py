"""A person says what a line was: the suggestion, another plan item, or several at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.dates import london_date
from payments.cards.models import ReceivedLine
from payments.cards.rules import LineState
from payments.reconciliation.actions.exceptions import close_exceptions
from payments.reconciliation.actions.writing import NewMatch, write_matches
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.permissions import check_can_reconcile
from payments.reconciliation.queries.expected import Expected, expected_of
from payments.reconciliation.queries.purchase_parts import parts_of_purchases
from payments.reconciliation.rules.posting import NewPart, parts_by_funds, problems_with_parts
from payments.reconciliation.rules.refunds import REFUND
from payments.reconciliation.rules.states import ExceptionState, token_of
from payments.reconciliation.rules.values import TargetKind, Tier

TAKEN = (
    "Somebody else has matched this payment since you opened the page. Nothing of yours was "
    "changed. Load the page again to see what they chose."
)
CHANGED = "What we suggest has changed since you opened the page. Look again before you confirm."


@dataclass(frozen=True, slots=True)
class Chosen:
    """What staff chose for a whole line or, in pence, for a part of it. Target ids are plan items or,
    for money in, budgets; off-plan spending has none."""

    kind: TargetKind
    target_id: int = 0
    amount_pence: int = 0


@transaction.atomic
def confirm_match(*, by: Viewer, line_id: int, chosen: Chosen, words: str = "") -> Match:
    """Match a whole line to what staff chose. Raises ReconciliationError when it is matched already."""
    line = _lock(by, line_id)
    whole = Chosen(chosen.kind, chosen.target_id, abs(line.amount_pence))
    return _confirm(by, line, [whole], words)


@transaction.atomic
def split_line(*, by: Viewer, line_id: int, chosen: Sequence[Chosen], words: str = "") -> Match:
    """Match a line to several plan items at once. Raises ReconciliationError unless the parts add up."""
    return _confirm(by, _lock(by, line_id), chosen, words)


@transaction.atomic
def accept_suggestions(*, by: Viewer, pinned: Mapping[int, str]) -> list[Match]:
    """Accept the suggestions of exceptions as they were shown: exception id -> `kind:id`.

    All or none. Raises ReconciliationError when one has changed or was decided meanwhile.
    """
    rows = {
        row.pk: row
        for row in MoneyException.objects.select_for_update()
        .filter(pk__in=pinned, state=ExceptionState.SUGGESTED)
        .order_by("pk")
    }
    if rows.keys() != pinned.keys():
        raise ReconciliationError(TAKEN)
    matches = []
    for pk in sorted(rows):
        row = rows[pk]
        if token_of(row.suggestion) != pinned[pk]:
            raise ReconciliationError(CHANGED)
        line = _lock(by, row.line_id)
        kind, target_id = row.suggestion["target"]
        chosen = Chosen(TargetKind(kind), target_id, abs(line.amount_pence))
        matches.append(_confirm(by, line, [chosen], row.why, row.suggestion))
    return matches


def _lock(by: Viewer, line_id: int) -> ReceivedLine:
    line = (
        ReceivedLine.objects.select_for_update(of=("self",))
        .select_related("account")
        .get(pk=line_id)
    )
    check_can_reconcile(by, line)
    if line.state != LineState.BOOKED or not line.amount_pence:
        raise ReconciliationError("Only a booked payment in pounds can be matched.")
    if Match.objects.active().filter(line=line).exists():
        raise ReconciliationError(TAKEN)
    return line


def _confirm(
    by: Viewer,
    line: ReceivedLine,
    chosen: Sequence[Chosen],
    words: str,
    seen: Mapping[str, Any] | None = None,
) -> Match:
    expected = expected_of([line.account.person_id], london_date(by.at))[line.account.person_id]
    parts = [part for one in chosen for part in _parts(one, line, expected, seen or {})]
    if problems := problems_with_parts(parts, line.amount_pence):
        raise ReconciliationError(*problems)
    new = NewMatch(
        line, parts, Tier.STAFF, _reason(chosen, expected, words), _features(chosen, seen)
    )
    try:
        with transaction.atomic():
            match = write_matches(by=by, authority_id=line.authority_id, made=[new])[0]
    except IntegrityError as error:
        raise ReconciliationError(TAKEN) from error
    close_exceptions(by=by, line_ids=[line.pk], outcome="Matched by staff.")
    record(
        event="line_split" if len(chosen) > 1 else "line_confirmed",
        by=by,
        subject=match,
        line_id=line.pk,
        plan_item_ids=sorted({p.plan_item_id for p in parts if p.plan_item_id}),
        parts=len(parts),
    )
    return match


def _parts(
    chosen: Chosen, line: ReceivedLine, expected: Expected, seen: Mapping[str, Any]
) -> list[NewPart]:
    if chosen.amount_pence <= 0:
        raise ReconciliationError("Every part must be more than £0.")
    refund = next((claim for claim in seen.get("claims", []) if claim[0] == REFUND), None)
    if refund:
        return parts_of_purchases([refund[1]]).get(refund[1], [])
    if chosen.kind is TargetKind.OFF_PLAN:
        shares = _off_plan_shares(expected)
        return parts_by_funds(chosen.amount_pence, shares)
    money_in = chosen.kind in (TargetKind.LOAD, TargetKind.CONTRIBUTION)
    if money_in and line.amount_pence < 0:
        raise ReconciliationError("Money paid out cannot be a payment in.")
    shares = dict(expected.shares.get((chosen.kind, chosen.target_id), {}))
    if not shares:
        raise ReconciliationError("That is not in this person’s plan or budget any more.")
    item = None if money_in else chosen.target_id
    return parts_by_funds(chosen.amount_pence, shares, item)


def _off_plan_shares(expected: Expected) -> dict[int, int]:
    """Off the plan, every fund of the newest budget shares, as money in does."""
    budgets = [target for kind, target in expected.shares if kind is not TargetKind.PLAN_ITEM]
    newest = max(budgets, default=0)
    shares = {
        stream: weight
        for (kind, target), streams in expected.shares.items()
        if kind is not TargetKind.PLAN_ITEM and target == newest
        for stream, weight in streams.items()
    }
    if not shares:
        raise ReconciliationError("This person has no budget, so no fund can pay for it.")
    return shares


def _reason(chosen: Sequence[Chosen], expected: Expected, words: str) -> str:
    if words:
        return words
    labels = {planned.id: planned.label for planned in expected.planned}
    targets = [
        labels.get(one.target_id, one.kind.label)
        if one.kind is TargetKind.PLAN_ITEM
        else one.kind.label
        for one in chosen
    ]
    return f"Chosen by staff: {' and '.join(targets)}."


def _features(chosen: Sequence[Chosen], seen: Mapping[str, Any] | None) -> dict[str, Any]:
    target = [chosen[0].kind.value, chosen[0].target_id]
    return {**(seen or {"claims": [], "periods": 1, "alternatives": []}), "target": target}
