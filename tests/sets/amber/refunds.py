"""Money that comes back: in full, in part, in two, by another name, or from a bill never paid here."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from .banks import House, Pen, at_terminal, credit_code, cut, fill, legal_form, personal, slip
from .model import Item, Line, Payee, Person, working_day
from .truth import SEEN_AS, difficulty, look


def refund_pen(rng: Random, person: Person, item: Item, payee: Payee, day: date, ref: str) -> Pen:
    """The words of a credit: the terminal's name for card payees, the firm's or person's for the rest."""
    home: House = person.house  # type: ignore[assignment]
    carded = item.way in ("card", "agg")
    if carded:
        name, noise = at_terminal(rng, home, payee)
        shown, short = cut(name, home.card_width)
    else:
        name, noise = (
            personal(rng, payee) if payee.kind == "pa" else (legal_form(rng, payee.legal), "plain")
        )
        if payee.trading and rng.random() < 0.3:
            name, noise = rng.choice(payee.trading), "trading"
        if noise != "married" and rng.random() < 0.08:
            name, noise = slip(rng, name), "mistyped"
        shown, short = cut(name, home.width)
    noise = "cut" if short and noise in ("plain", "trading", "initials", "descriptor") else noise
    text = fill(
        rng,
        person,
        "back" if carded else "in",
        day,
        shown,
        ref,
        "",
        payee.town if carded and len(shown) < 18 else "",
    )
    sure = bool(item.reference and item.reference.upper() in text.upper())
    booked = working_day(day + timedelta(days=rng.choice([1, 2, 3]))) if carded else day
    return Pen(
        text,
        shown,
        noise,
        sure,
        "DEB" if carded else credit_code(text),
        payee.mcc if carded else "",
        day,
        booked,
    )


def shares(rng: Random, item: Item, pence: int, times: int) -> list[int]:
    """How much comes back, in how many sums."""
    whole = pence
    if item.units > 1 and not item.pay_range and rng.random() < 0.55:
        whole = min(pence, item.price_at(date(2025, 9, 1)) * rng.randrange(1, item.units))
    if times == 1 or whole < 200:
        return [whole]
    first = rng.choice([whole // 2, whole * 2 // 3, whole - min(whole // 3, 1500)])
    return [first, whole - first]


def give_back(
    rng: Random, person: Person, payee: Payee, item: Item, paid: Line, times: int
) -> list[Line]:
    """The credits that return a payment, in whole or part."""
    one_item = len(paid.items) <= 1
    sums = shares(rng, item, -paid.pence, times) if one_item else [-paid.pence]
    group = f"{person.id}-{item.id}-back-{paid.date:%y%m%d}" if len(sums) > 1 else ""
    made, day = [], paid.date
    for turn, pence in enumerate(sums):
        day += timedelta(
            days=rng.choice([2, 4, 7, 12, 20, 35, 60]) if turn == 0 else rng.randrange(3, 25)
        )
        ref = rng.choice(
            [
                "REFUND",
                "OVERPAYMENT",
                "CREDIT",
                f"CN{rng.randrange(1, 99)}",
                "",
                item.reference or "refund",
                "returned",
            ]
        )
        pen = refund_pen(rng, person, item, payee, day, ref[:18])
        parts = (
            [(item, pence)]
            if one_item
            else [
                (one, value) for one in person.items for key, value in paid.items if key == one.id
            ]
        )
        view = look(
            person,
            pen,
            payee,
            parts,
            day,
            told=one_item and paid.matchable and pence == -paid.pence,
        )
        made.append(
            Line(
                pen.booked,
                pence,
                pen.text,
                "refund",
                "refund in two parts" if group else "refund",
                f"returns {'part of ' if pence != -paid.pence else ''}the payment of {paid.date:%d %b}; {SEEN_AS[pen.noise]}, {view.told}",
                pen.code,
                pen.mcc,
                day,
                "hard" if view.known else "ambiguous",
                [(one.id, -value) for one, value in parts] if view.known else [],
                matchable=view.known,
                candidates=view.candidates,
                refund_of=paid,
                group=group,
                linked=True,
            )
        )
        if (
            view.known
            and not group
            and difficulty(pen, view, "", False) == "plain"
            and pence == -paid.pence
        ):
            made[-1].difficulty = "plain"
    return made


def stray_refund(rng: Random, person: Person, item: Item, payee: Payee, day: date) -> Line:
    """A supplier's credit for something this account never paid."""
    pen = refund_pen(rng, person, item, payee, day, rng.choice(["REFUND", "CREDIT", "RETURN"]))
    return Line(
        pen.booked,
        rng.randrange(700, 9000),
        pen.text,
        "refund",
        "refund",
        "no payment of this account is returned by it",
        pen.code,
        pen.mcc,
        day,
        "ambiguous",
        [],
        "R15",
        ["R1", "R2", ""],
        candidates=[],
    )
