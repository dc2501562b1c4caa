"""What publication freezes, held by the database: a version of a scheme and all that it asks; and that an
application is under a version of its own scheme, the same for ever once it is decided.

A migration that must touch such rows can: the guards are away while `migrate` runs.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections

from marketplace.accreditation.models import Application, Criterion, SchemeVersion
from marketplace.accreditation.rules import VersionState
from marketplace.core.triggers import Guard, drop, make, missing, unreplaced

_VERSIONS = SchemeVersion._meta.db_table
_CRITERIA = Criterion._meta.db_table
_APPLICATIONS = Application._meta.db_table
_PUBLISHED = f"state = '{VersionState.PUBLISHED}'"
_MESSAGE = f"{_VERSIONS} is published: what it asks is frozen, start the next version"
#: Which of the two rows a trigger sees.
_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def guards(vendor: str) -> list[Guard]:
    """Every guard of published versions on a kind of database."""
    found = [*_of_versions(), *_of_criteria(), *_of_applications(), *_against_replacing(vendor)]
    if vendor == "postgresql":
        found += [Guard(table, "TRUNCATE", _MESSAGE) for table in (_VERSIONS, _CRITERIA)]
    return found


def _of_versions() -> Iterator[Guard]:
    for verb in ("UPDATE", "DELETE"):
        yield Guard(_VERSIONS, verb, _MESSAGE, f"OLD.{_PUBLISHED}")


def _of_criteria() -> Iterator[Guard]:
    for verb, rows in _ROWS.items():
        versions = ", ".join(f"{row}.version_id" for row in rows)
        # All of it is names of columns and states in this code.
        found = f"SELECT 1 FROM {_VERSIONS} WHERE id IN ({versions}) AND {_PUBLISHED}"  # noqa: S608
        yield Guard(_CRITERIA, verb, _MESSAGE, f"EXISTS ({found})", reads=(_VERSIONS,))


def _of_applications() -> Iterator[Guard]:
    kept = f"{_APPLICATIONS} is decided: it keeps the version that it was asked by"
    moved = "OLD.decided_at IS NOT NULL AND OLD.version_id <> NEW.version_id"
    yield Guard(_APPLICATIONS, "UPDATE", kept, moved, "other_version")
    # All of it is names of columns in this code.
    same = f"SELECT 1 FROM {_VERSIONS} WHERE id = NEW.version_id AND scheme_id = NEW.scheme_id"  # noqa: S608
    message = f"{_APPLICATIONS}: the version is of another scheme"
    for verb, name in (("INSERT", "other_scheme"), ("UPDATE", "other_scheme_later")):
        yield Guard(_APPLICATIONS, verb, message, f"NOT EXISTS ({same})", name, reads=(_VERSIONS,))


def _against_replacing(vendor: str) -> Iterator[Guard]:
    yield from unreplaced(SchemeVersion, vendor, _MESSAGE, kept=f"kept.{_PUBLISHED}")
    of_kept = f"SELECT 1 FROM {_VERSIONS} WHERE id = kept.version_id AND {_PUBLISHED}"  # noqa: S608
    yield from unreplaced(Criterion, vendor, _MESSAGE, kept=f"EXISTS ({of_kept})")


def make_triggers(*, using: str = "default", **_: Any) -> None:
    """Put every guard in place whose table exists. A receiver of post_migrate."""
    make(guards(connections[using].vendor), using=using)


def drop_triggers(*, using: str = "default", **_: Any) -> None:
    """Take the guards away for the time of a migration. A receiver of pre_migrate."""
    drop(guards(connections[using].vendor), using=using)


def missing_triggers(*, using: str = "default") -> list[str]:
    """The names of the guards that the database does not have."""
    return missing(guards(connections[using].vendor), using=using)
