"""Payments that cover several items: invoices, miles, bureaux; and rides and single bookings."""

from datetime import date

from . import days as d
from .life import Life
from .officer import BLIND, alike, rank
from .people_do import paused, ready
from .plans import Item
from .truth import Draft


def joined(life: Life, a: Item, b: Item) -> None:
    """Two items of one payee, mostly paid in one line."""
    habit = (
        life.r.choice([0.9, 0.7, 0.4]) if b.kind == "mileage" else life.r.choice([0.85, 0.5, 0.15])
    )
    for first, last in d.periods(a.schedule, d.FIRST_DAY, life.end):
        if paused(life, first, last) or any(x.end and first > x.end for x in (a, b)):
            continue
        due = ready(a, last)
        if life.r.random() > habit:
            life.pay(a, a.planned(first), due)
            miles = miles_of(life, b) if b.kind == "mileage" else b.planned(first)
            life.pay(b, miles, d.plus(due, life.r.choice([0, 0, 1, 3])))
        elif b.kind == "mileage":
            with_miles(life, a, b, first, due)
        else:
            invoice(life, a, b, first, due)


def miles_of(life: Life, b: Item) -> int:
    """The miles of one period in pence."""
    return b.price * life.r.randint(max(1, b.units // 2), b.units)


def two(
    life: Life,
    a: Item,
    b: Item,
    sums: list[int],
    due: date,
    kind: str,
    note: str | None,
    known: bool,
    why: str,
) -> Draft:
    """One line over two items."""
    w = life.words(
        a,
        due,
        note,
        amount=sum(sums) if kind in ("wages with mileage", "part payment") else 0,
        kind=kind,
    )
    due = d.work_on(due) if w["means"] in ("so", "dd", "gc", "card") else due
    line = life.line(w, -sum(sums), due, "match", kind)
    line.items = [[x.id, s] for x, s in zip((a, b), sums, strict=True)]
    pool = alike(life.who, a, w["seen"], w["own"])
    blind = w["seen"] in BLIND and not (w["own"] and a.reference)
    others = [x for x in pool if x not in (a, b)]
    if kind == "wages with mileage":
        told = note is not None and note.split("H ")[0].isdigit()
        others = [
            x
            for x in (life.who.items if blind else others)
            if x not in (a, b)
            and (
                x.kind == "mileage"
                or (x.kind == "pa" and (blind or not note) and rank(x, sum(sums), due) is not None)
            )
        ]
        line.matchable = known and not others and (told or not blind)
    else:
        line.matchable = known and (
            not others if not blind else not any(rank(x, sum(sums), due) in (0, 1) for x in others)
        )
    line.difficulty = "hard" if line.matchable and not blind else "ambiguous"
    line.why = why if line.matchable else "the shares or the payee cannot be told"
    line.candidates = [] if line.matchable else [x.id for x in (a, b, *others)][:4]
    return life.put(line)


def with_miles(life: Life, a: Item, b: Item, first: date, due: date) -> None:
    """Wages with mileage; the miles are what is left after the planned hours."""
    r, price = life.r, a.price_on(first)
    hours = a.units if r.random() < 0.82 else max(1, a.units - r.randint(1, 3))
    miles = miles_of(life, b)
    total = hours * price + miles
    ways = [
        h
        for h in range(a.units + 1)
        if 0 < total - h * price <= b.price * b.units and (total - h * price) % b.price == 0
    ]
    told = r.random() < 0.3
    note = (
        f"{hours}H {miles // b.price}M"
        if told
        else r.choice(["WAGES+MILES", "wages & mileage", "PAY PLUS PETROL", None])
    )
    since = a.changes and 0 <= (first - a.changes[0][0]).days < 60
    known = told or hours == a.units or (len(ways) == 1 and not since)
    two(
        life,
        a,
        b,
        [hours * price, miles],
        due,
        "wages with mileage",
        note,
        known,
        "the planned hours and the rest in whole miles",
    )


def invoice(life: Life, a: Item, b: Item, first: date, due: date) -> None:
    """One invoice for two lines of the plan."""
    r, kind = life.r, "one payment over several items"
    sums = [a.planned(first), b.planned(first)]
    known, note = True, None
    if r.random() < 0.16 and a.units > 1:
        less, lost = r.randint(1, max(1, a.units // 3)), r.choice([0, 0, 1]) if b.units > 1 else 0
        sums = [sums[0] - less * a.price_on(first), sums[1] - lost * b.price_on(first)]
        known = unique(a, b, sum(sums), first)
    elif r.random() < 0.07:
        cut = r.randrange(200, max(300, sums[0] // 5), 5)
        sums[0] -= cut
        kind, known = "net of credit note", False
        note = f"INV {r.randint(1000, 9999)} LESS CN{r.randint(1, 60)}"
    if kind == "one payment over several items" and r.random() < 0.05 and sum(sums) > 6000:
        in_parts(life, a, b, sums, due)
        return
    two(life, a, b, sums, due, kind, note, known, "both lines of the plan in one invoice")


def in_parts(life: Life, a: Item, b: Item, sums: list[int], due: date) -> None:
    """One invoice in two payments: nobody can tell which part is whose."""
    first = [x // 2 for x in sums]
    rest, name = [x - y for x, y in zip(sums, first, strict=True)], life.group()
    if d.plus(due, 12) <= life.end:
        two(
            life, a, b, first, due, "part payment", life.r.choice([None, "PART", "half"]), False, ""
        ).group = name
        two(
            life,
            a,
            b,
            rest,
            d.plus(due, life.r.randint(2, 7)),
            "part payment",
            life.r.choice([None, "REST", "BALANCE"]),
            False,
            "",
        ).group = name


def unique(a: Item, b: Item, total: int, first: date) -> bool:
    """Whether only one pair of whole units makes the sum, old prices counted too."""
    pa = {a.price, a.price_on(first)}
    pb = {b.price, b.price_on(first)}
    ways = {
        (x * i, y * j)
        for x in pa
        for y in pb
        for i in range(a.units + 1)
        for j in range(b.units + 1)
        if x * i + y * j == total
    }
    return len(ways) == 1


def bureau(life: Life, items: list[Item]) -> None:
    """One sum to the payroll bureau for wages, tax, pension and fee."""
    fee = next(x for x in items if x.kind == "payroll")
    pas = [x for x in items if x.kind == "pa"]
    r = life.r
    for first, last in d.periods(fee.schedule, d.FIRST_DAY, life.end):
        if paused(life, first, last):
            continue
        sums = {x.id: x.planned(first) for x in items}
        known, why = True, "all parts of the bundle at the plan's sums"
        one = r.choice(pas)
        if r.random() < 0.2 and one.units > 2:
            less = r.randint(1, max(1, one.units // 5))
            sums[one.id] -= less * one.price_on(first)
            known = len(pas) == 1 and not any(x.pay_range for x in pas)
            why = "fixed parts as planned, whole hours fewer for the one assistant"
        elif one.pay_range and r.random() < 0.7:
            sums[one.id] = r.randint(one.pay_range[0], one.pay_range[1])
            known, why = (
                sum(bool(x.pay_range) for x in pas) == 1,
                "fixed parts as planned, the rest within the one range",
            )
        if r.random() < 0.08:
            tax = next(x for x in items if x.kind == "hmrc")
            sums[tax.id] += r.randrange(-800, 900, 7)
            known = False
        send(
            life,
            fee,
            items,
            sums,
            ready(fee, last),
            known,
            why,
            sum(x.planned(first) for x in items),
        )


def send(
    life: Life,
    fee: Item,
    items: list[Item],
    sums: dict[str, int],
    due: date,
    known: bool,
    why: str,
    full: int,
) -> None:
    """Write the bureau's line."""
    w = life.words(
        fee,
        due,
        life.r.choice(
            [
                None,
                None,
                "WAGES",
                f"{life.who.first[0]} {life.who.last}".upper(),
                "PAYROLL",
                "month pay",
            ]
        ),
    )
    line = life.line(w, -sum(sums.values()), d.work_on(due), "match", "payroll bundle")
    line.items = [[k, v] for k, v in sums.items()]
    blind = w["seen"] in BLIND
    whole = sum(sums.values()) == full or not blind
    line.matchable = known and whole
    line.difficulty = "hard" if line.matchable and not blind else "ambiguous"
    line.why = why if line.matchable else "the shares of the bundle cannot be told"
    line.candidates = [] if line.matchable else [x.id for x in items]
    life.put(line)


def rides(life: Life, it: Item) -> None:
    """Trips paid one by one; there and back on one day."""
    r, away = life.r, ("hospital", "died", "moved", "suspended", "away")
    for first, last in d.periods(it.schedule, d.FIRST_DAY, life.end):
        if paused(life, first, last) or (it.end and first > it.end):
            continue
        day, left = d.plus(first, r.randint(0, 4)), it.units
        while left > 0 and day <= last:
            if life.who.away(day) in away or life.who.away(d.plus(day, -4)) in away:
                day = d.plus(day, 1)
                continue
            line = life.pay(it, it.price_on(day), day)
            left -= 1
            if left and r.random() < 0.6:
                again(life, it, line)
                left -= 1
            day = d.plus(day, r.randint(2, 5))
        roll = r.random()
        if roll < 0.03 and left == 0 and day < last:
            life.odd(
                it,
                it.price_on(day),
                d.plus(day, 1),
                "payment outside the plan or in a pause",
                "R4",
                "one trip more than the plan has",
                ["R13", "R1", "R4;R13", ""],
            )
        elif roll < 0.055 and it.payee:
            other_firm(life, it, d.plus(first, 3))


def again(life: Life, it: Item, line: Draft) -> None:
    """The way back, the same fare on the same day."""
    back = life.pay(it, -line.pence, line.day, "genuine repeat", means=line.means)
    if life.r.random() < 0.6 and back.matchable == line.matchable:
        back.text, back.pending_text, back.mcc, back.code = (
            line.text,
            line.pending_text,
            line.mcc,
            line.code,
        )
    back.day, back.bought = line.day, line.bought


def other_firm(life: Life, it: Item, day: date) -> None:
    """Another supplier for the same need, sometimes a near-namesake."""
    pool = [y for y in life.maker.by_kind.get(it.payee.kind, []) if y is not it.payee]
    near = [y for y in pool if y.legal.split()[0] == it.payee.legal.split()[0]]
    if life.who.away(day):
        return
    keep, it.payee = it.payee, life.r.choice(near or pool)
    form = life.r.choice(["legal", "descriptor", "trading"] if it.payee.trading else ["legal"])
    w = life.words(
        it,
        day,
        None,
        "legal" if form == "descriptor" and not it.payee.descriptor else form,
        it.means if it.means == "card" else "fp",
    )
    it.payee = keep
    if w["seen"] in BLIND or keep.legal.upper().replace("'", "").startswith(w["name"][:12]):
        return
    line = life.line(
        w,
        -life.r.choice(
            [it.planned(day), it.price_on(day), round(it.planned(day) * life.r.uniform(0.5, 1.4))]
        ),
        d.work_on(day),
        "exception",
        "off-plan spending",
    )
    line.rule, line.also_ok, line.difficulty = "R2", ["R1", "R1;R2"], "ambiguous"
    line.why, line.candidates = "another firm than the plan's for the same need", [it.id]
    life.put(line)


def booking(life: Life, it: Item) -> None:
    """A stay, a thing or a course: at once, with a deposit, or given back."""
    r, day = life.r, d.plus(it.start, life.r.randint(2, 20))
    if life.who.away(day) or life.who.away(d.plus(day, 45)):
        return
    roll, price = r.random(), it.price
    if roll < (0.72 if it.kind in ("respite", "equipment", "training") else 0):
        first = round(price * r.choice([0.2, 0.25, 0.3, 0.5]) / 500) * 500
        later = d.plus(day, r.randint(10, 45))
        if d.plus(later, 4) > life.end or not first:
            return
        name = life.group()
        for sum_, when, note in (
            (first, day, r.choice(["DEPOSIT", None, "DEP"])),
            (price - first, later, r.choice(["BALANCE", None, "BAL DUE"])),
        ):
            life.pay(it, sum_, when, "deposit and balance", by_name=True, note=note).group = name
    else:
        line = life.pay(it, price, day)
        if r.random() < 0.2:
            life.back(it, price, d.plus(line.day, r.randint(5, 30)), line, "refund")
