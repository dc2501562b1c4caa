"""A draft is discarded, a listing that was sent is called back, until the council has begun."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.models import AuditEvent
from marketplace.listings.actions import (
    call_back_listing,
    discard_listing,
    publish_listing,
    submit_listing,
)
from marketplace.listings.errors import ListingProblem
from marketplace.listings.models import Listing, Price
from marketplace.listings.rules import ListingState, ListingTask
from marketplace.suppliers.models import Supplier
from marketplace.tasks.actions import TaskError, take_task
from marketplace.tasks.models import Task
from marketplace.vocabulary.rules import TermKind
from tests.conftest import NOW
from tests.factories.accounts import as_viewer, make_user
from tests.factories.at_once import at_once
from tests.factories.listings import make_listing
from tests.factories.suppliers import make_supplier, make_supplier_with_user
from tests.factories.vocabulary import make_term

BACKEND = "django.contrib.auth.backends.ModelBackend"


def make_sent(state: str = "") -> tuple[Listing, Viewer]:
    """A listing that waits to be checked, and its supplier's user."""
    supplier, user = make_supplier_with_user()
    kinds = (TermKind.CATEGORY, TermKind.AREA, TermKind.FUNDING)
    listing = make_listing(supplier, terms=[make_term(kind) for kind in kinds])
    by = as_viewer(user, NOW)
    return submit_listing(by=by, listing_id=listing.pk), by


def officer() -> Viewer:
    return as_viewer(make_user(Role.ACCREDITOR), NOW)


def the_task() -> Task:
    return Task.objects.get(kind=ListingTask.REVIEW)


@pytest.mark.django_db
def test_called_back_it_is_a_draft_its_work_is_over_and_it_may_be_sent_again() -> None:
    listing, by = make_sent()
    call_back_listing(by=by, listing_id=listing.pk)
    listing.refresh_from_db()
    assert (listing.state, listing.submitted_at) == (ListingState.DRAFT, None)
    assert not Task.objects.open().exists()
    assert AuditEvent.objects.filter(event="listing_called_back").count() == 1
    assert submit_listing(by=by, listing_id=listing.pk).state == ListingState.IN_REVIEW


@pytest.mark.django_db
def test_calling_back_what_somebody_has_begun_to_check_is_refused() -> None:
    listing, by = make_sent()
    take_task(by=officer(), task_id=the_task().pk)
    with pytest.raises(TaskError, match="task_begun"):
        call_back_listing(by=by, listing_id=listing.pk)


@pytest.mark.django_db
def test_calling_back_a_draft_or_another_suppliers_listing_is_refused() -> None:
    supplier, user = make_supplier_with_user()
    by = as_viewer(user, NOW)
    with pytest.raises(ListingProblem, match="listing_not_waiting"):
        call_back_listing(by=by, listing_id=make_listing(supplier).pk)
    with pytest.raises(PermissionDenied):
        call_back_listing(by=by, listing_id=make_sent()[0].pk)


@pytest.mark.django_db
def test_a_discarded_draft_is_gone_with_its_prices_and_leaves_an_audit_row() -> None:
    supplier, user = make_supplier_with_user()
    listing = make_listing(supplier)
    pk = listing.pk
    discard_listing(by=as_viewer(user, NOW), listing_id=pk)
    assert not Listing.objects.exists()
    assert not Price.objects.exists()
    assert AuditEvent.objects.get(event="listing_discarded").subject_id == pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"state": ListingState.IN_REVIEW}, "listing_sent_before"),
        ({"state": ListingState.PUBLISHED}, "listing_sent_before"),
        ({"state": ListingState.DRAFT, "submitted_at": NOW}, "listing_sent_before"),
        ({"state": ListingState.DRAFT, "published_at": NOW}, "listing_sent_before"),
        ({"source_reference": "cqc-1"}, "listing_imported"),
    ],
)
def test_discarding_what_the_council_saw_or_brought_is_refused(
    facts: dict[str, object], code: str
) -> None:
    supplier, user = make_supplier_with_user()
    listing = make_listing(supplier, **facts)  # type: ignore[arg-type]
    with pytest.raises(ListingProblem, match=code):
        discard_listing(by=as_viewer(user, NOW), listing_id=listing.pk)


@pytest.mark.django_db
def test_discarding_another_suppliers_draft_is_refused() -> None:
    _, user = make_supplier_with_user()
    with pytest.raises(PermissionDenied):
        discard_listing(by=as_viewer(user, NOW), listing_id=make_listing(make_supplier()).pk)


@pytest.fixture
def supplier(client: Client) -> Supplier:
    own, user = make_supplier_with_user()
    client.force_login(user, backend=BACKEND)
    return own


@pytest.mark.django_db
def test_the_page_asks_once_and_then_discards(client: Client, supplier: Supplier) -> None:
    listing = make_listing(supplier, title="Evening visits")
    page, edit = (
        reverse(f"listings:{name}", args=[listing.public_id]) for name in ("discard", "edit")
    )
    assert page in client.get(edit).content.decode()
    asked = " ".join(client.get(page).content.decode().split())
    assert "Discard this draft?" in asked
    assert "What you entered is lost." in asked
    assert Listing.objects.exists()
    done = client.post(page, follow=True).content.decode()
    assert "Evening visits is discarded." in done
    assert client.post(page).status_code == 404


@pytest.mark.django_db
def test_the_page_offers_calling_back_until_somebody_has_begun(client: Client) -> None:
    listing, by = make_sent()
    assert by.user
    client.force_login(by.user, backend=BACKEND)
    edit = reverse("listings:edit", args=[listing.public_id])
    call_back = reverse("listings:call_back", args=[listing.public_id])
    assert call_back in client.get(edit).content.decode()
    take_task(by=officer(), task_id=the_task().pk)
    assert call_back not in client.get(edit).content.decode()
    words = client.post(call_back, follow=True).content.decode()
    assert "The council has begun to read this" in words


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_calling_back_and_publishing_at_once_do_one_and_refuse_the_other() -> None:
    listing, by = make_sent()
    refused = at_once(
        partial(call_back_listing, by=by, listing_id=listing.pk),
        partial(publish_listing, by=officer(), listing_id=listing.pk, seen_version=None),
    )
    listing.refresh_from_db()
    won = {
        ListingState.DRAFT: ["listing_state_refused"],
        ListingState.PUBLISHED: ["listing_not_waiting"],
    }
    assert refused == won[ListingState(listing.state)]
    assert not Task.objects.open().exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_calling_back_and_taking_the_work_at_once_do_one_and_refuse_the_other() -> None:
    listing, by = make_sent()
    refused = at_once(
        partial(call_back_listing, by=by, listing_id=listing.pk),
        partial(take_task, by=officer(), task_id=the_task().pk),
    )
    listing.refresh_from_db()
    won = {ListingState.DRAFT: ["task_done_already"], ListingState.IN_REVIEW: ["task_begun"]}
    assert refused == won[ListingState(listing.state)]
