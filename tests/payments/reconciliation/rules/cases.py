"""A small cast for the matcher: Amara on Wednesdays, community cars, the council's loads."""

from dataclasses import replace
from datetime import date, timedelta

from payments.reconciliation.rules.values import Case, Income, PaymentLine, Planned, TargetKind

WEDNESDAY = date(2026, 9, 2)


def amara(**changes: object) -> Planned:
    facts = {
        "id": 1,
        "label": "Amara O.",
        "price_pence": 1650,
        "unit": "hour",
        "units_c": 300,
        "first": date(2026, 8, 31),
        "weekday": 2,
        "names": ("Amara Obi",),
    }
    return Planned(**{**facts, **changes})  # type: ignore[arg-type]


def cars(**changes: object) -> Planned:
    facts = {
        "id": 2,
        "label": "Community cars",
        "price_pence": 450,
        "unit": "session",
        "units_c": 200,
        "first": date(2026, 8, 31),
        "names": ("Fernshire Community Cars",),
    }
    return Planned(**{**facts, **changes})  # type: ignore[arg-type]


def load(id_: int = 1, weekly_pence: int = 9300) -> Income:
    return Income(
        id=id_,
        kind=TargetKind.LOAD,
        label="the council",
        weekly_pence=weekly_pence,
        first=WEDNESDAY,
        names=("Fernshire Council",),
    )


def line(id_: int, pence: int, payee: str, days: int = 0, **facts: str) -> PaymentLine:
    """A line so many days after the first Wednesday; pence out are below zero."""
    return PaymentLine(id_, 1, WEDNESDAY + timedelta(days), pence, payee, **facts)


def case(*lines: PaymentLine, **facts: object) -> Case:
    return Case(**{"lines": lines, "planned": (amara(), cars()), **facts})  # type: ignore[arg-type]


def contribution(id_: int = 1, weekly_pence: int = 9300) -> Income:
    return replace(load(id_, weekly_pence), kind=TargetKind.CONTRIBUTION, label="the person")
