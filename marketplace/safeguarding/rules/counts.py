"""A line of the table of concerns."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """What is counted, in words, and how often it is in each year; `None` where it is hidden."""

    label: str
    told: tuple[int | None, ...]
