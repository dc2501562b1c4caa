"""A person's year in the making: lines are added here, names are chosen here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from . import names, words
from .people import Person, Stream
from .truth import Line, Shares
from .world import HOLIDAYS, START, Day, World, add_months, in_term, working

ONE = dt.timedelta(1)
EASY = {"late payment", "early payment before a holiday"}
HARD = {
    "trading name instead of legal name",
    "name cut short",
    "mistyped name",
    "account number only",
    "payment aggregator",
}


def days(count: int) -> dt.timedelta:
    """That many days."""
    return dt.timedelta(count)


def price(item: dict, day: Day) -> int:
    """The agreed price on a day."""
    now = item["unit_price_pence"]
    for change in item["price_changes"]:
        if change["from"] <= day.isoformat():
            now = change["unit_price_pence"]
    return now


def periods(item: dict, end: Day) -> Iterator[tuple[Day, Day]]:
    """The item's periods, first and last day, as long as the plan holds it."""
    start, limit = START, min(end, Day.fromisoformat(item["end"])) if item["end"] else end
    while start <= limit:
        after = (
            add_months(
                START.replace(day=1), (start.year - START.year) * 12 + start.month - START.month + 1
            )
            if item["schedule"] == "monthly"
            else start + dt.timedelta({"fortnightly": 14, "4-weekly": 28}.get(item["schedule"], 7))
        )
        if after - ONE <= limit and (item["schedule"] != "term-time" or in_term(start)):
            yield start, after - ONE
        start = after


