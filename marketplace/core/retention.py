"""What a room says of the rows it keeps: until when, what goes then, and what a person is given of it.

Every model of ours is declared once, in its room's `room.py`; the roof declares those of other
packages that hold something about somebody. Nothing here imports Django: a model is handed in, and a
road is a lookup from its row, as a filter writes it. A figure is named by its key, because the rooms
below the council's own keep things too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeAlias

#: What a filter of rows takes.
Only: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Whole:
    """A record that goes as one with all its parts, so long after the last of them.

    It is not over while it, or any part, answers to one of its `open` filters. Its time runs from the
    latest of all `last` moments. The row itself stays, blanked and marked with `erased_at`, because
    the ledger and the audit trail hold its id.
    """

    figure: str
    last: tuple[str, ...] = ()
    open: tuple[Only, ...] = ()


@dataclass(frozen=True)
class Part:
    """Belongs to the row at the end of a foreign key, and goes when that one goes."""

    of: str
    last: tuple[str, ...] = ()
    open: tuple[Only, ...] = ()


@dataclass(frozen=True)
class After:
    """Goes by itself, so long after a moment; with `only`, those rows alone."""

    figure: str
    since: str
    only: Only = field(default_factory=dict)


@dataclass(frozen=True)
class Tidied:
    """Goes by a job or a library of its own, which `by` names, so long after it is of no more use."""

    by: str
    after: timedelta = timedelta(0)


@dataclass(frozen=True)
class Never:
    """Stays, and why that is right: it is about nobody, or holds ids alone."""

    why: str


Ends: TypeAlias = Whole | Part | After | Tidied | Never


@dataclass(frozen=True)
class Kept:
    """How the rows of one model are kept.

    `kind` is what they are called in a person's copy and in the count of a purge. With `blanks` the
    named columns are overwritten and the row stays (`{pk}` in a text is the row's id); else it is
    deleted. `person` are the roads to the person, where it is no part of one. `shows` are the columns
    that a person's copy gives of it, with their labels; `left_out` says why it gives none. `files` are
    the columns that name a stored file, which goes with the row. `council` is the road to the council
    whose figure counts; without one the longest of all councils does.
    """

    model: Any
    kind: str
    ends: Ends
    also: tuple[After, ...] = ()
    blanks: Mapping[str, Any] = field(default_factory=dict)
    person: tuple[str, ...] = ()
    shows: Mapping[str, str] = field(default_factory=dict)
    left_out: str = ""
    files: tuple[str, ...] = ()
    council: str = ""

    @property
    def clocks(self) -> tuple[After, ...]:
        """Each moment after which rows go by themselves."""
        own = (self.ends,) if isinstance(self.ends, After) else ()
        return (*own, *self.also)


@dataclass(frozen=True)
class FileStore:
    """A folder of private files: what lies there, and what takes them away. Where no row names
    them, the room clears them itself, and the sweep of files without a row leaves them alone."""

    folder: str
    holds: str
    cleared_by: str
    named_by_rows: bool = True
