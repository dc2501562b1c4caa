"""Money of the proof: received, matched by staff or by rule, given back, undone; the reference is told."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from django.db import transaction

from payments.cards.actions.posting import post_booked
from payments.cards.models import MoneyAccount, ReceivedLine
from payments.reconciliation import actions
from payments.reconciliation.actions import MATCHER, Chosen
from payments.reconciliation.models import Match
from payments.reconciliation.rules.refunds import REFUND
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer
from tests.payments.reconciliation.proof.said import shares_of_matches
from tests.payments.reconciliation.proof.subject import Subject
from tests.payments.reconciliation.reference import facts
from tests.payments.reconciliation.reference.movements import (
    Fact,
    MoneyIn,
    Movement,
    Purchase,
    Refund,
)

_numbers = count(1)
#: Room for the parts of a payment that was split between plan lines.
PARTS = 1000


@dataclass
class Purse:
    """Lines of one person's account, and which match of each the reference knows of."""

    subject: Subject
    lines: list[ReceivedLine] = field(default_factory=list)
    known: dict[int, int] = field(default_factory=dict)
    told: dict[int, list[Movement]] = field(default_factory=dict)

    def receive(self, pence: int, booked: date, payee: str = "", *, by_rule: bool = False) -> int:
        """A booked line of signed pence, told of now; `by_rule` lets the matcher look at it."""
        number = next(_numbers)
        subject = self.subject
        with transaction.atomic():
            account = MoneyAccount.objects.select_for_update().get(pk=subject.account.pk)
            line = ReceivedLine.objects.create(
                authority_id=account.authority_id,
                account=account,
                identity=f"proof:{number}",
                booked_date=booked,
                amount_pence=pence,
                currency="GBP",
                payee=payee or f"Zq{number}xv",
                state="booked",
                received_at=subject.at,
            )
            post_booked(by=subject.office, account=account, lines=[line])
            if by_rule:
                matcher = as_viewer(MATCHER, subject.at)
                actions.match_lines(by=matcher, line_ids=[line.pk])
        self.lines.append(line)
        self.told[line.pk] = []
        self._tell(line, [self._unmatched(line)])
        self.follow()
        return line.pk

    def confirm(self, line_id: int, kind: TargetKind, target_id: int = 0) -> bool:
        subject = self.subject
        done = subject.tried(
            lambda: actions.confirm_match(
                by=subject.office, line_id=line_id, chosen=Chosen(kind, target_id)
            )
        )
        self.follow()
        return done

    def split(self, line_id: int, chosen: Sequence[Chosen]) -> bool:
        subject = self.subject
        done = subject.tried(
            lambda: actions.split_line(by=subject.office, line_id=line_id, chosen=chosen)
        )
        self.follow()
        return done

    def undo(self, line_id: int) -> bool:
        subject = self.subject
        done = subject.tried(lambda: actions.unmatch(by=subject.office, line_id=line_id))
        self.follow(undone=line_id)
        return done

    def give_back(self, line_id: int, booked: date) -> int | None:
        """A refund of a whole purchase, which the matcher knows by payee and amount."""
        line = next(line for line in self.lines if line.pk == line_id)
        return self.receive(-line.amount_pence, booked, line.payee, by_rule=True)

    def is_matched(self, line_id: int) -> bool:
        return line_id in self.known

    def follow(self, undone: int = 0) -> None:
        """Tell the reference which lines are matched now, and to what. What the product undid by itself
        must be what nobody pays; `undone` is what staff undid."""
        matches = {
            match.line_id: match
            for match in Match.objects.active()
            .filter(line__account=self.subject.account)
            .prefetch_related("parts")
        }
        gone = [pk for pk in self.known if pk not in matches]
        self._check_unpaid(set(matches), [pk for pk in gone if pk != undone])
        for line in self.lines:
            match = matches.get(line.pk)
            if self.known.get(line.pk) == (match.pk if match else None):
                continue
            if line.pk in self.known:
                self._tell_claims(line, Match.objects.get(pk=self.known.pop(line.pk)), -1)
                self._tell(line, [self._unmatched(line)])
            if match:
                self._tell(line, list(self._movements(line, match)))
                self._tell_claims(line, match, 1)
                self.known[line.pk] = match.pk

    def _check_unpaid(self, matched: set[int], gone: Sequence[int]) -> None:
        shares = self.subject.told.shares(self.subject.today)
        for pk in gone:
            parts = [shares[move.number] for move in self.told[pk] if move.pence]
            assert not all(parts), f"payment {pk} was undone, and somebody pays it: {parts}"
        for pk in set(self.known) & matched:
            parts = [shares[move.number] for move in self.told[pk] if move.pence]
            assert all(parts), f"payment {pk} is matched, and nobody pays it"

    def differences(self) -> list[str]:
        """Where a payment's shares are not those of the reference, now."""
        found = shares_of_matches(self.subject.person)
        shares = self.subject.told.shares(self.subject.today)
        wanted: dict[tuple[int, int], dict[int, int]] = {}
        for line_id in self.known:
            for move in self.told[line_id]:
                line = move.line if isinstance(move, Purchase) else self._line_of(move)
                if move.pence:
                    wanted[line_id, line or 0] = shares[move.number]
        return [
            f"payment {key}: {found.get(key)} is not {wanted.get(key)}"
            for key in sorted({*found, *wanted})
            if found.get(key) != wanted.get(key)
        ]

    def _line_of(self, move: Movement) -> int | None:
        """The plan line of what was given back."""
        if not isinstance(move, Refund):
            return None
        moves = self.told[move.purchase // PARTS]
        return next(m.line for m in moves if m.number == move.purchase and isinstance(m, Purchase))

    def _tell(self, line: ReceivedLine, moves: list[Movement]) -> None:
        """What is not among them any more is of nothing."""
        numbers = {move.number for move in moves}
        rest = [replace(m, pence=0) for m in self.told[line.pk] if m.number not in numbers]
        today = self.subject.today
        self.subject.told.record(*(replace(move, told=today) for move in [*moves, *rest]))
        self.told[line.pk] = [*moves, *rest]

    def _unmatched(self, line: ReceivedLine) -> Movement:
        if line.amount_pence > 0:
            return MoneyIn(**self._facts(line, 0, line.amount_pence), agreement=0)
        return Purchase(**self._facts(line, 0, -line.amount_pence))

    def _facts(self, line: ReceivedLine, part: int, pence: int) -> dict[str, object]:
        today = self.subject.today
        received = self.told[line.pk][0].received if self.told[line.pk] else today
        return {
            "number": line.pk * PARTS + part,
            "account": self.subject.told.account,
            "pence": pence,
            "booked": line.booked_date,
            "received": received,
        }

    def _movements(self, line: ReceivedLine, match: Match) -> Iterator[Movement]:
        pence: dict[int, int] = defaultdict(int)
        for part in match.parts.all():
            pence[part.plan_line_id or 0] += part.amount_pence
        matched = self.subject.today
        kind, target = match.features["target"]
        refund = match.claims.filter(kind=REFUND).values_list("target_id", flat=True).first()
        if line.amount_pence < 0:
            for part_number, line_id in enumerate(sorted(pence)):
                said = self._facts(line, part_number, pence[line_id])
                yield Purchase(**said, matched=matched, line=line_id or None)
            return
        said = self._facts(line, 0, line.amount_pence)
        if refund is not None:
            yield Refund(**said, matched=matched, purchase=refund * PARTS)
        elif kind == TargetKind.FUND:
            yield MoneyIn(**said, matched=matched, agreement=0, fund=target)
        else:
            own = kind == TargetKind.CONTRIBUTION
            kinds: frozenset[facts.FundKind] = frozenset({"own" if own else "payer"})
            yield MoneyIn(**said, matched=matched, agreement=target, kinds=kinds)

    def _tell_claims(self, line: ReceivedLine, match: Match, sign: int) -> None:
        told: list[Fact] = [
            facts.Paid(
                recorded=self.subject.today,
                line=line_id,
                first=due,
                hundredths=sign * units,
                booked=line.booked_date,
            )
            for kind, line_id, due, units in match.claims.values_list(
                "kind", "target_id", "due", "units_c"
            )
            if kind == TargetKind.PLAN_LINE
        ]
        self.subject.told.record(*told)
