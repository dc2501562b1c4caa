"""What a careful officer could know of a written line: who it may be, which items fit the sum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

from .banks import Pen
from .model import Item, Line, Payee, Person

Part = tuple[Item, int]
Reading = tuple[tuple[str, int], ...]
TYPES = {
    "plain": "plain payment with bank words",
    "initials": "plain payment with bank words",
    "married": "plain payment with bank words",
    "reference": "plain payment with bank words",
    "trading": "trading name instead of legal name",
    "descriptor": "card descriptor",
    "cut": "name cut short",
    "owner": "card descriptor",
    "mistyped": "mistyped name",
    "account": "account number only",
    "aggregator": "payment aggregator",
    "nameless": "payment aggregator",
    "collector": "direct-debit collector",
    "collector alone": "direct-debit collector",
}
SEEN_AS = {
    "plain": "the payee's name",
    "initials": "the assistant's name",
    "married": "another surname than the plan's",
    "reference": "no name, only a reference",
    "trading": "a trading name of the payee",
    "descriptor": "the card's name for the payee",
    "cut": "the payee's name cut short",
    "owner": "the name of whoever owns the terminal",
    "mistyped": "the payee's name with a slip",
    "account": "the payee's account number",
    "aggregator": "a collector with the payee's name",
    "nameless": "a collector without a name",
    "collector": "the collector names the payee",
    "collector alone": "the collector's mandate only",
}


@dataclass
class View:
    """The officer's answer: known or not, what else it could be, how many payees the name admits."""

    known: bool
    candidates: list[str]
    payees: int
    told: str


def fold(name: str) -> str:
    """Letters and digits only, without the ending of a company."""
    words = [
        word
        for word in name.upper()
        .replace("&", "AND")
        .replace("'", "")
        .replace("-", " ")
        .replace("/", " ")
        .split()
        if word not in ("LTD", "LIMITED")
    ]
    return "".join(letter for letter in "".join(words) if letter.isalnum())


def written_forms(payee: Payee) -> list[str]:
    """Every way the payee is known to the council, folded."""
    if payee.kind == "pa":
        first, last, title = payee.first, payee.last, payee.title
        return [
            fold(text)
            for text in (
                f"{first} {last}",
                f"{last} {first}",
                f"{first[0]} {last}",
                f"{last} {first[0]}",
                f"{title} {first[0]} {last}",
                f"{title} {first} {last}",
            )
        ]
    forms = [payee.legal, *payee.trading]
    if payee.descriptor and payee.descriptor_known:
        forms.append(payee.descriptor)
    return [fold(text) for text in forms]


def name_fits(shown: str, noise: str, payee: Payee) -> bool:
    """Whether the shown name may be this payee's."""
    seen = fold(shown)
    forms = written_forms(payee)
    if noise == "mistyped":
        return any(SequenceMatcher(None, seen, form[: len(seen)]).ratio() >= 0.86 for form in forms)
    if payee.kind == "pa":
        return any(form == seen or (len(seen) >= 10 and form.startswith(seen)) for form in forms)
    if noise == "descriptor" and not payee.descriptor_known:
        return fold(payee.legal)[:6] in seen
    return any(form.startswith(seen) or (seen.startswith(form) and len(form) > 7) for form in forms)


def exact(shown: str, payee: Payee) -> bool:
    """Whether the shown name is one of the payee's in full."""
    return fold(shown) in written_forms(payee)


def open_items(person: Person, day: date) -> list[Item]:
    """Items that could still be paid on a day."""
    slack = timedelta(days=40)
    return [
        item
        for item in person.items
        if item.start - slack <= day and (item.end is None or day <= item.end + slack)
    ]


def suspects(person: Person, pen: Pen, actual: Payee, day: date) -> tuple[list[Item], int]:
    """Items the words admit, and how many payees of the plan those are."""
    around = open_items(person, day)
    if pen.noise == "nameless":
        return [item for item in around if item.way in ("card", "agg")], 9
    if pen.noise == "collector alone":
        return [item for item in around if item.way in ("gc", "dd")], 1 if pen.sure else 9
    if pen.noise == "reference":
        return around, 1
    if pen.noise == "owner":
        return [item for item in around if item.way == "card"], 9
    if pen.noise == "married":
        return [item for item in around if item.kind == "pa" and item.paid_via is None], 9
    plan = {item.payee.id: item.payee for item in around if item.payee}
    plan.update({item.paid_via.id: item.paid_via for item in around if item.paid_via})
    fits = (
        [actual.id]
        if pen.noise == "account"
        else [
            one.id for one in plan.values() if one is actual or name_fits(pen.shown, pen.noise, one)
        ]
    )
    if actual.kind != "pa" and len(fits) > 1 and len(pen.shown) < 18 and exact(pen.shown, actual):
        fits = [one for one in fits if one == actual.id or exact(pen.shown, plan[one])]
    found = [
        item
        for item in around
        if (item.payee and item.payee.id in fits and not item.paid_via)
        or (item.paid_via and item.paid_via.id in fits)
    ]
    if not found:
        found = [item for item in around if item.payee is None and item.kind == actual.kind]
    return found, len(set(fits)) or 1


def prices(item: Item, day: date) -> set[int]:
    """Agreed prices an officer would try: today's, and the one of two months back or a fortnight on."""
    return {
        item.price_at(day),
        item.price_at(day - timedelta(days=60)),
        item.price_at(day + timedelta(days=7)),
    }


