"""What payments were for, read in the order of their days: what is owed to the payee that a line names.

A payment is certain when exactly one reading of it fits what is owed, and nothing speaks against it. What a
later line explains (the other half of a bill) is settled when it has come.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from payments.reconciliation.rules.allocation import Allocations, nearest_first, openings_of
from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.naming import read
from payments.reconciliation.rules.shapes import (
    Explanation,
    Openings,
    Share,
    explanations,
    in_parts,
)
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.values import Case, FitKind, PaymentLine, Planned
from payments.reconciliation.rules.words import Said

# Days between the halves of one bill. Judgement: half now and half on Friday, or after the next load.
# Longer joins strangers.
PARTS_WITHIN = timedelta(14)
# Days between deposit and balance of what is bought once. Judgement: a stay is booked a season ahead.
DEPOSIT_WITHIN = timedelta(200)
# Days in which an equal payment is looked for that this one may repeat, beside the rhythm of what is planned.
# Judgement: half a rhythm; more doubts every weekly payment.
HALF = 2

#: A payee of the plan: the names that it goes by.
PayeeNames = tuple[str, ...]


@dataclass(slots=True)
class Spending:
    """One person's payments so far: what they used up, what is still open, and what repeats what."""

    case: Case
    candidates: Mapping[int, tuple[Candidate, ...]]
    allocations: Allocations
    repeats: dict[int, PaymentLine] = field(default_factory=dict)
    ties: dict[int, tuple[Candidate, ...]] = field(default_factory=dict)
    _paid: dict[tuple[PayeeNames, int], list[PaymentLine]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _open: dict[PayeeNames, list[PaymentLine]] = field(default_factory=lambda: defaultdict(list))

    def read_all(self, lines: Iterable[PaymentLine]) -> None:
        """Allocate what is certain. Lines matched earlier are remembered in their place."""
        earlier = [each.line for each in self.case.settled if each.line.amount_pence < 0]
        done = {line.id for line in earlier}
        for line in sorted([*earlier, *lines], key=lambda line: (line.day, line.id)):
            payee = self._payee_of(line)
            if line.id not in done:
                self._read(line, payee)
            self._paid[payee or (read(line).squeezed,), line.amount_pence].append(line)

    def _payee_of(self, line: PaymentLine) -> PayeeNames:
        named = self.candidates.get(line.id, ())
        return named[0].naming.payee if named and named[0].is_sure else ()

    def _read(self, line: PaymentLine, payee: PayeeNames) -> None:
        groups = self._groups(line)
        found: dict[PayeeNames, list[Explanation]] = {}
        for names, candidates in groups.items():
            found[names] = self._explained(line, candidates)
        best = {names: ways for names, ways in found.items() if ways}
        if len(best) == 1:
            names, ways = next(iter(best.items()))
            self._settle(line, names, groups[names], ways)
        elif best:
            self.ties[line.id] = tuple(c for names in best for c in groups[names])
        if line.id in self.allocations.by_line or line.id in self.ties:
            return
        self._note_repeat(line, payee)
        if line.id not in self.repeats:
            self._join(line, groups)

    def _groups(self, line: PaymentLine) -> dict[PayeeNames, list[Candidate]]:
        """Candidates by payee, of those that are named as surely as any."""
        sure = [each for each in self.candidates.get(line.id, ()) if each.is_sure]
        if not sure:
            return {}
        best = min(each.strength for each in sure)
        if best is not Strength.REFERENCE:
            most = max(each.naming.evidence.coverage for each in sure)
            sure = [each for each in sure if each.naming.evidence.coverage >= most - 10]
        else:
            sure = [each for each in sure if each.strength is best]
        groups: dict[PayeeNames, list[Candidate]] = defaultdict(list)
        for candidate in sure:
            groups[candidate.naming.payee].append(candidate)
        return groups

    def _openings(
        self, line: PaymentLine, candidates: Sequence[Candidate], late: int = 0
    ) -> dict[int, list]:
        return {
            item: openings_of(line, pieces, self.allocations, self.case.settings, late)
            for item, pieces in nearest_first(candidates).items()
        }

    def _explained(
        self, line: PaymentLine, candidates: Sequence[Candidate]
    ) -> list[Explanation]:
        openings = self._openings(line, candidates)
        found = explanations(-line.amount_pence, openings, self.case.settings)
        if not found and Said.CREDIT_NOTE in read(line).said:
            found = _less_credit(-line.amount_pence, openings)
        if not any(each.kind in _SIMPLE for each in found):
            openings = self._openings(line, candidates, late=_ARREARS)
            more = explanations(-line.amount_pence, openings, self.case.settings)
            found = [*found, *(each for each in more if each.kind in _OF_ARREARS)]
        return found

    def _settle(
        self,
        line: PaymentLine,
        names: PayeeNames,
        candidates: Sequence[Candidate],
        ways: list[Explanation],
    ) -> None:
        chosen = plainest(ways)
        if chosen is None:
            self.ties[line.id] = tuple(candidates)
            return
        if self._is_doubtful(line, names, chosen, candidates):
            return
        leading = next(c for c in candidates if c.source.id == chosen.shares[0].item_id)
        self.allocations.allocate(line, leading, chosen)

    def _is_doubtful(
        self,
        line: PaymentLine,
        names: PayeeNames,
        chosen: Explanation,
        candidates: Sequence[Candidate],
    ) -> bool:
        """An equal payment shortly before, unless the plan has room for both in its time."""
        before = self._paid.get((names, line.amount_pence), ())
        rhythm = max((c.every_days for c in candidates if _is_item(c, chosen)), default=0)
        within = max(self.case.settings.repeat_days, (rhythm - 1) // HALF)
        near = [each for each in before if (line.day - each.day).days <= within]
        if not near or chosen.kind is FitKind.PART:
            return False
        gap = (line.day - near[-1].day).days
        is_due_now = all(share.due.distance(line.day) == 0 for share in chosen.shares)
        if is_due_now or (chosen.days > 0 and gap > self.case.settings.repeat_days):
            return False
        self.repeats[line.id] = near[0]
        return True

    def _note_repeat(self, line: PaymentLine, payee: PayeeNames) -> None:
        before = self._paid.get((payee or (read(line).squeezed,), line.amount_pence), ())
        named = self.candidates.get(line.id, ())
        rhythm = named[0].every_days if named and named[0].is_sure else 0
        within = max(self.case.settings.repeat_days, (rhythm - 1) // HALF)
        near = [each for each in before if (line.day - each.day).days <= within]
        if near:
            self.repeats[line.id] = near[0]

    def _join(self, line: PaymentLine, groups: Mapping[PayeeNames, Sequence[Candidate]]) -> None:
        """The other part of a bill, of which an earlier line paid the first."""
        for names, candidates in groups.items():
            once = all(not c.every_days for c in candidates)
            within = DEPOSIT_WITHIN if once else PARTS_WITHIN
            for earlier in reversed(self._open[names]):
                if line.day - earlier.day <= within and self._join_two(earlier, line, candidates):
                    self._open[names].remove(earlier)
                    return
            self._open[names].append(line)

    def _join_two(
        self, first: PaymentLine, second: PaymentLine, candidates: Sequence[Candidate]
    ) -> bool:
        if first.id in self.allocations.by_line or first.amount_pence == second.amount_pence * 1000:
            return False
        openings = self._openings(first, [c for c in self.candidates[first.id] if c.is_sure])
        found = in_parts((-first.amount_pence, -second.amount_pence), openings)
        if len({opening.piece.id for opening, _ in found}) != 1:
            return False
        opening, parts = found[0]
        for line, other, (units_c, pence) in zip(
            (first, second), (second, first), parts, strict=True
        ):
            share = Share(opening.piece.id, pence, opening.due, units_c, opening.piece.price_pence)
            how = Explanation(FitKind.IN_PARTS, (share,), opening.cost)
            own = next(c for c in candidates if c.source.id == opening.piece.id)
            self.allocations.allocate(line, own, how, beside=(other.id,))
        return True


_SIMPLE = frozenset({FitKind.FULL, FitKind.PART, FitKind.TOGETHER, FitKind.SEVERAL, FitKind.RANGE})
_OF_ARREARS = frozenset({FitKind.SEVERAL, FitKind.TOGETHER})
# Days beside the usual lateness for which several dues at once may be in arrears. Judgement: two months.
_ARREARS = 49


def _is_item(candidate: Candidate, chosen: Explanation) -> bool:
    return any(share.item_id == candidate.source.id for share in chosen.shares)


def plainest(ways: Sequence[Explanation]) -> Explanation | None:
    """The one reading, where all plain ones say the same; None where two say different things.

    What is due now as a whole is plainer than a part of something, or a sum of several.
    """
    now = [each for each in ways if each.kind is FitKind.FULL and each.cost == 0]
    found = now or list(ways)
    best = min(each.kind for each in found)
    results = {each.result for each in found if each.kind is best or each.kind in _SIMPLE}
    if len(results) > 1:
        return None
    return min(found, key=lambda each: (each.kind, each.cost, each.shares))


def _less_credit(pence: int, openings: Openings) -> list[Explanation]:
    """A bill less a credit note: less than what is due, of one item alone."""
    items = [of_item for of_item in openings.values() if of_item]
    if len(items) != 1:
        return []
    total = 0
    for number, opening in enumerate(sorted(items[0], key=lambda each: each.due.first)):
        total += opening.pence
        if pence < total:
            share = Share(
                opening.piece.id, pence, opening.due, opening.room_c, opening.piece.price_pence
            )
            return [Explanation(FitKind.NET, (share,), opening.cost, opening.days, pence - total)]
        if number:
            break
    return []


def is_planned(candidate: Candidate) -> bool:
    return isinstance(candidate.source, Planned)
