"""Two home care agencies of one supplier: one that applies, one that is accredited later."""

from typing import Any

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.core.rooms import Samples
from marketplace.suppliers.actions import register_supplier
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import SupplierKind


def make(side: Side) -> None:
    side.rows["supplier"] = _register(side, f"Kestrel Row {side.name}")
    side.rows["accredited"] = _register(side, f"Lantern Lane {side.name}")


def _register(side: Side, name: str) -> Supplier:
    return register_supplier(
        by=side.viewer(Role.SUPPLIER),
        authority_id=side.council.pk,
        kind=SupplierKind.HOME_CARE,
        name=name,
        email=f"office.{side.name}@kestrel.example",
        phone="01632 960 210",
        town="Brackenford",
        postcode="FS1 1AA",
        address="4 High Street, Brackenford",
    )


def _supplier(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["supplier"].public_id}


def _edit(side: Side) -> dict[str, Any]:
    reach = dict.fromkeys(["email", "phone", "website", "address", "postcode", "town"], "")
    return {"supplier_id": side.rows["supplier"].pk, **reach}


SAMPLES = Samples(
    make=make,
    addresses={
        "suppliers:edit": _supplier,
        "suppliers:detail": _supplier,
        "suppliers:rename": _supplier,
        "suppliers:register_step": lambda side: {"step": "name"},
    },
    without_object=frozenset({"suppliers:register_step"}),
    calls={
        "edit_supplier": _edit,
        "rename_supplier": lambda side: {"supplier_id": side.rows["supplier"].pk, "name": "X Y"},
    },
    for_anybody=frozenset({"register_supplier"}),
    for_council=frozenset({"rename_supplier"}),
)
