"""Reading the environment, failing loudly: a missing variable stops the start and says which."""

import os

from django.core.exceptions import ImproperlyConfigured

#: What `check --deploy` asks of a secret key (security.W009); there it is a warning only.
SECRET_CHARACTERS = 50
SECRET_DIFFERENT = 5


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


def whole(name: str, default: int, least: int = 1) -> int:
    """A whole number. Raises ImproperlyConfigured when it is none, or less than the least."""
    value = os.environ.get(name, "") or str(default)
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(
            f"The environment variable {name} is “{value}”. Set it to a whole number of {least} or more."
        )
    return int(value)


def chosen(name: str) -> bool:
    """Whether it is set to 1. Raises ImproperlyConfigured for anything but 1, 0 and nothing."""
    value = os.environ.get(name, "") or "0"
    if value not in ("0", "1"):
        raise ImproperlyConfigured(
            f"The environment variable {name} is “{value}”. Set it to 1 or 0."
        )
    return value == "1"


def secret(name: str) -> str:
    """A long random text. Raises ImproperlyConfigured when it could be guessed."""
    return _hard_to_guess(name, required(name))


def secrets(name: str) -> list[str]:
    """Several of them, separated by commas; none when unset."""
    return [_hard_to_guess(name, word) for word in words(name)] if os.environ.get(name) else []


def _hard_to_guess(name: str, value: str) -> str:
    if len(value) < SECRET_CHARACTERS or len(set(value)) < SECRET_DIFFERENT:
        raise ImproperlyConfigured(
            f"The environment variable {name} can be guessed: it needs {SECRET_CHARACTERS} random"
            " characters or more. This makes one:"
            ' python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    return value
