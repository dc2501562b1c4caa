"""Enums that carry their label, so that it is written once."""

from enum import StrEnum
from typing import Self


class LabelledEnum(StrEnum):
    """Members are `NAME = "value", "Label"`; the value is stored, the label is shown."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of value and label, as form fields want them."""
        return [(member.value, member.label) for member in cls]
