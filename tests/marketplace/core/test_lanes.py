"""A lane goes on whatever happens to its database."""

import threading

import pytest
from django.db import OperationalError
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from marketplace.core import job_queue
from marketplace.core.clock import now
from marketplace.core.heartbeat import beat
from marketplace.core.management import lanes
from marketplace.core.management.commands import work
from marketplace.core.management.lanes import Lane
from marketplace.core.models import WorkerBeat

STARTING = OperationalError("the database system is starting up")
ran: list[int] = []


@task()
def count() -> None:
    ran.append(1)


class Impatient(threading.Event):
    """Waits no second, writes down how long it was asked to, and is set by the last wait."""

    def __init__(self, waits: int) -> None:
        super().__init__()
        self.left = waits
        self.asked: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.asked.append(timeout or 0)
        self.left -= 1
        if not self.left:
            self.set()
        return self.is_set()


@pytest.fixture(autouse=True)
def _keeps_the_connection_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_queue, "_schedules", [])
    monkeypatch.setattr(lanes.connections, "all", lambda **_: [])
    monkeypatch.setattr(lanes.connections, "close_all", lambda: None)
    ran.clear()


def test_lane_waits_longer_after_each_failure_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise STARTING

    monkeypatch.setattr(job_queue, "claim", refuse)
    monkeypatch.setattr(job_queue, "put_down", refuse)
    stop = Impatient(7)
    Lane("default", stop, 1.0).run()
    assert stop.asked == [1, 2, 4, 8, 16, 30, 30]


@pytest.mark.django_db
def test_job_done_while_the_database_went_is_written_down_and_not_run_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    count.enqueue()
    lane = Lane("default", Impatient(2), 1.0)
    beat([(lane.worker_id, lane.name)], now())
    finish, failed = job_queue.finish, []

    def fail_once(*arguments: object) -> None:
        if not failed:
            failed.append(1)
            raise STARTING
        finish(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(job_queue, "finish", fail_once)
    lane.run()
    assert ran == [1]
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL
    assert WorkerBeat.objects.get().job_id is None


def test_clock_goes_on_after_a_failure_and_judges_nobody_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers: list[Exception | None] = [STARTING, None]

    def beat_or_fail(*_: object) -> None:
        if answer := answers.pop(0):
            raise answer

    monkeypatch.setattr(work, "beat", beat_or_fail)
    monkeypatch.setattr(job_queue, "tick", lambda *_: {})
    monkeypatch.setattr(work.time, "sleep", lambda _: None)
    clock = work.Clock([], threading.Event())
    clock.look()
    assert clock.watched_since is None
    clock.next_beat = 0
    clock.look()
    assert clock.watched_since is not None


@pytest.mark.django_db
def test_clock_ticks_while_every_lane_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock runs no job, so a full queue does not keep schedules back."""
    count.enqueue()
    ticks: list[object] = []
    monkeypatch.setattr(job_queue, "tick", lambda *given: ticks.append(given))
    clock = work.Clock([], threading.Event())
    for moment in (0.0, 11.0, 31.0, 42.0):
        clock.turn(moment)
    assert len(ticks) == 2
    assert ran == []
