"""Whom a payment names, of those who are planned: who is named as surely as any, and who may be meant instead."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from payments.reconciliation.rules.amount_fit import fit_spending
from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.due_dates import due_near
from payments.reconciliation.rules.names import LIKE
from payments.reconciliation.rules.naming import Naming, has_reference, read, says_nobody, text_of
from payments.reconciliation.rules.past import PayeeNames
from payments.reconciliation.rules.rivals import (
    is_contested,
    is_named_as_well,
    may_be_mistaken,
    plainness,
)
from payments.reconciliation.rules.shapes import Explanation
from payments.reconciliation.rules.spelling import (
    LEAST_BEGINNING,
    SAME,
    begins_with_what_stands,
    stands_in_order,
)
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.values import (
    Case,
    FitKind,
    PaymentLine,
    Planned,
    TargetKind,
)
from payments.reconciliation.rules.words import purchase_day, told_day

#: Candidates by payee, of those that are named as surely as any.
Groups = Mapping[PayeeNames, Sequence[Candidate]]


@dataclass(frozen=True, slots=True)
class Meant:
    """One person's plan lines, and the candidates of each payment by line id."""

    case: Case
    candidates: Mapping[int, tuple[Candidate, ...]]

    def payee_of(self, line: PaymentLine) -> PayeeNames:
        named = self.candidates.get(line.id, ())
        return named[0].naming.payee if named and named[0].is_sure else ()

    def groups(self, line: PaymentLine) -> dict[PayeeNames, list[Candidate]]:
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
            self.candidate(line, planned, Naming(Strength.LIKE_NAME, planned.names))
            for planned in self.case.planned
            if planned.names in payees and planned not in have
        ]

    def candidate(self, line: PaymentLine, planned: Planned, naming: Naming) -> Candidate:
        fit = fit_spending(planned, -line.amount_pence, self.case.settings)
        return Candidate(planned, TargetKind.PLAN_LINE, naming, fit)

    def _others(
        self, line: PaymentLine, names: PayeeNames, groups: Mapping[PayeeNames, object]
    ) -> list[Planned]:
        """All that is planned with whom the line names, with whom it may name instead, and with whom it names
        whole beside them."""
        sure = [each for each in self.candidates.get(line.id, ()) if each.is_sure]
        is_proved = any(each.strength is Strength.REFERENCE for each in sure)
        named = {e.naming.payee for e in sure if e.naming.evidence.coverage >= SAME}
        words = read(line)
        in_full = self._is_in_full(line, names)
        if not in_full:
            most = max((each.naming.evidence.letters for each in sure), default=0)
            named |= {
                each.naming.payee
                for each in self.candidates.get(line.id, ())
                if is_named_as_well(words, each.naming.payee, self.case.index, most)
            }
        payees = {*groups} if is_proved else {*groups, *named}
        return [
            piece
            for piece in self.case.planned
            if {piece.names, piece.via_names} & payees
            or (not is_proved and not in_full and may_be_mistaken(piece.names, names))
            or (not is_proved and begins_with_what_stands(names, words, piece.names))
        ]

    def is_contested(
        self,
        line: PaymentLine,
        names: PayeeNames,
        groups: Mapping[PayeeNames, object],
        how: Explanation,
    ) -> bool:
        """Whether a payment may as well be for another plan line than a reading of it says."""
        own = {share.item_id for share in how.shares}
        if own & self.referred_to(line):
            return how.kind is not FitKind.FULL and not self._names_own(line, own)
        if how.kind is FitKind.NEAR and not self._is_well_named(line, names):
            return True
        others = [each for each in self._others(line, names, groups) if each.id not in own]
        day, settings = purchase_day(text_of(line), line.day), self.case.settings
        if how.kind is FitKind.RANGE and any(names not in (e.names, e.via_names) for e in others):
            return True  # Almost any pay is within what was agreed: the name must say whose.
        if is_told_by_day(line, how):
            others = [each for each in others if due_near(each, day, early=0, late=0)]
        return is_contested(how, -line.amount_pence, day, others, settings)

    def _is_in_full(self, line: PaymentLine, names: PayeeNames) -> bool:
        """Whether a line has all words of a name, or the payee's number."""
        sure = [each for each in self.candidates.get(line.id, ()) if each.naming.payee == names]
        by_number = any(each.strength is Strength.REFERENCE for each in sure)
        return by_number or any(stands_in_order(name, read(line)) for name in names)

    def _is_well_named(self, line: PaymentLine, names: PayeeNames) -> bool:
        """Whether a name is sure enough for a sum that is only near: its beginning or its words together, not words
        of it here and there."""
        own = [
            e.naming.evidence for e in self.candidates.get(line.id, ()) if e.naming.payee == names
        ]
        return self._is_in_full(line, names) or any(
            each.is_cut or each.coverage == 100 or each.letters >= LEAST_BEGINNING for each in own
        )

    def _names_own(self, line: PaymentLine, items: set[int]) -> bool:
        """Whether a line has the name, too, of one of the plan items whose reference it bears; or no name."""
        own = [each for each in self.candidates.get(line.id, ()) if each.source.id in items]
        return says_nobody(line) or any(each.naming.evidence.coverage >= LIKE for each in own)

    def referred_to(self, line: PaymentLine) -> set[int]:
        """The one plan item whose own reference the line bears; none where several have it."""
        found = {piece.id for piece in self.case.planned if has_reference(line, piece)}
        return found if len(found) == 1 else set()


def is_told_by_day(line: PaymentLine, how: Explanation) -> bool:
    """Whether the bank wrote the day of purchase, and it is the one day on which all of that happens: what
    happens on other days is not meant. The day of booking tells nothing."""
    is_on_the_day = how.kind is FitKind.FULL and how.days == 0
    return (
        is_on_the_day
        and all(share.due.first == share.due.last for share in how.shares)
        and told_day(text_of(line), line.day) is not None
    )


def plainest_groups(found: Mapping[PayeeNames, Sequence[Explanation]]) -> list[PayeeNames]:
    """The payees for whom an amount is plainest."""
    plainest_of = {names: min(map(plainness, ways)) for names, ways in found.items() if ways}
    return [names for names, each in plainest_of.items() if each == min(plainest_of.values())]
