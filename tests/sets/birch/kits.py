"""What plans are made of: wages, care, days out, and what comes once."""

from datetime import date
from random import Random

from . import days as d
from . import names as n
from .payees import bank_of
from .plans import Account, Item, Maker, Person


def wages(m: Maker, who: Person, r: Random) -> None:
    """One or two assistants with tax, pension and the bureau's fee."""
    rate = r.choice([1235, 1250, 1265, 1280, 1300, 1325, 1350, 1390, 1420])
    cycle = r.choice(["weekly", "fortnightly", "fortnightly", "4-weekly", "4-weekly", "monthly"])
    hours = r.randint(4, 14) * {"weekly": 1, "fortnightly": 2}.get(cycle, 4)
    first = m.helper()
    a = m.add(who, first, "pa", "hour", rate, hours, cycle)
    helpers = [a]
    if r.random() < 0.6:
        same = r.random() < 0.65
        more = hours if same and r.random() < 0.9 else max(3, hours - r.randint(1, 3))
        b = m.add(who, m.helper(first if same else None), "pa", "hour", rate, more, cycle)
        b.changes, b.lag = list(a.changes), a.lag
        helpers.append(b)
    bureau = r.random() < 0.3
    if bureau and cycle in ("weekly", "fortnightly"):
        for it in helpers:
            it.schedule, it.units = "4-weekly", it.units * (4 if cycle == "weekly" else 2)
    employer(m, who, r, helpers, bureau)
    for it in helpers:
        pay_habit(m, who, r, it, bureau)


def employer(m: Maker, who: Person, r: Random, helpers: list[Item], bureau: bool) -> None:
    """What an employer pays beside wages."""
    cycle = helpers[0].schedule if bureau else "monthly"
    if bureau:
        firm = m.pick("payroll")
        fee = m.add(who, firm, "payroll", "payslip run", r.randrange(1200, 2400, 50), 1, cycle)
        tax = m.add(
            who, m.by_kind["hmrc"][0], "hmrc", "payment", r.randrange(3000, 16000, 10), 1, cycle
        )
        for it in [*helpers, fee, tax]:
            it.bundle, it.via, it.lag = f"B{who.id[1:]}", firm, 1
        if r.random() < 0.35:
            pot = m.add(
                who, m.pick("pension"), "pension", "payment", r.randrange(1500, 6000, 5), 1, cycle
            )
            pot.bundle, pot.via, pot.lag = fee.bundle, firm, 1
        return
    if r.random() < 0.7:
        tax = m.add(
            who, m.by_kind["hmrc"][0], "hmrc", "payment", r.randrange(3000, 16000, 10), 1, "monthly"
        )
        tax.reference = (
            f"{r.randint(100, 899)}P{r.choice('ABCDEFGHJ')}00{r.randint(100000, 999999)}"
        )
        tax.tol = r.choice([10, 15, 20, 25])
    if r.random() < 0.5:
        pot = m.add(
            who, m.pick("pension"), "pension", "payment", r.randrange(1500, 6000, 5), 1, "monthly"
        )
        pot.tol = r.choice([5, 10, 20])
    if r.random() < 0.55:
        m.add(who, m.pick("payroll"), "payroll", "month", r.randrange(900, 2600, 25), 1, "monthly")
    if r.random() < 0.5:
        m.add(
            who,
            m.pick("insurance"),
            "insurance",
            "year",
            r.randrange(6500, 14000, 50),
            1,
            "one-off",
        )


