"""The cast: a supplier's user, an accreditor, and one who is both."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.accreditation.signals import accreditation_changed
from marketplace.core.rooms import Figure
from marketplace.council.actions import set_figure
from marketplace.suppliers.models import Supplier
from tests.factories.accounts import as_viewer, make_user
from tests.factories.suppliers import make_supplier_with_user


@pytest.fixture
def owner(supplier: Supplier) -> User:
    """Whoever acts for the supplier."""
    return supplier.staff.get().user


@pytest.fixture
def supplier(db: None) -> Supplier:
    return make_supplier_with_user()[0]


@pytest.fixture
def accreditor(db: None) -> User:
    return make_user(Role.ACCREDITOR, name="Helen Marsh")


@pytest.fixture
def announced() -> Iterator[list[list[int]]]:
    """Supplier ids of each accreditation_changed that is sent."""
    heard: list[list[int]] = []

    def hear(**said: object) -> None:
        heard.append(said["supplier_ids"])  # type: ignore[arg-type]

    accreditation_changed.connect(hear)
    yield heard
    accreditation_changed.disconnect(hear)


@pytest.fixture
def set_by_council(supplier: Supplier) -> Callable[[Figure, int], None]:
    """Lets the supplier's council set a figure from the start of the year."""
    administrator = as_viewer(make_user(Role.ADMINISTRATOR, authority=supplier.authority))

    def set_to(figure: Figure, value: int) -> None:
        set_figure(
            by=administrator,
            authority=supplier.authority,
            key=figure.key,
            value=value,
            from_date=date(2026, 1, 1),
            source="Cabinet",
        )

    return set_to
