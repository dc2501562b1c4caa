"""What was matched so far, as charges that can be shared again."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from payments.cards.models import ReceivedLine
from payments.reconciliation.models import Match
from payments.reconciliation.queries.expected import Expected
from payments.reconciliation.rules.charges import Charge
from payments.reconciliation.rules.refunds import REFUND
from payments.reconciliation.rules.values import TargetKind


def matches_of(person_ids: Collection[int], since: date | None = None) -> list[Match]:
    """The active matches of people, with lines and parts, by day and line. Two queries."""
    found = Match.objects.active().filter(line__account__person__in=person_ids)
    if since is not None:
        found = found.filter(line__booked_date__gte=since)
    return list(
        found.select_related("line__account")
        .prefetch_related("parts")
        .order_by("line__booked_date", "line")
    )


def charges_of(match: Match, expected: Expected) -> Iterator[Charge]:
    """What a match charged, by plan line."""
    line = match.line
    kind, target_id = match.features.get("target", [TargetKind.OFF_PLAN.value, 0])
    refund = next((c[1] for c in match.features.get("claims", []) if c[0] == REFUND), None)
    pence: dict[int | None, int] = defaultdict(int)
    for part in match.parts.all():
        pence[part.plan_line_id] += part.amount_pence
    for plan_line_id, amount in pence.items():
        if plan_line_id is not None:
            target = (TargetKind.PLAN_LINE, plan_line_id)
        elif line.amount_pence > 0:
            target = (TargetKind(kind), target_id)
        else:
            target = (TargetKind.OFF_PLAN, 0)
        yield new_charge(line, expected, *target, amount, refund_of=refund)


def new_charge(
    line: ReceivedLine,
    expected: Expected,
    kind: TargetKind,
    target_id: int,
    pence: int,
    *,
    refund_of: int | None = None,
) -> Charge:
    """A charge of pence of a line to a target, with the agreement that its plan line names."""
    named = (
        expected.agreement_named_by(target_id, line.booked_date)
        if kind is TargetKind.PLAN_LINE
        else None
    )
    return Charge(
        line.pk,
        line.account_id,
        line.booked_date,
        pence,
        kind,
        target_id,
        is_money_in=line.amount_pence > 0,
        agreement_id=named,
        refund_of=refund_of,
    )
