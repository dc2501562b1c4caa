"""The index follows the tables: with the commit, without a worker, and never before."""

import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.models import F, Value
from pytest_django import DjangoAssertNumQueries

from marketplace.accreditation.models import Accreditation
from marketplace.accreditation.rules import AccreditationState
from marketplace.accreditation.signals import accreditation_changed
from marketplace.listings.models import Listing
from marketplace.listings.signals import listings_changed
from marketplace.suppliers.models import Supplier
from search.backends.embedded import EmbeddedBackend
from search.indexing import prune_log, rewrite
from search.jobs import keep_search_index, tidy_search_index
from search.models import ChangeLog, SearchDocumentRow
from search.queries import TableSource, backend, documents, find
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


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_change_after_a_move_to_another_cluster_is_found(
    at: datetime, settings: object, tmp_path: Path
) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path  # type: ignore[attr-defined]
    backend.cache_clear()
    listing = make_found_listing("Lantern Lane")
    # As after a dump from a cluster whose count of transactions was far ahead of this one's.
    with patch.object(documents, "_cluster", lambda: Value("another cluster")):
        ChangeLog.objects.update(transaction=F("transaction") + 1_000_000)
        with patch.object(documents, "_oldest_open", lambda: 2_000_000):
            backend().rebuild(listing.authority_id)
    for running in (True, False):
        if not running:
            backend.cache_clear()
        title = f"Otter House {running}"
        retitle_in_one(listing, title, at)
        assert names(at, title) == [title]
    backend.cache_clear()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_position_ahead_of_the_servers_count_is_of_a_later_state(at: datetime) -> None:
    listing = make_found_listing("Lantern Lane")
    source = TableSource()
    read_to = source.log_end(listing.authority_id)
    assert source.changes_since(listing.authority_id, read_to) is not None
    ahead = replace(read_to, position=read_to.position + 1_000_000)
    assert source.changes_since(listing.authority_id, ahead) is None


def retitle_in_one(listing: Listing, title: str, at: datetime) -> None:
    with transaction.atomic():
        retitle(listing, title, at)


def retitle_often(listing: Listing, times: int, at: datetime) -> None:
    for number in range(times):
        retitle_in_one(listing, f"Lantern Lane {number}", at)
    wait_for_writers_elsewhere()


def wait_for_writers_elsewhere() -> None:
    """Positions stay behind the oldest writer of the whole server, the other tests' databases too."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (ours,) = cursor.fetchone()
        for _ in range(1_200):
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] > ours:
                return
            time.sleep(0.1)
    raise AssertionError("A transaction elsewhere on this server does not end.")


@pytest.mark.django_db(transaction=True)
def test_log_is_pruned_behind_the_oldest_snapshot_and_a_reader_left_behind_begins_again(
    at: datetime, settings: object, tmp_path: Path
) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path  # type: ignore[attr-defined]
    backend.cache_clear()
    listing = make_found_listing("Lantern Lane")
    sleeper = EmbeddedBackend(TableSource(), tmp_path)
    assert sleeper.current(listing.authority_id).size == 1
    gone = make_found_listing("Otter House")
    gone_id = gone.pk
    gone.delete()
    with transaction.atomic():
        listings_changed.send(sender=Listing, listing_ids=[gone_id], at=at)
    retitle_often(listing, 20, at)
    for _ in range(2):
        backend().rebuild(listing.authority_id)
    kept_from = backend().kept_from(listing.authority_id)
    assert kept_from is not None
    with transaction.atomic():
        assert prune_log(listing.authority_id, kept_from, at - timedelta(days=1)) == 0
        assert prune_log(listing.authority_id, kept_from, at + timedelta(days=1)) > 20
    assert ChangeLog.objects.count() == 1
    assert names(at, "19") == ["Lantern Lane 19"]
    query = DirectoryQuery(text="19")
    assert sleeper.search(listing.authority_id, query, at).ids == (listing.pk,)
    backend.cache_clear()
    retitle_in_one(listing, "Harbour House", at)
    assert names(at, "harbour") == ["Harbour House"]
    backend.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_looking_for_changes_is_one_query_whose_rows_do_not_grow(
    at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    listing = make_found_listing("Lantern Lane")
    council = listing.authority_id
    retitle_often(listing, 5, at)
    source = TableSource()
    read_to = source.log_end(council)
    with django_assert_num_queries(1):
        changes = source.changes_since(council, read_to)
    assert changes is not None
    assert changes.lines == ()


@pytest.mark.django_db(transaction=True)
def test_worker_mends_the_index_while_searches_go_on(
    at: datetime, settings: object, tmp_path: Path
) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path  # type: ignore[attr-defined]
    backend.cache_clear()
    listing = make_found_listing("Lantern Lane")
    keep_search_index.call()
    folder = tmp_path / str(listing.authority_id)
    (damaged,) = folder.glob("v*")
    (damaged / "public_until.npy").write_bytes(b"")
    backend.cache_clear()
    assert names(at) == ["Lantern Lane"]
    keep_search_index.call()
    (mended,) = folder.glob("v*")
    assert mended != damaged
    backend.cache_clear()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_writers_of_other_suppliers_do_not_wait(at: datetime) -> None:
    first = make_found_listing("Lantern Lane")
    second = make_found_listing("Otter House")
    assert first.supplier_id % 64 != second.supplier_id % 64
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7310, %s)", [first.supplier_id % 64])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        retitle_in_one(second, "Harbour House", at)
        with pytest.raises(OperationalError):
            retitle_in_one(first, "Harbour House", at)
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
