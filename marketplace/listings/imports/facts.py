"""What every reader hands over, whichever directory it reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

Facts = dict[str, Any]


@dataclass(frozen=True)
class ImportedPrice:
    """A price as a directory states it; from_date None where it does not say since when."""

    unit: str
    day_band: str
    amount_pence: int
    from_date: date | None = None
    until_date: date | None = None

    def facts(self) -> Facts:
        return {
            "unit": self.unit,
            "day_band": self.day_band,
            "amount_pence": self.amount_pence,
            "from_date": self.from_date.isoformat() if self.from_date else None,
            "until_date": self.until_date.isoformat() if self.until_date else None,
        }


@dataclass(frozen=True)
class ImportedListing:
    """One listing of one supplier. A part that is None was not said, and leaves what is there.

    `supplier` and `words` hold model fields by name; `hints` holds words by kind of term, which
    become terms where the council keeps such a term; `slots` holds pairs of a day and a part.
    """

    reference: str
    supplier_reference: str
    position: str
    supplier: Mapping[str, Any]
    words: Mapping[str, str]
    hints: Mapping[str, tuple[str, ...]] | None = None
    prices: tuple[ImportedPrice, ...] | None = None
    slots: tuple[tuple[int, str], ...] | None = None

    def facts(self) -> Facts:
        """Everything that was said, as plain JSON, to compare with what was said before."""
        said: Facts = {
            "supplier_reference": self.supplier_reference,
            "supplier": dict(self.supplier),
            "words": dict(self.words),
        }
        if self.hints is not None:
            said["hints"] = {kind: list(words) for kind, words in self.hints.items()}
        if self.prices is not None:
            said["prices"] = [price.facts() for price in self.prices]
        if self.slots is not None:
            said["slots"] = [list(slot) for slot in self.slots]
        return said


@dataclass(frozen=True)
class Refused:
    """Something that could not be read: where it is, why, and its id where that was plain."""

    position: str
    reason: str
    reference: str = ""

    def __str__(self) -> str:
        return f"{self.position}: {self.reason}"


def without_repeats(items: Iterable[ImportedListing]) -> list[ImportedListing]:
    """One item for each reference, in order: what one leaves out, another may say."""
    merged: dict[str, ImportedListing] = {}
    for item in items:
        first = merged.get(item.reference)
        merged[item.reference] = item if first is None else _joined(first, item)
    return list(merged.values())


def _joined(first: ImportedListing, second: ImportedListing) -> ImportedListing:
    fuller, other = (second, first) if _parts(second) > _parts(first) else (first, second)
    return replace(
        fuller,
        supplier={**other.supplier, **fuller.supplier},
        hints=fuller.hints if fuller.hints is not None else other.hints,
        prices=fuller.prices if fuller.prices is not None else other.prices,
        slots=fuller.slots if fuller.slots is not None else other.slots,
    )


def _parts(item: ImportedListing) -> int:
    said = sum(part is not None for part in (item.hints, item.prices, item.slots))
    return said * 100 + len(item.supplier)
