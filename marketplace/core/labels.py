"""Enums that carry the words people read, so that a label is written once, beside its value."""

from enum import StrEnum
from typing import Self


class LabelledEnum(StrEnum):
    """A string enum whose members are written ``NAME = "value", "Label"``.

    The value is what is stored and compared; the label is what a page shows. Raises TypeError, when
    the class is made, for a member without a label.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        # The default is for ``Kind("stored")``, which type checkers read as this signature.
        if not label:
            raise TypeError(f"{cls.__name__}: {value!r} has no label")
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Value and label of each member in the order of writing, for a model or form field.

        The values are plain strings, so that a migration names no class of ours.
        """
        return [(member.value, member.label) for member in cls]
