"""Every way to read a payment to one payee, of what is owed to them near its day, less what speaks against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from payments.reconciliation.rules.allocation import Slot, openings_of
from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.due_dates import days_between, due_near
from payments.reconciliation.rules.naming import read, text_of
from payments.reconciliation.rules.past import Past
from payments.reconciliation.rules.readings import (
    PLAIN_KINDS,
    explanations,
    is_slip_of_all,
    less_credit,
)
from payments.reconciliation.rules.shapes import DueShare, Explanation, Opening, Openings
from payments.reconciliation.rules.values import Case, FitKind, PaymentLine, Planned
from payments.reconciliation.rules.words import Said, purchase_day

_OF_ARREARS = frozenset({FitKind.SEVERAL, FitKind.TOGETHER})
# Days beside the usual lateness for which several dues at once may be in arrears. Judgement: two months.
_ARREARS = 49
# Days after a pause within which a payment may be for the time before it, and days later than usual that a last
# bill may come. Judgement: a week of bookings.
_UNSURE = 7


@dataclass(frozen=True, slots=True)
class Explaining:
    """One person's plan, and what earlier payments say of later ones."""

    case: Case
    past: Past

    def openings(
        self,
        line: PaymentLine,
        candidates: Sequence[Candidate],
        used: Mapping[Slot, int],
        late: int = 0,
    ) -> dict[int, list[Opening]]:
        """What is open of each plan item near the day of a payment."""
        day, settings = purchase_day(text_of(line), line.day), self.case.settings
        return {
            item: openings_of(
                day, self.pieces(item), used, settings, late, self.past.usual.get(item)
            )
            for item in dict.fromkeys(each.source.id for each in candidates)
        }

    def pieces(self, item: int) -> list[Planned]:
        """What a plan item is at each price and between its pauses."""
        return [each for each in self.case.planned if each.id == item]

    def explained(
        self, line: PaymentLine, candidates: Sequence[Candidate], used: Mapping[Slot, int]
    ) -> list[Explanation]:
        """All ways to read a payment, where so many hundredths of each due are used up."""
        openings = self.openings(line, candidates, used)
        bundles = {_bundle(each) for each in candidates}
        together = len(bundles) == 1 and bundles != {""}
        said = read(line).said
        found = explanations(
            -line.amount_pence,
            openings,
            self.case.settings,
            all_of_it=together,
            says_part=Said.PART in said,
        )
        if Said.CREDIT_NOTE in said:
            return (
                found if len(openings) == 1 and found else less_credit(-line.amount_pence, openings)
            )
        payee = candidates[0].naming.payee
        found = [
            each
            for each in found
            if self.past.is_owed(line, payee, each, self.case.planned)
            and not is_slip_of_all(-line.amount_pence, each, openings)
            and self._is_in_its_time(line, each, openings)
            and (Said.MILES not in said or self._has_miles(each))
        ]
        if not any(each.kind in PLAIN_KINDS for each in found):
            openings = self.openings(line, candidates, used, late=_ARREARS)
            more = explanations(
                -line.amount_pence, openings, self.case.settings, says_part=Said.PART in said
            )
            found += [
                each
                for each in more
                if each.kind in _OF_ARREARS
                and self.past.is_owed(line, payee, each, self.case.planned)
            ]
        return found

    def _has_miles(self, how: Explanation) -> bool:
        """Whether miles are in a reading, where any are planned."""
        miles = {piece.id for piece in self.case.planned if piece.unit == "mile"}
        return not miles or bool(miles & how.items)

    def _is_in_its_time(self, line: PaymentLine, how: Explanation, openings: Openings) -> bool:
        """Whether nothing of the days speaks against a reading of one due: the payment's own period is used up and
        this would be one more; it came before a due that follows a pause; or long after an end."""
        if len(how.shares) > 1 or how.kind not in (FitKind.FULL, FitKind.PART):
            return True
        share, day = how.shares[0], purchase_day(text_of(line), line.day)
        pieces = self.pieces(share.item_id)
        if day < share.due.first and _is_break(pieces, day):
            return False
        if how.kind is FitKind.PART and share.due.distance(day):
            own = [due for piece in pieces for due in due_near(piece, day, early=0, late=0)]
            have = {each.due for each in openings[share.item_id]}
            return all(due in have for due in own)
        if any(piece.holds_on(day) for piece in pieces):
            return day >= share.due.first or not _follows_a_gap(share, pieces, day)
        usual = self.past.usual.get(share.item_id)
        late = (day - share.due.first).days - (0 if usual is None else usual)
        return day >= share.due.first and late <= max(_UNSURE, days_between(pieces[0]) // 2)


def _follows_a_gap(share: DueShare, pieces: Sequence[Planned], day: date) -> bool:
    """Whether what a share is of had begun less than a week before, after a pause."""
    piece = next(each for each in pieces if each.holds_on(share.due.first))
    joins = any(each.until == piece.first for each in pieces)
    begun = piece.first > day - timedelta(_UNSURE)
    return begun and not joins and any(each.first < piece.first for each in pieces)


def _is_break(pieces: Sequence[Planned], day: date) -> bool:
    """Whether nothing was due for long before a day, of what has days of its own."""
    dated = [each for each in pieces if each.due_on and each.recurs]
    return bool(dated) and not any(
        due_near(each, day, early=0, late=max(each.every_days, _UNSURE)) for each in dated
    )


def _bundle(candidate: Candidate) -> str:
    return candidate.source.bundle if isinstance(candidate.source, Planned) else ""
