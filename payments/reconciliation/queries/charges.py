"""What was matched so far, as charges that can be shared again."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from payments.cards.models import ReceivedLine
from payments.reconciliation.models import Match
from payments.reconciliation.queries.expected import Expected
from payments.reconciliation.rules.charges import Charge
from payments.reconciliation.rules.refunds import REFUND
from payments.reconciliation.rules.values import INCOME_KINDS, TargetKind


def matches_of(person_ids: Collection[int]) -> list[Match]:
    """The active matches of people, with lines and parts, by day and line. Two queries."""
    return list(
        Match.objects.active()
        .filter(line__account__person__in=person_ids)
        .select_related("line__account")
        .prefetch_related("parts")
        .order_by("line__booked_date", "line")
    )


def people_matched() -> list[int]:
    """The ids of all people who have matched payments, in order."""
    matched = Match.objects.active().order_by("line__account__person")
    return list(matched.values_list("line__account__person", flat=True).distinct())


def charges_of(match: Match, expected: Expected) -> Iterator[Charge]:
    """What a match charged, by target."""
    refund = refund_in(match.features)
    for kind, target_id, pence in match.features.get("split") or _targets(match):
        yield new_charge(match.line, expected, TargetKind(kind), target_id, pence, refund_of=refund)


def _targets(match: Match) -> Iterator[tuple[str, int, int]]:
    """What a match is for, where it does not say it part by part."""
    kind, target_id = match.features.get("target", (TargetKind.OFF_PLAN.value, 0))
    pence: dict[tuple[str, int], int] = defaultdict(int)
    for part in match.parts.all():
        if part.plan_line_id is not None:
            target = (TargetKind.PLAN_LINE.value, part.plan_line_id)
        elif match.line.amount_pence < 0:
            target = (TargetKind.OFF_PLAN.value, 0)
        elif kind in INCOME_KINDS:
            target = (kind, target_id)
        else:
            target = (TargetKind.FUND.value, part.fund_id)
        pence[target] += part.amount_pence
    for (of_kind, of_id), amount in pence.items():
        yield of_kind, of_id, amount


def refund_in(features: Mapping[str, Any]) -> int | None:
    """Which received line is given back, as kept with a match or a suggestion."""
    claims = features.get("claims", [])
    return next((claim[1] for claim in claims if claim[0] == REFUND), None)


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


def paid_dues(person_ids: Collection[int]) -> dict[tuple[int, date], int]:
    """Hundredths of a unit that active matches pay of each due period, by plan line and first day."""
    paid: dict[tuple[int, date], int] = defaultdict(int)
    matches = Match.objects.active().filter(line__account__person__in=person_ids)
    for features in matches.values_list("features", flat=True):
        for kind, line_id, due, units_c in features.get("claims", []):
            if kind == TargetKind.PLAN_LINE:
                paid[line_id, date.fromisoformat(due)] += units_c
    return paid
