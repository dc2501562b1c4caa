"""Putting generated suppliers, their accreditations and their listings into the database, in bulk.

Some hundreds through single actions would take minutes; here one audit event covers a batch, and
the same signals are sent as the actions send, so that the index is written as it always is.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import transaction

from marketplace.accounts.models import Membership, User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.demo.load.accreditations import load_accreditations
from marketplace.demo.load.facts import CouncilFacts
from marketplace.demo.load.offers import load_listings
from marketplace.generator.suppliers import SupplierSpec
from marketplace.listings.models import Listing
from marketplace.listings.signals import listings_changed
from marketplace.suppliers.models import Supplier, SupplierStaff

BATCH = 500


def load_suppliers(
    *, by: Viewer, anchor: date, facts: CouncilFacts, specs: Iterable[SupplierSpec]
) -> int:
    """Write suppliers in batches, each one transaction with one audit event. Returns how many."""
    done = 0
    stream = iter(specs)
    while batch := list(islice(stream, BATCH)):
        with transaction.atomic():
            _load_batch(by, anchor, facts, batch)
        done += len(batch)
    return done


def _load_batch(by: Viewer, anchor: date, facts: CouncilFacts, batch: list[SupplierSpec]) -> None:
    suppliers = Supplier.objects.bulk_create(_supplier_row(spec, facts, by.at) for spec in batch)
    users = User.objects.bulk_create(_user_row(spec, facts, by.at) for spec in batch)
    pairs = list(zip(batch, suppliers, users, strict=True))
    SupplierStaff.objects.bulk_create(SupplierStaff(supplier=s, user=u) for _, s, u in pairs)
    Membership.objects.bulk_create(
        Membership(user=u, authority=facts.authority, role=Role.SUPPLIER, granted_at=by.at)
        for _, _, u in pairs
    )
    load_accreditations(pairs, facts, by.at, anchor)
    listing_ids = load_listings(pairs, facts, by.at, anchor)
    record(
        event="demo_suppliers_loaded",
        by=by,
        subject=facts.authority,
        suppliers=len(batch),
        listings=len(listing_ids),
        suppliers_role_given=[user.pk for _, _, user in pairs],
    )
    listings_changed.send(sender=Listing, listing_ids=listing_ids, at=by.at)


def _supplier_row(spec: SupplierSpec, facts: CouncilFacts, at: datetime) -> Supplier:
    return Supplier(
        authority=facts.authority,
        kind=spec.kind,
        name=spec.name,
        email=f"{spec.mailbox}@{facts.domain}",
        phone=spec.phone,
        address=f"{spec.number} High Street, {spec.town.name}",
        postcode=f"{spec.town.outcode} 1AA",
        town=spec.town.name,
        latitude=spec.latitude,
        longitude=spec.longitude,
        registered_at=at - timedelta(days=400),
    )


def _user_row(spec: SupplierSpec, facts: CouncilFacts, at: datetime) -> User:
    email = f"{spec.mailbox}@{facts.domain}"
    user = User(email=email, name=spec.name, date_joined=at - timedelta(days=400))
    user.set_unusable_password()
    return user
