"""The cast: a supplier's user, an accreditor, and one who is both."""

from collections.abc import Iterator

import pytest

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.accreditation.signals import accreditation_changed
from marketplace.suppliers.models import Supplier
from tests.factories.accounts import make_user
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
