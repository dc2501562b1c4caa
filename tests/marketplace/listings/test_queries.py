"""When listings are public and confirmed: one answer, whoever asks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace.accounts.rules import Role
from marketplace.accreditation.rules import AccreditationState, EvidenceKind, EvidenceState
from marketplace.listings.models import Listing
from marketplace.listings.queries import checks_behind, confirmed_on, public_periods
from marketplace.listings.rules import ListingState
from marketplace.suppliers.rules import SupplierKind
from tests.factories.accounts import make_user
from tests.factories.accreditation import (
    make_accreditation,
    make_application,
    make_criterion,
    make_evidence,
    make_scheme,
)
from tests.factories.listings import make_listing, make_public_listing
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 21)
Span = tuple[date, date]


def accredited(*spans: Span, **facts: object) -> Listing:
    """A published listing whose supplier is accredited for its kind in these spans."""
    supplier = make_supplier()
    for start, end in spans:
        scheme = make_scheme(SupplierKind.HOME_CARE)
        make_accreditation(supplier, scheme, valid_from=start, valid_until=end, **facts)
    return make_listing(supplier, state=ListingState.PUBLISHED)


def test_public_periods_agree_with_public_on_every_day() -> None:
    ends, later = date(2026, 11, 1), date(2027, 3, 1)
    other_kind = make_supplier()
    make_accreditation(other_kind, make_scheme(SupplierKind.TRANSPORT))
    made = [
        accredited((date(2026, 1, 1), ends)),
        accredited((date(2026, 1, 1), ends), (ends, later)),
        accredited((date(2026, 12, 1), later)),
        accredited((date(2026, 1, 1), TODAY)),
        accredited((date(2026, 1, 1), later), state=AccreditationState.SUSPENDED),
        make_listing(other_kind, state=ListingState.PUBLISHED),
        make_public_listing(confirmed_date=date(2025, 12, 31)),
        make_public_listing(confirmed_date=date(2024, 2, 29)),
        make_listing(),
    ]
    periods = public_periods(made, TODAY)
    edges = {edge for days in periods.values() for edge in days if edge > TODAY} | {TODAY}
    for day in sorted(edge + timedelta(days=near) for edge in edges for near in (-1, 0, 1)):
        if day < TODAY:
            continue
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        public = set(Listing.objects.public(noon).values_list("pk", flat=True))
        assert public == {pk for pk, (start, end) in periods.items() if start <= day < end}, day


def test_public_periods_of_many_take_one_query(django_assert_num_queries: object) -> None:
    listings = [make_public_listing() for _ in range(3)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(public_periods(listings, TODAY)) == 3


@pytest.mark.parametrize(
    ("listing_day", "expected"),
    [(date(2026, 9, 1), date(2026, 9, 18)), (date(2026, 9, 20), date(2026, 9, 20))],
)
def test_confirmed_on_is_the_later_of_the_listing_and_its_capacity(
    listing_day: date, expected: date
) -> None:
    assert confirmed_on(make_listing(offered=5, confirmed_date=listing_day)) == expected


def test_confirmed_on_without_capacity_is_the_listings_own() -> None:
    assert confirmed_on(make_listing(confirmed_date=TODAY)) == TODAY


def test_checks_behind_an_accreditation_name_several_references_once_on_the_last_day() -> None:
    supplier, officer = make_supplier(), make_user(Role.ACCREDITOR)
    scheme = make_scheme(authority=supplier.authority, criteria=False)
    known = make_criterion(
        scheme,
        question="Who knows you?",
        evidence_kind=EvidenceKind.REFERENCE,
        references_asked=2,
    )
    application = make_application(supplier, scheme, with_evidence=False)
    for number, day in ((1, 9), (2, 8)):
        make_evidence(
            application,
            known,
            number=number,
            state=EvidenceState.ACCEPTED,
            judged_at=datetime(2026, 9, day, 12, tzinfo=UTC),
            judged_by=officer,
        )
    accreditation = make_accreditation(supplier, scheme, application=application)
    (check,) = checks_behind(accreditation)
    assert (check.question, check.judged) == ("Who knows you?", date(2026, 9, 9))
