"""Each match against its parts, and its parts against the transfers in the ledger."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from payments.cards.rules import POUNDS, LineState
from payments.ledger.models import Transfer
from payments.ledger.periods import days_posted_on
from payments.ledger.queries import firsts_open
from payments.ledger.rules import AccountKind
from payments.reconciliation.models import Match, MatchPart
from payments.reconciliation.queries.sources.chunks import in_chunks
from payments.reconciliation.rules.posting import ADJUSTING, NewPart, account_of
from payments.reconciliation.rules.states import MatchState

_MATCH = (
    "pk",
    "state",
    "group",
    "authority_id",
    "line_id",
    "line__authority_id",
    "line__amount_pence",
    "line__booked_date",
    "line__state",
    "line__account__currency",
    "line__account__person_id",
)
_PART = (
    "pk",
    "match_id",
    "plan_line_id",
    "fund_id",
    "amount_pence",
    "fund__person_id",
    "plan_line__person_id",
)
_LEG = (
    "pk",
    "group",
    "authority_id",
    "amount_pence",
    "effective_date",
    "source",
    "debit__kind",
    "debit__person_id",
    "debit__plan_line_id",
    "debit__fund_id",
    "credit__kind",
    "credit__person_id",
    "credit__plan_line_id",
    "credit__fund_id",
    "reversed_by",
)
#: What an account is of: kind, person, planned support, fund.
Place = tuple[str, int | None, int | None, int | None]


def matches_that_differ() -> Iterator[str]:
    """Matches whose payment, parts and transfers do not say the same."""
    for chunk in in_chunks(Match.objects.values_list(*_MATCH, named=True)):
        ids, groups = [match.pk for match in chunk], [match.group for match in chunk]
        parts = _by(MatchPart.objects.filter(match__in=ids).values_list(*_PART, named=True), 1)
        posted = _by(Transfer.objects.filter(group__in=groups).values_list(*_LEG, named=True), 1)
        late = firsts_open({match.authority_id for match in chunk})
        for match in chunk:
            adjusted = [leg for leg in posted[match.group] if leg.source == ADJUSTING]
            legs = [leg for leg in posted[match.group] if leg.source != ADJUSTING]
            days = days_posted_on(match.line__booked_date, late[match.authority_id])
            yield from _of_its_line(match)
            yield from _parts_of_others(match, parts[match.pk])
            yield from _sums(match, parts[match.pk], legs)
            yield from _undone(match, posted[match.group])
            yield from _places(match, parts[match.pk], legs, adjusted)
            for leg in legs:
                yield from _leg(match, leg)
            for leg in posted[match.group]:
                yield from _day_and_council(match, leg, days)


def _by(rows: Any, column: int) -> Mapping[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row[column]].append(row)
    return found


def _of_its_line(match: Any) -> Iterator[str]:
    if match.authority_id != match.line__authority_id:
        yield f"Match {match.pk} is of another council than its payment {match.line_id}."
    if match.state == MatchState.ACTIVE and match.line__state != LineState.BOOKED:
        yield f"Match {match.pk} is of payment {match.line_id}, which is not booked."
    if match.line__account__currency != POUNDS:
        yield (
            f"Match {match.pk} puts payment {match.line_id} to planned support or a fund in pounds, and "
            f"its account is in {match.line__account__currency}."
        )


def _parts_of_others(match: Any, parts: Sequence[Any]) -> Iterator[str]:
    """Funds and plan lines of a part are of the person whose payment it is."""
    for part in parts:
        owners = {part.fund__person_id, part.plan_line__person_id} - {None}
        if owners - {match.line__account__person_id}:
            yield (
                f"Part {part.pk} of match {match.pk} names a fund or planned support of another person."
            )


def _sums(match: Any, parts: Sequence[Any], legs: Sequence[Any]) -> Iterator[str]:
    """A match has posted its line's pence, in parts that add up."""
    line_pence = abs(match.line__amount_pence)
    moved, parted = _pence(legs), _pence(parts)
    if not moved == parted == line_pence:
        yield (
            f"Match {match.pk} posted {moved} pence for a line of {line_pence}, in parts of {parted}."
        )


