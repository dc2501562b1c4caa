"""A person of the plan, the accounts and the habits by which items are paid."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

WEEKS = {
    "weekly": 1,
    "fortnightly": 2,
    "4-weekly": 4,
    "term-time": 1,
    "monthly": 52 / 12,
    "one-off": 52,
}


@dataclass
class Stream:
    """Some items and the habit by which they are paid."""

    habit: str
    items: list[dict]
    payee: dict
    channel: str
    reference: str = ""
    every: int = 1
    days: list[int] = field(default_factory=list)
    by_reference: bool = False


@dataclass
class Person:
    """One person with plan, accounts and streams."""

    id: str
    name: str
    rng: random.Random
    record: dict
    accounts: list[dict]
    streams: list[Stream] = field(default_factory=list)
    cards: dict[str, str] = field(default_factory=dict)
    cut: dict[str, int] = field(default_factory=dict)

    @property
    def items(self) -> list[dict]:
        """All items of the plan."""
        return [item for stream in self.streams for item in stream.items]