def is_full(item: Item, pence: int, day: date) -> bool:
    """Whether a sum is one agreed period of an item."""
    if item.pay_range:
        return item.pay_range[0] <= pence <= item.pay_range[1]
    return pence in (item.holiday_due(day), item.holiday_due(day - timedelta(days=7))) or any(
        pence == price * item.units for price in prices(item, day)
    )


def with_one_open(
    whole: list[Item], chosen: int, day: date, pence: int
) -> list[tuple[int, Reading]]:
    """Readings of a subset of items: all in full, or one of them with fewer or more."""
    picked = [item for place, item in enumerate(whole) if chosen >> place & 1]
    found: list[tuple[int, Reading]] = []
    full = {item.id: item.due(day) for item in picked}
    for item in picked:
        rest = pence - sum(value for key, value in full.items() if key != item.id)
        if rest <= 0:
            continue
        reading = tuple(sorted({**full, item.id: rest}.items()))
        if is_full(item, rest, day):
            found.append((1, reading))
        elif any(
            rest % price == 0 and rest // price < item.units for price in prices(item, day) if price
        ) or (
            len(picked) == 1
            and any(
                rest in (2 * price * item.units, 3 * price * item.units)
                for price in prices(item, day)
            )
        ):
            found.append((2, reading))
    return found


def choices(whole: list[Item]) -> range:
    """Subsets that may be paid in one line, as bits; a bundle goes out whole."""
    every = (1 << len(whole)) - 1
    return range(every if whole[0].bundle else 1, every + 1)


def readings(items: list[Item], pence: int, day: date) -> tuple[int, list[Reading]]:
    """The best readings of a sum, and their rank: 1 whole periods, 2 fewer or several, 0 none."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        owner = item.paid_via or item.payee
        groups.setdefault(owner.id if owner else "any", []).append(item)
    ranked = [
        hit
        for whole in groups.values()
        for chosen in choices(whole)
        for hit in with_one_open(whole, chosen, day, pence)
    ]
    best = min((rank for rank, _ in ranked), default=0)
    return best, sorted({reading for rank, reading in ranked if rank == best})


def look(
    person: Person, pen: Pen, actual: Payee, parts: list[Part], day: date, told: bool = False
) -> View:
    """The officer's view of a line; `told` when its words name the item or the sum's makeup."""
    items, payees = suspects(person, pen, actual, day)
    names = sorted({item.id for item in items} | {item.id for item, _ in parts})
    if pen.sure and pen.noise != "account" and len(parts) == 1:
        return View(True, [], 1, "a reference known to be this item's is on the line")
    if payees == 9 or (pen.noise == "account" and not pen.sure):
        return View(False, names, payees, "nothing on the line says whose it is")
    pence = sum(value for _, value in parts)
    truth = tuple(sorted((item.id, value) for item, value in parts))
    rank, fits = readings(items, pence, day)
    if pen.noise == "descriptor" and not actual.descriptor_known and rank == 0:
        return View(False, names, payees, "the first word alone and a sum of no period")
    if len(names) == 1 and pen.noise != "reference":
        return View(True, [], payees, "the only item it can be")
    if pen.noise == "reference" and (rank != 1 or any(item.pay_range for item in items)):
        return View(False, names, payees, "without a name the sum is not enough")
    if fits == [truth]:
        return View(True, [], payees, "only this reading gives the sum")
    if told and payees == 1 and not fits:
        return View(True, [], payees, "its words say what it is for")
    return View(
        False,
        names,
        payees,
        "the sum fits more than one reading"
        if len(fits) > 1
        else "the sum does not say which item",
    )


def difficulty(pen: Pen, view: View, special: str, many: bool) -> str:
    """Plain, hard or ambiguous, as a person would find the line."""
    guessed = pen.noise == "reference" and not pen.sure
    if not view.known or guessed or (view.payees > 1 and not pen.sure):
        return "ambiguous"
    short = pen.noise in ("cut", "aggregator") and len(pen.shown) < 11
    odd = short or pen.noise in ("mistyped", "account", "reference", "collector alone")
    return "hard" if odd or special or many else "plain"


def payment(
    person: Person,
    pen: Pen,
    actual: Payee,
    parts: list[Part],
    why: str,
    special: str = "",
    rule: str = "",
    also: tuple[str, ...] = (),
    told: bool = False,
    against: bool = False,
    group: str = "",
) -> Line:
    """A payment with its truth; `against` when evidence stands against booking it without a person."""
    view = look(person, pen, actual, parts, pen.bought, told)
    if actual.ended and pen.bought > actual.ended and not rule:
        rule, against, why = (
            "R20",
            True,
            f"{why}, but the payee's registration ended {actual.ended:%d %b}",
        )
    line = Line(
        pen.booked,
        -sum(pence for _, pence in parts),
        pen.text,
        "match",
        special or TYPES[pen.noise],
        f"{why}; {SEEN_AS[pen.noise]}, {view.told}",
        pen.code,
        pen.mcc,
        pen.bought,
        rule=rule,
        also_ok=list(also),
        group=group,
    )
    line.difficulty = difficulty(pen, view, special, len(parts) > 1)
    line.matchable = view.known and not against
    if view.known:
        line.items = [(item.id, pence) for item, pence in parts]
        line.may_claim = against
    else:
        line.candidates = view.candidates
    if against and view.known:
        line.label = "exception"
    elif rule:
        line.rule, line.also_ok = "", [rule, *also]
    if not view.known and pen.noise in (
        "married",
        "owner",
        "nameless",
        "collector alone",
        "reference",
    ):
        line.also_ok += [word for word in ("R1", "R2") if word not in line.also_ok]
    line.linked = bool(group) or pen.teaches
    return line
