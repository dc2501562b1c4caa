"""The worker as a process: killed amid its jobs, its database restarted, a job that kills it.

On PostgreSQL. Each drill is bounded by tries, and prints what the table in docs/operating.md says.
"""

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from marketplace.core.job_rules import MAX_ATTEMPTS
from tests.drills.demo_site import Site
from tests.drills.own_postgresql import OwnServer, tell

pytestmark = pytest.mark.slow
DATABASE = "worker"
#: Tenths of a second that a drill may take to heal before it counts as a hang.
HEALS_WITHIN = 1_200
JOBS = 40
KILLED_AFTER = (5, 15, 25)
RESTARTS = 3
MOST_DEATHS = 2 * MAX_ATTEMPTS


class House:
    """A database, and the commands that are run against it."""

    def __init__(self, server: OwnServer, folder: Path) -> None:
        self.server = server
        self.site = Site(folder / "site", server.migrated(DATABASE))
        self.workers: list[subprocess.Popen[str]] = []
        self.site.must("-c", _SETUP)
        self.ask("CREATE TABLE drill_runs (number int)")

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        return self.server.ask(question, DATABASE)

    def queue(self, what: str) -> None:
        self.site.must("-c", f"{_START}\n{what}")

    def worker(self) -> "subprocess.Popen[str]":
        self.workers.append(self.site.begin(*self.site.manage("work", "--interval", "0.1")))
        return self.workers[-1]

    def until(self, question: str, answer: object) -> float:
        """Ask until the answer is so, whether or not the database is there. Seconds that it took."""
        begun = time.monotonic()
        for _ in range(HEALS_WITHIN):
            try:
                heard = self.ask(question)[0][0]
            except psycopg.OperationalError:
                heard = None
            if heard == answer:
                return time.monotonic() - begun
            time.sleep(0.1)
        raise AssertionError(f"still {heard} and not {answer}: {question}")

    def is_parked(self) -> bool:
        return bool(self.ask(f"{PARKED} AND queue_name = 'urgent'")[0][0])

    def stop_workers(self) -> None:
        for worker in self.workers:
            self.site.end(worker, signal.SIGKILL)
        self.workers.clear()


_START = "import django; django.setup(); from tests.drills import drill_jobs as jobs"
# No schedules: the drills count their own jobs only.
_SETUP = (
    "import django; django.setup()\n"
    "from marketplace.core import job_queue\n"
    "from marketplace.core.models import ScheduledRun\n"
    "from django.utils.timezone import now\n"
    "rows = [(entry.task.module_path, now()) for entry in job_queue.schedules()]\n"
    "[ScheduledRun.objects.create(task_path=path, queued_at=at) for path, at in rows]\n"
)
LEFT = (
    "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
)
PARKED = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'FAILED'"
RUNS = "SELECT count(*) FROM drill_runs"
DISTINCT = "SELECT count(DISTINCT number) FROM drill_runs"
EMPTY = "TRUNCATE django_tasks_database_dbtaskresult, core_workerbeat, drill_runs"
AT_ONCE = "UPDATE django_tasks_database_dbtaskresult SET run_after = now() WHERE status = 'READY'"


@pytest.fixture(scope="module")
def kept(own_postgresql: OwnServer, tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(own_postgresql, tmp_path_factory.mktemp("worker"))


@pytest.fixture
def house(kept: House) -> Iterator[House]:
    """The one house of these drills, with nothing in it."""
    kept.ask(EMPTY)
    yield kept
    kept.stop_workers()


def test_worker_killed_amid_its_jobs_loses_none(house: House) -> None:
    house.queue(f"for number in range({JOBS}): jobs.write_down.enqueue(number)")
    for done in KILLED_AFTER:
        worker = house.worker()
        house.until(f"SELECT count(*) >= {done} FROM drill_runs", True)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    house.worker()
    healed = round(house.until(LEFT, 0), 1)
    runs, distinct = house.ask(RUNS)[0][0], house.ask(DISTINCT)[0][0]
    kills, doubled = len(KILLED_AFTER), runs - distinct
    tell(f"{kills} kills, {JOBS} jobs: {JOBS - distinct} lost, {doubled} doubled, {healed} s")
    assert distinct == JOBS
    # A job that was cut off after its work and before its mark is run again.
    assert doubled <= kills


def test_worker_outlives_restarts_of_its_database(house: House) -> None:
    worker = house.worker()
    healed = []
    for turn in range(RESTARTS):
        first = turn * JOBS
        house.queue(
            f"for number in range({first}, {first + JOBS}): jobs.write_down.enqueue(number)"
        )
        house.server.crash()
        house.server.start()
        healed.append(round(house.until(LEFT, 0), 1))
    runs, distinct = house.ask(RUNS)[0][0], house.ask(DISTINCT)[0][0]
    wanted = RESTARTS * JOBS
    lost, doubled = wanted - distinct, runs - distinct
    tell(f"{RESTARTS} restarts, {wanted} jobs: {lost} lost, {doubled} doubled, {healed} s")
    assert worker.poll() is None
    assert lost == 0
    assert doubled <= RESTARTS


def test_job_that_kills_its_worker_is_parked_and_the_others_run(house: House) -> None:
    house.queue("jobs.kill_the_worker.enqueue(); jobs.write_down.enqueue(1)")
    deaths = 0
    while not house.is_parked() and deaths < MOST_DEATHS:
        worker = house.worker()
        for _ in range(HEALS_WITHIN):
            if worker.poll() is not None or house.is_parked():
                break
            # The growing wait between two tries is cut short: it is tested elsewhere.
            house.ask(AT_ONCE)
            time.sleep(0.1)
        deaths += worker.poll() is not None
    tell(f"a job that kills its worker: {deaths} deaths, parked: {house.is_parked()}")
    house.until(DISTINCT, 1)
    assert house.is_parked()
    assert deaths == MAX_ATTEMPTS
