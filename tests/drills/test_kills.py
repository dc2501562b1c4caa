"""Server and worker killed at random moments, their database stopped at once, all under load.

Visitors change and publish listings and send statements over HTTP; the worker reads, posts and
matches them. Afterwards what was acknowledged is there once. Bounded: KILLS and RESTARTS; each prints
its seed, and what the table in docs/operating.md says.
"""

import random
import re
import secrets
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.drills.demo_site import (
    Site,
    address_of,
    answer_of,
    listening,
    page,
    serving,
    wait_for,
)
from tests.drills.load import Books, Load, People, Visitor, confirm_all
from tests.drills.own_postgresql import OwnServer, tell

pytestmark = pytest.mark.slow
KILLS = {"postgresql": 50, "sqlite": 10}
RESTARTS = 10
VICTIMS = ("server", "worker")
#: Seconds from a process's first sign of life to its end, at most.
LIVES_SECONDS = 2.0
QUERIES = ("", "?q=garden", "?q=garden+help&page=2", "?q=turn")
RESULT = re.compile(r'href="(/listings/[^"#?]+)"')
JOBS = "django_tasks_database_dbtaskresult"


class House:
    """A site with a load on it, its server and its worker, each begun anew whenever it was ended."""

    def __init__(self, site: Site, server: OwnServer | None) -> None:
        self.site, self.server = site, server
        self.begun: dict[str, tuple[subprocess.Popen[str], datetime]] = {}

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """The database itself, past everything of ours."""
        if self.server:
            return self.server.ask(question, self.site.env["DATABASE_URL"].rsplit("/", 1)[1])
        with closing(sqlite3.connect(self.site.database, timeout=60)) as connection, connection:
            return connection.execute(question).fetchall()

    def number(self, question: str) -> int:
        return int(str(self.ask(question)[0][0]))

    @contextmanager
    def at_work(self) -> Iterator[str]:
        """Server and worker; the site's address. What is at work in the end is ended."""
        with listening() as listener:
            self.listener, self.address = listener, address_of(listener)
            try:
                self.begin("server")
                self.begin("worker")
                yield self.address
            finally:
                for process, _ in self.begun.values():
                    self.site.end(process, signal.SIGKILL)

    def begin(self, which: str) -> None:
        """In the main thread: a process ends with the thread that began it."""
        at = datetime.now(UTC)
        if which == "server":
            process = self.site.begin(*serving(self.listener), keep=self.listener.fileno())
        else:
            process = self.site.begin(*self.site.manage("work", "--interval", "0.1"))
        self.begun[which] = process, at

    def kill(self, which: str) -> None:
        process, _ = self.begun[which]
        assert process.poll() is None, f"The {which} ended by itself."
        process.send_signal(signal.SIGKILL)
        self.site.end(process, signal.SIGKILL)

    def wait_until_up(self, which: str) -> float:
        """Seconds since it was begun."""
        if which == "server":
            wait_for(lambda: answer_of(f"{self.address}/find/")[0] == 200)
        else:
            since = self.begun[which][1].strftime("%Y-%m-%d %H:%M:%S")
            beats = f"SELECT count(*) FROM core_workerbeat WHERE beat_at > '{since}'"
            wait_for(lambda: self.number(beats) > 0)
        return (datetime.now(UTC) - self.begun[which][1]).total_seconds()

    def until_ready(self) -> float:
        """Seconds until the load balancer would send people, and a page is answered."""
        begun = time.monotonic()
        for path in ("/readyz", "/find/"):
            wait_for(lambda path=path: answer_of(self.address + path)[0] == 200)  # type: ignore[misc]
        return time.monotonic() - begun

    def waiting(self) -> int:
        """Statements that are not recorded. Where the database is away, so many that nobody sends more."""
        try:
            return self.number(
                "SELECT count(*) FROM cards_statementupload WHERE state IN "
                "('reading', 'unreadable', 'staged', 'recording')"
            )
        except Exception:  # noqa: BLE001 - whichever way a database says that it is away
            return 1_000

    def finish(self, load: Load) -> float:
        """Until no job is left and every statement is recorded; a person asks again for what was given up."""
        return wait_for(lambda: self._look(load.finance))

    def _look(self, finance: Visitor) -> bool:
        given_up = "SELECT public_id FROM cards_statementupload WHERE state = 'unreadable'"
        for (public_id,) in self.ask(given_up):
            finance.post(f"/money/imports/uploads/{public_id}/again/")
        confirm_all(finance)
        # The growing wait between two tries is cut short: it is tested elsewhere.
        now = "now()" if self.server else "strftime('%Y-%m-%d %H:%M:%f', 'now')"
        self.ask(
            f"UPDATE {JOBS} SET run_after = {now} WHERE status = 'READY' AND run_after > {now}"
        )
        left = self.number(f"SELECT count(*) FROM {JOBS} WHERE status IN ('READY', 'RUNNING')")
        return not left and not self.waiting()


def make_house(folder: Path, server: OwnServer | None) -> tuple[House, People]:
    if server:
        site = Site(folder / "site", server.migrated(f"drill_{secrets.token_hex(4)}"))
    else:
        site = Site(folder / "site")
        site.migrate_sqlite()
    people = People.told(site.must("-m", "tests.drills.load_child"))
    return House(site, server), people


