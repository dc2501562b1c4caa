"""One person's year: the tools by which payments are written and judged."""

from datetime import date
from random import Random

from . import days as d
from . import officer, words
from .kits import FORMS
from .payees import Payee
from .plans import Item, Maker, Person
from .truth import Draft

HARD = {"name cut short", "mistyped name", "account number only", "payment aggregator"}
BY_HAND = {
    "part payment",
    "deposit and balance",
    "mistyped amount",
    "wages with mileage",
    "early payment before a holiday",
}
WHY = {
    "plain payment with bank words": "the plan's payee and amount",
    "trading name instead of legal name": "another name of the plan's payee",
    "card descriptor": "the card's name for the payee",
    "name cut short": "the payee's name cut at the bank's width",
    "mistyped name": "the payee's name with a slip of the hand",
    "account number only": "the payee's account or the payer's words",
    "payment aggregator": "the collector's sign, then the payee",
    "direct-debit collector": "collected for the payee",
    "late payment": "paid late, the amount of one period",
    "early payment before a holiday": "paid before the holiday, one period",
    "fewer units than planned": "whole units at the agreed price, fewer than planned",
    "several periods at once": "whole periods in one sum",
    "part payment": "part of one bill, the rest follows or went before",
    "deposit and balance": "deposit or balance of one booking",
    "net of credit note": "the bill less its credit note",
    "price change in the period": "old or new agreed price, or the difference owed",
    "varying pay": "wages within the agreed range or with the holiday rate",
    "genuine repeat": "second trip of the same day, within the plan",
}


