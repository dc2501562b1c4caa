"""The pair of columns that says who did a thing: `x_by` for a user, `x_by_system` for a machine."""

from typing import Any

from django.db.models import CheckConstraint, Q

from marketplace.core.actors import Actor


def one_actor(column: str, *, when: str = "") -> CheckConstraint:
    """Exactly one of the pair is filled; with `when`, only where that moment is, and else neither."""
    user, machine = f"{column}__isnull", f"{column}_system"
    either = (Q(**{user: False}) & Q(**{machine: ""})) | (Q(**{user: True}) & ~Q(**{machine: ""}))
    if when:
        neither = Q(**{f"{when}__isnull": True, user: True, machine: ""})
        either = (Q(**{f"{when}__isnull": False}) & either) | neither
    return CheckConstraint(condition=either, name=f"%(app_label)s_%(class)s_{column}_one_actor")


def actor_columns(column: str, by: Actor) -> dict[str, Any]:
    """What to write in the pair for whoever acts."""
    return {f"{column}_id": by.user_id, f"{column}_system": by.system}
