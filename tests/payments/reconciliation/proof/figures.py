"""What is said of one person's money on a day as known on another, and where two say something else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import TypeVar

#: Pence of one fund expected on a day by an agreement; whether it comes once.
Expected = tuple[date, int, int, int]


@dataclass(frozen=True)
class Balances:
    """What is there, in pence; funds and lines without money are left out."""

    account: int
    unallocated: int
    funds: Mapping[int, int]
    spent: Mapping[tuple[int, int], int]


@dataclass(frozen=True)
class Agreed:
    """What holds on the day, and what is expected in its half year."""

    rates: Mapping[int, Mapping[int, int]]
    lines: Mapping[int, int]
    budget: int
    expected: tuple[Expected, ...]


@dataclass(frozen=True)
class Page:
    """The figures of the page, in pence."""

    account: int
    unallocated: int
    funds: Mapping[int, int]
    next_payment: date | None
    needed: int
    left: int
    to_come: int
    forecast: int


Part = TypeVar("Part", Balances, Agreed, Page)


@dataclass(frozen=True)
class Figures:
    balances: Balances
    agreed: Agreed
    page: Page


@dataclass(frozen=True)
class Compared:
    """One figure in two places."""

    where: str
    figure: str
    first: object
    second: object

    @property
    def differs(self) -> bool:
        return self.first != self.second

    def __str__(self) -> str:
        return f"{self.where}: {self.figure}: {self.first} is not {self.second}"


def compared(product: Figures, reference: Figures) -> Iterator[Compared]:
    """Every figure of the ledger, the read model and the page with the reference's, and the page's balances
    with the ledger's."""
    yield from _each("ledger and reference", product.balances, reference.balances)
    yield from _each("read model and reference", product.agreed, reference.agreed)
    yield from _each("page and reference", product.page, reference.page)
    for name in ("account", "unallocated", "funds"):
        page, ledger = getattr(product.page, name), getattr(product.balances, name)
        yield Compared("page and ledger", name, page, ledger)


def _each(where: str, first: Part, second: Part) -> Iterator[Compared]:
    for field in fields(first):
        yield Compared(where, field.name, getattr(first, field.name), getattr(second, field.name))


def all_differences(product: Figures, reference: Figures) -> list[str]:
    """Where the page, the read model or the ledger differs from the reference, or from one another."""
    return [str(each) for each in compared(product, reference) if each.differs]
