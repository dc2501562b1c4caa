"""Content for the living page of components."""

from typing import Any


def living_context() -> dict[str, Any]:
    return {}