def check(house: House, people: People, books: Books) -> str:
    """Everything that was acknowledged is there once. Returns what was lost and doubled, in words."""
    lost, doubled = 0, 0
    for pk, ledger_id, _ in people.accounts:
        lines = f"FROM cards_receivedline WHERE account_id = {pk}"
        posted = f"FROM ledger_transfer WHERE {ledger_id} IN (debit_id, credit_id)"
        sign = f"CASE WHEN debit_id = {ledger_id} THEN amount_pence ELSE -amount_pence END"
        seen = house.number(f"SELECT count(*) {lines}"), house.number(f"SELECT count(*) {posted}")
        lost += sum(max(books.rows[pk] - count, 0) for count in seen)
        doubled += sum(max(count - books.rows[pk], 0) for count in seen)
        assert seen == (books.rows[pk], books.rows[pk])
        assert house.number(f"SELECT sum(amount_pence) {lines}") == books.pence[pk]
        assert abs(house.number(f"SELECT sum({sign}) {posted}")) == abs(books.pence[pk])
    made = [str(title) for (title,) in house.ask("SELECT title FROM listings_listing")]
    lost += len(books.made_for_sure - set(made))
    doubled += sum(made.count(title) - 1 for title in books.made & set(made))
    for event, pk in books.sent:
        rows = house.number(
            f"SELECT count(*) FROM core_auditevent WHERE event = '{event}' AND subject_id = {pk}"
        )
        lost += max(books.done[event, pk] - rows, 0)
        doubled += max(rows - books.sent[event, pk], 0)
    for pk, titles in books.titles.items():
        ((title,),) = house.ask(f"SELECT title FROM listings_listing WHERE id = {pk}")
        assert title in titles
    assert (lost, doubled) == (0, 0)
    return f"{books.acknowledged()} acknowledged, {books.files} statements: 0 lost, 0 doubled"


def check_jobs(house: House, least_deaths: int) -> int:
    """Only what ended its worker again and again is parked. Returns how many."""
    parked = house.ask(f"SELECT task_path, worker_ids FROM {JOBS} WHERE status = 'FAILED'")
    for path, workers in parked:
        tries = len(workers if isinstance(workers, list) else str(workers).split(","))
        assert tries >= least_deaths, path
    return len(parked)


def check_copies(house: House) -> None:
    """The ledger is whole; search answers from its index as from one made anew."""
    site = house.site
    assert "The ledger is whole" in site.must(*site.manage("verify_ledger"))
    with site.served() as address:
        found = {query: RESULT.findall(page(address + query)) for query in QUERIES}
    site.must(*site.manage("rebuild_search_index"))
    with site.served() as address:
        assert found == {query: RESULT.findall(page(address + query)) for query in QUERIES}


@pytest.mark.parametrize("database", KILLS)
def test_server_and_worker_killed_under_load_lose_and_double_nothing(
    tmp_path: Path, request: pytest.FixtureRequest, database: str
) -> None:
    seed = secrets.randbelow(1_000_000)
    chance = random.Random(seed)
    on_own = database == "postgresql"
    server = request.getfixturevalue("own_postgresql") if on_own else None
    house, people = make_house(tmp_path, server)
    killed, healed = dict.fromkeys(VICTIMS, 0), dict.fromkeys(VICTIMS, 0.0)
    with house.at_work():
        load = Load(house.listener.getsockname()[1], people, house.waiting)
        with load.running():
            for number in range(KILLS[database]):
                # In turn: while one starts again, the other is at work.
                which = VICTIMS[number % len(VICTIMS)]
                up = house.wait_until_up(which)
                healed[which] = max(healed[which], up)
                time.sleep(chance.random() * LIVES_SECONDS)  # a moment that nobody chose
                house.kill(which)
                house.begin(which)
                killed[which] += 1
        last = house.finish(load)
        parked = check_jobs(house, least_deaths=3)
    told = check(house, people, load.books)
    tell(
        f"{database}, seed {seed}: killed {killed}; {told}; {parked} jobs parked; a page again"
        f" after at most {healed['server']:.0f} s, a beat after {healed['worker']:.0f} s, all jobs"
        f" done {last:.0f} s after the load"
    )
    check_copies(house)


def test_database_stopped_under_load_loses_and_doubles_nothing(
    tmp_path: Path, own_postgresql: OwnServer
) -> None:
    seed = secrets.randbelow(1_000_000)
    chance = random.Random(seed)
    house, people = make_house(tmp_path, own_postgresql)
    healed = []
    with house.at_work():
        load = Load(house.listener.getsockname()[1], people, house.waiting)
        house.wait_until_up("worker")
        with load.running():
            for _ in range(RESTARTS):
                house.until_ready()
                time.sleep(chance.random() * LIVES_SECONDS)  # a moment that nobody chose
                own_postgresql.crash()
                own_postgresql.start()
                healed.append(house.until_ready())
        last = house.finish(load)
        assert all(process.poll() is None for process, _ in house.begun.values())
        parked = check_jobs(house, least_deaths=3)
    told = check(house, people, load.books)
    tell(
        f"{RESTARTS} restarts, seed {seed}; {told}; {parked} jobs parked; ready and a page after"
        f" {min(healed):.1f} to {max(healed):.1f} s, all jobs done {last:.1f} s after the load"
    )
    check_copies(house)
