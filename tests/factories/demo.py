"""A small demo council."""

from datetime import date

from marketplace.accounts.models import Authority
from marketplace.core.clock import today
from marketplace.demo.load.everything import DemoSize, load_demo


def quiet(words: str) -> None:
    """The loader's progress, unheard."""


def load_small_demo(anchor: date | None = None, people: int = 12) -> Authority:
    return load_demo(seed=2026, anchor=anchor or today(), size=DemoSize(60, people), say=quiet)
