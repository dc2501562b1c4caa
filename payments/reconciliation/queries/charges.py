"""What was matched so far, as charges that can be shared again."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Sum

from payments.cards.models import ReceivedLine
from payments.reconciliation.models import DueClaim, Match
from payments.reconciliation.queries.expected import Expected
from payments.reconciliation.rules.charges import Charge, parts_by_line, shares_of
from payments.reconciliation.rules.posting import NewPart
from payments.reconciliation.rules.refunds import REFUND
from payments.reconciliation.rules.values import INCOME_KINDS, Claim, TargetKind


def matches_of(person_ids: Collection[int]) -> list[Match]:
    """The active matches of people, with lines, parts and claims, by day and line. Three queries."""
    return list(
        Match.objects.active()
        .filter(line__account__person__in=person_ids)
        .select_related("line__account")
        .prefetch_related("parts", "claims")
        .order_by("line__booked_date", "line")
    )


def people_matched() -> list[int]:
    """The ids of all people who have matched payments, in order."""
    matched = Match.objects.active().order_by("line__account__person")
    return list(matched.values_list("line__account__person", flat=True).distinct())


def charges_of(match: Match, expected: Expected) -> Iterator[Charge]:
    """What a match charged, by target."""
    refund = refund_in(claims_of(match))
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


def claims_of(match: Match) -> tuple[Claim, ...]:
    """What a match uses up, or used up before it was undone. Load it with its claims."""
    return tuple(Claim(row.kind, row.target_id, row.due, row.units_c) for row in match.claims.all())


def claims_in(suggestion: Mapping[str, Any]) -> tuple[Claim, ...]:
    """What would be used up if a suggestion were accepted."""
    return tuple(
        Claim(kind, target_id, date.fromisoformat(due), units_c)
        for kind, target_id, due, units_c in suggestion.get("claims", [])
    )


def targets_in(suggestion: Mapping[str, Any], pence: int) -> list[tuple[TargetKind, int, int]]:
    """What a payment would be matched to if a suggestion were accepted, and the pence of each."""
    kind, target_id = suggestion["target"]
    split = [each for each in suggestion.get("split", []) if each[0] == kind]
    return [(TargetKind(k), id_, part) for k, id_, part in split or [(kind, target_id, pence)]]


def refund_in(claims: Iterable[Claim]) -> int | None:
    """Which received line is given back, of what a match or a suggestion uses up."""
    return next((claim.id for claim in claims if claim.kind == REFUND), None)


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
    claims = DueClaim.objects.active().filter(
        kind=TargetKind.PLAN_LINE, match__line__account__person__in=person_ids
    )
    sums = claims.order_by().values_list("target_id", "due").annotate(Sum("units_c"))
    return {(line_id, due): units_c for line_id, due, units_c in sums}


def parts_for(
    charges: Sequence[Charge], expected: Expected, person_id: int
) -> dict[int, list[NewPart]]:
    """The parts of new charges of one person, by received line; none of a line that nobody pays.

    Earlier payments are read where shares depend on them: for refunds, and contribution first.
    """
    if not charges:
        return {}
    earlier: list[Charge] = []
    if any(c.refund_of for c in charges) or expected.depends_on_order:
        new = {charge.line_id for charge in charges}
        for match in matches_of([person_id]):
            if match.line_id not in new:
                earlier += charges_of(match, expected)
    return parts_by_line(charges, shares_of([*earlier, *charges], expected.by_account))