class Life:
    """Writes the lines of one person."""

    def __init__(
        self,
        r: Random,
        who: Person,
        maker: Maker,
        end: date,
        others: dict[str, list[tuple[Person, Item]]],
    ):
        """A blank year."""
        self.r, self.who, self.maker, self.end, self.others = r, who, maker, end, others
        self.account = who.accounts[0]
        self.lines: list[Draft] = []
        self.groups = 0
        self.mandates: dict[str, str] = {}

    def put(self, line: Draft) -> Draft:
        """Keep a line that falls into the year."""
        if d.FIRST_DAY <= line.day <= self.end:
            self.lines.append(line)
        return line

    def group(self) -> str:
        """A fresh name for the parts of one bill."""
        self.groups += 1
        return f"G{self.who.id[1:]}-{self.groups}"

    def mandate(self, it: Item) -> str:
        """The reference a collector uses for one item, the same all year."""
        return self.mandates.setdefault(
            it.id,
            f"{self.r.choice(['GC', 'REF', 'M', 'GC-'])}{self.r.choice(['-', '', ''])}"
            + "".join(self.r.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(8)),
        )

    def firm(self, it: Item) -> Payee:
        """The payee, or any supplier of that need."""
        return it.payee or self.maker.pick("transport")

    def choose(self, it: Item, y: Payee) -> tuple[str, str]:
        """Means and form of one payment."""
        r = self.r
        means = it.means if r.random() < 0.95 or it.means == "gc" else "fp"
        form = it.form if r.random() < 0.72 and means == it.means else r.choice(FORMS[means])
        if (form == "descriptor" and not y.descriptor) or (
            it.payee is None and form in ("reference", "account")
        ):
            form = "legal"
        if form == "reference" and (r.random() < 0.25 or it.kind == "transport"):
            form = "legal"
        return means, form

    def words(
        self,
        it: Item,
        day: date,
        note: str | None = None,
        form: str = "",
        means: str = "",
        amount: int = 0,
        kind: str | None = None,
    ) -> dict:
        """A payee as it stands on the line, and what an officer sees of it."""
        r, y = self.r, self.firm(it)
        m, f = self.choose(it, y)
        means, form = means or m, form or f
        fixed = not amount or amount in {
            p * it.units for p in (it.price, *(x for _, x in it.changes))
        }
        if (note and means in ("card", "gc", "dd")) or (means in ("gc", "dd") and kind in BY_HAND):
            means, form = "fp", r.choice(["legal", "legal", "trading"])
        elif means == "so" and (not fixed or kind in BY_HAND):
            means = "fp"
        if form == "reference":
            name, seen, typ = "", "reference", "account number only"
        else:
            name, seen, typ = words.write_name(r, y, form, means, self.account.layout)
        ref, own = words.hand(r, self.who, it, day, seen)
        if seen == "collector" and not own:
            ref = self.mandate(it)
        if (
            typ
            in (
                "plain payment with bank words",
                "trading name instead of legal name",
                "name cut short",
            )
            and means in ("fp", "so")
            and r.random() < 0.055
            and len(name) > 5
        ):
            name, typ = words.slip(r, name), "mistyped name"
        if note is not None:
            ref, own = note, own and it.reference is not None and it.reference in note
        bought = d.plus(day, -r.choice([1, 1, 2, 3])) if means == "card" else day
        tail = name.split("*")[-1].split(" ")[-1]
        town = (
            ""
            if typ == "card descriptor" and (len(name) > 22 or y.town.upper().startswith(tail))
            else y.town
        )
        text = words.fill(
            r,
            self.account,
            means,
            name,
            ref,
            bought,
            town,
            self.mandate(it) if means == "dd" and r.random() < 0.4 else "",
        )
        if note and note.upper() not in text.upper():
            text = f"{text} {note.upper()}"
        own = own and "".join(c for c in ref.upper() if c.isalnum()) in "".join(
            c for c in text.upper() if c.isalnum()
        )
        return {
            "text": text,
            "seen": seen,
            "type": typ,
            "own": own,
            "means": means,
            "bought": bought,
            "payee": y,
            "name": name,
            "token": self.mandates.get(it.id, "")
            if seen == "collector" and self.mandates.get(it.id, "?") in text
            else y.number
            if y.number in text
            else f"{y.id}{name}"
            if seen == "married"
            else "",
        }

    def line(self, w: dict, pence: int, day: date, label: str, kind: str) -> Draft:
        """A draft from written words."""
        if abs(pence) > 10000:
            w["text"] = w["text"].replace("CONTACTLESS PAYMENT", "CHIP AND PIN")
        code = self.r.choice(
            words.CODES["in" if pence > 0 and w["means"] not in ("card", "back") else w["means"]]
        )
        return Draft(
            self.who,
            self.account,
            day,
            pence,
            w["text"],
            label,
            kind,
            bought=w["bought"],
            code=code,
            mcc=w["payee"].mcc if w["means"] in ("card", "back") else "",
            means=w["means"],
            pending_text=w["name"],
            token=w["token"],
        )

    def named(self, it: Item, w: dict) -> bool:
        """Whether the words alone lead to one item."""
        pool = officer.alike(self.who, it, w["seen"], w["own"])
        return len(pool) == 1 and (
            w["seen"] not in officer.BLIND or (w["own"] and it.reference is not None)
        )

    def judge(self, line: Draft, it: Item, w: dict, kind: str | None, by_name: bool) -> Draft:
        """Set truth, difficulty and reason of an honest payment."""
        amount = abs(line.pence)
        known, fits = officer.reads(self.who, it, w["seen"], w["own"], amount, line.day)
        if by_name:
            known = self.named(it, w)
            fits = officer.alike(self.who, it, w["seen"], w["own"])
        blind = w["seen"] in officer.BLIND and not (w["own"] and it.reference)
        pas = [x for x in self.who.items if x.kind == "pa"]
        if (
            not known
            and w["seen"] == "reference"
            and blind
            and pas == [it]
            and any(x in line.text.upper() for x in ("WAGES", "SALARY", "PA HOURS"))
        ):
            known = officer.rank(it, amount, line.day) is not None and not by_name
        line.items = [[it.id, amount if line.pence < 0 else -amount]]
        line.matchable = known
        line.difficulty = (
            "ambiguous" if not known or blind else "hard" if kind or w["type"] in HARD else "plain"
        )
        line.why = WHY.get(line.type, line.type) + (
            "; no name, but only one item fits" if known and blind else ""
        )
        if not known:
            line.candidates = [x.id for x in fits] or [it.id]
            line.why = (
                ("blind: " if blind and it.planned(line.day) == amount else "")
                + "fits more than one item equally"
                if len(line.candidates) > 1
                else "neither name nor amount settles it"
            )
        if self.who.away(line.day) in ("hospital", "died", "suspended", "moved"):
            line.also_ok = ["R21"]
        return line

    def second_look(self) -> None:
        """What the past settles: a mandate, an account or a name known from before, or another item always paid in another way."""
        sure: dict[str, str] = {}
        seen: dict[str, list[date]] = {}
        for line in sorted(self.lines, key=lambda x: x.day):
            mine = line.items[0][0] if len(line.items) == 1 else ""
            alone = mine and sum(x.payee is self.item(mine).payee for x in self.who.items) == 1
            if line.label == "match" and not line.matchable and alone:
                if line.token and sure.get(line.token) == mine:
                    self.settle(line, "known from before by its mandate, account or name")
                elif line.token and self.rhythm(line, mine, seen.get(line.token, []), sure):
                    self.settle(line, "the mandate's rhythm is that of this item only")
                elif "blind" in line.why and self.others_elsewhere(line, mine):
                    self.settle(
                        line,
                        "no name, but the other item of that sum is seen paid by name in another way",
                    )
            if line.token and line.label == "match":
                seen.setdefault(line.token, []).append(line.day)
                if line.matchable and alone:
                    sure[line.token] = mine
            line.why = line.why.replace("blind: ", "")

    def item(self, at: str) -> Item:
        """An item of this plan by its id."""
        return next(x for x in self.who.items if x.id == at)

    def settle(self, line: Draft, why: str) -> None:
        """Make a line known after all."""
        line.matchable, line.candidates, line.why, line.difficulty = True, [], why, "ambiguous"

    def rhythm(self, line: Draft, mine: str, past: list[date], sure: dict[str, str]) -> bool:
        """Whether a collector's mandate repeats as only one of the candidates does, or all others have their own mandates."""
        if line.means != "gc" or "blind" not in line.why or len(line.candidates) < 2:
            return False
        others = [c for c in line.candidates if c != mine and c not in sure.values()]
        step = {"weekly": 7, "term-time": 7, "fortnightly": 14}
        pace = step.get(self.item(mine).schedule, 28)
        return not others or (
            len(past) >= 3 and all(step.get(self.item(c).schedule, 28) != pace for c in others)
        )

    def others_elsewhere(self, line: Draft, mine: str) -> bool:
        """Whether every other candidate is lately seen paid by name and in another way."""
        ways = {"so": "fp", "gc": "dd"}
        here = ways.get(line.means, line.means)
        for c in line.candidates:
            past = [
                y
                for y in self.lines
                if y.day < line.day
                and (line.day - y.day).days < 100
                and y.items
                and y.items[0][0] == c
                and y.matchable
            ]
            if c != mine and (
                len(past) < 2 or any(ways.get(y.means, y.means) == here for y in past)
            ):
                return False
        return len(line.candidates) > 1 and line.means in ("gc", "fp", "so")

    def pay(
        self,
        it: Item,
        amount: int,
        day: date,
        kind: str | None = None,
        by_name: bool = False,
        note: str | None = None,
        form: str = "",
        means: str = "",
    ) -> Draft:
        """An honest payment for one item."""
        w = self.words(it, day, note, form, means, amount, kind)
        day = d.work_on(day) if w["means"] in ("so", "dd", "gc", "card") else day
        line = self.line(w, -amount, day, "match", kind or w["type"])
        self.judge(line, it, w, kind, by_name)
        gone = w["payee"].ended
        if gone and day.isoformat() > d.plus(date.fromisoformat(gone), 14).isoformat():
            line.label, line.rule, line.matchable, line.may_claim = "exception", "R20", False, True
            line.difficulty, line.why, line.also_ok = (
                "hard",
                "the provider's registration has ended",
                ["R20;R21"],
            )
        return self.put(line)

    def odd(
        self,
        it: Item,
        amount: int,
        day: date,
        kind: str,
        rule: str,
        why: str,
        also: list[str],
        note: str | None = None,
        claim: bool = True,
    ) -> Draft:
        """A payment with evidence against it."""
        w = self.words(it, day, note, amount=amount, kind=kind)
        while w["seen"] in officer.BLIND and not (w["own"] and it.reference):
            w = self.words(
                it, day, note, "legal" if it.kind != "transport" else "trading", "", amount, kind
            )
        day = d.work_on(day) if w["means"] in ("so", "dd", "gc", "card") else day
        line = self.line(w, -amount, day, "exception", kind)
        line.items = [[it.id, amount]] if claim else []
        line.rule, line.also_ok, line.why, line.difficulty = (
            rule,
            also,
            why,
            "ambiguous" if self.r.random() < 0.5 else "hard",
        )
        line.may_claim = claim
        line.candidates = [it.id]
        return self.put(line)

    def back(
        self, it: Item, amount: int, day: date, of: Draft, kind: str, group: str | None = None
    ) -> Draft:
        """Money that a payee returns."""
        r, card = self.r, of.means == "card"
        form = r.choice(["legal", "legal", "trading", "descriptor" if card else "legal"])
        form = "legal" if form == "descriptor" and not (it.payee and it.payee.descriptor) else form
        note = r.choice(
            [
                "REFUND",
                f"REF {r.randint(1000, 9999)}",
                f"CN{r.randint(1, 99)}",
                self.who.last.upper(),
                f"CREDIT {r.randint(100, 999)}",
                "OVERPAYMENT",
            ]
        )
        w = self.words(it, day, note, form, "back" if card else "in")
        blind = r.random() < 0.1
        if blind:
            w["text"], w["seen"] = (
                words.fill(
                    r,
                    self.account,
                    "in",
                    r.choice(["REFUND", "CUSTOMER REFUND", "WORLDPAY REFUND", "STRIPE PAYMENTS"]),
                    note,
                    day,
                ),
                "reference",
            )
        line = self.line(w, amount, d.work_on(day), "refund", kind)
        line.items, line.refund_of, line.group = [[it.id, -amount]], of, group
        same = {
            x.items[0][0]
            for x in self.lines
            if x.pence in (-amount,) and x.items and 0 <= (day - x.day).days <= 70
        }
        pool = officer.alike(self.who, it, w["seen"], False)
        line.matchable = (
            same == {it.id} and amount == -of.pence
            if blind
            else len(pool) == 1 or len(same & {x.id for x in pool}) == 1
        )
        line.difficulty = "hard" if line.matchable and not blind else "ambiguous"
        line.why = (
            "returned by the payee, fits the payment before"
            if line.matchable
            else "a refund whose item cannot be told"
        )
        line.candidates = [] if line.matchable else [x.id for x in pool]
        return self.put(line)
