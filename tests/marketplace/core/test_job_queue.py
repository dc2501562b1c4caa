"""The queue: it commits with its cause, retries with growing waits, survives a dead worker."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connections, transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from marketplace.core import job_queue
from marketplace.core.clock import now
from marketplace.core.heartbeat import beat, place
from marketplace.core.job_rules import SILENT_AFTER, NoMoreTries, backoff
from marketplace.core.models import ScheduledRun, WorkerBeat
from marketplace.core.queries import arguments_in_hand

ran: list[str] = []
HOUR = timedelta(hours=1)


@task()
def remember(word: str) -> None:
    ran.append(word)


@task(queue_name=job_queue.URGENT)
def remember_urgently(word: str) -> None:
    ran.append(word)


@task()
def always_fails() -> None:
    raise ValueError("it cannot")


@task()
def gives_up() -> None:
    raise NoMoreTries("no further try can help")


@task()
def asks_for_the_exit() -> None:
    raise SystemExit(3)


@pytest.fixture(autouse=True)
def _nothing_scheduled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_queue, "_schedules", [])
    ran.clear()


def in_hand_of(worker: str) -> DBTaskResult:
    """A job that runs, claimed by a worker that beat just now."""
    remember.enqueue("again")
    beat([(worker, job_queue.USUAL)], now())
    job = job_queue.claim(worker, job_queue.USUAL, now())
    assert job is not None
    return job


def on_another_machine(worker: str) -> None:
    WorkerBeat.objects.filter(worker_id=worker).update(place="elsewhere")


def test_every_lane_is_a_queue_of_the_settings() -> None:
    assert list(job_queue.LANES) == django_settings.TASKS["default"]["QUEUES"]


@pytest.mark.django_db(transaction=True)
def test_job_when_its_cause_is_rolled_back_never_runs() -> None:
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        remember.enqueue("rolled back")
        raise ValueError("no")
    with transaction.atomic():
        remember.enqueue("committed")
    call_command("work", "--once")
    assert ran == ["committed"]


@pytest.mark.django_db(transaction=True)
def test_urgent_job_runs_before_what_was_queued_earlier() -> None:
    remember.enqueue("earlier")
    remember_urgently.enqueue("urgent")
    call_command("work", "--once")
    assert ran == ["urgent", "earlier"]


@pytest.mark.django_db(transaction=True)
def test_job_when_done_keeps_nothing_that_it_was_called_with() -> None:
    remember.enqueue("Nia Example")
    call_command("work", "--once")
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.SUCCESSFUL
    assert row.args_kwargs == {"args": [], "kwargs": {}}
    assert not WorkerBeat.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_job_when_it_fails_waits_longer_each_time_and_parks_after_five() -> None:
    always_fails.enqueue()
    for wait in (1, 4, 16, 64):
        before = now()
        call_command("work", "--once")
        row = DBTaskResult.objects.get()
        assert row.status == TaskResultStatus.READY
        assert before + timedelta(minutes=wait) <= row.run_after
        DBTaskResult.objects.update(run_after=now())
    call_command("work", "--once")
    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED
    assert row.exception_class_path == "builtins.ValueError"
    assert job_queue.tick(now() + timedelta(days=30), now())["released"] == 0


@pytest.mark.django_db(transaction=True)
def test_job_that_asks_for_the_exit_fails_and_the_worker_goes_on() -> None:
    asks_for_the_exit.enqueue()
    remember.enqueue("after it")
    call_command("work", "--once")
    assert ran == ["after it"]


@pytest.mark.django_db(transaction=True)
def test_job_that_no_further_try_can_help_is_parked_at_once() -> None:
    gives_up.enqueue()
    call_command("work", "--once")
    row = DBTaskResult.objects.get()
    assert (row.status, len(row.worker_ids)) == (TaskResultStatus.FAILED, 1)
    assert "no further" in row.traceback


@pytest.mark.django_db
def test_arguments_in_hand_are_those_of_jobs_that_wait_or_run() -> None:
    for word in ("waits", "runs", "parked"):
        remember.enqueue(word)
    rows = list(DBTaskResult.objects.order_by("enqueued_at"))
    for row, status in zip(
        rows[1:], (TaskResultStatus.RUNNING, TaskResultStatus.FAILED), strict=True
    ):
        DBTaskResult.objects.filter(pk=row.pk).update(status=status)
    always_fails.enqueue()
    assert sorted(arguments_in_hand(remember.module_path)) == [["runs"], ["waits"]]


@pytest.mark.django_db
def test_parked_job_when_told_again_has_all_its_tries() -> None:
    always_fails.enqueue()
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, worker_ids=["w"] * 5)
    assert job_queue.again(now()) == 1
    row = DBTaskResult.objects.get()
    assert (row.status, row.worker_ids) == (TaskResultStatus.READY, [])


@pytest.mark.django_db
def test_long_job_is_left_alone_while_its_worker_beats() -> None:
    job = in_hand_of("slow")
    later = now() + timedelta(hours=5)
    beat([("slow", job_queue.USUAL)], later)
    assert job_queue.release_orphans(later, watched_since=now()) == 0
    job.refresh_from_db()
    assert job.status == TaskResultStatus.RUNNING


@pytest.mark.django_db
def test_job_of_a_worker_fallen_silent_is_put_back_at_once() -> None:
    job = in_hand_of("silent")
    on_another_machine("silent")
    later = now() + SILENT_AFTER + timedelta(seconds=1)
    assert job_queue.release_orphans(later, watched_since=now()) == 1
    job.refresh_from_db()
    assert (job.status, job.run_after) == (TaskResultStatus.READY, later)


@pytest.mark.django_db
def test_silence_is_no_death_for_who_was_away_as_long() -> None:
    """After a stop of the database everybody was silent."""
    in_hand_of("silent")
    on_another_machine("silent")
    later = now() + HOUR
    assert job_queue.release_orphans(later, watched_since=later) == 0


@pytest.mark.django_db
def test_job_of_a_process_that_is_gone_is_put_back_without_waiting() -> None:
    in_hand_of("gone")
    # No process has this number: it lies above the kernel's limit.
    WorkerBeat.objects.update(process=2**31 - 2)
    released = 1 if place() else 0
    assert job_queue.release_orphans(now(), watched_since=now()) == released


@pytest.mark.django_db
def test_job_that_kills_its_workers_is_parked_at_the_limit() -> None:
    job = in_hand_of("killed")
    job.worker_ids = ["w1", "w2", "w3", "w4", "killed"]
    job.save()
    on_another_machine("killed")
    assert job_queue.release_orphans(now() + HOUR, watched_since=now()) == 1
    job.refresh_from_db()
    assert (job.status, job.exception_class_path) == (TaskResultStatus.FAILED, "WorkerDied")


@pytest.mark.django_db
def test_running_job_that_its_living_worker_does_not_name_is_nobodys() -> None:
    in_hand_of("lost the answer")
    job_queue.put_down("lost the answer")
    assert job_queue.release_orphans(now(), watched_since=now()) == 1


@pytest.mark.django_db
def test_job_that_was_taken_over_is_not_ended_by_its_first_worker() -> None:
    job = in_hand_of("first")
    DBTaskResult.objects.update(worker_ids=["first", "second"])
    job_queue.finish(job, "first", None, now())
    job.refresh_from_db()
    assert job.status == TaskResultStatus.RUNNING


@pytest.mark.django_db
def test_schedule_when_due_is_queued_once_until_due_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_queue, "_schedules", [job_queue.JobSchedule(remember, HOUR)])
    assert job_queue.queue_due(now()) == 1
    assert job_queue.queue_due(now()) == 0
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    assert job_queue.queue_due(now() + 2 * HOUR) == 1


@pytest.mark.django_db
def test_schedule_whose_last_run_still_waits_is_not_queued_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(job_queue, "_schedules", [job_queue.JobSchedule(remember, HOUR)])
    assert job_queue.queue_due(now()) == 1
    assert job_queue.queue_due(now() + 2 * HOUR) == 0


@pytest.mark.django_db
def test_schedule_that_a_wrong_clock_put_far_ahead_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_queue, "_schedules", [job_queue.JobSchedule(remember, HOUR)])
    path = remember.module_path
    ScheduledRun.objects.create(task_path=path, queued_at=now() + timedelta(days=900))
    assert job_queue.queue_due(now()) == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_schedule_is_queued_once_by_workers_that_tick_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(job_queue, "_schedules", [job_queue.JobSchedule(remember, HOUR)])
    gate = threading.Barrier(4)
    at = now()

    def tick_with_the_others() -> None:
        try:
            gate.wait()
            job_queue.queue_due(at)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tick_with_the_others) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert DBTaskResult.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_job_is_claimed_once_by_workers_that_look_together() -> None:
    remember.enqueue("once")
    names = [f"w{number}" for number in range(4)]
    beat([(name, job_queue.USUAL) for name in names], now())
    gate = threading.Barrier(4)
    claimed: list[uuid.UUID] = []

    def claim_with_the_others(name: str) -> None:
        try:
            gate.wait()
            job = job_queue.claim(name, job_queue.USUAL, now())
            claimed.extend([job.pk] if job else [])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=claim_with_the_others, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == 1


@pytest.mark.django_db
def test_tick_reads_no_row_that_is_over(django_assert_max_num_queries: object) -> None:
    for _ in range(30):
        always_fails.enqueue()
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, worker_ids=["w"] * 5)
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        job_queue.tick(now(), watched_since=now())


@pytest.mark.django_db
def test_rows_that_are_only_history_are_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_queue, "PRUNED_AT_ONCE", 2)
    for _ in range(5):
        remember.enqueue("done")
    at = now()
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL, finished_at=at)
    assert job_queue.prune(at) == 0
    assert job_queue.prune(at + job_queue.DONE_KEPT + HOUR) == 5
    always_fails.enqueue()
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, finished_at=at)
    assert job_queue.prune(at + job_queue.DONE_KEPT + HOUR) == 0
    assert job_queue.prune(at + job_queue.PARKED_KEPT + HOUR) == 1


def test_backoff_grows() -> None:
    waits = [backoff(n) for n in (1, 2, 3, 4)]
    assert waits == [timedelta(minutes=m) for m in (1, 4, 16, 64)]