def pay_habit(m: Maker, who: Person, r: Random, it: Item, bureau: bool) -> None:
    """Times, ranges and miles of one assistant."""
    roll = r.random()
    if bureau:
        if roll < 0.15:
            it.pay_range = [
                it.price * (it.units - it.units // 4),
                it.price * (it.units + it.units // 4),
            ]
        return
    if roll < 0.22:
        it.pay_range = [
            it.price * (it.units - it.units // 3),
            round(it.price * 1.06) * (it.units + it.units // 4),
        ]
    elif roll < 0.42:
        m.add(
            who,
            it.payee,
            "mileage",
            "mile",
            45,
            r.randint(4, 30) * {"weekly": 1, "fortnightly": 2}.get(it.schedule, 4),
            it.schedule,
            lag=it.lag,
            tol=0,
        ).lag = it.lag
    elif roll < 0.6 and it.schedule == "weekly" and it.units >= 4:
        half = it.units // 2
        it.times = [
            {"weekday": w, "start": "09:00", "minutes": 60 * k, "workers": 1, "every_weeks": 1}
            for w, k in ((0, half), (3, it.units - half))
        ]
        it.day_prices = {
            "weekend": it.price,
            "bank_holiday": it.price * 2 if r.random() < 0.5 else it.price * 3 // 2,
        }


def agency(m: Maker, who: Person, r: Random) -> None:
    """Care by a provider; sometimes two lines of plan with one invoice."""
    firm, cycle = (
        m.pick("agency"),
        r.choice(["weekly", "fortnightly", "4-weekly", "4-weekly", "monthly"]),
    )
    k = {"weekly": 1, "fortnightly": 2}.get(cycle, 4)
    a = m.add(
        who,
        firm,
        "agency",
        "hour",
        r.randrange(2050, 2600, 10),
        r.randint(3, 10) * k,
        cycle,
        tol=r.choice([0, 0, 0, 2, 5]),
    )
    if r.random() < 0.45:
        b = m.add(
            who, firm, "domestic", "hour", r.randrange(1750, 2040, 10), r.randint(1, 4) * k, cycle
        )
        b.lag, b.reference = a.lag, a.reference


def out_and_about(m: Maker, who: Person, r: Random) -> None:
    """Days at a centre, and how one gets there."""
    firm = m.pick("day_centre")
    cycle = r.choice(["weekly", "4-weekly", "monthly", "term-time"])
    k = {"weekly": 1, "term-time": 1}.get(cycle, 4)
    a = m.add(
        who, firm, "day_centre", "day", r.randrange(3400, 6800, 50), r.randint(1, 3) * k, cycle
    )
    if r.random() < 0.5:
        b = m.add(who, firm, "meals", "lunch", r.randrange(450, 750, 25), a.units, cycle)
        b.lag, b.reference = a.lag, a.reference
    if r.random() < 0.38:
        trips(m, who, r)


def trips(m: Maker, who: Person, r: Random) -> None:
    """Rides paid one by one."""
    named = r.random() < 0.75
    m.add(
        who,
        m.pick("transport") if named else None,
        "transport",
        "trip",
        r.randrange(420, 1450, 10),
        r.choice([2, 2, 4]),
        r.choice(["weekly", "fortnightly", "fortnightly"]),
    )


def small_things(m: Maker, who: Person, r: Random) -> None:
    """Monthly or weekly help by small firms; two of them may cost the same."""
    price = r.randrange(1800, 4600, 100)
    pool = r.sample(
        ["cleaning", "gardening", "activity", "meals", "therapy"], r.choice([1, 2, 2, 3])
    )
    for kind in pool:
        cycle = r.choice(["monthly", "monthly", "4-weekly", "fortnightly"])
        each = price if r.random() < 0.82 else r.randrange(1500, 5200, 50)
        units = r.choice([1, 2]) if each < 2500 else 1
        m.add(who, m.pick(kind), kind, "session", each, units, cycle, tol=r.choice([0, 0, 0, 5]))


def once(m: Maker, who: Person, r: Random) -> None:
    """A short break, equipment or a course."""
    kind, low, high = r.choice(
        [
            ("respite", 24000, 78000),
            ("respite", 24000, 78000),
            ("equipment", 9000, 64000),
            ("training", 8000, 22000),
        ]
    )
    m.add(
        who,
        m.pick(kind),
        kind,
        "stay" if kind == "respite" else "each",
        r.randrange(low, high, 500),
        1,
        "one-off",
    )


def habits(who: Person, r: Random, card: bool) -> None:
    """How each item is paid and how the payee is mostly written."""
    for it in who.items:
        firm = it.payee
        if it.kind in ("pa", "mileage"):
            it.means = r.choice(["fp", "fp", "fp" if card else "so"])
        elif it.kind in ("transport", "equipment", "insurance", "training"):
            it.means = "card" if card or r.random() < 0.75 else "fp"
        elif card:
            it.means = "card" if firm and firm.descriptor and r.random() < 0.62 else "fp"
        else:
            it.means = r.choice(
                ["fp", "so", "dd", "dd"]
                if it.kind
                in ("pension", "payroll", "hmrc", "cleaning", "gardening", "activity", "meals")
                else ["fp", "fp", "so", "dd"]
            )
        if firm and firm.collector and it.means == "dd" and r.random() < 0.8:
            it.means = "gc"
        it.form = r.choice(
            FORMS[it.means] + (["legal", "reference"] if it.kind in ("pa", "mileage") else [])
        )
    for it in who.items:
        twin = next(x for x in who.items if x.payee is it.payee)
        it.means, it.form = (twin.means, twin.form) if it.payee else (it.means, it.form)


FORMS = {
    "fp": ["legal", "legal", "legal", "trading", "account", "legal", "reference"],
    "so": ["legal", "legal", "trading", "account", "legal"],
    "dd": ["legal", "legal", "trading"],
    "gc": ["collector", "collector", "named collector"],
    "card": ["descriptor", "descriptor", "legal", "trading", "aggregator", "aggregator"],
}


def account(r: Random, at: str, card: bool) -> Account:
    """An account and the way its pages come."""
    sc, num = bank_of(r)
    layout = (
        "iso_signed"
        if card and r.random() < 0.8
        else r.choice(["paid_in_out", "paid_in_out", "crdr_balance"])
    )
    return Account(
        at,
        "card" if card else "bank",
        layout,
        sc,
        num,
        r.choice(["month", "month", "quarter", "quarter", "year"]),
        r.randrange(6),
        r.random() < 0.4,
    )


def events(who: Person, r: Random, end: date) -> None:
    """Hospital, death, suspension and moves."""
    roll = r.random()
    if roll < 0.36:
        start = d.plus(d.FIRST_DAY, r.randint(40, 300))
        who.events.append(
            {"kind": "hospital", "from": start, "to": d.plus(start, r.randint(18, 55))}
        )
    elif roll < 0.41:
        start = d.plus(end, -r.randint(35, 110))
        who.events.append(
            {"kind": r.choice(["died", "died", "suspended", "moved"]), "from": start, "to": None}
        )
    elif roll < 0.5:
        start = d.plus(d.FIRST_DAY, r.randint(40, 300))
        who.events.append({"kind": "away", "from": start, "to": d.plus(start, 13)})


def person(m: Maker, r: Random, at: int) -> Person:
    """One person with plan, account and money."""
    who = Person(f"P{at + 1:03d}", r.choice(n.FIRST), r.choice(n.LAST), r.choice(n.TOWNS), "")
    who.ref = f"{who.last[:3].upper()}{r.choice(['-CON', ' CONT', '-' + str(r.randint(1000, 9999)), '/DP'])}"
    shape = r.random()
    if shape < 0.56:
        wages(m, who, r)
    if (shape > 0.56 and shape < 0.86) or r.random() < 0.08:
        agency(m, who, r)
    if shape >= 0.86 or r.random() < 0.26:
        out_and_about(m, who, r)
    if r.random() < 0.58:
        small_things(m, who, r)
    if r.random() < 0.42:
        once(m, who, r)
    if r.random() < 0.13:
        m.add(who, None, "cash", "week", r.choice([1000, 1500, 2000]), 1, "weekly").changes = []
    card = at % 2 == 1
    who.accounts = [account(r, f"A{at + 1:03d}", card)]
    if r.random() < 0.12:
        spare = account(r, f"A{at + 1:03d}S", False)
        spare.pages, spare.overlap = "year", False
        who.accounts.append(spare)
    habits(who, r, card)
    events(who, r, m.end)
    ends(who, r, m.end)
    income(who, r)
    return who


def ends(who: Person, r: Random, end: date) -> None:
    """Some items begin late or end before the year does; one-off ones have their window."""
    for it in who.items:
        if it.schedule == "one-off":
            it.start = d.plus(d.FIRST_DAY, r.randint(20, 250))
            it.end = d.plus(it.start, 75)
        elif r.random() < 0.06 and it.kind not in ("hmrc", "cash") and not it.bundle:
            it.end = d.plus(end, -7 * r.randint(6, 16) + 6 - end.weekday())
    who.items = list(who.items)


def income(who: Person, r: Random) -> None:
    """The council's load and the person's own share."""
    per = {
        "weekly": 4,
        "term-time": 3,
        "fortnightly": 2,
        "4-weekly": 1,
        "monthly": 0.93,
        "one-off": 0.08,
    }
    need = sum(it.planned(d.FIRST_DAY) * per[it.schedule] for it in who.items)
    if r.random() < 0.72:
        cycle = r.choice(
            ["weekly", "4-weekly", "4-weekly", "4-weekly", "monthly", "monthly", "monthly"]
        )
        week = min(r.randrange(800, 6200, 5), int(need / 8))
        k = {"weekly": 1, "4-weekly": 4, "monthly": 4.33}[cycle]
        who.contribution = {
            "pence": max(500, round(week * k / 5) * 5),
            "schedule": cycle,
            "reference": who.ref,
        }
        need -= week * 4
    who.load = max(4000, round(need * 1.04 / 10) * 10)
    if r.random() < 0.35:
        who.relative = f"{r.choice(n.FIRST)} {who.last if r.random() < 0.6 else r.choice(n.LAST)}"
        who.relative_bank = bank_of(r)
