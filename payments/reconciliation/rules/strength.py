"""How surely a line names the other party."""

from enum import IntEnum


class Strength(IntEnum):
    """Best first."""

    REFERENCE = 1
    SAME_NAME = 2
    LIKE_NAME = 3
    WEAK_NAME = 4
