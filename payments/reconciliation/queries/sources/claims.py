"""What matches use up, against the matches: due periods of planned support, and purchases given back."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from marketplace.brokerage.models import PlanLine
from payments.cards.models import ReceivedLine
from payments.reconciliation.models import DueClaim, Match
from payments.reconciliation.queries.sources.chunks import in_chunks
from payments.reconciliation.rules.refunds import REFUND
from payments.reconciliation.rules.states import MatchState
from payments.reconciliation.rules.values import Claim, TargetKind

_MATCH = ("pk", "state", "features", "line__account__person_id")
_CLAIM = ("pk", "match_id", "kind", "target_id", "due", "units_c", "released_at")
#: The person of a purchase, its day, and whether a match of it is active.
Purchase = tuple[int, date, bool]


def claims_that_differ() -> Iterator[str]:
    """Claims that are not what their match says that it uses up, or outlive it."""
    for chunk in in_chunks(Match.objects.values_list(*_MATCH, named=True)):
        claims = _claims([match.pk for match in chunk])
        made = [claim for some in claims.values() for claim in some]
        owners = _owners({c.target_id for c in made if c.kind == TargetKind.PLAN_LINE})
        purchases = _purchases({c.target_id for c in made if c.kind == REFUND})
        for match in chunk:
            yield from _as_said(match, claims[match.pk])
            for claim in claims[match.pk]:
                yield from _state(match, claim)
                if claim.kind == TargetKind.PLAN_LINE:
                    yield from _support(match, claim, owners)
                elif claim.kind == REFUND:
                    yield from _purchase(match, claim, purchases.get(claim.target_id))


def _claims(match_ids: Sequence[int]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    rows = DueClaim.objects.filter(match__in=match_ids).order_by("pk")
    for row in rows.values_list(*_CLAIM, named=True):
        found[row.match_id].append(row)
    return found


def _owners(ids: Collection[int]) -> dict[int, int]:
    return dict(PlanLine.objects.filter(pk__in=ids).values_list("pk", "person_id"))


def _purchases(ids: Collection[int]) -> dict[int, Purchase]:
    rows = ReceivedLine.objects.filter(pk__in=ids).values_list(
        "pk", "account__person_id", "booked_date"
    )
    matched = Match.objects.active().filter(line__in=ids).values_list("line_id", flat=True)
    active = set(matched)
    return {pk: (person, day, pk in active) for pk, person, day in rows}


def _as_said(match: Any, claims: Sequence[Any]) -> Iterator[str]:
    """A match keeps what it used up; one made before it did says nothing."""
    if "claimed" not in match.features:
        return
    said = Counter(
        Claim(kind, target, date.fromisoformat(due), units_c)
        for kind, target, due, units_c in match.features["claimed"]
    )
    kept = Counter(Claim(one.kind, one.target_id, one.due, one.units_c) for one in claims)
    for one in sorted(said - kept):
        yield f"Match {match.pk} uses up {_named(one)}, and no claim says so."
    for one in sorted(kept - said):
        yield f"A claim of match {match.pk} is {_named(one)}, and the match does not use it up."


def _named(claim: Claim) -> str:
    return f"{claim.kind} {claim.id}, {claim.due:%-d %B %Y}, {claim.units_c} hundredths"


def _state(match: Any, claim: Any) -> Iterator[str]:
    if (claim.released_at is None) != (match.state == MatchState.ACTIVE):
        is_held = "held" if claim.released_at is None else "released"
        yield f"Claim {claim.pk} is {is_held}, and its match {match.pk} is {match.state}."


def _support(match: Any, claim: Any, owners: Mapping[int, int]) -> Iterator[str]:
    if owners.get(claim.target_id) != match.line__account__person_id:
        yield f"Claim {claim.pk} of match {match.pk} is of planned support of nobody or another person."


def _purchase(match: Any, claim: Any, purchase: Purchase | None) -> Iterator[str]:
    if purchase is None:
        yield f"Claim {claim.pk} of match {match.pk} gives back a payment that is not there."
        return
    person_id, day, is_matched = purchase
    if person_id != match.line__account__person_id:
        yield f"Claim {claim.pk} of match {match.pk} gives back a payment of another person."
    if day != claim.due:
        yield (
            f"Claim {claim.pk} of match {match.pk} gives back a payment of {claim.due:%-d %B %Y}, and "
            f"that was on {day:%-d %B %Y}."
        )
    if claim.released_at is None and not is_matched:
        yield f"Claim {claim.pk} of match {match.pk} gives back a payment that is not matched."
