"""Putting generated suppliers, their standing and their listings into the database, in bulk.

Some hundreds through single actions would take minutes; here one audit event covers a batch, and
the same signals are sent as the actions send, so that the index is written as it always is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils.text import slugify

from marketplace.accounts.models import Authority, Membership, User
from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.applying import decision_task
from marketplace.accreditation.models import Accreditation, Application, Criterion, Evidence, Scheme
from marketplace.accreditation.rules import AccreditationState, ApplicationState, EvidenceState
from marketplace.core.actors import Actor
from marketplace.core.audit import record
from marketplace.core.periods import add_months
from marketplace.demo.suppliers import ListingSpec, SupplierSpec
from marketplace.listings.models import Capacity, Listing, Price, Slot
from marketplace.listings.rules import ListingState
from marketplace.listings.signals import listings_changed
from marketplace.suppliers.models import Supplier, SupplierStaff
from marketplace.tasks.actions import raise_tasks
from marketplace.vocabulary.models import Term

BATCH = 500
DECIDED = {"valid", "expiring", "expired", "suspended"}


@dataclass(frozen=True)
class Market:
    """What every batch needs to know about the council."""

    authority: Authority
    accreditor: User
    terms: dict[tuple[str, str], int]
    schemes: dict[str, Scheme]
    criteria: dict[str, list[Criterion]]

    @property
    def domain(self) -> str:
        return f"{self.authority.slug}.example"

    @classmethod
    def of(cls, authority: Authority, accreditor: User) -> "Market":
        schemes: dict[str, Scheme] = {}
        criteria: dict[str, list[Criterion]] = {}
        for scheme in Scheme.objects.filter(authority=authority).prefetch_related("kinds"):
            for row in scheme.kinds.all():
                schemes[row.kind] = scheme
                criteria[row.kind] = list(scheme.criteria.filter(kind=row.kind))
        terms = {
            (kind, code): pk
            for pk, kind, code in Term.objects.filter(authority=authority).values_list(
                "pk", "kind", "code"
            )
        }
        return cls(authority, accreditor, terms, schemes, criteria)


def load_market(
    *, by: Actor, at: datetime, anchor: date, market: Market, specs: Iterable[SupplierSpec]
) -> int:
    """Write suppliers in batches, each one transaction with one audit event. Returns how many."""
    done = 0
    stream = iter(specs)
    while batch := list(islice(stream, BATCH)):
        with transaction.atomic():
            _load_batch(by, at, anchor, market, batch)
        done += len(batch)
    return done


def _load_batch(
    by: Actor, at: datetime, anchor: date, market: Market, batch: list[SupplierSpec]
) -> None:
    suppliers = Supplier.objects.bulk_create(_supplier_row(spec, market, at) for spec in batch)
    users = User.objects.bulk_create(_user_row(spec, market, at) for spec in batch)
    pairs = list(zip(batch, suppliers, users, strict=True))
    SupplierStaff.objects.bulk_create(SupplierStaff(supplier=s, user=u) for _, s, u in pairs)
    Membership.objects.bulk_create(
        Membership(user=u, authority=market.authority, role=Role.SUPPLIER, granted_at=at)
        for _, _, u in pairs
    )
    _load_standing(pairs, market, at, anchor)
    listing_ids = _load_listings(pairs, market, at, anchor)
    record(
        event="demo_suppliers_loaded",
        by=by,
        at=at,
        subject=market.authority,
        authority_id=market.authority.pk,
        suppliers=len(batch),
        listings=len(listing_ids),
    )
    listings_changed.send(sender=Listing, listing_ids=listing_ids, at=at)


def _supplier_row(spec: SupplierSpec, market: Market, at: datetime) -> Supplier:
    return Supplier(
        authority=market.authority,
        kind=spec.kind,
        name=spec.name,
        email=f"{spec.mailbox}@{market.domain}",
        phone=spec.phone,
        address=f"{spec.number} High Street, {spec.town.name}",
        postcode=f"{spec.town.outcode} 1AA",
        town=spec.town.name,
        latitude=spec.latitude,
        longitude=spec.longitude,
        registered_at=at - timedelta(days=400),
    )


def _user_row(spec: SupplierSpec, market: Market, at: datetime) -> User:
    email = f"{spec.mailbox}@{market.domain}"
    user = User(email=email, name=spec.name, date_joined=at - timedelta(days=400))
    user.set_unusable_password()
    return user


Pairs = list[tuple[SupplierSpec, Supplier, User]]


def _load_standing(pairs: Pairs, market: Market, at: datetime, anchor: date) -> None:
    applying = [p for p in pairs if p[1].kind in market.schemes]
    applications = Application.objects.bulk_create(
        _application_row(spec, supplier, user, market, at) for spec, supplier, user in applying
    )
    raise_tasks(
        [
            decision_task(a, a.submitted_at)
            for a in applications
            if a.submitted_at and not a.decided_at
        ]
    )
    Evidence.objects.bulk_create(
        _evidence_row(application, criterion, spec, market, at, anchor)
        for (spec, supplier, _), application in zip(applying, applications, strict=True)
        for criterion in market.criteria[supplier.kind]
        if spec.standing != "draft" or criterion.position == 1
    )
    Accreditation.objects.bulk_create(
        _accreditation_row(application, spec, market, anchor)
        for (spec, _, _), application in zip(applying, applications, strict=True)
        if spec.standing in DECIDED
    )


def _application_row(
    spec: SupplierSpec, supplier: Supplier, user: User, market: Market, at: datetime
) -> Application:
    waiting = spec.standing in ("draft", "submitted")
    decided = at - timedelta(days=spec.decided_days_ago)
    sent = at - timedelta(days=1 + spec.number % 19) if waiting else decided - timedelta(days=12)
    state = {"draft": ApplicationState.DRAFT, "submitted": ApplicationState.SUBMITTED}.get(
        spec.standing,
        ApplicationState.REFUSED if spec.standing == "refused" else ApplicationState.ACCEPTED,
    )
    submitted = spec.standing != "draft"
    return Application(
        authority=market.authority,
        supplier=supplier,
        scheme=market.schemes[supplier.kind],
        state=state,
        started_at=sent - timedelta(days=5),
        submitted_at=sent if submitted else None,
        submitted_by=user if submitted else None,
        decided_at=None if waiting else decided,
        decided_by=None if waiting else market.accreditor,
        decision_reason=""
        if spec.standing != "refused"
        else "The insurance had run out and nobody answered when we asked for the new one.",
    )


def _evidence_row(
    application: Application,
    criterion: Criterion,
    spec: SupplierSpec,
    market: Market,
    at: datetime,
    anchor: date,
) -> Evidence:
    issued = anchor - timedelta(days=spec.decided_days_ago % 300 + 20)
    months = criterion.expires_after_months
    judged = application.decided_at
    refused = spec.standing == "refused" and criterion.evidence_kind == "insurance"
    state = EvidenceState.REFUSED if refused else EvidenceState.ACCEPTED
    is_dbs = criterion.evidence_kind == "dbs_outcome"
    return Evidence(
        authority=market.authority,
        application=application,
        criterion=criterion,
        issuer=_issuer(criterion.evidence_kind),
        reference=f"{criterion.evidence_kind[:3].upper()}-{10000 + spec.number}",
        issued_date=issued,
        expires_date=add_months(issued, months) if months else None,
        dbs_level="enhanced" if is_dbs else "",
        dbs_outcome="clear" if is_dbs else "",
        state=state if judged else EvidenceState.PENDING,
        judged_at=judged,
        judged_by=market.accreditor if judged else None,
        judged_reason="Out of date" if refused else "",
    )


def _issuer(kind: str) -> str:
    return {
        "insurance": "Harbour Mutual",
        "dbs_outcome": "Disclosure and Barring Service",
        "reference": "Two people who know the work",
        "registration": "Care Quality Commission",
        "training": "Fernshire Skills",
        "certificate": "HM Passport Office",
    }.get(kind, "Their own")


def _accreditation_row(
    application: Application, spec: SupplierSpec, market: Market, anchor: date
) -> Accreditation:
    start, until = spec.accredited(anchor, application.scheme.valid_months)
    suspended = spec.standing == "suspended"
    return Accreditation(
        authority=market.authority,
        supplier=application.supplier,
        scheme=application.scheme,
        application=application,
        state=AccreditationState.SUSPENDED if suspended else AccreditationState.VALID,
        state_reason="We are looking into a complaint." if suspended else "",
        valid_from=start,
        valid_until=until,
    )


def _load_listings(pairs: Pairs, market: Market, at: datetime, anchor: date) -> list[int]:
    made = [
        (spec, listing)
        for s, supplier, _ in pairs
        for spec, listing in _rows(s, supplier, at, anchor)
    ]
    Listing.objects.bulk_create(listing for _, listing in made)
    Listing.terms.through.objects.bulk_create(
        Listing.terms.through(listing_id=listing.pk, term_id=term)
        for spec, listing in made
        for term in _term_ids(spec, market)
    )
    Price.objects.bulk_create(
        Price(
            listing=listing,
            unit=price.unit,
            day_band=price.band,
            amount_pence=price.pence,
            from_date=anchor - timedelta(days=300),
        )
        for spec, listing in made
        for price in spec.prices
    )
    Slot.objects.bulk_create(
        Slot(listing=listing, day=day, part=part)
        for spec, listing in made
        for day, part in spec.slots
    )
    Capacity.objects.bulk_create(
        Capacity(
            listing=listing,
            unit=spec.prices[0].unit,
            offered=spec.offered,
            taken=spec.taken,
            confirmed_date=listing.confirmed_date,
        )
        for spec, listing in made
    )
    return [listing.pk for _, listing in made]


def _rows(
    spec: SupplierSpec, supplier: Supplier, at: datetime, anchor: date
) -> Iterable[tuple[ListingSpec, Listing]]:
    waiting = spec.standing in ("draft", "submitted")
    for one in spec.listings:
        yield (
            one,
            Listing(
                authority_id=supplier.authority_id,
                supplier=supplier,
                slug=slugify(one.title)[:80],
                title=one.title,
                summary=one.summary,
                description=one.description,
                state=ListingState.DRAFT if waiting else ListingState.PUBLISHED,
                confirmed_date=anchor - timedelta(days=one.confirmed_days_ago),
                created_at=at - timedelta(days=390),
                published_at=None if waiting else at - timedelta(days=spec.decided_days_ago),
            ),
        )


def _term_ids(spec: ListingSpec, market: Market) -> list[int]:
    groups = [
        ("category", spec.categories),
        ("need", spec.needs),
        ("language", spec.languages),
        ("funding", spec.funding),
        ("area", spec.areas),
    ]
    return [market.terms[kind, code] for kind, codes in groups for code in codes]
