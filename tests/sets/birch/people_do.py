"""What people do with an item over the year: on time, late, in parts, twice, wrongly."""

from datetime import date

from . import days as d
from .life import Life
from .officer import rank
from .plans import Item

PAUSE = ("hospital", "died", "suspended", "moved")


def paused(life: Life, first: date, last: date) -> str | None:
    """The event that covers a whole period."""
    kind = life.who.away(first)
    return kind if kind and life.who.away(last) == kind else None


def ready(it: Item, last: date) -> date:
    """The day a period is usually paid."""
    return d.plus(last, it.lag)


def walk(life: Life, it: Item) -> None:
    """All periods of one item that is paid by itself."""
    todo = list(d.periods(it.schedule, d.FIRST_DAY, life.end))
    old_until = lag_of_price(life, it)
    at = 0
    while at < len(todo):
        first, last = todo[at]
        if it.end and first > it.end:
            after_end(life, it, todo[at:])
            break
        if paused(life, first, last):
            in_pause(life, it, first, last)
            at += 1
            continue
        at += one(life, it, todo, at, old_until)
    if it.schedule == "term-time":
        holidays(life, it)


def lag_of_price(life: Life, it: Item) -> date | None:
    """Until when a standing order keeps the old price."""
    if it.changes and life.r.random() < (0.6 if it.means in ("so", "fp") else 0.2):
        weeks = life.r.randint(2, 5) if it.schedule == "weekly" else life.r.randint(5, 9)
        return d.plus(it.changes[0][0], 7 * weeks)
    return None


