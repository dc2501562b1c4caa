"""The disk of a whole site is full, under a real server and a real worker: data, files, index and log.

A disk of its own in memory (SIZE), which is filled to the last byte, so only root runs it. It prints
what the table in docs/operating.md says.
"""

import contextlib
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import BinaryIO

import pytest

from tests.drills.demo_site import Site, answer_of, wait_for
from tests.drills.load import Visitor, confirm_all, csv_of, pence_of
from tests.drills.own_postgresql import tell
from tests.drills.test_kills import RESULT, House, People, make_house

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a disk"),
]
#: More than what the site must have free to count as ready.
SIZE = "320m"
TRIES = 3
#: One after another in which there was no room: two seconds.
QUIET_LOOKS = 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def held_open(site: Site) -> sqlite3.Connection:
    """A connection that stays: without one, the last to go takes SQLite's log away, which is room."""
    connection = sqlite3.connect(site.database)
    connection.execute("SELECT count(*) FROM django_migrations").fetchall()
    return connection


def fill(disk: Path) -> Path:
    """A file that takes every byte that is left, until nobody has given any back for a while: who was
    writing when the disk became full takes what is half written away, and that is room."""
    filler, quiet = disk / "filler", 0
    with filler.open("ab", buffering=0) as file:
        while quiet < QUIET_LOOKS:
            quiet = 0 if _takes_room(file) else quiet + 1
            sleep(0.1)
    return filler


def _takes_room(file: BinaryIO) -> bool:
    """Write until the disk is full; whether there was any room."""
    before = file.tell()
    with contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 4_096)
    return file.tell() > before


def files(site: Site) -> set[Path]:
    return {path for path in (site.var / "private").rglob("*") if path.is_file()}


def test_site_on_a_full_disk_is_read_refuses_clearly_and_goes_on_when_there_is_room(
    disk: Path,
) -> None:
    house, people = make_house(disk, None)
    with house.at_work() as address:
        house.wait_until_up("worker")
        house.until_ready()
        supplier, finance = (
            Visitor(house.listener.getsockname()[1], people.sessions[who])
            for who in ("supplier", "finance")
        )
        shown = RESULT.findall(answer_of(f"{address}/find/")[1])
        kept, before = files(house.site), rows(house)
        reader = held_open(house.site)
        filler = fill(disk)
        for turn in range(TRIES):
            fill(disk)
            told = send(supplier, finance, people, turn)
            assert [status for status, _ in told] == [507, 507], told
            assert all("your change is not saved" in words for _, words in told)
            assert RESULT.findall(answer_of(f"{address}/find/")[1]) == shown
            assert files(house.site) == kept
        assert rows(house) == before
        noticed = wait_for(lambda: answer_of(f"{address}/readyz")[0] == 503)
        done = house.site.run(*house.site.manage("rebuild_search_index"))
        assert done.returncode != 0
        filler.unlink()
        reader.close()
        healed = house.until_ready()
        assert RESULT.findall(answer_of(f"{address}/find/")[1]) == shown
        assert [status for status, _ in send(supplier, finance, people, TRIES)] == [302, 302]
        read = wait_for(lambda: _is_recorded(finance, house))
        assert all(process.poll() is None for process, _ in house.begun.values())
        account = people.accounts[0][0]
        lines = f"SELECT count(*), sum(amount_pence) FROM cards_receivedline WHERE account_id = {account}"
        assert house.ask(lines) == [(len(pence_of(0)), sum(pence_of(0)))]
    tell(
        f"disk full: {2 * TRIES} changes refused, 0 half kept; 503 after {noticed:.0f} s; with room"
        f" again 200 after {healed:.0f} s, a statement read {read:.0f} s after it was sent"
    )
    assert "The ledger is whole" in house.site.must(*house.site.manage("verify_ledger"))


def send(supplier: Visitor, finance: Visitor, people: People, turn: int) -> list[tuple[int, str]]:
    """A draft and a statement, each answered with its status and words."""
    new = f"/my-listings/new/{people.supplier}/"
    supplier.post(new, title=f"Turn {turn}", summary="A draft.")
    answers = [supplier.heard]
    account = people.accounts[0][2]
    data = csv_of(0, pence_of(0))
    finance.send("/money/imports/new/", "statement.csv", data, account=account)
    return [*answers, finance.heard]


def _is_recorded(finance: Visitor, house: House) -> bool:
    """What the worker has read waits for a yes."""
    confirm_all(finance)
    return not house.waiting()


def rows(house: House) -> list[int]:
    """How much there is of what people made; the worker goes on with its own jobs beside them."""
    made = (
        "listings_listing",
        "cards_statementupload",
        "core_auditevent WHERE by_user_id IS NOT NULL",
    )
    return [house.number(f"SELECT count(*) FROM {rows}") for rows in made]
