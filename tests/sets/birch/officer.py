"""What a careful officer could know from line, plan and past."""

from datetime import date

from .names import MEN
from .payees import Payee
from .plans import Item, Person

BLIND = ("reference", "collector", "married")


def look(payee: Payee | None, form: str) -> str:
    """What remains of a payee's name in a form: equal looks cannot be told apart."""
    if payee is None:
        return "any"
    if payee.kind == "pa" and form == "titled":
        return f"{payee.legal.split()[0] in MEN} {payee.initials.upper()}"
    if payee.kind == "pa" and form in ("legal", "mistyped", "initials", "surname", "cut"):
        return payee.initials.upper()
    return payee.id


def alike(who: Person, it: Item, form: str, ref: bool) -> list[Item]:
    """The items a line could mean by its words alone."""
    live = [x for x in who.items if x.kind != "cash"]
    if form in ("reference", "collector"):
        if ref and it.reference:
            return [x for x in live if x.reference == it.reference]
        if form == "collector":
            return [
                x
                for x in live
                if not x.payee or x.kind not in ("pa", "mileage", "hmrc", "transport")
            ]
        return live
    if form == "married":
        return [
            x for x in live if x.kind in ("pa", "mileage") and x.payee.legal[0] == it.payee.legal[0]
        ]
    mine = look(it.payee, form)
    return [x for x in live if look(x.payee, form) == mine]


def rank(it: Item, amount: int, day: date) -> int | None:
    """How well an amount fits an item; 0 best, None not at all."""
    if it.bundle:
        return None
    if (it.end and (day - it.end).days > 45) or day < it.start:
        return None
    since = [a for a, _ in it.changes if 0 <= (day - a).days <= 125]
    prices = {it.price_on(day)} | ({it.price} if since else set())
    best = None
    for price in prices:
        full = price * it.units
        if amount == full:
            return 0
        if (it.pay_range and it.pay_range[0] <= amount <= it.pay_range[1]) or abs(
            amount - full
        ) * 100 <= it.tol * full:
            best = 1
        elif (amount % price == 0 and amount < full) or (
            it.schedule != "one-off" and amount % full == 0 and amount // full <= 4
        ):
            best = min(best or 2, 2)
    return best


def pairs(items: list[Item], amount: int, day: date) -> list[list[Item]]:
    """Items of one payee that together cost the amount."""
    out = []
    for i, a in enumerate(items):
        for b in items[i + 1 :]:
            if a.payee is b.payee and a.planned(day) + b.planned(day) == amount:
                out.append([a, b])
    return out


def reads(
    who: Person, it: Item, form: str, ref: bool, amount: int, day: date
) -> tuple[bool, list[Item]]:
    """Whether the one item is known, and all that fit equally."""
    pool = alike(who, it, form, ref)
    ranks = [(rank(x, amount, day), x) for x in pool]
    good = [(k, x) for k, x in ranks if k is not None]
    if not good:
        return False, pool
    top = min(k for k, _ in good)
    best = [x for k, x in good if k == top]
    if form in BLIND and not (ref and it.reference):
        near = [x for k, x in good if k <= 1]
        return top == 0 and near == [it], near if len(near) > 1 else [x for _, x in good]
    if top > 0 and pairs(pool, amount, day):
        return False, best
    return best == [it], best