def cost(item: dict, first: Day, last: Day) -> int:
    """What one full period costs, week by week where the price changes inside."""
    units = item["units_per_period"]
    if item.get("day_prices"):
        return by_day(item, first, last)
    weeks = max(1, ((last - first).days + 1) // 7)
    if item["schedule"] == "monthly" or units % weeks:
        return units * price(item, first)
    return sum(units // weeks * price(item, first + dt.timedelta(7 * k)) for k in range(weeks))


def by_day(item: dict, first: Day, last: Day) -> int:
    """The shifts of the period, each at the price of its day."""
    total, day = 0, first
    while day <= last:
        for shift in (s for s in item["times"] if s["weekday"] == day.weekday()):
            each = (
                item["day_prices"]["bank_holiday"]
                if day in HOLIDAYS
                else item["day_prices"]["weekend"]
                if day.weekday() > 4
                else price(item, day)
            )
            total += each * shift["minutes"] * shift["workers"] // 60
        day += ONE
    return total


class Ledger:
    """Collects one person's lines."""

    def __init__(self, world: World, person: Person, others: list[Person], end: Day) -> None:
        self.world, self.person, self.rng, self.others, self.end = (
            world,
            person,
            person.rng,
            others,
            end,
        )
        self.lines: list[Line] = []
        self.groups = 0
        self.named: dict[tuple[str, str], tuple[str, str]] = {}
        self.orders: dict[tuple[int, str], tuple[str, str, bool]] = {}

    def account(self, channel: str) -> dict:
        """Card spending from the card, the rest from the bank, where there are two."""
        accounts = self.person.accounts
        return accounts[0] if channel == "card" or len(accounts) == 1 else accounts[1]

    def event(
        self, day: Day, kinds: tuple[str, ...] = ("hospital", "suspended", "away")
    ) -> dict | None:
        """The event of a kind in which a day lies."""
        return next(
            (
                e
                for e in self.person.record["events"]
                if e["kind"] in kinds and e["from"] <= day.isoformat() <= e["to"]
            ),
            None,
        )

    def group(self) -> str:
        """A new mark for parts of one bill."""
        self.groups += 1
        return f"{self.person.id}-G{self.groups}"

    def add(
        self,
        day: Day,
        pence: int,
        text: str,
        kind: str,
        channel: str,
        account: dict,
        bought: Day | None = None,
        **more: object,
    ) -> Line:
        """One line, if it still falls into the year."""
        line = Line(
            account["id"],
            self.person.id,
            working(day),
            pence,
            text if self.rng.random() < 0.06 else text.upper(),
            kind,
            str(more.pop("label", "match")),
            channel=channel,
            bought=bought or day,
        )
        for key, value in more.items():
            setattr(line, key, value)
        if line.date <= self.end:
            self.lines.append(line)
        return line

    def name(self, payee: dict, channel: str, want: str = "") -> tuple[str, str]:
        """Type of naming and the words that stand for the payee."""
        rng, firm = self.rng, payee["kind"] != "pa"
        legal = (
            words.legal(rng, payee["legal_name"])
            if firm and payee["kind"] not in ("pa",)
            else words.personal(rng, payee["legal_name"])
        )
        options = [("plain payment with bank words", 0.95)]
        if firm and payee["trading_names"]:
            options.append(("trading name instead of legal name", 0.2))
        if firm and channel == "card" and payee["card_descriptor"]:
            options.append(("card descriptor", 0.4))
        if channel == "card" and firm:
            options.append(
                ("payment aggregator", 0.1 if payee["kind"] in ("homecare", "alarm") else 0.16)
            )
        if firm and len(legal) > 14:
            options.append(("name cut short", 0.11))
        if channel in ("fp", "so"):
            options.append(("mistyped name", 0.08))
        if channel == "fp":
            options.append(("account number only", 0.11))
        kinds = [o[0] for o in options]
        habit = self.named.get((payee["id"], channel))
        if habit and not want and rng.random() < 0.6:
            return habit
        kind = want if want in kinds else rng.choices(kinds, [o[1] for o in options])[0]
        said = kind, self._words(payee, kind, legal)
        if not want:
            self.named.setdefault((payee["id"], channel), said)
        return said

    def _words(self, payee: dict, kind: str, legal: str) -> str:
        rng, trading = self.rng, payee["trading_names"]
        if kind == "trading name instead of legal name":
            return words.plain(rng.choice(trading))
        if kind == "card descriptor":
            return payee["card_descriptor"]
        if kind == "payment aggregator":
            inner = words.plain(rng.choice([*trading, legal]))
            return rng.choice(words.COLLECTORS).format(n=inner[: rng.choice([14, 18, 18])].strip())
        if kind == "name cut short":
            return legal[: rng.choice([12, 12, 14])].strip()
        if kind == "mistyped name":
            return words.mistyped(rng, legal)
        if kind == "account number only":
            bank = payee["bank"]
            return rng.choice(
                [
                    f"{bank['sort_code']} {bank['account_number']}",
                    f"{bank['sort_code'].replace('-', '')} {bank['account_number']}",
                    f"A/C {bank['account_number']}",
                ]
            )
        return legal

    def say(
        self,
        stream: Stream,
        payee: dict,
        channel: str,
        bought: Day,
        account: dict,
        want: str = "",
        ref: str | None = None,
        dated: bool | None = None,
    ) -> tuple[str, str, bool]:
        """Type of naming, the whole text, and whether the words are hard to read."""
        rng, cut, order = self.rng, self.person.cut[account["id"]], (id(stream), channel)
        if channel in ("so", "dd") and order in self.orders:
            return self.orders[order]
        kind, name = self.name(payee, channel, want)
        if kind == "account number only":
            cut = 99
        if channel in ("so", "dd"):
            ref = stream.reference or rng.choice(
                [
                    self.person.name,
                    self.person.record["initials"],
                    "CARE",
                    "DP",
                    self.person.name.split()[1],
                ]
            )
        if ref is None:
            ref = words.reference(
                rng,
                bought,
                rng.choice(
                    [self.person.name, self.person.name.split()[1], self.person.record["initials"]]
                ),
                payee["kind"] == "pa",
            )
            if stream.reference and rng.random() < 0.5:
                ref = stream.reference
        town = self.world.town[payee["id"]] if kind != "card descriptor" else ""
        if kind == "plain payment with bank words" and len(name) > cut and cut < 18:
            kind = "name cut short"
        width = 99 if kind in ("account number only", "payment aggregator") else cut
        text = words.write(
            rng,
            channel,
            name,
            ref,
            bought,
            town,
            self.person.cards[account["id"]],
            width,
            dated,
            account["id"],
        )
        if kind == "account number only":
            text = words.write(rng, "fp", "@" * 9, ref, bought, "", "", 99).replace("@" * 9, name)
        whole = kind in ("trading name instead of legal name", "payment aggregator") and any(
            words.plain(n) in text.upper() for n in (payee["legal_name"], *payee["trading_names"])
        )
        if channel in ("so", "dd"):
            self.orders[order] = (kind, text, kind in HARD and not whole)
        return kind, text, kind in HARD and not whole

    def pay(
        self, stream: Stream, payee: dict, day: Day, shares: Shares, kind: str = "", **more: object
    ) -> Line:
        """One payment to a supplier: naming by chance, the given type if there is one."""
        rng, channel = self.rng, str(more.pop("channel", stream.channel))
        account = self.account(channel)
        naming, text, hard = self.say(
            stream,
            payee,
            channel,
            day,
            account,
            str(more.pop("want", "")),
            more.pop("ref", None),
            more.pop("dated", None),
        )  # type: ignore[arg-type]
        text = str(more.pop("text", text))
        booked = (
            day + dt.timedelta(rng.choice([0, 1, 1, 2, 3]))
            if channel == "card" and "lag" not in more
            else day + dt.timedelta(int(more.pop("lag", 0)))
        )  # type: ignore[call-overload]
        total = sum(s[1] for s in shares)
        more.setdefault("difficulty", "hard" if hard or (kind and kind not in EASY) else "plain")
        more.setdefault("matchable", True)
        more.setdefault("why", f"{'; '.join(self._what(s) for s in shares)}; payee by {naming}")
        line = self.add(
            booked,
            -int(more.pop("pence", total)),
            text,
            kind or naming,
            channel,
            account,
            day,
            items=shares,
            mcc=names.MCC.get(payee["kind"], ""),
            **more,
        )
        self._standing(line, payee)
        return line

    def _standing(self, line: Line, payee: dict) -> None:
        """Rules that hang on the day and the payee rather than on the sum."""
        ended = (payee["registration"] or {}).get("ended")
        if ended and line.date.isoformat() > ended and line.label == "match":
            line.rule, line.may_claim, line.why = (
                "R20",
                True,
                line.why + "; the registration has ended",
            )
            if (line.date - Day.fromisoformat(ended)).days < 35:
                line.also_ok = [*line.also_ok, ""]
        if self.event(line.date, ("hospital", "suspended")) and line.rule != "R21":
            line.also_ok = line.also_ok + (["R21", f"{line.rule};R21"] if line.rule else ["R21"])

    def _what(self, share: list) -> str:
        item = next(i for i in self.person.items if i["id"] == share[0])
        return f"{item['kind']} {abs(share[1]) / 100:.2f}"

    def refund(
        self, stream: Stream, line: Line, day: Day, shares: Shares, kind: str, **more: object
    ) -> Line:
        """Money back from a supplier, the words by chance."""
        rng, account = self.rng, next(a for a in self.person.accounts if a["id"] == line.account)
        payee = more.pop("payee", stream.payee)
        channel = "back" if line.channel == "card" else "in"
        naming, name = self.name(payee, "card" if channel == "back" else "dd")  # type: ignore[arg-type]
        cut = self.person.cut[account["id"]]
        text = str(more.pop("text", "")) or words.write(
            rng,
            channel,
            name,
            rng.choice(
                ["REFUND", "CREDIT", f"CN{rng.randrange(10, 99)}", "REF SESSIONS", "OVERPAID"]
            ),
            day,
            self.world.town[payee["id"]],
            self.person.cards[account["id"]],
            99 if naming == "payment aggregator" else cut,
            house=account["id"],
        )  # type: ignore[index]
        more.setdefault("difficulty", "hard" if kind != "refund" or naming in HARD else "plain")
        more.setdefault("matchable", True)
        more.setdefault("label", "refund")
        more.setdefault("refund_of", line)
        more.setdefault(
            "why",
            f"money back: {'; '.join(self._what(s) for s in shares)}; of the payment of {line.date.isoformat()}",
        )
        pence = int(more.pop("pence", -sum(s[1] for s in shares)))  # type: ignore[call-overload]
        return self.add(
            day, pence, text, kind, channel, account, items=shares, mcc=line.mcc, **more
        )
