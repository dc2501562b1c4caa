"""Locations of the CQC register become unaccredited suppliers with draft listings."""

from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from marketplace.accounts.models import Authority
from marketplace.core.actors import SystemActor
from marketplace.core.models import AuditEvent
from marketplace.listings.actions import import_listings
from marketplace.listings.imports.cqc import UnreadableFile, read_cqc
from marketplace.listings.imports.facts import ImportedListing, Refused
from marketplace.listings.models import Listing
from marketplace.listings.rules import ListingState
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import Source, SupplierKind
from marketplace.suppliers.signals import supplier_changed
from tests.factories.accounts import as_viewer, make_authority, make_other_authority
from tests.factories.vocabulary import make_term

SAMPLES = Path(__file__).parents[2] / "samples" / "cqc"
GOOD = SAMPLES / "locations.csv"


@pytest.fixture
def council(db: None) -> Authority:
    return make_authority()


def run(file: Path, slug: str = "fernshire") -> str:
    out = StringIO()
    call_command("import_cqc", file, authority=slug, stdout=out)
    return out.getvalue()


def changed_copy(tmp_path: Path, old: str, new: str) -> Path:
    file = tmp_path / "locations.csv"
    file.write_text(GOOD.read_text().replace(old, new))
    return file


def test_rows_become_suppliers_of_their_kind_with_place_and_provider(council: Authority) -> None:
    make_term(label="Nursing home")
    assert "Read 3, created 3, changed 0, unchanged 0, refused 0, vanished 0." in run(GOOD)
    home = Supplier.objects.get(source_reference="1-900000001")
    assert (home.kind, home.source) == (SupplierKind.CARE_HOME, Source.CQC)
    assert (home.cqc_provider_name, home.town) == ("Harbour Care Limited", "Little Thornby")
    assert (home.latitude, home.longitude, home.phone) == (52.101, -1.512, "01632960111")
    listing = home.listings.get()
    assert (listing.state, listing.source_reference) == (ListingState.DRAFT, "1-900000001")
    assert listing.summary == "Nursing home in Little Thornby, run by Harbour Care Limited."
    assert "location 1-900000001: nursing homes" in listing.description
    assert [term.label for term in listing.terms.all()] == ["Nursing home"]
    agency = Supplier.objects.get(source_reference="1-900000003")
    assert (agency.kind, agency.latitude) == (SupplierKind.HOME_CARE, None)


def test_imported_drafts_are_not_public(council: Authority, at: datetime) -> None:
    run(GOOD)
    assert not Listing.objects.public(at).exists()


def test_the_same_file_twice_changes_nothing(council: Authority) -> None:
    run(GOOD)
    before = list(Listing.objects.order_by("pk").values_list("pk", "version"))
    assert "created 0, changed 0, unchanged 3" in run(GOOD)
    assert list(Listing.objects.order_by("pk").values_list("pk", "version")) == before
    assert Supplier.objects.count() == 3


def test_a_changed_row_updates_its_draft(council: Authority, tmp_path: Path) -> None:
    run(GOOD)
    file = changed_copy(tmp_path, "Harbour Care Limited", "Quay Care Limited")
    assert "created 0, changed 1, unchanged 2" in run(file)
    home = Supplier.objects.get(source_reference="1-900000001")
    assert home.cqc_provider_name == "Quay Care Limited"
    assert "Quay Care Limited" in home.listings.get().summary


def test_suppliers_are_announced_once_after_the_last_row_is_written(
    council: Authority, tmp_path: Path
) -> None:
    run(GOOD)
    heard: list[tuple[int, int]] = []

    def hear(*, supplier_ids: list[int], **_: object) -> None:
        fresh = Listing.objects.filter(summary__contains="Quay Care Limited").count()
        heard.append((len(supplier_ids), fresh))

    supplier_changed.connect(hear)
    try:
        run(changed_copy(tmp_path, "Harbour Care Limited", "Quay Care Limited"))
    finally:
        supplier_changed.disconnect(hear)
    assert heard == [(1, 1)]


