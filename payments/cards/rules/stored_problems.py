"""A Problem as a row keeps it, so that its sentence can be made, and made better, later."""

from collections.abc import Mapping
from typing import Any

from marketplace.core.errors import Problem


def stored(problem: Problem) -> dict[str, Any]:
    """As JSON. The field is left out: it belonged to the form that was refused then."""
    return {"code": problem.code, "facts": dict(problem.facts)}


def restored(kept: Mapping[str, Any]) -> Problem:
    """The Problem that `stored` was given, without its field. Raises KeyError for anything else."""
    return Problem(kept["code"], facts=kept["facts"])
