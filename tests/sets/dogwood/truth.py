"""One statement line with what a careful officer knows of it, and its row of truth."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from .world import Day

Shares = list[list]


@dataclass(eq=False)
class Line:
    """A booked (or pending) movement on one account; pence out is negative."""

    account: str
    person: str
    date: Day
    pence: int
    text: str
    type: str
    label: str
    difficulty: str = "plain"
    items: Shares = field(default_factory=list)
    rule: str = ""
    also_ok: list[str] = field(default_factory=list)
    matchable: bool = False
    may_claim: bool = False
    why: str = ""
    channel: str = "card"
    mcc: str = ""
    bought: Day | None = None
    refund_of: Line | None = None
    same_as: Line | None = None
    booked_as: Line | None = None
    candidates: list[Shares] = field(default_factory=list)
    group: str = ""
    key: str = ""
    place: tuple[str, int] = ("", 0)

    @property
    def linked(self) -> bool:
        """Whether other lines lean on this one, so that no page with it may go missing."""
        return bool(
            self.refund_of
            or self.group
            or self.type in ("duplicate payment", "several periods at once", "refund")
        )


def set_key(line: Line, seen: dict[str, int]) -> None:
    """Account, date, pence, hash of the text and which of its like it is."""
    stem = f"{line.account}:{line.date.isoformat()}:{line.pence}:{hashlib.sha256(line.text.encode()).hexdigest()[:10]}"
    seen[stem] = seen.get(stem, 0) + 1
    line.key = f"{stem}:{seen[stem]}"


def row(line: Line) -> dict:
    """The line as truth.json holds it."""
    made = {
        "file": line.place[0],
        "row": line.place[1],
        "key": line.key,
        "account": line.account,
        "person": line.person,
        "date": line.date.isoformat(),
        "pence": line.pence,
        "text": line.text,
        "label": line.label,
        "type": line.type,
        "difficulty": line.difficulty,
        "items": line.items,
        "rule": line.rule,
        "also_ok": line.also_ok,
        "matchable": line.matchable,
        "may_claim": line.may_claim,
        "why": line.why,
    }
    for name in ("refund_of", "same_as", "booked_as"):
        other = getattr(line, name)
        if other is not None and other.key:
            made[name] = other.key
            made[f"{name}_row"] = list(other.place)
    if line.candidates:
        made["candidates"] = line.candidates
    if line.group:
        made["group"] = line.group
    return made
