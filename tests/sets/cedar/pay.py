"""Turns a payment into a line: words, type, what can be known, how hard."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from . import banks
from .bills import near_change
from .days import next_working
from .fair import alive, rank, rivals
from .model import Account, Item, Line, Payee, Person
from .names import LAST
from .payees import MCC
from .say import Said, could_be, say

TYPES = {
    "trading": "trading name instead of legal name",
    "descriptor": "card descriptor",
    "aggregator": "payment aggregator",
    "mistyped": "mistyped name",
    "account": "account number only",
    "nameless": "payment aggregator",
    "collector": "direct-debit collector",
    "collector with reference": "direct-debit collector",
    "collector alone": "direct-debit collector",
}
CARE_REFS = [
    "WEEK {w}",
    "WAGES",
    "WAGES THANKS X",
    "W/E {e}",
    "MUM CARE",
    "CARE",
    "HOURS WK{w}",
    "PAY {m}",
    "{f} CARE",
    "PA PAY",
    "WK {w} THANKS",
    "WAGES {m}",
    "CARE W/C {b}",
    "thank you",
    "{f}",
]
FIRM_REFS = [
    "INV {i}",
    "INV{i}",
    "INVOICE {i}",
    "{i}",
    "{i} {l}",
    "CARE {m}",
    "{m} BILL",
    "{l}",
    "W/E {e}",
    "{l} {m}",
    "INV {i} {f}",
    "{f} {l}",
]
MONTHS = banks.MONTHS


@dataclass
class Pay:
    """A payment as someone makes it, before the bank writes it."""

    day: date
    parts: list[tuple[Item, int]]
    type: str = ""
    points: int = 0
    ref: str | None = None
    rule: str = ""
    also: list[str] = field(default_factory=list)
    matchable: bool = True
    may_claim: bool = False
    label: str = "match"
    why: str = ""
    group: str = ""
    payee: Payee | None = None
    channel: str = ""
    refund_of: Line | None = None
    candidates: list[list[tuple[Item, int]]] = field(default_factory=list)
    period_end: date | None = None
    keep_items: bool = True
    pence: int = 0
    sure: bool = False


class Writer:
    """Writes the payments of one person into the accounts."""

    everyone: list[Payee] = []

    def __init__(self, person: Person, stop: date) -> None:
        self.person, self.rng, self.stop = person, person.rng, stop
        self.said_before: set[str] = set()
        self.fixed: dict[str, str] = {}
        self.habit: dict[tuple[str, str], Said] = {}

    def usual(self, head: Item, payee: Payee, channel: str) -> Said:
        """The name as it mostly stands for this payee on this channel; mandates and saved payees keep it."""
        rng, kind = self.rng, {"REFUND_CARD": "CARD", "FPI": "FPO"}.get(channel, channel)
        keep = {"SO": 1.0, "DD": 0.85, "CARD": 0.85}.get(channel, 0.5)
        known = self.habit.get((payee.id, channel))
        if known and rng.random() < keep:
            return known
        said = say(rng, head, payee, kind, payee.id not in self.said_before)
        while channel == "SO" and said.way in ("mistyped", "reference"):
            said = say(rng, head, payee, kind, False)
        if said.way not in ("mistyped", "reference", "account") or channel == "SO":
            self.habit.setdefault((payee.id, channel), said)
        return said

    def account_for(self, channel: str) -> Account:
        """The card account for card payments, else the bank account, where there are both."""
        for account in self.person.accounts:
            if (account.kind == "card") == (channel in ("CARD", "REFUND_CARD")):
                return account
        return self.person.accounts[0]

    def reference(self, item: Item, end: date) -> str:
        """What someone types, or nothing."""
        rng, luck = self.rng, self.rng.random()
        if item.reference and luck < 0.62:
            return item.reference
        if luck > 0.9 and item.kind != "tax":
            return ""
        forms = CARE_REFS if item.kind in ("pa", "mileage") else FIRM_REFS
        if not item.invoice:
            forms = [f for f in forms if "{i}" not in f]
        person = self.person
        last_number = item.invoice - (1 if rng.random() < 0.03 else 0)
        return rng.choice(forms).format(
            w=end.isocalendar()[1],
            e=f"{end.day:02d} {MONTHS[end.month - 1]}",
            m=MONTHS[end.month - 1],
            f=person.first.upper(),
            l=person.last.upper(),
            i=last_number,
            b=f"{(end - timedelta(days=6)).day:02d}/{(end - timedelta(days=6)).month:02d}",
        )

    def pay(self, pay: Pay) -> Line:
        """The line for a payment."""
        rng, head = self.rng, pay.parts[0][0]
        payee = pay.payee or head.via or head.payee
        assert payee
        channel = pay.channel or head.channel
        if channel in ("FPO", "CARD") and rng.random() < 0.07 and not pay.channel:
            channel = (
                "CARD"
                if channel == "FPO" and not payee.human and (payee.descriptor or payee.collector)
                else "FPO"
            )
        if channel == "BP" and self.account_for(channel).kind == "card":
            channel = "FPO"
        account = self.account_for(channel)
        said = self.usual(head, payee, channel)
        if channel == "FPI" and said.way in ("account", "reference"):
            said = Said(payee.legal, "plain", 0)
        if said.way == "reference" and (pay.ref is not None or pay.points or len(pay.parts) > 1):
            said = Said(payee.legal, "plain", 0)
        self.said_before.add(payee.id)
        ref = pay.ref if pay.ref is not None else self.reference(head, pay.period_end or pay.day)
        said, channel = self.dark(pay, said, payee, channel, account)
        if said.way == "married":
            ref = rng.choice(["WAGES", "CARE", "THANKS", ""])
        if channel == "DD":
            ref = head.reference or rng.choice(
                [
                    self.person.last.upper(),
                    f"{self.person.first[0]} {self.person.last}".upper(),
                    str(rng.randint(10000, 9999999)),
                    "",
                ]
            )
        if channel == "SO" and not (head.reference and head.reference in ref):
            ref = rng.choice(
                ["WAGES", "CARE", "PA PAY", self.person.first.upper()]
                if payee.human
                else [self.person.last.upper(), "CARE", "DP", ""]
            )
        if channel in ("DD", "SO"):
            ref = self.fixed.setdefault(f"{head.id}{channel}", ref)
        bought = pay.day
        day = booked(rng, channel, bought)
        same = channel in ("DD", "SO") and rng.random() < 0.93
        text, shown = self.text(
            Random(f"{account.id}{head.id}") if same else rng,
            account,
            channel,
            said,
            ref,
            bought,
            payee,
        )
        line = Line(
            account,
            day,
            -(pay.pence or sum(p for _, p in pay.parts)),
            text,
            banks.CODES.get(channel, "CHQ"),
            "",
            bought=bought,
            card=channel in ("CARD", "REFUND_CARD"),
        )
        line.payee = payee
        if line.card:
            line.mcc = MCC.get(payee.kind, "8999")
        self.truth(line, pay, said, payee, shown, ref)
        account.lines.append(line)
        return line

    def dark(
        self, pay: Pay, said: Said, payee: Payee, channel: str, account: Account
    ) -> tuple[Said, str]:
        """Now and then the words hide the payee: a cheque, a collector alone, a name that no plan knows."""
        rng, head = self.rng, pay.parts[0][0]
        if (
            pay.type not in ("", "price change in the period", "varying pay")
            or pay.points > 1
            or not pay.matchable
            or len(pay.parts) > 1
            or pay.channel
            or pay.payee
            or head.reference
        ):
            return said, channel
        luck = rng.random()
        if channel == "FPO" and account.kind == "bank" and luck < 0.035:
            said, channel, why = (
                Said("", "cheque", 3),
                "CHQ",
                "a cheque without a payee; the sum alone does not prove whom it paid",
            )
        elif channel == "FPO" and payee.human and luck < 0.08:
            said, why = (
                Said(
                    f"{payee.legal.split()[0][0] if luck < 0.06 else payee.legal.split()[0]} {rng.choice(LAST)}",
                    "married",
                    3,
                ),
                "no payee of the plan has this surname; the sum alone does not prove who it is",
            )
        elif said.way == "aggregator" and luck < 0.08:
            said, why = (
                Said(
                    said.name.split("*")[0] + "*" if "*" in said.name else said.name, "nameless", 3
                ),
                "the collector alone, without the payee behind it",
            )
        else:
            return said, channel
        pay.matchable, pay.keep_items, pay.label, pay.why, pay.also = (
            False,
            False,
            "exception",
            why,
            ["R1", "R2"],
        )
        pay.candidates = [
            [(i, sum(p for _, p in pay.parts))]
            for i in self.person.items
            if i is head
            or (
                alive(i, pay.day)
                and i.payee
                and rank(i, pay.parts[0][1], pay.day) == 3
                and (said.way != "nameless" or i.payee.collector == payee.collector)
                and (said.way != "married" or i.payee.human)
            )
        ]
        return said, channel

    def text(
        self,
        rng: Random,
        account: Account,
        channel: str,
        said: Said,
        ref: str,
        day: date,
        payee: Payee,
    ) -> tuple[str, str]:
        """The words of the line and the name left in them."""
        if said.way == "account":
            return banks.by_account(rng, account, payee, ref, day), ""
        if said.way == "cheque":
            return rng.choice(["CHEQUE {}", "CHQ {}", "{} CHQ", "CHEQUE NO {}"]).format(
                f"{rng.randint(100, 480):06d}"
            ), ""
        if said.way == "reference":
            words = (
                ref
                if any(w in ref.upper() for w in ("WAGE", "PAY", "HOUR", "WK", "WEEK"))
                else "WAGES"
            )
            return rng.choice(
                ["{} FP", "FASTER PAYMENT REF {}", "{} VIA MOBILE", "PAYMENT {}", "{}"]
            ).format(words.upper()), ""
        return banks.write_text(rng, account, channel, said.name, ref, day, payee.town)

    def truth(self, line: Line, pay: Pay, said: Said, payee: Payee, shown: str, ref: str) -> None:
        """What the officer can know of the line."""
        head = pay.parts[0][0]
        cut = len(said.name) - len(shown) >= 2 and bool(shown) and said.way in ("plain", "trading")
        line.type = pay.type or self.plain_type(pay, said, cut, line)
        line.label, line.rule, line.also, line.group = (
            pay.label,
            pay.rule,
            list(pay.also),
            pay.group,
        )
        line.items = list(pay.parts) if pay.keep_items else []
        line.matchable, line.may_claim, line.refund_of, line.candidates = (
            pay.matchable,
            pay.may_claim,
            pay.refund_of,
            list(pay.candidates),
        )
        line.why = pay.why or WHY.get(
            line.type, "the agreed units at the agreed price, by the payee's name"
        )
        name = shown.split("*")[-1].replace("ZETTLE_", "") if said.way == "aggregator" else shown
        clash = (
            rivals(
                self.person,
                [(i, abs(p)) for i, p in pay.parts],
                payee,
                said.way,
                name,
                line.text,
                line.date,
            )
            if pay.matchable and not pay.sure
            else []
        )
        points = pay.points + said.points + (1 if cut and len(shown) < 13 else 0)
        if (
            head.payee is None
            and pay.matchable
            and said.way != "account"
            and any(p.kind != head.kind and could_be(name, p) for p in self.everyone)
        ):
            line.matchable, line.items, line.candidates, line.also, points = (
                False,
                [],
                [list(pay.parts)],
                ["R1"],
                3,
            )
            line.why, line.label = (
                "the name left in the line could be a supplier of another need as well",
                "exception" if line.label == "match" else line.label,
            )
        elif clash:
            line.matchable, line.items = False, []
            sign = 1 if line.pence < 0 else -1
            line.candidates = [list(pay.parts)] + [[(c, sign * abs(line.pence))] for c in clash]
            line.why, points = "the same words and sum fit more than one item of the plan", 3
            if line.label == "match":
                line.label = "exception"
        elif not pay.matchable:
            points = max(points, 2) + self.rng.choice([0, 1, 1])
        if pay.points and said.points:
            points += 1
        several = sum(i.payee is payee for i in self.person.items) > 1 and len(pay.parts) == 1
        points += 1 if several and not (head.reference and head.reference in line.text) else 0
        line.difficulty = "plain" if points == 0 else "hard" if points < 3 else "ambiguous"
        if (
            near_change(head, line.date)
            and line.matchable
            and points == 0
            and line.type == "price change in the period"
        ):
            line.difficulty = "hard"

    def plain_type(self, pay: Pay, said: Said, cut: bool, line: Line) -> str:
        """The type of a payment with nothing odd in its sum."""
        if said.way in ("plain", "reference", "cheque", "married"):
            return "name cut short" if cut else "plain payment with bank words"
        return TYPES[said.way]


def booked(rng: Random, channel: str, bought: date) -> date:
    """The booking day of a payment."""
    if channel in ("CARD", "REFUND_CARD"):
        return next_working(bought + timedelta(days=rng.choice([0, 1, 1, 2, 3])))
    return next_working(bought) if channel in ("SO", "DD", "BP", "LOAD") else bought


WHY = {
    "trading name instead of legal name": "the payee's trading name stands in the plan, and the sum is the agreed one",
    "card descriptor": "the card's name for the payee, and the agreed sum",
    "payment aggregator": "the collector's mark and the payee behind it, and the agreed sum",
    "mistyped name": "the name is mistyped but only this payee of the plan is near it, and the sum is the agreed one",
    "account number only": "the payee's sort code and account number stand in the plan",
    "name cut short": "the name is cut but only one payee of the plan begins so",
    "direct-debit collector": "collected by direct debit for this payee at the agreed sum",
    "price change in the period": "the agreed units at the agreed price of those days",
    "varying pay": "the wage lies within the agreed range",
    "payroll bundle": "wages and fee of the bundle as agreed, in one sum",
    "one payment over several items": "the sum of this supplier's items for the period",
    "wages with mileage": "the agreed wage, and the rest is miles at the agreed rate",
    "genuine repeat": "the second agreed visit of the week, paid like the first",
    "late payment": "an earlier period still open, paid late",
}
