"""The index follows the tables: with the commit, without a worker, and never before."""

from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from marketplace.accreditation.models import Accreditation
from marketplace.accreditation.rules import AccreditationState
from marketplace.accreditation.signals import accreditation_changed
from marketplace.listings.models import Listing
from marketplace.listings.signals import listings_changed
from marketplace.suppliers.models import Supplier
from search.indexing import rewrite
from search.jobs import tidy_search_index
from search.models import ChangeLog, SearchDocumentRow
from search.queries import TableSource, backend, find
from search.query import DirectoryQuery
from tests.factories.accounts import make_authority, make_other_authority
from tests.factories.search import make_found_listing


def names(at: datetime, text: str = "", authority_id: int | None = None) -> list[str]:
    found = find(authority_id or make_authority().pk, DirectoryQuery(text=text), at)
    assert found.result.total == len(found.offers)
    return [listing.title for _, listing in found.offers]


def suspend(listing: Listing, at: datetime) -> None:
    with transaction.atomic():
        Accreditation.objects.filter(supplier=listing.supplier).update(
            state=AccreditationState.SUSPENDED
        )
        accreditation_changed.send(sender=Supplier, supplier_ids=[listing.supplier_id], at=at)


def retitle(listing: Listing, title: str, at: datetime) -> None:
    Listing.objects.filter(pk=listing.pk).update(title=title)
    listings_changed.send(sender=Listing, listing_ids=[listing.pk], at=at)


@pytest.mark.django_db
def test_changed_listing_is_found_by_its_new_words(at: datetime) -> None:
    listing = make_found_listing("Harbour House")
    retitle(listing, "Otter House", at)
    assert names(at, "otter") == ["Otter House"]
    assert names(at, "harbour") == []


@pytest.mark.django_db
def test_suspended_suppliers_listings_are_gone_at_once(at: datetime) -> None:
    make_found_listing("Otter House")
    suspend(make_found_listing("Lantern Lane"), at)
    assert names(at) == ["Otter House"]


@pytest.mark.django_db
def test_deleted_listing_is_gone_at_once(at: datetime) -> None:
    listing = make_found_listing()
    pk = listing.pk
    listing.delete()
    listings_changed.send(sender=Listing, listing_ids=[pk], at=at)
    assert names(at) == []


@pytest.mark.django_db
def test_draft_leaves_no_line_in_the_log(at: datetime) -> None:
    listing = make_found_listing(state="draft", indexed=False)
    rewrite([listing.pk], at)
    assert not ChangeLog.objects.exists()


@pytest.mark.django_db
def test_hit_that_is_no_longer_public_is_left_out_though_nothing_told_the_index(
    at: datetime,
) -> None:
    listing = make_found_listing()
    listing.supplier.accreditations.update(state=AccreditationState.SUSPENDED)
    assert find(make_authority().pk, DirectoryQuery(), at).offers == ()


@pytest.mark.django_db
def test_other_council_finds_nothing_of_this_one(at: datetime) -> None:
    make_found_listing("Lantern Lane")
    make_found_listing("Otter House", authority=make_other_authority())
    assert names(at) == ["Lantern Lane"]
    assert names(at, authority_id=make_other_authority().pk) == ["Otter House"]


@pytest.mark.django_db(transaction=True)
def test_rolled_back_change_leaves_no_trace_in_the_shared_index(at: datetime) -> None:
    listing = make_found_listing("Lantern Lane")
    assert names(at) == ["Lantern Lane"]
    with transaction.atomic():
        retitle(listing, "Otter House", at)
        assert names(at, "otter") == ["Otter House"]
        transaction.set_rollback(True)
    assert names(at, "otter") == []
    assert names(at, "lantern") == ["Lantern Lane"]


@pytest.mark.django_db(transaction=True)
def test_commit_by_another_process_is_seen_by_the_next_search(at: datetime) -> None:
    listing = make_found_listing("Lantern Lane")
    assert names(at) == ["Lantern Lane"]
    suspend(listing, at)
    assert names(at) == []


@pytest.mark.django_db(transaction=True)
def test_rebuild_command_writes_documents_and_a_snapshot(
    at: datetime, settings: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path  # type: ignore[attr-defined]
    backend.cache_clear()
    listing = make_found_listing("Lantern Lane", indexed=False)
    call_command("rebuild_search_index")
    assert "1 written, 1 in the index" in capsys.readouterr().out
    assert list((tmp_path / str(listing.authority_id)).glob("v*"))
    backend.cache_clear()
    assert names(at) == ["Lantern Lane"]
    suspend(listing, at)
    assert names(at) == []
    backend.cache_clear()


@pytest.mark.django_db
def test_rebuild_twice_doubles_nothing(at: datetime) -> None:
    make_found_listing("Lantern Lane")
    for _ in range(2):
        call_command("rebuild_search_index", verbosity=0)
    assert SearchDocumentRow.objects.count() == 1
    assert ChangeLog.objects.count() == 1


@pytest.mark.django_db
def test_tidy_drops_documents_whose_time_is_over(at: datetime) -> None:
    listing = make_found_listing("Lantern Lane")
    SearchDocumentRow.objects.update(public_until=at)
    Accreditation.objects.filter(supplier=listing.supplier).update(valid_until=at.date())
    tidy_search_index.call()
    assert not SearchDocumentRow.objects.exists()


@pytest.mark.django_db
def test_snapshot_is_used_only_with_its_own_log() -> None:
    listing = make_found_listing()
    source = TableSource()
    read_to = source.log_end(listing.authority_id)
    assert source.changes_since(listing.authority_id, read_to) is not None
    ChangeLog.objects.all().delete()
    assert source.changes_since(listing.authority_id, read_to) is None


@pytest.mark.django_db(transaction=True)
def test_rewrite_outside_a_transaction_is_refused(at: datetime) -> None:
    with pytest.raises(RuntimeError):
        rewrite([1], at)


@pytest.mark.django_db
def test_page_past_the_last_is_the_last(at: datetime) -> None:
    make_found_listing()
    found = find(make_authority().pk, DirectoryQuery(page=9), at)
    assert (found.query.page, len(found.offers)) == (1, 1)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_line_committed_after_a_later_one_is_not_missed(at: datetime) -> None:
    first, second = make_found_listing("Lantern Lane"), make_found_listing("Otter House")
    assert names(at) == ["Lantern Lane", "Otter House"]
    council = first.authority_id
    slow = connection.copy()
    try:
        slow.set_autocommit(False)
        with slow.cursor() as cursor:
            cursor.execute("DELETE FROM search_searchdocumentrow WHERE listing_id = %s", [first.pk])
            cursor.execute(
                "INSERT INTO search_changelog (authority_id, listing_id, changed_at, transaction)"
                " VALUES (%s, %s, %s, pg_current_xact_id()::text::bigint)",
                [council, first.pk, at],
            )
        suspend(second, at)
        assert names(at) == ["Lantern Lane"]
        slow.commit()
        assert names(at) == []
    finally:
        slow.close()