def test_what_was_put_right_here_stays(council: Authority, tmp_path: Path) -> None:
    run(GOOD)
    Supplier.objects.filter(source_reference="1-900000001").update(phone="01632 960999")
    Listing.objects.filter(source_reference="1-900000001").update(version=7, summary="Ours")
    out = run(changed_copy(tmp_path, "Harbour Care Limited", "Quay Care Limited"))
    assert "1 changed at the source but were taken over here" in out
    home = Supplier.objects.get(source_reference="1-900000001")
    assert (home.phone, home.cqc_provider_name) == ("01632 960999", "Quay Care Limited")
    assert home.listings.get().summary == "Ours"


def test_a_vanished_row_is_reported_and_kept(council: Authority, tmp_path: Path) -> None:
    run(GOOD)
    file = tmp_path / "fewer.csv"
    file.write_text("\n".join(GOOD.read_text().splitlines()[:-1]))
    out = run(file)
    assert "Vanished from the source: 1-900000003" in out
    assert "vanished 1." in out
    assert Supplier.objects.count() == 3


def test_refused_rows_are_named_and_the_rest_goes_in(council: Authority) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="6 could not be taken in; the rest is in"):
        call_command("import_cqc", SAMPLES / "refused.csv", authority="fernshire", stdout=out)
    lines = out.getvalue()
    assert "line 3: it has no name" in lines
    assert "line 4: “not an id” is not a CQC location id" in lines
    assert "line 5: “Dentists” is not a type of care" in lines
    assert "lat “east” is not a number of degrees in England" in lines
    assert "line 7: it repeats 1-900000001 of line 2" in lines
    assert "line 8: it has another number of columns" in lines
    assert Supplier.objects.count() == 1


def test_one_audit_event_a_chunk_with_ids_only(council: Authority) -> None:
    run(GOOD)
    event = AuditEvent.objects.get(event="directory_chunk_imported")
    assert (event.by_system, event.data["source"]) == ("directory_import", "cqc")
    assert len(event.data["created_ids"]) == 3
    assert "Thornby" not in str(event.data)


def test_two_councils_each_have_their_own(council: Authority) -> None:
    make_other_authority()
    run(GOOD)
    assert "created 3" in run(GOOD, "otherton")
    assert Supplier.objects.count() == 6


def test_an_actor_without_the_permission_is_refused(council: Authority, at: datetime) -> None:
    items = [row for row in read_cqc(GOOD.read_bytes()) if isinstance(row, ImportedListing)]
    with pytest.raises(PermissionDenied):
        import_listings(
            by=as_viewer(SystemActor("other"), at),
            authority=council,
            source=Source.CQC,
            items=items,
        )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a,b\n1,2\n", "These are missing: name, cqc_id"),
        (b"", "These are missing"),
    ],
)
def test_a_file_that_is_no_such_list_is_refused_whole(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        list(read_cqc(content))


def test_an_unknown_council_or_file_is_said(council: Authority) -> None:
    with pytest.raises(CommandError, match=r"There is no council “nowhere”\. There are: fernshire"):
        run(GOOD, "nowhere")
    with pytest.raises(CommandError, match="There is no file or folder"):
        run(SAMPLES / "missing.csv")


@pytest.mark.real_data
def test_the_56_real_locations_all_go_in_once(council: Authority, shared_data: Path) -> None:
    file = shared_data / "cqc" / "trafford_care_homes.csv"
    assert "Read 56, created 56, changed 0, unchanged 0, refused 0" in run(file)
    assert "created 0, changed 0, unchanged 56, refused 0, vanished 0." in run(file)
    assert Supplier.objects.filter(latitude__isnull=False, source=Source.CQC).count() == 56


@pytest.mark.real_data
def test_no_real_row_is_unreadable(shared_data: Path) -> None:
    rows = read_cqc((shared_data / "cqc" / "trafford_care_homes.csv").read_bytes())
    assert not [row for row in rows if isinstance(row, Refused)]
