"""Every change of a listing: what it leaves behind, and what is refused."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.actors import SystemActor
from marketplace.core.errors import problem
from marketplace.core.models import AuditEvent
from marketplace.council.actions import set_figure
from marketplace.council.rules import MAY_SET_FIGURES
from marketplace.listings import actions
from marketplace.listings.errors import ListingProblem
from marketplace.listings.models import Capacity, Listing
from marketplace.listings.rules import (
    REVIEW_DAYS,
    DayBand,
    DayPart,
    ListingPart,
    ListingState,
    PriceLine,
    PriceUnit,
)
from marketplace.listings.signals import listings_changed
from marketplace.suppliers.models import Supplier, SupplierStaff
from marketplace.suppliers.rules import SupplierKind
from marketplace.tasks.models import Task
from marketplace.vocabulary.rules import TermKind
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.listings import make_listing, make_public_listing
from tests.factories.suppliers import make_supplier_with_user
from tests.factories.vocabulary import make_term, make_vocabulary

pytestmark = pytest.mark.django_db
HOUR = PriceLine(PriceUnit.HOUR, DayBand.WEEKDAY, 2600)


@pytest.fixture
def own() -> tuple[Supplier, User]:
    return make_supplier_with_user()


def last_event() -> AuditEvent:
    return AuditEvent.objects.latest("pk")


def complete_draft(supplier: Supplier) -> Listing:
    return make_listing(supplier, terms=list(make_vocabulary().values()))


def test_create_leaves_a_draft_with_a_slug_and_an_audit_row(
    own: tuple[Supplier, User], at: datetime
) -> None:
    supplier, user = own
    listing = actions.create_listing(
        by=as_viewer(user, at),
        supplier=supplier,
        title=" Home  care in Brackenford",
        summary="Calm help.",
    )
    assert (listing.state, listing.slug) == (ListingState.DRAFT, "home-care-in-brackenford")
    assert listing.title == "Home care in Brackenford"
    assert (last_event().event, last_event().subject_id) == ("listing_created", listing.pk)


def test_create_without_a_title_is_refused(own: tuple[Supplier, User], at: datetime) -> None:
    with pytest.raises(ListingProblem) as refusal:
        actions.create_listing(by=as_viewer(own[1], at), supplier=own[0], title="  ", summary="x")
    assert refusal.value.codes == ["listing_title_missing"]


def test_description_beyond_five_pages_is_refused(own: tuple[Supplier, User], at: datetime) -> None:
    with pytest.raises(ListingProblem) as refusal:
        actions.create_listing(
            by=as_viewer(own[1], at),
            supplier=own[0],
            title="T",
            summary="S",
            description="x" * 10_001,
        )
    assert refusal.value.codes == ["listing_description_too_long"]


def test_markup_in_words_is_kept_out(own: tuple[Supplier, User], at: datetime) -> None:
    listing = make_listing(own[0])
    actions.describe_listing(
        by=as_viewer(own[1], at),
        listing_id=listing.pk,
        title="<b>Care</b>",
        summary="Good",
        description="<p>One</p><script>x()</script><p>Two</p>",
    )
    listing.refresh_from_db()
    assert (listing.title, listing.description) == ("Care", "One\n\nTwo")


def every_write(listing: Listing, at: datetime) -> list[Callable[..., Any]]:
    base: dict[str, Any] = {"listing_id": listing.pk}
    return [
        lambda who: actions.describe_listing(
            by=as_viewer(who, at), **base, title="T", summary="S", description="D"
        ),
        lambda who: actions.set_terms(
            by=as_viewer(who, at), **base, kind=TermKind.NEED, term_ids=[]
        ),
        lambda who: actions.set_prices(
            by=as_viewer(who, at), **base, prices=[HOUR], from_date=date(2026, 9, 21)
        ),
        lambda who: actions.set_availability(
            by=as_viewer(who, at), **base, slots={(3, DayPart.LUNCH)}
        ),
        lambda who: actions.set_capacity(
            by=as_viewer(who, at), **base, unit=PriceUnit.HOUR, offered=5
        ),
        lambda who: actions.confirm_listing(by=as_viewer(who, at), **base),
    ]


def test_every_write_bumps_the_version_audits_and_announces(
    own: tuple[Supplier, User], at: datetime
) -> None:
    listing, heard = make_listing(own[0]), []

    def hear(listing_ids: list[int], **_: Any) -> None:
        heard.append(listing_ids)

    listings_changed.connect(hear, weak=False)
    try:
        for number, write in enumerate(every_write(listing, at), start=1):
            write(own[1])
            listing.refresh_from_db()
            assert listing.version == 1 + number
            assert last_event().data["version"] == listing.version
            assert heard == [[listing.pk]] * number
    finally:
        listings_changed.disconnect(hear)


@pytest.mark.parametrize("number", range(6))
def test_somebody_elses_listing_is_refused(
    own: tuple[Supplier, User], at: datetime, number: int
) -> None:
    listing = make_listing(own[0])
    stranger = make_supplier_with_user()[1]
    with pytest.raises(PermissionDenied):
        every_write(listing, at)[number](stranger)
    listing.refresh_from_db()
    assert listing.version == 1


@pytest.mark.parametrize("state", [ListingState.PUBLISHED, ListingState.IN_REVIEW])
def test_checked_words_and_terms_are_fixed(
    own: tuple[Supplier, User], at: datetime, state: ListingState
) -> None:
    listing = make_listing(own[0], state=state)
    for write in every_write(listing, at)[:2]:
        with pytest.raises(ListingProblem) as refusal:
            write(own[1])
        assert refusal.value.codes == ["listing_words_fixed"]


def test_prices_times_and_capacity_change_while_live(
    own: tuple[Supplier, User], at: datetime
) -> None:
    listing = make_public_listing(own[0])
    for write in every_write(listing, at)[2:]:
        write(own[1])
    listing.refresh_from_db()
    assert (listing.state, listing.version) == (ListingState.PUBLISHED, 5)


def test_two_writers_never_overwrite_each_other(own: tuple[Supplier, User], at: datetime) -> None:
    listing = make_listing(own[0])
    by = as_viewer(own[1], at)
    save: dict[str, Any] = {"by": by, "listing_id": listing.pk, "seen_version": 1}
    actions.set_availability(**save, slots=set())
    with pytest.raises(ListingProblem) as refusal:
        actions.set_availability(**save, slots={(1, DayPart.LUNCH)})
    assert refusal.value.codes == ["listing_changed_meanwhile"]


def test_a_new_price_keeps_the_old_one_as_history(own: tuple[Supplier, User], at: datetime) -> None:
    listing = make_public_listing(own[0])
    actions.set_prices(
        by=as_viewer(own[1], at), listing_id=listing.pk, prices=[HOUR], from_date=date(2026, 10, 1)
    )
    rows = listing.prices.order_by("from_date", "day_band").values_list(
        "day_band", "amount_pence", "from_date", "until_date"
    )
    assert list(rows) == [
        ("weekday", 2560, date(2026, 4, 1), date(2026, 10, 1)),
        ("weekend", 2900, date(2026, 4, 1), date(2026, 10, 1)),
        ("weekday", 2600, date(2026, 10, 1), None),
    ]
    assert last_event().data["opened"] == {"hour/weekday": 2600}


def test_the_same_prices_again_leave_no_trace(own: tuple[Supplier, User], at: datetime) -> None:
    listing = make_public_listing(own[0], prices=[(PriceUnit.HOUR, DayBand.WEEKDAY, 2600)])
    events = AuditEvent.objects.count()
    actions.set_prices(
        by=as_viewer(own[1], at), listing_id=listing.pk, prices=[HOUR], from_date=date(2026, 9, 21)
    )
    assert AuditEvent.objects.count() == events


def test_capacity_below_what_is_taken_is_refused(own: tuple[Supplier, User], at: datetime) -> None:
    listing = make_listing(own[0], offered=10, taken=6)
    with pytest.raises(ListingProblem) as refusal:
        actions.set_capacity(
            by=as_viewer(own[1], at), listing_id=listing.pk, unit=PriceUnit.HOUR, offered=5
        )
    assert refusal.value.codes == ["listing_capacity_below_taken"]
    assert Capacity.objects.get(listing=listing).offered == 10


def test_a_term_of_another_council_is_refused(own: tuple[Supplier, User], at: datetime) -> None:
    foreign = make_term(authority=make_other_authority())
    with pytest.raises(ListingProblem) as refusal:
        actions.set_terms(
            by=as_viewer(own[1], at),
            listing_id=make_listing(own[0]).pk,
            kind=TermKind.CATEGORY,
            term_ids=[foreign.pk],
        )
    assert refusal.value.codes == ["listing_term_unknown"]


def test_submit_of_an_incomplete_listing_says_all_that_is_missing(
    own: tuple[Supplier, User], at: datetime
) -> None:
    make_vocabulary()
    listing = make_listing(own[0], prices=[], slots=[])
    with pytest.raises(ListingProblem) as refusal:
        actions.submit_listing(by=as_viewer(own[1], at), listing_id=listing.pk)
    assert refusal.value.problems == [
        problem("listing_part_missing", part=part)
        for part in (
            ListingPart.CATEGORY,
            ListingPart.AREA,
            ListingPart.FUNDING,
            ListingPart.PRICES,
            ListingPart.TIMES,
        )
    ]
    listing.refresh_from_db()
    assert listing.state == ListingState.DRAFT


def test_submit_raises_one_task_for_accreditors_and_confirms(
    own: tuple[Supplier, User], at: datetime
) -> None:
    listing = complete_draft(own[0])
    actions.submit_listing(by=as_viewer(own[1], at), listing_id=listing.pk)
    listing.refresh_from_db()
    assert (listing.state, listing.submitted_at) == (ListingState.IN_REVIEW, at)
    assert listing.confirmed_date == date(2026, 9, 21)
    task = Task.objects.get(subject_id=listing.pk)
    assert (task.kind, task.role) == ("listing_review", Role.ACCREDITOR)
    assert task.due_date == date(2026, 10, 1)
    assert task.title == "Check a listing: home care agency"


def test_publish_finishes_the_task_and_makes_it_public_with_an_accreditation(
    own: tuple[Supplier, User], at: datetime
) -> None:
    listing = make_public_listing(own[0])
    Listing.objects.filter(pk=listing.pk).update(state="draft", published_at=None)
    listing.terms.set(make_vocabulary().values())
    actions.submit_listing(by=as_viewer(own[1], at), listing_id=listing.pk)
    assert not Listing.objects.public(at).exists()
    actions.publish_listing(by=as_viewer(make_user(Role.ACCREDITOR), at), listing_id=listing.pk)
    assert Listing.objects.public(at).get() == listing
    assert Task.objects.get(subject_id=listing.pk).state == "done"


def test_publish_of_a_listing_that_changed_meanwhile_is_refused(
    own: tuple[Supplier, User], at: datetime
) -> None:
    listing = make_listing(own[0], state=ListingState.IN_REVIEW, version=4)
    with pytest.raises(ListingProblem) as refusal:
        actions.publish_listing(
            by=as_viewer(make_user(Role.ACCREDITOR), at), listing_id=listing.pk, seen_version=3
        )
    assert refusal.value.codes == ["listing_changed_meanwhile"]


@pytest.mark.parametrize(
    "state", [ListingState.DRAFT, ListingState.PUBLISHED, ListingState.UNPUBLISHED]
)
def test_publish_of_what_nobody_sent_is_refused(
    own: tuple[Supplier, User], at: datetime, state: ListingState
) -> None:
    listing = make_listing(own[0], state=state)
    with pytest.raises(ListingProblem) as refusal:
        actions.publish_listing(by=as_viewer(make_user(Role.ACCREDITOR), at), listing_id=listing.pk)
    assert refusal.value.codes == ["listing_state_refused"]


def test_nobody_decides_about_their_own_organisation(
    own: tuple[Supplier, User], at: datetime
) -> None:
    accreditor = make_user(Role.ACCREDITOR)
    SupplierStaff.objects.create(supplier=own[0], user=accreditor)
    listing = make_listing(own[0], state=ListingState.IN_REVIEW)
    with pytest.raises(PermissionDenied):
        actions.publish_listing(by=as_viewer(accreditor, at), listing_id=listing.pk)
    with pytest.raises(PermissionDenied):
        actions.return_listing(by=as_viewer(accreditor, at), listing_id=listing.pk, reason="x")


def test_an_accreditor_of_another_council_is_refused(
    own: tuple[Supplier, User], at: datetime
) -> None:
    other = make_user(Role.ACCREDITOR, authority=make_other_authority())
    listing = make_listing(own[0], state=ListingState.IN_REVIEW)
    with pytest.raises(PermissionDenied):
        actions.publish_listing(by=as_viewer(other, at), listing_id=listing.pk)


def test_return_needs_a_reason_and_gives_it_to_the_supplier(
    own: tuple[Supplier, User], at: datetime
) -> None:
    listing = make_listing(own[0], state=ListingState.IN_REVIEW)
    by = as_viewer(make_user(Role.ACCREDITOR), at)
    with pytest.raises(ListingProblem) as refusal:
        actions.return_listing(by=by, listing_id=listing.pk, reason=" ")
    assert refusal.value.codes == ["listing_reason_missing"]
    actions.return_listing(by=by, listing_id=listing.pk, reason="Say what a visit is.")
    listing.refresh_from_db()
    assert (listing.state, listing.review_reason) == ("draft", "Say what a visit is.")
    assert "Say what" not in str(last_event().data)


def test_take_down_by_supplier_or_council_ends_it_everywhere(
    own: tuple[Supplier, User], at: datetime
) -> None:
    mine, theirs = make_public_listing(own[0]), make_public_listing(own[0])
    actions.unpublish_listing(by=as_viewer(own[1], at), listing_id=mine.pk)
    actions.unpublish_listing(
        by=as_viewer(make_user(Role.ACCREDITOR), at), listing_id=theirs.pk, reason="Not true."
    )
    assert not Listing.objects.public(at).exists()
    theirs.refresh_from_db()
    assert theirs.review_reason == "Not true."


def test_words_changed_after_take_down_make_it_a_draft_again(
    own: tuple[Supplier, User], at: datetime
) -> None:
    listing = make_listing(own[0], state=ListingState.UNPUBLISHED)
    every_write(listing, at)[0](own[1])
    listing.refresh_from_db()
    assert (listing.state, listing.slug) == (ListingState.DRAFT, "t")
    assert AuditEvent.objects.get().event == "listing_described"


def test_confirm_makes_a_stale_listing_public_again(
    own: tuple[Supplier, User], at: datetime
) -> None:
    listing = make_public_listing(own[0], confirmed_date=at.date() - timedelta(days=400))
    assert not Listing.objects.public(at).exists()
    actions.confirm_listing(by=as_viewer(own[1], at), listing_id=listing.pk)
    assert Listing.objects.public(at).exists()


def test_a_shop_without_times_may_be_sent(at: datetime) -> None:
    supplier, user = make_supplier_with_user(SupplierKind.EQUIPMENT_RETAILER)
    listing = make_listing(supplier, slots=[], terms=list(make_vocabulary().values()))
    assert (
        actions.submit_listing(by=as_viewer(user, at), listing_id=listing.pk).state == "in_review"
    )


def test_review_task_when_the_council_set_its_days_is_due_by_them(
    own: tuple[Supplier, User], at: datetime
) -> None:
    listing = complete_draft(own[0])
    by = as_viewer(SystemActor("setter", frozenset({MAY_SET_FIGURES})), at, listing.authority)
    set_figure(
        by=by,
        authority=listing.authority,
        key=REVIEW_DAYS.key,
        value=3,
        from_date=at.date(),
        source="Cabinet",
    )
    actions.submit_listing(by=as_viewer(own[1], at), listing_id=listing.pk)
    assert Task.objects.get(subject_id=listing.pk).due_date == date(2026, 9, 24)


@pytest.mark.parametrize(
    ("offered", "codes"),
    [(-1, ["listing_capacity_out_of_range"]), (100_001, ["listing_capacity_out_of_range"])],
)
def test_capacity_out_of_range_is_refused(
    own: tuple[Supplier, User], at: datetime, offered: int, codes: list[str]
) -> None:
    listing = make_listing(own[0])
    with pytest.raises(ListingProblem) as refusal:
        actions.set_capacity(
            by=as_viewer(own[1], at),
            listing_id=listing.pk,
            unit=PriceUnit.HOUR,
            offered=offered,
        )
    assert refusal.value.codes == codes
