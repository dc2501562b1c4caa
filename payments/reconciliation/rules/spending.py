"""What payments were for, read in the order of their days: what is owed to the payee that a line names.

A payment is certain when exactly one reading of it fits what is owed, and nothing speaks against it. What a
later line explains (the other half of a bill) is settled when it has come.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from payments.reconciliation.rules.allocation import Allocations
from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.explaining import Explaining
from payments.reconciliation.rules.meant import (
    Groups,
    Meant,
    is_told_by_day,
    plainest_groups,
)
from payments.reconciliation.rules.naming import Naming, names_in
from payments.reconciliation.rules.paid_again import PaidAgain
from payments.reconciliation.rules.past import Past, PayeeNames
from payments.reconciliation.rules.readings import plainest
from payments.reconciliation.rules.shapes import DueShare, Explanation, in_parts, share_of
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.values import (
    Case,
    FitKind,
    PaymentLine,
    Settled,
    TargetKind,
)

# Days between the halves of one bill. Judgement: half now and half on Friday, or after the next load.
# Longer joins strangers.
PARTS_WITHIN = timedelta(14)
# Days between deposit and balance of what is bought once. Judgement: a stay is booked a season ahead.
DEPOSIT_WITHIN = timedelta(200)


@dataclass(slots=True)
class Spending:
    """One person's payments so far: what they used up, what is still open, and what repeats what."""

    case: Case
    candidates: Mapping[int, tuple[Candidate, ...]]
    allocations: Allocations
    ties: dict[int, tuple[Candidate, ...]] = field(default_factory=dict)
    _open: dict[PayeeNames, list[PaymentLine]] = field(default_factory=lambda: defaultdict(list))
    _past: Past = field(init=False)
    _meant: Meant = field(init=False)
    _explaining: Explaining = field(init=False)
    _again: PaidAgain = field(init=False)

    def __post_init__(self) -> None:
        self._past = Past(self.case)
        self._meant = Meant(self.case, self.candidates)
        self._explaining = Explaining(self.case, self._past)
        self._again = PaidAgain(self._meant, self._explaining, self.allocations, self.ties)

    @property
    def repeats(self) -> dict[int, PaymentLine]:
        """The payment that each one which is not matched may repeat, by line id."""
        return self._again.repeats

    def read_all(self, lines: Iterable[PaymentLine]) -> None:
        """Allocate what is certain. Lines matched earlier are remembered in their place."""
        earlier = {each.line.id: each for each in self.case.settled if each.line.amount_pence < 0}
        both = [*(each.line for each in earlier.values()), *lines]
        for line in sorted(both, key=lambda line: (line.day, line.id)):
            if settled := earlier.get(line.id):
                naming, claims = self._naming_before(settled), settled.claims
                self.allocations.pass_by(settled)
            else:
                self._read(line, self._meant.payee_of(line))
                allocated = self.allocations.by_line.get(line.id)
                naming = allocated.candidate.naming if allocated else None
                claims = allocated.claims if allocated else ()
            self._past.note(
                line,
                naming.payee if naming else self._meant.payee_of(line),
                naming,
                claims,
                names_nobody=not (settled or naming or self.candidates.get(line.id)),
            )
        self._again.settle()

    def _naming_before(self, settled: Settled) -> Naming | None:
        """How a line named the plan item that it was matched to; None where it was matched to none."""
        if settled.target_kind is not TargetKind.PLAN_LINE:
            return None
        piece = next(iter(self._explaining.pieces(settled.target_id)), None)
        if piece is None:
            return None
        return names_in(settled.line, piece, self.case) or Naming(Strength.LIKE_NAME, piece.names)

    def _known_by_number(self, line: PaymentLine) -> dict[PayeeNames, list[Candidate]]:
        """The payee whom an earlier line with the same mandate, account or customer number named."""
        if self.candidates.get(line.id):
            return {}
        payee = self._past.payee_by_number(line)
        if payee is None:
            return {}
        naming = Naming(Strength.LIKE_NAME, payee)
        found = [
            self._meant.candidate(line, planned, naming)
            for planned in self.case.planned
            if payee in (planned.names, planned.via_names)
        ]
        return {payee: found}

    def _read(self, line: PaymentLine, payee: PayeeNames) -> None:
        groups = self._meant.groups(line) or self._known_by_number(line)
        then = self.allocations.used_then
        found = {
            names: self._explaining.explained(line, each, then) for names, each in groups.items()
        }
        if plain := plainest_groups(found):
            names = plain[0]
            if len(plain) > 1:
                self.ties[line.id] = tuple(c for each in plain for c in groups[each])
            else:
                self._settle(line, names, groups, found[names])
        if line.id in self.allocations.by_line or line.id in self.ties:
            return
        named = self.candidates.get(line.id, ())
        rhythm = named[0].every_days if named and named[0].is_sure else 0
        if repeated := self._past.equal_before(line, payee, rhythm):
            self.repeats[line.id] = repeated
        if line.id not in self.repeats and len(groups) == 1 and _is_well_named(groups):
            self._join(line, groups)

    def _settle(
        self,
        line: PaymentLine,
        names: PayeeNames,
        groups: Groups,
        ways: list[Explanation],
    ) -> None:
        candidates = groups[names]
        meant = self._meant.referred_to(line)
        chosen = plainest(ways) or plainest([each for each in ways if each.items == meant])
        if chosen is None or self._meant.is_contested(line, names, groups, chosen):
            self.ties[line.id] = tuple(candidates)
            return
        rhythm = max((c.every_days for c in candidates if _is_item(c, chosen)), default=0)
        leading = next(c for c in candidates if c.source.id == chosen.shares[0].item_id)
        told = is_told_by_day(line, chosen)
        if repeated := self._past.repeated_by(line, names, chosen, rhythm, is_told_by_day=told):
            self._again.note(line, repeated, leading, candidates)
            return
        if not self.allocations.is_as_then(chosen):
            now = plainest(self._explaining.explained(line, candidates, self.allocations.used))
            if now is None or now.result != chosen.result:
                return
            chosen = now
            leading = next(c for c in candidates if c.source.id == chosen.shares[0].item_id)
        self.allocations.allocate(line, leading, chosen)

    def _join(self, line: PaymentLine, groups: Groups) -> None:
        """The other part of a bill, of which an earlier line paid the first."""
        for names, candidates in groups.items():
            once = all(not c.every_days for c in candidates)
            within = DEPOSIT_WITHIN if once else PARTS_WITHIN
            for earlier in reversed(self._open[names]):
                if line.day - earlier.day <= within and self._join_two(
                    earlier, line, names, groups
                ):
                    self._open[names].remove(earlier)
                    return
            self._open[names].append(line)

    def _join_two(
        self,
        first: PaymentLine,
        second: PaymentLine,
        names: PayeeNames,
        groups: Groups,
    ) -> bool:
        if first.id in self.allocations.by_line:
            return False
        sure = [c for c in self.candidates[first.id] if c.is_sure]
        openings = self._explaining.openings(first, sure, self.allocations.used)
        found = in_parts((-first.amount_pence, -second.amount_pence), openings)
        if len({opening.piece.id for opening, _ in found}) != 1:
            return False
        opening, parts = found[0]
        whole = Explanation(FitKind.IN_PARTS, (share_of(opening),), opening.cost)
        if any(self._meant.is_contested(line, names, groups, whole) for line in (first, second)):
            return False
        candidates = groups[names]
        for line, (units_c, pence) in zip((first, second), parts, strict=True):
            share = DueShare(
                opening.piece.id, pence, opening.due, units_c, opening.piece.price_pence
            )
            how = Explanation(FitKind.IN_PARTS, (share,), opening.cost)
            own = next(c for c in candidates if c.source.id == opening.piece.id)
            self.allocations.allocate(line, own, how)
        return True


# Hundredths of a name from which part of a bill may be told. Judgement: two telling words of three.
WELL = 70


def _is_well_named(groups: Groups) -> bool:
    """Whether a name is sure enough for a sum that is not what is due."""
    candidates = next(iter(groups.values()))
    return any(
        each.strength is Strength.REFERENCE or each.naming.evidence.coverage >= WELL
        for each in candidates
    )


def _is_item(candidate: Candidate, chosen: Explanation) -> bool:
    return any(share.item_id == candidate.source.id for share in chosen.shares)
