"""Suppliers and who acts for them."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.suppliers.models import Supplier, SupplierStaff
from marketplace.suppliers.rules import SupplierKind
from tests.factories.accounts import make_authority, make_user

_numbers = count(1)


def make_supplier(
    kind: SupplierKind = SupplierKind.HOME_CARE,
    *,
    authority: Authority | None = None,
    staff: User | None = None,
    **facts: Any,
) -> Supplier:
    """A registered supplier in Fernshire unless said; `staff` acts for it."""
    number = next(_numbers)
    facts.setdefault("name", f"Lantern Lane {number}")
    facts.setdefault("registered_at", datetime(2026, 1, 5, 10, tzinfo=UTC))
    facts.setdefault("town", "Brackenford")
    facts.setdefault("email", f"office{number}@lantern.example")
    supplier = Supplier.objects.create(authority=authority or make_authority(), kind=kind, **facts)
    if staff:
        SupplierStaff.objects.create(supplier=supplier, user=staff)
    return supplier


def make_supplier_with_user(
    kind: SupplierKind = SupplierKind.HOME_CARE,
    *,
    authority: Authority | None = None,
    **facts: Any,
) -> tuple[Supplier, User]:
    """A supplier and a user who holds the supplier role and acts for it."""
    council = authority or make_authority()
    user = make_user(Role.SUPPLIER, authority=council)
    return make_supplier(kind, authority=council, staff=user, **facts), user
