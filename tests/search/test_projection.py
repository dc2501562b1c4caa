from datetime import UTC, date, datetime

import pytest

from marketplace.accreditation.rules import AccreditationState
from marketplace.listings.rules import DayPart, ListingState
from marketplace.listings.wording import offer_cards
from marketplace.suppliers.rules import SupplierKind
from search.documents import DatedCode, IndexedPrice, from_content, slot_bit, to_content
from search.projection import project
from tests.factories.accreditation import make_accreditation, make_scheme
from tests.factories.search import make_found_listing, shared_scheme
from tests.factories.suppliers import make_supplier


@pytest.mark.django_db
def test_document_of_a_public_listing_holds_all_that_search_needs(at: datetime) -> None:
    listing = make_found_listing(
        terms={"category": ["Home care"], "need": ["Dementia"], "area": ["Brackenford"]},
        slots=[(0, DayPart.MORNING), (6, DayPart.NIGHT)],
        description="Washing and dressing.",
    )
    (document,) = project([listing.pk], at)
    tags = {"Home care agency", "Home care", "Dementia", "Brackenford"}
    assert set(document.tags.split(", ")) == tags
    assert document.codes == {
        "kind": ("home_care",),
        "category": ("homecare",),
        "need": ("dementia",),
        "area": ("brackenford",),
    }
    assert document.prices == (IndexedPrice("hour", 2560, date(2026, 1, 1)),)
    assert document.accreditations == (
        DatedCode("trusted-fernshire-home_care", date(2026, 1, 10), date(2028, 1, 10)),
    )
    assert document.slots == 1 << slot_bit("mon", "morning") | 1 << slot_bit("sun", "night")
    assert document.public_from == datetime(2026, 1, 10, tzinfo=UTC)
    assert document.public_until == datetime(2027, 8, 31, 23, tzinfo=UTC)
    assert document.confirmed_on == date(2026, 9, 18)


@pytest.mark.django_db
def test_document_survives_being_written_down(at: datetime) -> None:
    listing = make_found_listing(terms={"need": ["Dementia"]})
    (document,) = project([listing.pk], at)
    read = from_content(
        document.listing_id,
        document.authority_id,
        document.public_from,
        document.public_until,
        to_content(document),
    )
    assert read == document


@pytest.mark.django_db
def test_assistants_home_is_never_indexed_exactly(at: datetime) -> None:
    listing = make_found_listing(
        "Amara", kind=SupplierKind.PERSONAL_ASSISTANT, point=(52.123456, -1.765432)
    )
    (document,) = project([listing.pk], at)
    assert (document.latitude, document.longitude) == (52.12, -1.77)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [state for state in ListingState if state != "published"])
def test_listing_that_is_not_published_has_no_document(state: ListingState, at: datetime) -> None:
    listing = make_found_listing(state=state, submitted_at=at, indexed=False)
    assert project([listing.pk], at) == []


@pytest.mark.django_db
@pytest.mark.parametrize("state", [AccreditationState.SUSPENDED, AccreditationState.WITHDRAWN])
def test_listing_of_a_supplier_that_lost_its_accreditation_has_no_document(
    state: AccreditationState, at: datetime
) -> None:
    listing = make_found_listing(indexed=False)
    listing.supplier.accreditations.update(state=state)
    assert project([listing.pk], at) == []


@pytest.mark.django_db
def test_accreditation_that_does_not_cover_the_kind_makes_nothing_public(at: datetime) -> None:
    supplier = make_supplier(SupplierKind.CARE_HOME)
    make_accreditation(supplier, shared_scheme(SupplierKind.HOME_CARE, supplier.authority))
    listing = make_found_listing(supplier=supplier, indexed=False)
    assert project([listing.pk], at) == []


@pytest.mark.django_db
def test_project_takes_the_same_queries_for_one_and_for_many(
    at: datetime, django_assert_num_queries: object
) -> None:
    listings = [make_found_listing(f"Listing {number}").pk for number in range(4)]
    make_accreditation(make_supplier(), make_scheme(SupplierKind.HOME_CARE))
    for ids in (listings[:1], listings):
        with django_assert_num_queries(6):
            assert len(project(ids, at)) == len(ids)


@pytest.mark.django_db
def test_confirmed_day_when_the_listing_is_confirmed_after_its_capacity_is_the_cards(
    at: datetime,
) -> None:
    listing = make_found_listing(free=6, confirmed_date=date(2026, 9, 20))
    card = offer_cards([listing.pk], at)[0]
    (document,) = project([listing.pk], at)
    assert document.confirmed_on == date(2026, 9, 20)
    assert card.confirmed == "Confirmed yesterday"
