"""Reading the environment, failing loudly: a missing variable stops the start and says which."""

import os

from django.core.exceptions import ImproperlyConfigured


def required(name: str) -> str:
    """The variable's value. Raises ImproperlyConfigured naming it when unset or empty."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"The environment variable {name} is not set. See docs/operating.md for what it means."
        )
    return value


def words(name: str) -> list[str]:
    """A comma-separated list; empty parts dropped."""
    return _parts(required(name))


def optional_words(name: str) -> list[str]:
    """A comma-separated list that may be left out."""
    return _parts(optional(name, ""))


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def optional(name: str, default: str) -> str:
    return os.environ.get(name, default)