def _undone(match: Any, legs: Sequence[Any]) -> Iterator[str]:
    """All of an undone match is undone, what was put right later too; of an active one nothing."""
    undone, moved = _pence([leg for leg in legs if leg.reversed_by is not None]), _pence(legs)
    if undone != (moved if match.state == MatchState.UNDONE else 0):
        yield f"Match {match.pk} is {match.state}, and {undone} pence of it were undone."


def _pence(rows: Sequence[Any]) -> int:
    return sum(row.amount_pence for row in rows)


def _places(
    match: Any, parts: Sequence[Any], legs: Sequence[Any], adjusted: Sequence[Any]
) -> Iterator[str]:
    """Where the parts put the money, and where the ledger has it."""
    said = Counter((_place_of_part(match, part), part.amount_pence) for part in parts)
    side = _target_side(match)
    posted = Counter((_place(leg, side), leg.amount_pence) for leg in legs)
    if adjusted:
        said, posted = _put_right(said), _put_right(posted, adjusted, side)
    for (place, pence), times in sorted((said - posted).items(), key=str):
        yield (
            f"Match {match.pk} puts {pence} pence to {_named(place)}, and the ledger does not"
            f"{_often(times)}."
        )
    for (place, pence), times in sorted((posted - said).items(), key=str):
        yield (
            f"The ledger puts {pence} pence to {_named(place)} for match {match.pk}, which does not"
            f" say so{_often(times)}."
        )


Placed = Counter[tuple[Place, int]]


def _put_right(placed: Placed, adjusted: Sequence[Any] = (), side: str = "") -> Placed:
    """What each place has in all: with what was moved from one to the other after its period was closed."""
    total: Counter[Place] = Counter()
    for (place, pence), times in placed.items():
        total[place] += pence * times
    for leg in adjusted:
        total[_place(leg, side)] += leg.amount_pence
        total[_place(leg, _other(side))] -= leg.amount_pence
    return Counter({(place, pence): 1 for place, pence in total.items() if pence})


def _often(times: int) -> str:
    return f", {times} times" if times > 1 else ""


def _place_of_part(match: Any, part: Any) -> Place:
    new = NewPart(part.fund_id, part.amount_pence, part.plan_line_id)
    account = account_of(new, match.line__account__person_id, match.line__amount_pence)
    return (account.kind.value, account.person_id, account.plan_line_id, account.fund_id)


def _target_side(match: Any) -> str:
    return "debit" if match.line__amount_pence < 0 else "credit"


def _other(side: str) -> str:
    return "credit" if side == "debit" else "debit"


def _place(leg: Any, side: str) -> Place:
    names = ("kind", "person_id", "plan_line_id", "fund_id")
    kind, person, line, fund = (getattr(leg, f"{side}__{name}") for name in names)
    return (kind, person, line, fund)


def _named(place: Place) -> str:
    kind, person, line, fund = place
    return f"{kind} (person {person}, planned support {line}, fund {fund})"


def _leg(match: Any, leg: Any) -> Iterator[str]:
    waiting = _place(leg, _other(_target_side(match)))
    if waiting != (AccountKind.UNALLOCATED.value, match.line__account__person_id, None, None):
        yield (
            f"Transfer {leg.pk} of match {match.pk} is not out of, or into, the unallocated money of "
            "the payment's person."
        )


def _day_and_council(match: Any, leg: Any, days: Collection[date]) -> Iterator[str]:
    """On the payment's own day, or on what was the first open day when it came late."""
    if leg.effective_date not in days:
        yield (
            f"Transfer {leg.pk} of match {match.pk} is of {leg.effective_date:%-d %B %Y}, and the "
            f"payment is of {match.line__booked_date:%-d %B %Y}."
        )
    if leg.authority_id != match.authority_id:
        yield f"Transfer {leg.pk} of match {match.pk} is of another council."
