"""Reading the published lists: each layout, twice, cut off, and with rows that nobody can read."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.models import AuditEvent
from marketplace.generator.postcodes import directory_lines
from marketplace.vocabulary import loading
from marketplace.vocabulary.imports.files import PlaceFile
from marketplace.vocabulary.management import reading
from marketplace.vocabulary.models import Outcode, PlaceLoad, Postcode, Settlement
from marketplace.vocabulary.postcodes import PlaceList
from marketplace.vocabulary.queries import lists_read
from tests.factories.accounts import make_authority, make_user

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[2] / "samples" / "places"
DIRECTORY, NEWER = SAMPLES / "onspd_2023.csv", SAMPLES / "onspd_2025.csv"
CODE_POINT, NAMES = SAMPLES / "code_point_qa.csv", SAMPLES / "open_names_sp66.csv"


def load(file: Path, *options: str) -> str:
    said = io.StringIO()
    call_command("load_postcodes", str(file), *options, stdout=said)
    return said.getvalue()


def zipped(folder: Path, *members: tuple[str, bytes]) -> Path:
    path = folder / "list.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, content in members:
            file.writestr(name, content)
    return path


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "list.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def everything() -> list[list[tuple[object, ...]]]:
    return [
        list(kind.objects.order_by("pk").values_list()) for kind in (Postcode, Outcode, Settlement)
    ]


def test_the_directory_is_read_with_ended_postcodes_kept_apart() -> None:
    said = load(DIRECTORY)
    assert "4 new, 0 changed, 0 the same, 0 ended" in said
    assert set(Postcode.objects.in_use().values_list("code", flat=True)) == {"QA11AA", "QA11AB"}
    first, gone = Postcode.objects.get(pk="QA11AA"), Postcode.objects.get(pk="QA11AD")
    assert (first.latitude, first.longitude, first.ended_on) == (52.3102, -1.1043, None)
    assert gone.ended_on == date(1996, 6, 1)


def test_a_postcode_without_a_position_and_northern_ireland_are_left_out_and_said() -> None:
    said = load(DIRECTORY)
    assert "Left out: 1 have no position in the list" in said
    assert "Left out: 1 are in Northern Ireland" in said
    assert not Postcode.objects.filter(code__in=["QA11XX", "BT99ZZ"]).exists()


def test_an_outcode_is_the_middle_of_its_postcodes_in_use() -> None:
    load(DIRECTORY)
    used, ended = Outcode.objects.get(pk="QA1"), Outcode.objects.get(pk="QA2")
    assert (used.latitude, used.longitude, used.ended_on) == (52.3112, -1.1053, None)
    assert (ended.latitude, ended.longitude, ended.ended_on) == (52.4, -1.2, date(2014, 12, 1))


def test_columns_are_found_by_name_whatever_the_year() -> None:
    load(DIRECTORY)
    said = load(NEWER)
    assert "1 new, 0 changed, 3 the same, 1 ended" in said
    assert Postcode.objects.get(pk="QA11AB").ended_on == date(2025, 9, 1)


def test_a_directory_of_grid_references_alone_is_converted(tmp_path: Path) -> None:
    lines = "pcd,doterm,oseast1m,osnrth1m\r\nQA1 1AA,,437292,0115542\r\n"
    load(written(tmp_path, lines))
    found = Postcode.objects.get()
    assert (found.latitude, found.longitude) == pytest.approx((50.93812, -1.47064), abs=1e-4)


@pytest.mark.parametrize("file", [DIRECTORY, CODE_POINT, NAMES], ids=lambda file: file.stem)
def test_the_same_file_twice_changes_nothing(file: Path) -> None:
    load(file)
    before = everything()
    said = load(file)
    assert "0 new, 0 changed" in said
    assert ", 0 ended" in said or file == NAMES
    assert everything() == before


def test_a_postcode_that_comes_back_is_in_use_again() -> None:
    load(NEWER)
    assert "1 changed" in load(DIRECTORY)
    assert Postcode.objects.get(pk="QA11AB").ended_on is None


def test_the_directorys_zip_is_read_once_and_not_its_parts_too(tmp_path: Path) -> None:
    content = DIRECTORY.read_bytes()
    file = zipped(
        tmp_path,
        ("Data/ONSPD_NOV_2023_UK.csv", content),
        ("Data/multi_csv/ONSPD_NOV_2023_UK_QA.csv", content),
        (
            "Documents/LA_UA names and codes UK as at 04_23.csv",
            b"LAD23CD,LAD23NM\r\nE06999999,Fernshire\r\n",
        ),
        ("User Guide/guide.pdf", b"%PDF"),
    )
    assert "4 new, 0 changed, 0 the same" in load(file)


def test_code_point_open_is_read_from_its_zip_and_converted(tmp_path: Path) -> None:
    heading = b"PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\r\n"
    file = zipped(
        tmp_path,
        ("Doc/Code-Point_Open_Column_Headers.csv", heading),
        ("Data/CSV/qa.csv", CODE_POINT.read_bytes()),
    )
    said = load(file)
    assert "Reading Code-Point Open" in said
    assert "2 new" in said
    found = Postcode.objects.get(pk="QA11AA")
    assert (found.latitude, found.longitude) == pytest.approx((52.3068, -1.1050), abs=1e-3)


def test_what_code_point_open_has_no_more_is_ended_on_the_day(tmp_path: Path) -> None:
    load(DIRECTORY)
    Postcode.objects.create(code="QA19ZZ", latitude=52.3, longitude=-1.1)
    Postcode.objects.create(code="Q19ZZ", latitude=52.3, longitude=-1.1)
    said = load(CODE_POINT)
    assert "1 ended" in said
    ended = PlaceLoad.objects.first()
    assert ended is not None
    assert Postcode.objects.get(pk="QA19ZZ").ended_on == ended.started_at.date()
    assert Postcode.objects.get(pk="Q19ZZ").ended_on is None
    assert Postcode.objects.get(pk="QA11AD").ended_on == date(1996, 6, 1)


def test_a_list_that_lacks_too_much_ends_nothing_and_says_so() -> None:
    Postcode.objects.bulk_create(
        Postcode(code=f"QA2{digit}A{letter}", latitude=52.3, longitude=-1.1)
        for digit in range(3)
        for letter in "ABDEFGHJ"
    )
    said = load(CODE_POINT)
    assert "QA: 24 postcodes are not in this list. They were not ended" in said
    assert not Postcode.objects.exclude(ended_on=None).exists()


def test_a_list_with_unreadable_rows_ends_nothing(tmp_path: Path) -> None:
    load(CODE_POINT)
    content = CODE_POINT.read_text().replace('"QA1 1AB"', '"QA1_1AB"')
    with pytest.raises(CommandError, match="Rows that could not be read: 1"):
        load(written(tmp_path, content))
    assert Postcode.objects.in_use().count() == 2


def test_towns_and_villages_are_read_and_roads_are_not() -> None:
    said = load(NAMES)
    assert "5 new, 0 changed, 0 the same" in said
    assert "Left out: 1 are no towns or villages" in said
    labels = {str(row) for row in Settlement.objects.all()}
    assert labels >= {"Brackenford, Fernshire", "Thornby, Mossland", "Stoke Fern, Fern Vale"}


UNREADABLE = {
    "no postcode": (b'"NOT ONE","","NOT ONE","198001","",52.1,-1.1', "is not a postcode"),
    "bad bytes": (b'"QA\xff 1AA","","QA\xff 1AA","198001","",52.1,-1.1', "is not a postcode"),
    "nul": (b'"QA1\x00 1AA","","QA1\x00 1AA","198001","",52.1,-1.1', "is not a postcode"),
    "bad number": (b'"QA1 9AA","","QA1 9AA","198001","",north,-1.1', "“north” is not a number"),
    "bad month": (b'"QA1 9AA","","QA1 9AA","198001","199613",52.1,-1.1', "is not a year and month"),
    "short": (b'"QA1 9AA","QA1 9AA"', "it has 2 columns of 7"),
    "open quote": (b'"QA1 9AA', "it has 1 columns of 7"),
    "too long": (b'"' + b"Q" * 200_000 + b'",,,,,,', ""),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_row_that_cannot_be_read_is_named_by_its_line_and_the_rest_goes_in(
    kind: str, tmp_path: Path
) -> None:
    row, why = UNREADABLE[kind]
    heading = b"pcd7,pcd8,pcds,dointr,doterm,lat,long\r\n"
    good = b'"QA1 1A%s","","QA1 1A%s","198001","",52.1,-1.1\r\n'
    file = written(tmp_path, heading + good % (b"A", b"A") + row + b"\r\n" + good % (b"B", b"B"))
    said = io.StringIO()
    with pytest.raises(CommandError, match="The rest is in"):
        call_command("load_postcodes", str(file), stdout=said)
    assert "list.csv, line 3: " in said.getvalue()
    assert why in said.getvalue()
    assert Postcode.objects.count() == 2


def test_many_unreadable_rows_are_counted_and_the_first_are_shown(tmp_path: Path) -> None:
    heading = "pcd7,pcd8,pcds,dointr,doterm,lat,long\r\n"
    said = io.StringIO()
    with pytest.raises(CommandError, match="could not be read: 300"):
        call_command(
            "load_postcodes", str(written(tmp_path, heading + "x,,,,,,\r\n" * 300)), stdout=said
        )
    assert said.getvalue().count("list.csv, line") == reading.MOST_SHOWN


@pytest.mark.parametrize(
    "content",
    [b"", b"name,postcode\r\nA,B\r\n", b"\x00\x01\x02" * 100, b"PK\x03\x04 no zip at all"],
)
def test_a_file_that_is_none_of_the_lists_is_refused_whole(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no list that we read"):
        load(written(tmp_path, content))
    assert not PlaceLoad.objects.exists()


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        load(tmp_path / "gone.csv")


def test_two_lists_in_one_zip_are_refused(tmp_path: Path) -> None:
    file = zipped(tmp_path, ("a.csv", DIRECTORY.read_bytes()), ("b.csv", NAMES.read_bytes()))
    with pytest.raises(CommandError, match="more than one list"):
        load(file)


def test_a_damaged_zip_says_so_and_the_sound_one_puts_it_right(tmp_path: Path) -> None:
    content = "".join(directory_lines(3_000)).encode()
    file = zipped(tmp_path, ("Data/ONSPD_UK.csv", content))
    sound = file.read_bytes()
    file.write_bytes(sound[:200_000] + bytes(100) + sound[200_100:])
    with pytest.raises(CommandError, match="is damaged"):
        load(file)
    file.write_bytes(sound)
    load(file)
    assert Postcode.objects.count() == 3_000


@pytest.mark.django_db(transaction=True)
def test_cut_off_half_way_and_run_again_it_is_as_if_run_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK", 50)
    file = written(tmp_path, "".join(directory_lines(500)))
    load(file)
    whole = everything()
    for kind in (Postcode, Outcode):
        kind.objects.all().delete()
    chunks = iter(range(5))

    def cut_off(**facts: object) -> object:
        if next(chunks, None) is None:
            raise KeyboardInterrupt
        return loading.write_postcodes(**facts)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "write_postcodes", cut_off)
    with pytest.raises(KeyboardInterrupt):
        load(file)
    assert Postcode.objects.count() == 250
    assert PlaceLoad.objects.order_by("-pk")[0].new == 250
    monkeypatch.setattr(reading, "write_postcodes", loading.write_postcodes)
    assert "250 new, 0 changed, 250 the same" in load(file)
    assert everything() == whole


def test_rows_are_held_a_chunk_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHUNK", 100)
    sizes: list[int] = []
    held: list[int] = []

    def counted(**facts: object) -> object:
        sizes.append(len(facts["rows"]))  # type: ignore[arg-type]
        held.append(produced[0] - sum(sizes))
        return loading.write_postcodes(**facts)  # type: ignore[arg-type]

    produced = [0]
    rows = PlaceFile.rows

    def counting(self: PlaceFile) -> Iterator[object]:
        for row in rows(self):
            produced[0] += 1
            yield row

    monkeypatch.setattr(reading, "write_postcodes", counted)
    monkeypatch.setattr(PlaceFile, "rows", counting)
    load(written(tmp_path, "".join(directory_lines(1_000))))
    assert sizes == [100] * 10
    assert max(held) == 0


def test_a_chunk_is_a_constant_number_of_statements_for_rows_that_are_there(tmp_path: Path) -> None:
    file = written(tmp_path, "".join(directory_lines(300)))
    load(file)
    with CaptureQueriesContext(connection) as few:
        load(file)
    more = written(tmp_path, "".join(directory_lines(1_200)))
    load(more)
    with CaptureQueriesContext(connection) as many:
        load(more)
    assert len(few) == len(many)


def test_progress_is_said_by_how_much_of_the_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK", 100)
    said = load(written(tmp_path, "".join(directory_lines(5_000))))
    lines = [line for line in said.splitlines() if "% read: " in line]
    assert 2 <= len(lines) <= 100 // reading.STEP
    assert lines[-1].startswith("100% read: ")


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--district", "E06999998"], {"QA21AA"}),
        (["--outcode", "qa1"], {"QA11AA", "QA11AB", "QA11AD"}),
        (["--outcode", "QA1", "--district", "E06999998"], {"QA11AA", "QA11AB", "QA11AD", "QA21AA"}),
    ],
)
def test_only_an_area_keeps_the_table_small_and_all_outcodes_known(
    options: list[str], codes: set[str]
) -> None:
    load(DIRECTORY, *options)
    assert set(Postcode.objects.values_list("code", flat=True)) == codes
    assert set(Outcode.objects.values_list("code", flat=True)) == {"QA1", "QA2"}


def test_an_area_of_another_list_ends_nothing_outside_it() -> None:
    load(CODE_POINT)
    said = load(CODE_POINT, "--outcode", "QB1")
    assert "0 ended" in said
    assert Postcode.objects.in_use().count() == 2


def test_towns_of_an_area_are_those_whose_outcode_it_names() -> None:
    load(NAMES, "--outcode", "QA2")
    assert [str(row) for row in Settlement.objects.all()] == ["Thornby, Fernshire"]


@pytest.mark.parametrize(
    ("options", "words"),
    [(["--district", "E06999999"], "no codes of councils"), (["--outcode", "?"], "no first half")],
)
def test_an_area_that_cannot_be_looked_for_is_said(options: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        load(NAMES, *options)


def test_the_trail_has_the_beginning_and_the_end_with_counts() -> None:
    load(DIRECTORY)
    began, finished = AuditEvent.objects.filter(event__startswith="place_load").order_by("pk")
    assert (began.event, began.by_system) == ("place_load_began", "place_lists")
    assert finished.data == {"new": 4, "changed": 0, "same": 0, "ended": 0}
    assert finished.authority_id is None


def test_the_years_of_the_lists_that_were_read_are_known() -> None:
    assert lists_read() == {}
    load(DIRECTORY)
    load(NAMES)
    year = PlaceLoad.objects.all()[0].started_at.year
    assert lists_read() == {PlaceList.ONSPD: year, PlaceList.OPEN_NAMES: year}


def test_no_role_of_a_council_may_load(at: object) -> None:
    council = make_authority()
    everything_held = make_user(*Role, authority=council)
    with pytest.raises(PermissionDenied):
        loading.begin_load(
            by=Viewer.of(everything_held, council, at),  # type: ignore[arg-type]
            source=PlaceList.ONSPD,
        )


def test_sqlite_holds_few_pages_while_reading_and_as_many_as_before_afterwards() -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()
        with reading._small_cache():
            assert cursor.execute("PRAGMA cache_size").fetchone() == (-reading.SQLITE_CACHE,)
        assert cursor.execute("PRAGMA cache_size").fetchone() == before
