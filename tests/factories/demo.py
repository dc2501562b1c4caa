"""Two small demo councils, side by side."""

from datetime import date

from marketplace.accounts.models import Authority
from marketplace.core.clock import today
from marketplace.demo.load.everything import DemoSize, load_demo
from marketplace.demo.place import CouncilSpec

OTTERDALE = CouncilSpec("otterdale", "Otterdale", ("otterdale.localhost",))


def quiet(words: str) -> None:
    """The loader's progress, unheard."""


def load_small_demo(anchor: date | None = None, people: int = 12) -> Authority:
    return load_demo(seed=2026, anchor=anchor or today(), size=DemoSize(60, people), say=quiet)


def load_two_councils() -> tuple[Authority, Authority]:
    """Fernshire at the loopback address, Otterdale at its own name, dates counted from today."""
    here = load_small_demo(people=12)
    there = load_demo(seed=7, anchor=today(), size=DemoSize(60, 12), say=quiet, council=OTTERDALE)
    return here, there
