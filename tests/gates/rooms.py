"""Which room a file belongs to, and the order of the rooms: read from the import contract."""

import tomllib
from pathlib import Path

from tests.gates.modules import Module

CONTRACT = Path(__file__).resolve().parents[2] / "pyproject.toml"
#: They import everything and nothing imports them, so they belong to no wing.
ROOF = frozenset(
    {"marketplace.portal", "marketplace.demo", "marketplace.generator", "marketplace.settings"}
)


def orders() -> list[list[str]]:
    """For each contract of layers its rooms, the earliest first. Rooms on one layer are joined."""
    settings = tomllib.loads(CONTRACT.read_text())["tool"]["importlinter"]
    layered = (one for one in settings["contracts"] if one["type"] == "layers")
    return [[_full(one, layer) for layer in reversed(one["layers"])] for one in layered]


def _full(contract: dict[str, list[str]], layer: str) -> str:
    containers = contract.get("containers", [""])
    names = [name.strip(" ()") for name in layer.split("|")]
    return " | ".join(".".join(filter(None, [containers[0], name])) for name in names)


def ranks() -> dict[str, tuple[str, int]]:
    """Each room's contract (its first room's name) and its place in it."""
    return {
        room: (order[0], place)
        for order in orders()
        for place, layer in enumerate(order)
        for room in layer.split(" | ")
    }


RANKS = ranks()


def room_of(module: Module) -> str:
    """`marketplace.people`, `payments.ledger`; for the wings without rooms the wing: `search`."""
    parts = module.name.split(".")
    first_two = ".".join(parts[:2])
    return first_two if first_two in RANKS else parts[0]
