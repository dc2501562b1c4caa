"""Who is told of listings, and of contact details that change under a published one."""

from datetime import datetime

import pytest

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.listings.actions import (
    publish_listing,
    return_listing,
    submit_listing,
    unpublish_listing,
)
from marketplace.listings.models import Listing
from marketplace.listings.rules import ListingNotice, ListingState
from marketplace.notifications.models import Notification
from marketplace.suppliers.actions import edit_supplier
from marketplace.suppliers.models import Supplier, SupplierStaff
from marketplace.suppliers.rules import SupplierKind
from marketplace.vocabulary.rules import TermKind
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.listings import make_listing, make_public_listing
from tests.factories.notifications import read, told
from tests.factories.suppliers import make_supplier_with_user
from tests.factories.vocabulary import make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier(db: None) -> Supplier:
    return make_supplier_with_user()[0]


@pytest.fixture
def owner(supplier: Supplier) -> User:
    return supplier.staff.get().user


@pytest.fixture
def officer(db: None) -> User:
    return make_user(Role.ACCREDITOR)


def listing_of(supplier: Supplier, state: ListingState) -> Listing:
    terms = [make_term(kind) for kind in (TermKind.CATEGORY, TermKind.AREA, TermKind.FUNDING)]
    return make_listing(supplier, state=state, terms=terms, offered=20)


def test_sending_gives_the_sender_a_receipt(supplier: Supplier, owner: User, at: datetime) -> None:
    listing = listing_of(supplier, ListingState.DRAFT)
    submit_listing(by=as_viewer(owner, at), listing_id=listing.pk)
    row = Notification.objects.get()
    assert (row.user, row.kind, row.seen_at) == (owner, ListingNotice.SENT, at)
    assert str(row.due_date) == "2026-10-01"


@pytest.mark.parametrize(
    ("state", "action", "facts", "kind"),
    [
        (ListingState.IN_REVIEW, publish_listing, {}, ListingNotice.PUBLISHED),
        (ListingState.IN_REVIEW, return_listing, {"reason": "No price."}, ListingNotice.RETURNED),
        (
            ListingState.PUBLISHED,
            unpublish_listing,
            {"reason": "A complaint."},
            ListingNotice.UNPUBLISHED,
        ),
    ],
)
def test_what_the_council_decides_is_told_to_the_supplier_only(
    supplier, owner, officer, at, state, action, facts, kind
):
    stranger = make_supplier_with_user()[1]
    listing = listing_of(supplier, state)
    action(by=as_viewer(officer, at), listing_id=listing.pk, **facts)
    assert (told(owner), told(officer), told(stranger)) == ([kind], [], [])
    assert read(owner)[0].news.address == f"/my-listings/{listing.public_id}/"


def test_unpublishing_ones_own_listing_tells_nobody(
    supplier: Supplier, owner: User, at: datetime
) -> None:
    listing = listing_of(supplier, ListingState.PUBLISHED)
    unpublish_listing(by=as_viewer(owner, at), listing_id=listing.pk)
    assert not Notification.objects.exists()


def edit(supplier: Supplier, owner: User, at: datetime, **changes: str) -> None:
    fields = ("email", "phone", "website", "address", "postcode", "town")
    kept = {name: getattr(supplier, name) for name in fields}
    edit_supplier(by=as_viewer(owner, at), supplier_id=supplier.pk, **{**kept, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"website": "https://new.example"},
        {"phone": "01632 960 555"},
        {"email": "new@lantern.example"},
    ],
)
def test_contact_details_that_change_on_a_published_listing_are_told_to_the_accreditation_team(
    supplier, owner, officer, at, changes
):
    make_public_listing(supplier)
    elsewhere = make_user(Role.ACCREDITOR, authority=make_other_authority())
    own_officer = make_user(Role.ACCREDITOR)
    SupplierStaff.objects.create(supplier=supplier, user=own_officer)
    edit(supplier, owner, at, **changes)
    assert told(officer) == [ListingNotice.CONTACT_CHANGED]
    assert told(elsewhere) == told(own_officer) == told(owner) == []
    news = read(officer)[0].news
    assert news.sentence == f"Contact details changed: {supplier.name}. Check them."
    assert news.address == f"/suppliers/{supplier.public_id}/"


def test_contact_details_without_a_published_listing_or_unchanged_are_not_told(
    supplier, owner, officer, at
):
    edit(supplier, owner, at, phone="01632 960 555")
    make_public_listing(supplier)
    supplier.refresh_from_db()
    edit(supplier, owner, at, town="Otherham")
    assert told(officer) == []


def test_each_kind_has_its_sentence(supplier: Supplier, owner: User, at: datetime) -> None:
    listing = make_listing(supplier, title="Morning visits")
    sentences = {
        ListingNotice.SENT: "You sent “Morning visits” to the council to check.",
        ListingNotice.PUBLISHED: "“Morning visits” is published.",
        ListingNotice.RETURNED: "“Morning visits” is returned for changes. Read the reason.",
        ListingNotice.UNPUBLISHED: "The council unpublished “Morning visits”. Read the reason.",
    }
    for number, kind in enumerate(sentences):
        Notification.objects.create(
            authority=supplier.authority,
            user=owner,
            kind=kind,
            subject_id=listing.pk,
            told_at=at.replace(minute=number),
        )
    assert [line.news.sentence for line in read(owner)][::-1] == list(sentences.values())
    assert {*sentences, ListingNotice.CONTACT_CHANGED} == set(ListingNotice)


def test_assistant_is_not_named_to_the_accreditation_team(officer: User, at: datetime) -> None:
    assistant, user = make_supplier_with_user(SupplierKind.PERSONAL_ASSISTANT, name="Amara Okafor")
    make_public_listing(assistant)
    edit(assistant, user, at, phone="01632 960 555")
    assert read(officer)[0].news.sentence == (
        "Contact details changed: A personal assistant. Check them."
    )
