"""A line before it is printed, with the truth of it."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from .plans import Account, Person

SUPPLIER = ("match", "refund", "exception")


@dataclass(eq=False)
class Draft:
    """One line of an account and what it truly is."""

    who: Person
    account: Account
    day: date
    pence: int
    text: str
    label: str
    type: str
    difficulty: str = "plain"
    why: str = ""
    bought: date | None = None
    code: str = ""
    mcc: str = ""
    items: list[list] = field(default_factory=list)
    matchable: bool = False
    rule: str = ""
    also_ok: list[str] = field(default_factory=list)
    may_claim: bool = False
    group: str | None = None
    candidates: list[str] = field(default_factory=list)
    refund_of: "Draft | None" = None
    booked_as: "Draft | None" = None
    same_as: "Draft | None" = None
    key: str = ""
    file: str = ""
    row: int = 0
    means: str = ""
    pending_text: str = ""
    token: str = ""

    def links(self) -> list["Draft"]:
        """Other lines that the truth of this one speaks of."""
        return [x for x in (self.refund_of, self.booked_as, self.same_as) if x]

    def json(self) -> dict:
        """As truth.json holds it."""
        out = {
            "file": self.file,
            "row": self.row,
            "key": self.key,
            "account": self.account.id,
            "person": self.who.id,
            "date": self.day.isoformat(),
            "pence": self.pence,
            "text": self.text,
            "label": self.label,
            "type": self.type,
            "difficulty": self.difficulty,
            "items": self.items,
            "rule": self.rule,
            "also_ok": self.also_ok,
            "matchable": self.matchable,
            "may_claim": self.may_claim,
            "why": self.why,
        }
        for name in ("refund_of", "same_as", "booked_as"):
            if getattr(self, name):
                out[name] = getattr(self, name).key
        if self.candidates:
            out["candidates"] = self.candidates
        if self.group:
            out["group"] = self.group
        return out


def name_key(line: Draft, seen: dict[str, int]) -> None:
    """Give a line its key; equal lines are numbered over the whole account."""
    mark = hashlib.sha256(line.text.encode()).hexdigest()[:12]
    stem = f"{line.account.id}:{line.day.isoformat()}:{line.pence}:{mark}"
    seen[stem] = seen.get(stem, 0) + 1
    line.key = f"{stem}:{seen[stem]}"
