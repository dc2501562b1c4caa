"""Registering a supplier and keeping its details right."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from marketplace.accounts.actions.roles import give_role
from marketplace.accounts.models import User
from marketplace.accounts.permissions import check, check_is_user
from marketplace.accounts.rules import MAY_GIVE_ROLES_ALONE, Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.suppliers.errors import SupplierError
from marketplace.suppliers.models import Supplier, SupplierStaff
from marketplace.suppliers.permissions import check_can_manage_supplier, check_not_own
from marketplace.suppliers.rules import (
    MAY_OVERSEE_SUPPLIERS,
    SupplierKind,
    contact_problems,
    name_problems,
    place_problems,
    website_problems,
)
from marketplace.suppliers.signals import supplier_changed, supplier_edited
from marketplace.vocabulary.queries import find_place

REGISTRATION = SystemActor("supplier_registration", frozenset({MAY_GIVE_ROLES_ALONE}))


@transaction.atomic
def register_supplier(
    *,
    by: Viewer,
    authority_id: int,
    kind: SupplierKind,
    name: str,
    email: str = "",
    phone: str = "",
    website: str = "",
    address: str = "",
    postcode: str = "",
    town: str = "",
) -> Supplier:
    """Put an organisation, or oneself as a personal assistant, on a council's books.

    Whoever registers it acts for it from now on. Its point comes from its postcode or town, and
    stays empty when neither the council's own places nor the shared lists know them. Raises
    SupplierError.
    """
    # Two presses of one button meet here: the second waits, then finds the first one's row.
    user = User.objects.select_for_update().get(pk=check_is_user(by).pk)
    problems = name_problems(kind, name)
    problems += contact_problems(email, phone) + website_problems(website)
    problems += place_problems(town, postcode)
    same = Supplier.objects.run_by(by).filter(authority_id=authority_id, kind=kind)
    if same.filter(name__iexact=name.strip()).exists():
        problems.append(problem("supplier_registered_already", "name", name=name.strip()))
    if problems:
        raise SupplierError(*problems)
    supplier = Supplier.objects.create(
        authority_id=authority_id,
        kind=kind,
        name=name.strip(),
        email=email,
        phone=phone,
        website=website,
        address=address,
        postcode=postcode.upper(),
        town=town,
        registered_at=by.at,
        **_point(authority_id, postcode, town),
    )
    SupplierStaff.objects.create(supplier=supplier, user=user)
    _give_supplier_role(by, user, authority_id)
    record(event="supplier_registered", by=by, subject=supplier, kind=kind.value)
    return supplier


def _give_supplier_role(by: Viewer, user: User, authority_id: int) -> None:
    """Nobody gives a role to themselves: that registering brings one is the council's rule."""
    held = user.memberships.current(by.today).filter(authority=authority_id, role=Role.SUPPLIER)
    if not held.exists():
        giver = replace(by, user=None, actor=REGISTRATION, roles=frozenset())
        give_role(by=giver, user_id=user.pk, authority_id=authority_id, role=Role.SUPPLIER)


def _point(authority_id: int, postcode: str, town: str) -> dict[str, Any]:
    place = find_place(authority_id, postcode) or find_place(authority_id, town)
    return {
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
    }


@transaction.atomic
def edit_supplier(
    *,
    by: Viewer,
    supplier_id: int,
    email: str,
    phone: str,
    website: str,
    address: str,
    postcode: str,
    town: str,
) -> Supplier:
    """Change how to reach a supplier and where it is; never its name or kind, which were checked.

    Raises SupplierError.
    """
    supplier = Supplier.objects.select_for_update().get(pk=supplier_id)
    check_can_manage_supplier(by, supplier)
    supplied = contact_problems(email, phone) + website_problems(website)
    if problems := supplied + place_problems(town, postcode):
        raise SupplierError(*problems)
    wanted = {
        "email": email,
        "phone": phone,
        "website": website,
        "address": address,
        "postcode": postcode.upper(),
        "town": town,
        **_point(supplier.authority_id, postcode, town),
    }
    changed = sorted(field for field, value in wanted.items() if getattr(supplier, field) != value)
    if changed:
        _write(by, supplier, "supplier_edited", {field: wanted[field] for field in changed})
    return supplier


@transaction.atomic
def rename_supplier(*, by: Viewer, supplier_id: int, name: str) -> Supplier:
    """Put a supplier's name right, by somebody of the council who is not of the supplier.

    The name is what the council checked, so the supplier cannot change it. Raises SupplierError.
    """
    supplier = Supplier.objects.select_for_update().get(pk=supplier_id)
    check(by, MAY_OVERSEE_SUPPLIERS, supplier.authority_id)
    check_not_own(by, supplier.pk)
    if problems := name_problems(SupplierKind(supplier.kind), name):
        raise SupplierError(*problems)
    if supplier.name != name.strip():
        _write(by, supplier, "supplier_renamed", {"name": name.strip()})
    return supplier


def _write(by: Viewer, supplier: Supplier, event: str, changes: dict[str, Any]) -> None:
    for field, value in changes.items():
        setattr(supplier, field, value)
    supplier.save(update_fields=list(changes))
    record(event=event, by=by, subject=supplier, fields=list(changes))
    ids, fields = [supplier.pk], list(changes)
    supplier_changed.send(sender=Supplier, supplier_ids=ids, at=by.at)
    supplier_edited.send(sender=Supplier, supplier_ids=ids, fields=fields, by=by)
