"""Whoever watches the queue is told when nobody works it and when a job is parked."""

import pytest
from django.core.management import CommandError, call_command
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from marketplace.core.clock import now
from marketplace.core.heartbeat import beat
from marketplace.core.job_rules import SILENT_AFTER
from marketplace.core.jobs import tidy_queue
from marketplace.core.queries import queue_state

pytestmark = pytest.mark.django_db


def test_queue_without_a_worker_says_so() -> None:
    assert not queue_state(now()).is_worked
    beat([("w", "default")], now())
    assert queue_state(now()).is_worked
    assert not queue_state(now() + SILENT_AFTER * 2).is_worked


def test_parked_jobs_are_counted_by_task_and_waiting_ones_by_age(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for _ in range(3):
        tidy_queue.enqueue()
    waits, *parked = DBTaskResult.objects.all()
    for row in parked:
        row.status = TaskResultStatus.FAILED
        row.save()
    state = queue_state(now())
    assert state.parked == {tidy_queue.module_path: 2}
    assert (state.waiting, state.waiting_since) == (1, waits.enqueued_at)
    with pytest.raises(CommandError):
        call_command("jobs")
    said = capsys.readouterr().out
    assert "No worker is at work." in said
    assert f"Parked: 2 of {tidy_queue.module_path}." in said


def test_parked_jobs_when_told_start_anew(capsys: pytest.CaptureFixture[str]) -> None:
    tidy_queue.enqueue()
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    beat([("w", "default")], now())
    call_command("jobs", "--again")
    assert "Parked jobs started anew: 1." in capsys.readouterr().out
    assert queue_state(now()).parked == {}
