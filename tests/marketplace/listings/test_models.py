"""Who sees a listing: anyone only what `public` says, the signed-in what is theirs."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from marketplace.accounts.rules import Role
from marketplace.accreditation.rules import AccreditationState
from marketplace.listings.models import Listing, Price
from marketplace.listings.rules import ListingState
from marketplace.suppliers.models import SupplierStaff
from marketplace.suppliers.rules import SupplierKind
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.accreditation import make_accreditation, make_scheme
from tests.factories.listings import make_listing, make_public_listing
from tests.factories.suppliers import make_supplier, make_supplier_with_user

pytestmark = pytest.mark.django_db


def test_published_confirmed_and_accredited_is_public(at: datetime) -> None:
    listing = make_public_listing()
    assert Listing.objects.public(at).get() == listing


@pytest.mark.parametrize(
    "state", [ListingState.DRAFT, ListingState.IN_REVIEW, ListingState.UNPUBLISHED]
)
def test_no_other_state_is_public(at: datetime, state: ListingState) -> None:
    supplier = make_supplier()
    make_accreditation(supplier)
    make_listing(supplier, state=state)
    assert not Listing.objects.public(at).exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"state": AccreditationState.SUSPENDED},
        {"state": AccreditationState.WITHDRAWN},
        {"valid_until": date(2026, 9, 21)},
        {"valid_from": date(2026, 9, 22)},
    ],
)
def test_an_accreditation_that_does_not_stand_shows_nothing(
    at: datetime, facts: dict[str, object]
) -> None:
    supplier = make_supplier()
    make_accreditation(supplier, **facts)
    make_public_listing(supplier)
    assert not Listing.objects.public(at).exists()


def test_an_accreditation_for_another_kind_shows_nothing(at: datetime) -> None:
    supplier = make_supplier(SupplierKind.HOME_CARE)
    make_accreditation(supplier, make_scheme(SupplierKind.TRANSPORT))
    make_public_listing(supplier)
    assert not Listing.objects.public(at).exists()


def test_without_any_accreditation_nothing_is_public(at: datetime) -> None:
    make_listing(state=ListingState.PUBLISHED)
    assert not Listing.objects.public(at).exists()


def test_twelve_months_unconfirmed_is_hidden(at: datetime) -> None:
    make_public_listing(confirmed_date=date(2025, 9, 22))
    make_public_listing(confirmed_date=date(2025, 9, 21))
    assert Listing.objects.public(at).count() == 1


def test_the_last_day_of_an_accreditation_ends_at_midnight_in_london() -> None:
    supplier = make_supplier()
    make_accreditation(supplier, valid_until=date(2026, 7, 2))
    make_public_listing(supplier)
    assert Listing.objects.public(datetime(2026, 7, 1, 22, 59, tzinfo=UTC)).exists()
    assert not Listing.objects.public(datetime(2026, 7, 1, 23, 0, tzinfo=UTC)).exists()


def test_visible_to_is_own_and_the_council_checkers() -> None:
    supplier, user = make_supplier_with_user()
    listing = make_listing(supplier)
    make_listing()
    assert Listing.objects.visible_to(as_viewer(user)).get() == listing
    assert Listing.objects.visible_to(as_viewer(make_user(Role.ACCREDITOR))).count() == 2
    elsewhere = make_user(Role.ACCREDITOR, authority=make_other_authority())
    assert not Listing.objects.visible_to(as_viewer(elsewhere)).exists()
    assert not Listing.objects.visible_to(as_viewer(make_user(Role.BROKER))).exists()


def test_own_organisation_is_not_among_those_to_check() -> None:
    accreditor = make_user(Role.ACCREDITOR)
    own = make_supplier()
    SupplierStaff.objects.create(supplier=own, user=accreditor)
    make_listing(own, state=ListingState.IN_REVIEW)
    later = make_listing(state=ListingState.IN_REVIEW)
    first = make_listing(
        state=ListingState.IN_REVIEW, submitted_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert list(Listing.objects.reviewable_by(as_viewer(accreditor)).waiting()) == [first, later]


def test_two_open_prices_for_one_unit_and_band_cannot_be() -> None:
    listing = make_listing()
    with pytest.raises(IntegrityError), transaction.atomic():
        Price.objects.create(
            listing=listing, unit="hour", amount_pence=1, from_date=date(2026, 5, 1)
        )


@pytest.mark.parametrize("state", ["in_review", "published"])
def test_a_state_without_its_moment_cannot_be(state: str) -> None:
    listing = make_listing()
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.filter(pk=listing.pk).update(state=state)