def one(life: Life, it: Item, todo: list[d.Span], at: int, old_until: date | None) -> int:
    """One period; returns how many were settled."""
    first, last = todo[at]
    due, amount = ready(it, last), it.planned(first, last)
    if (it.changes and it.kind not in ("pa",)) or (it.changes and not it.pay_range):
        since = it.changes[0][0]
        if since <= first < d.plus(since, 50):
            return at_change(
                life,
                it,
                first,
                last,
                due,
                amount,
                old_until,
                todo[at + 1][0] if at + 1 < len(todo) else None,
            )
    if it.pay_range:
        step = it.price_on(first) if life.r.random() < 0.6 else 1
        low, high = it.pay_range
        life.pay(
            it,
            min(high, max(low, life.r.randint(low // step + 1, high // step) * step)),
            due,
            "varying pay",
        )
        return 1
    if it.day_prices and amount != it.planned(first):
        life.pay(it, amount, due, "varying pay", by_name=True)
        return 1
    if it.kind in ("hmrc", "pension"):
        return taxes(life, it, due, amount)
    feast = next((f for f in d.FEASTS if d.plus(first, 2) <= f <= d.plus(due, 4)), None)
    if feast and it.means in ("fp", "card") and life.r.random() < 0.3 and d.plus(feast, -2) < due:
        life.pay(
            it,
            amount,
            d.work_back(d.plus(feast, -life.r.randint(2, 6))),
            "early payment before a holiday",
            note=festive(life),
        )
        return 1
    return happen(life, it, todo, at, due, amount)


def festive(life: Life) -> str | None:
    """A word about the holiday, now and then."""
    return life.r.choice([None, None, "EARLY", "B4 HOLS", "HOLIDAY WK", "paid early"])


def taxes(life: Life, it: Item, due: date, amount: int) -> int:
    """HMRC and pensions vary a little within their tolerance."""
    if life.r.random() < 0.6 and it.tol:
        amount = round(amount * (1 + life.r.uniform(-it.tol, it.tol) * 0.96 / 100))
    life.pay(it, amount, d.plus(due, life.r.randint(2, 9)))
    return 1


def at_change(
    life: Life,
    it: Item,
    first: date,
    last: date,
    due: date,
    amount: int,
    old_until: date | None,
    following: date | None,
) -> int:
    """The weeks after an agreed change of price."""
    if old_until and first < old_until:
        old = it.price * it.units
        it.owed = getattr(it, "owed", 0) + amount - old
        life.pay(it, old, due, "price change in the period")
        if (following and following >= old_until) or not following:
            note = life.r.choice(
                ["BACKPAY", "SHORTFALL", "INCREASE OWED", "DIFF NEW RATE", "arrears new price"]
            )
            life.pay(
                it, it.owed, d.plus(due, 2), "price change in the period", by_name=True, note=note
            )
    else:
        life.pay(it, amount, due, "price change in the period")
    return 1


def in_pause(life: Life, it: Item, first: date, last: date) -> None:
    """A payment for a time in which nothing is owed."""
    due = ready(it, last)
    if (
        life.who.away(first) == "away"
        or life.who.away(due) not in PAUSE
        or it.kind in ("hmrc", "pension", "payroll", "mileage")
    ):
        return
    gone = life.who.away(first) != "hospital"
    if life.r.random() < (0.6 if it.means in ("so", "dd", "gc") else 0.28) * (0.6 if gone else 1):
        life.odd(
            it,
            it.planned(first),
            due,
            "payment outside the plan or in a pause",
            "R21",
            f"the whole period lies in a pause ({life.who.away(first)})",
            ["R21;R1", "R1"],
        )


def after_end(life: Life, it: Item, rest: list[d.Span]) -> None:
    """A standing order that nobody stopped."""
    for first, last in rest[1 : life.r.randint(1, 4)]:
        if not paused(life, first, last):
            life.odd(
                it,
                it.planned(first),
                ready(it, last),
                "payment outside the plan or in a pause",
                "R21",
                "the item had ended before the period",
                ["R1", "R1;R21"],
            )


def holidays(life: Life, it: Item) -> None:
    """Term-time help paid for in the holidays."""
    for first, last in d.periods("weekly", d.FIRST_DAY, life.end):
        if (
            not d.in_term(first)
            and not d.in_term(d.plus(first, -7))
            and life.r.random() < 0.16
            and not paused(life, first, last)
        ):
            life.odd(
                it,
                it.planned(first),
                d.plus(last, -2),
                "payment outside the plan or in a pause",
                "R21",
                "no school week, nothing is owed",
                ["R1", "R4", ""],
            )


CHANCES = {
    "on time": 62,
    "fewer": 6,
    "late": 3.2,
    "several": 3,
    "part": 2.2,
    "credit": 2.0,
    "double": 3,
    "wrong bill": 3,
    "keys": 3,
    "dearer": 1.3,
    "rounded": 1,
    "more": 1.4,
    "namesake": 1.2,
    "refund": 2.6,
    "two refunds": 1.6,
}


def happen(life: Life, it: Item, todo: list[d.Span], at: int, due: date, amount: int) -> int:
    """One thing out of life for one period."""
    r = life.r
    what = r.choices(list(CHANCES), list(CHANCES.values()))[0]
    first = todo[at][0]
    if (
        what == "several"
        and it.schedule in ("weekly", "fortnightly", "4-weekly")
        and at + 2 < len(todo)
    ):
        return several(life, it, todo, at)
    if what == "late":
        life.pay(it, amount, d.plus(due, r.randint(9, 26)), "late payment")
    elif what == "fewer" and it.units > 1:
        less = r.randint(1, max(1, it.units // 3))
        life.pay(it, it.price_on(first) * (it.units - less), due, "fewer units than planned")
    elif what == "part" and amount > 3000:
        part(life, it, amount, due)
    elif what == "credit" and it.kind not in ("pa", "mileage", "payroll"):
        note = f"INV {r.randint(1000, 9999)} {r.choice(['LESS CN', 'LESS CR', '-CN', 'NET CN'])}{r.randint(1, 99)}"
        credit = (
            it.price_on(first)
            if it.units > 2 and r.random() < 0.5
            else r.randrange(200, max(300, amount // 4), 5)
        )
        life.pay(it, amount - credit, due, "net of credit note", by_name=True, note=note)
    elif what in ("double", "wrong bill", "keys", "dearer", "rounded", "more", "namesake"):
        wrong(life, it, first, due, amount, what)
    elif what in ("refund", "two refunds") and it.kind != "pa":
        refunds(life, it, life.pay(it, amount, due), amount, what)
    else:
        life.pay(it, amount, due)
    return 1


def several(life: Life, it: Item, todo: list[d.Span], at: int) -> int:
    """Two or three periods in one sum."""
    n = life.r.choice([2, 2, 3])
    spans = todo[at : at + n]
    if any(paused(life, a, b) for a, b in spans) or (it.end and spans[-1][0] > it.end):
        n, spans = 1, spans[:1]
    total = sum(it.planned(a) for a, _ in spans)
    life.pay(
        it,
        total,
        ready(it, spans[-1][1]),
        "several periods at once" if n > 1 else None,
        by_name=n > 1 and total % it.planned(spans[-1][0]) > 0,
        note=life.r.choice(
            [
                None,
                None,
                f"{n} WEEKS" if it.schedule == "weekly" else f"{n} LOTS",
                f"{n} X INVOICES" if it.kind != "pa" else f"{n} PAYS",
                "catch up",
            ]
        )
        if n > 1
        else None,
    )
    return n


def part(life: Life, it: Item, amount: int, due: date) -> None:
    """Half now and the rest on Friday."""
    first = round(amount * life.r.choice([0.5, 0.5, 0.4, 0.6, 0.7]) / 500) * 500 or amount // 2
    name, r = life.group(), life.r
    for sum_, day in ((first, due), (amount - first, d.plus(due, r.randint(2, 8)))):
        if day <= life.end:
            note = (
                r.choice([None, None, "PART", "PART PYMT", "REST", "BALANCE", "half now"])
                if day != due
                else r.choice([None, None, "PART", "PT PMT 1", "half"])
            )
            life.pay(it, sum_, day, "part payment", by_name=True, note=note).group = name


def swapped(amount: int, life: Life) -> int | None:
    """Two neighbouring digits swapped, or a key hit twice."""
    s = str(amount)
    ways = [
        s[:i] + s[i + 1] + s[i] + s[i + 2 :]
        for i in range(len(s) - 1)
        if s[i] != s[i + 1] and s[i + 1] != "0"
    ]
    ways = [int(w) for w in ways if w[0] != "0" and amount // 2 < int(w) < amount * 4]
    return life.r.choice(ways) if ways else None


def wrong(life: Life, it: Item, first: date, due: date, amount: int, what: str) -> None:
    """Payments against which evidence stands."""
    r = life.r
    if what == "double":
        line = life.pay(it, amount, due)
        same = d.plus(line.day, r.choice([0, 0, 1, 1, 2, 3, 4]))
        twin = life.odd(
            it,
            amount,
            same,
            "duplicate payment",
            "R13",
            "the same bill was paid days before",
            ["R4", "R4;R13"],
        )
        if r.random() < 0.65:
            twin.text = line.text
        twin.means, twin.code, twin.mcc = line.means, line.code, line.mcc
        if r.random() < 0.3 and twin.day <= life.end:
            life.back(it, amount, d.plus(twin.day, r.randint(4, 25)), twin, "refund")
    elif (
        what == "wrong bill"
        and it.payee
        and (
            rest := [
                x for x in life.others.get(it.payee.id, []) if x[0].initials != life.who.initials
            ]
        )
    ):
        other, theirs = r.choice([x for x in rest if x[1].reference] or rest)
        mark = (
            theirs.reference
            if theirs.reference and theirs.reference != it.reference and r.random() < 0.8
            else f"{other.first[0]} {other.last}".upper()
        )
        life.pay(it, amount, due)
        line = life.odd(
            it,
            theirs.planned(first),
            d.plus(due, r.randint(0, 3)),
            "wrong person's bill",
            "R1",
            "bears another person's name or reference",
            ["R3", "R4", "R1;R3", "R1;R4", "R13"],
            note=mark[:18],
            claim=False,
        )
        line.matchable = False
    elif what == "keys" and (slipped := swapped(amount, life)) and rank(it, slipped, due) is None:
        rule = "R3" if slipped > amount else ""
        life.odd(
            it,
            slipped,
            due,
            "mistyped amount",
            rule,
            "digits of the agreed sum changed places",
            ["R4", "R3;R4"] if rule else ["R3"],
        )
    else:
        above(life, it, first, due, amount, what)


def above(life: Life, it: Item, first: date, due: date, amount: int, what: str) -> None:
    """More than was agreed, or the wrong firm of nearly the same name."""
    r = life.r
    if what == "dearer" and rank(it, more := round(amount * r.uniform(1.04, 1.13)), due) is None:
        life.odd(
            it,
            more,
            due,
            "price change in the period",
            "R3",
            "dearer than agreed, no change of price in the plan",
            ["R4", "R3;R4"],
        )
    elif (
        what == "rounded"
        and it.kind != "payroll"
        and amount % 1000
        and rank(it, more := -(-amount // 1000) * 1000, due) is None
    ):
        life.odd(
            it,
            more,
            due,
            "price change in the period",
            "R3",
            "rounded up above the agreed sum",
            ["R4", "R3;R4", ""],
        )
    elif what == "namesake" and it.payee and it.kind not in ("pa", "mileage"):
        from .together import other_firm

        other_firm(life, it, due)
    elif what == "more" and it.unit not in ("month", "year") and it.schedule != "one-off":
        more = it.price_on(first) * (it.units + max(1, it.units // 5))
        if rank(it, more, due) is None:
            life.odd(
                it,
                more,
                due,
                "payment outside the plan or in a pause",
                "R4",
                "more units than the plan has",
                ["R3", "R3;R4"],
            )
    else:
        life.pay(it, amount, due)


def refunds(life: Life, it: Item, of, amount: int, what: str) -> None:
    """Money comes back at once or in two parts."""
    r = life.r
    if r.random() < 0.16 and life.account.kind == "card":
        stray(life, it, d.plus(of.day, r.randint(5, 40)))
        return
    if what == "refund":
        back = (
            amount
            if it.units == 1 or r.random() < 0.5
            else it.price_on(of.day) * r.randint(1, it.units - 1)
        )
        if back <= amount:
            life.back(it, back, d.plus(of.day, r.randint(3, 45)), of, "refund")
        return
    name, half = life.group(), round(amount * r.choice([0.5, 0.4, 0.6, 0.75]) / 50) * 50
    day = d.plus(of.day, r.randint(3, 20))
    later = d.plus(day, r.randint(5, 25))
    if half and d.plus(later, 4) <= life.end:
        life.back(it, half, day, of, "refund in two parts", name)
        life.back(it, amount - half, later, of, "refund in two parts", name)


def stray(life: Life, it: Item, day: date) -> None:
    """A refund meant for another card, for a payment this account never made."""
    r = life.r
    w = life.words(it, day, f"CD {r.randint(8000, 9999)}", r.choice(["legal", "trading"]), "back")
    line = life.line(
        w, it.price_on(day) + r.randrange(135, 4200, 10), d.work_on(day), "exception", "refund"
    )
    line.rule, line.also_ok, line.difficulty, line.candidates = (
        "R15",
        ["", "R1"],
        "ambiguous",
        [it.id],
    )
    line.why = "refund to another card's number, of a sum this account never paid"
    life.put(line)
