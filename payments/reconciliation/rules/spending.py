"""What payments were for, read in the order of their days: what is owed to the payee that a line names.

A payment is certain when exactly one reading of it fits what is owed, and nothing speaks against it. What a
later line explains (the other half of a bill) is settled when it has come.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from payments.reconciliation.rules.allocation import Allocations, Slot, openings_of
from payments.reconciliation.rules.amount_fit import fit_spending
from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.naming import Naming, names_in, read, text_of
from payments.reconciliation.rules.past import Past, PayeeNames
from payments.reconciliation.rules.readings import (
    PLAIN_KINDS,
    explanations,
    less_credit,
    may_be_slip,
    plainest,
)
from payments.reconciliation.rules.shapes import DueShare, Explanation, Opening, in_parts
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.values import (
    Case,
    FitKind,
    PaymentLine,
    Planned,
    Settled,
    TargetKind,
)
from payments.reconciliation.rules.words import Said, purchase_day

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
    repeats: dict[int, PaymentLine] = field(default_factory=dict)
    ties: dict[int, tuple[Candidate, ...]] = field(default_factory=dict)
    _open: dict[PayeeNames, list[PaymentLine]] = field(default_factory=lambda: defaultdict(list))
    _past: Past = field(init=False)

    def __post_init__(self) -> None:
        self._past = Past(self.case)

    def read_all(self, lines: Iterable[PaymentLine]) -> None:
        """Allocate what is certain. Lines matched earlier are remembered in their place."""
        earlier = {each.line.id: each for each in self.case.settled if each.line.amount_pence < 0}
        both = [*(each.line for each in earlier.values()), *lines]
        for line in sorted(both, key=lambda line: (line.day, line.id)):
            if settled := earlier.get(line.id):
                naming, claims = self._naming_before(settled), settled.claims
                self.allocations.pass_by(settled)
            else:
                self._read(line, self._payee_of(line))
                allocated = self.allocations.by_line.get(line.id)
                naming = allocated.candidate.naming if allocated else None
                claims = allocated.claims if allocated else ()
            self._past.note(
                line,
                naming.payee if naming else self._payee_of(line),
                naming,
                claims,
                names_nobody=not (settled or naming or self.candidates.get(line.id)),
            )

    def _payee_of(self, line: PaymentLine) -> PayeeNames:
        named = self.candidates.get(line.id, ())
        return named[0].naming.payee if named and named[0].is_sure else ()

    def _naming_before(self, settled: Settled) -> Naming | None:
        """How a line named the plan item that it was matched to; None where it was matched to none."""
        if settled.target_kind is not TargetKind.PLAN_LINE:
            return None
        piece = next(iter(self._pieces(settled.target_id)), None)
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
            self._candidate(line, planned, naming)
            for planned in self.case.planned
            if payee in (planned.names, planned.via_names)
        ]
        return {payee: found}

    def _read(self, line: PaymentLine, payee: PayeeNames) -> None:
        groups = self._groups(line) or self._known_by_number(line)
        then = self.allocations.used_then
        found = {names: self._explained(line, each, then) for names, each in groups.items()}
        best = {names: ways for names, ways in found.items() if ways}
        if len(best) == 1:
            names, ways = next(iter(best.items()))
            rivals = [c for other in groups if other != names for c in groups[other]]
            if any(self._could_be(line, each, ways) for each in rivals):
                self.ties[line.id] = (*groups[names], *rivals)
            else:
                self._settle(line, names, groups[names], ways)
        elif best:
            self.ties[line.id] = tuple(c for names in best for c in groups[names])
        if line.id in self.allocations.by_line or line.id in self.ties:
            return
        named = self.candidates.get(line.id, ())
        rhythm = named[0].every_days if named and named[0].is_sure else 0
        if repeated := self._past.equal_before(line, payee, rhythm):
            self.repeats[line.id] = repeated
        if line.id not in self.repeats and len(groups) == 1 and _is_well_named(groups):
            self._join(line, groups)

    def _groups(self, line: PaymentLine) -> dict[PayeeNames, list[Candidate]]:
        """Candidates by payee, of those that are named as surely as any."""
        sure = [each for each in self.candidates.get(line.id, ()) if each.is_sure]
        if not sure:
            return {}
        best = min(each.strength for each in sure)
        if best is Strength.REFERENCE:
            known = {each.naming.payee for each in sure if each.strength is best}
            sure = [each for each in sure if each.naming.payee in known] + self._others_of(
                line, known
            )
        else:
            most = max(each.naming.evidence.letters for each in sure)
            sure = [each for each in sure if each.naming.evidence.letters == most]
        groups: dict[PayeeNames, list[Candidate]] = defaultdict(list)
        for candidate in sure:
            groups[candidate.naming.payee].append(candidate)
        return groups

    def _others_of(self, line: PaymentLine, payees: set[PayeeNames]) -> list[Candidate]:
        """What else is planned with a payee who is known by the reference of one item alone."""
        have = {each.source for each in self.candidates.get(line.id, ()) if each.is_sure}
        return [
            self._candidate(line, planned, Naming(Strength.LIKE_NAME, planned.names))
            for planned in self.case.planned
            if planned.names in payees and planned not in have
        ]

    def _candidate(self, line: PaymentLine, planned: Planned, naming: Naming) -> Candidate:
        fit = fit_spending(planned, -line.amount_pence, self.case.settings)
        return Candidate(planned, TargetKind.PLAN_LINE, naming, fit)

    def _could_be(self, line: PaymentLine, rival: Candidate, ways: Sequence[Explanation]) -> bool:
        """Whether a payment to a payee who is named as surely might be for this one too, at any price that
        they ever had."""
        if all(each.kind not in _WHOLE for each in ways):
            return True
        return any(
            fit_spending(piece, -line.amount_pence, self.case.settings).kind is not FitKind.NONE
            for piece in self.case.planned
            if piece.id == rival.source.id
        )

    def _openings(
        self,
        line: PaymentLine,
        candidates: Sequence[Candidate],
        used: Mapping[Slot, int],
        late: int = 0,
    ) -> dict[int, list[Opening]]:
        day, settings = purchase_day(text_of(line), line.day), self.case.settings
        return {
            item: openings_of(
                day, self._pieces(item), used, settings, late, self._past.usual.get(item)
            )
            for item in dict.fromkeys(each.source.id for each in candidates)
        }

    def _pieces(self, item: int) -> list[Planned]:
        return [each for each in self.case.planned if each.id == item]

    def _explained(
        self, line: PaymentLine, candidates: Sequence[Candidate], used: Mapping[Slot, int]
    ) -> list[Explanation]:
        openings = self._openings(line, candidates, used)
        bundles = {_bundle(each) for each in candidates}
        together = len(bundles) == 1 and bundles != {""}
        found = explanations(-line.amount_pence, openings, self.case.settings, all_of_it=together)
        if Said.CREDIT_NOTE in read(line).said:
            return (
                found if len(openings) == 1 and found else less_credit(-line.amount_pence, openings)
            )
        payee = candidates[0].naming.payee
        found = [
            each
            for each in found
            if self._past.is_owed(line, payee, each, self.case.planned)
            and not may_be_slip(-line.amount_pence, each, openings)
        ]
        if not any(each.kind in PLAIN_KINDS for each in found):
            openings = self._openings(line, candidates, used, late=_ARREARS)
            more = explanations(-line.amount_pence, openings, self.case.settings)
            found += [
                each
                for each in more
                if each.kind in _OF_ARREARS
                and self._past.is_owed(line, payee, each, self.case.planned)
            ]
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
        rhythm = max((c.every_days for c in candidates if _is_item(c, chosen)), default=0)
        if repeated := self._past.repeated_by(line, names, chosen, rhythm):
            self.repeats[line.id] = repeated
            return
        if not self.allocations.is_as_then(chosen):
            now = plainest(self._explained(line, candidates, self.allocations.used))
            if now is None or now.result != chosen.result:
                return
            chosen = now
        leading = next(c for c in candidates if c.source.id == chosen.shares[0].item_id)
        self.allocations.allocate(line, leading, chosen)

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

    def _is_one_of_several(self, piece: Planned) -> bool:
        """Whether more than this is bought once of its payee: a deposit may be for either."""
        once = {e.id for e in self.case.planned if e.names == piece.names and not e.recurs}
        return len(once) > 1

    def _join_two(
        self, first: PaymentLine, second: PaymentLine, candidates: Sequence[Candidate]
    ) -> bool:
        if first.id in self.allocations.by_line:
            return False
        sure = [c for c in self.candidates[first.id] if c.is_sure]
        openings = self._openings(first, sure, self.allocations.used)
        found = in_parts((-first.amount_pence, -second.amount_pence), openings)
        if len({opening.piece.id for opening, _ in found}) != 1:
            return False
        opening, parts = found[0]
        if not opening.piece.recurs and self._is_one_of_several(opening.piece):
            return False
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
_WHOLE = frozenset({FitKind.FULL, FitKind.PART, FitKind.SEVERAL, FitKind.RANGE})
_OF_ARREARS = frozenset({FitKind.SEVERAL, FitKind.TOGETHER})
# Days beside the usual lateness for which several dues at once may be in arrears. Judgement: two months.
_ARREARS = 49


def _is_well_named(groups: Mapping[PayeeNames, Sequence[Candidate]]) -> bool:
    """Whether a name is sure enough for a sum that is not what is due."""
    candidates = next(iter(groups.values()))
    return any(
        each.strength is Strength.REFERENCE
        or each.naming.evidence.coverage >= WELL
        or not each.every_days
        for each in candidates
    )


def _bundle(candidate: Candidate) -> str:
    return candidate.source.bundle if isinstance(candidate.source, Planned) else ""


def _is_item(candidate: Candidate, chosen: Explanation) -> bool:
    return any(share.item_id == candidate.source.id for share in chosen.shares)
