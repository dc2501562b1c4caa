"""The worker as a process: killed amid its jobs, its database restarted, a job that kills it.

A PostgreSQL of our own, on a free loopback port. Each drill is bounded by tries, and prints what
the table in docs/operating.md says.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from marketplace.core.job_rules import MAX_ATTEMPTS
from tests.conftest import ROOT
from tests.script.conftest import Load

pytestmark = pytest.mark.slow
#: Tenths of a second that a drill may take to heal before it counts as a hang.
HEALS_WITHIN = 1_200
JOBS = 40
KILLED_AFTER = (5, 15, 25)
RESTARTS = 3
MOST_DEATHS = 2 * MAX_ATTEMPTS


class Server:
    """A PostgreSQL that may be stopped in the middle, with a database that is migrated."""

    def __init__(self, load: Load, folder: Path) -> None:
        services, self.processes = load("services"), load("processes")
        self.port = load("ports").free_port()
        self.folder, self.programs = folder, services.postgres_bin()
        self.as_user = services.as_postgres(folder) if os.geteuid() == 0 else []
        self.ready = services.wait_until_ready
        self.data = folder / "data"
        self.call("initdb", "-D", self.data, "-U", "handrail", "-A", "trust", "-E", "UTF8")
        self.start()

    def call(self, program: str, *words: str | Path) -> None:
        self.processes.call(
            *self.as_user, self.programs / program, *words, quiet=True, cwd=self.folder
        )

    def start(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("a") as log:
            self.running = self.processes.begin(
                *self.as_user,
                self.programs / "postgres",
                "-D",
                self.data,
                *options,
                cwd=self.folder,
                output=log.fileno(),
                errors=log.fileno(),
                ending=signal.SIGQUIT,
            )
        self.ready(self.running, self.data)

    def crash(self) -> None:
        """An immediate stop: as if the power went."""
        self.running.send_signal(signal.SIGQUIT)
        self.running.wait()

    def address(self) -> str:
        return f"postgres://handrail@127.0.0.1:{self.port}/postgres"

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.address(), autocommit=True) as connection:
            cursor = connection.execute(question)
            return cursor.fetchall() if cursor.description else []


class House:
    """A database, and the commands that are run against it."""

    def __init__(self, load: Load, folder: Path) -> None:
        self.folder = folder
        self.server = Server(load, folder / "pg")
        self.begin, self.end = load("processes").begin, load("processes").end
        self.env = {
            "DATABASE_URL": self.server.address(),
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.development",
            "HANDRAIL_VAR": str(folder / "var"),
        }
        self.log = (folder / "worker.log").open("w")
        self.workers: list[subprocess.Popen[str]] = []
        self.run("-c", _SETUP)
        self.server.ask("CREATE TABLE drill_runs (number int)")

    def run(self, *words: str) -> None:
        env = {**os.environ, **self.env}
        subprocess.run([sys.executable, *words], cwd=ROOT, env=env, check=True)

    def queue(self, what: str) -> None:
        self.run("-c", f"{_START}\n{what}")

    def worker(self) -> subprocess.Popen[str]:
        errors = self.log.fileno()
        words = [sys.executable, ROOT / "manage.py", "work", "--interval", "0.1"]
        self.workers.append(self.begin(*words, env=self.env, errors=errors))
        return self.workers[-1]

    def until(self, question: str, answer: object) -> float:
        """Ask until the answer is so, whether or not the database is there. Seconds that it took."""
        begun = time.monotonic()
        for _ in range(HEALS_WITHIN):
            try:
                heard = self.server.ask(question)[0][0]
            except psycopg.OperationalError:
                heard = None
            if heard == answer:
                return time.monotonic() - begun
            time.sleep(0.1)
        raise AssertionError(f"still {heard} and not {answer}: {question}")

    def is_parked(self) -> bool:
        return bool(self.server.ask(f"{PARKED} AND queue_name = 'urgent'")[0][0])

    def stop_workers(self) -> None:
        for worker in self.workers:
            self.end(worker, signal.SIGKILL)
        self.workers.clear()

    def close(self) -> None:
        self.stop_workers()
        self.log.close()
        self.end(self.server.running, signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)


_START = "import django; django.setup(); from tests.drills import drill_jobs as jobs"
# No schedules: the drills count their own jobs only.
_SETUP = (
    "import django; django.setup()\n"
    "from django.core.management import call_command\n"
    "call_command('migrate', verbosity=0)\n"
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


def tell(figures: str) -> None:
    """What goes into the table of docs/operating.md: seen with `pytest -s`."""
    sys.stdout.write(f"\n{figures}\n")


@pytest.fixture
def house(load: Load, kept: list[House]) -> Iterator[House]:
    """The one house of these drills, with nothing in it: its migrations take a minute."""
    if not kept:
        # Not pytest's own folder: the server's user must be able to come by.
        folder = Path(tempfile.mkdtemp(prefix="handrail-drill-"))
        folder.chmod(0o755)
        (folder / "pg").mkdir()
        kept.append(House(load, folder))
    kept[0].server.ask(EMPTY)
    yield kept[0]
    kept[0].stop_workers()


@pytest.fixture(scope="module")
def kept() -> Iterator[list[House]]:
    houses: list[House] = []
    yield houses
    for house in houses:
        house.close()


def test_worker_killed_amid_its_jobs_loses_none(house: House) -> None:
    house.queue(f"for number in range({JOBS}): jobs.write_down.enqueue(number)")
    for done in KILLED_AFTER:
        worker = house.worker()
        house.until(f"SELECT count(*) >= {done} FROM drill_runs", True)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    house.worker()
    healed = round(house.until(LEFT, 0), 1)
    runs, distinct = house.server.ask(RUNS)[0][0], house.server.ask(DISTINCT)[0][0]
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
    runs, distinct = house.server.ask(RUNS)[0][0], house.server.ask(DISTINCT)[0][0]
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
            house.server.ask(AT_ONCE)
            time.sleep(0.1)
        deaths += worker.poll() is not None
    tell(f"a job that kills its worker: {deaths} deaths, parked: {house.is_parked()}")
    house.until(DISTINCT, 1)
    assert house.is_parked()
    assert deaths == MAX_ATTEMPTS
