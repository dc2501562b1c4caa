"""The queue: it commits with its cause, retries with growing waits, survives a dead worker."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import send_mail
from django.core.management import call_command
from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from marketplace.core import job_queue
from marketplace.core.clock import now

ran: list[str] = []


@task()
def remember(word: str) -> None:
    ran.append(word)


@task()
def always_fails() -> None:
    raise ValueError("it cannot")


@pytest.mark.django_db(transaction=True)
def test_job_when_its_cause_is_rolled_back_never_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_queue, "_schedules", [])
    ran.clear()
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        remember.enqueue("rolled back")
        raise ValueError("no")
    with transaction.atomic():
        remember.enqueue("committed")
    call_command("work", "--once")
    assert ran == ["committed"]


@pytest.mark.django_db(transaction=True)
def test_job_when_it_fails_waits_longer_each_time_and_parks_after_five(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(job_queue, "_schedules", [])
    always_fails.enqueue()
    call_command("work", "--once")
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.FAILED
    ended = row.finished_at
    assert ended is not None
    assert job_queue.retry_failed(ended + timedelta(seconds=30)) == 0
    assert job_queue.retry_failed(ended + timedelta(minutes=1)) == 1
    row.refresh_from_db()
    row.worker_ids = ["w"] * job_queue.MAX_ATTEMPTS
    row.status = TaskResultStatus.FAILED
    row.finished_at = ended
    row.save()
    assert job_queue.retry_failed(ended + timedelta(days=30)) == 0


@pytest.mark.django_db
def test_job_when_its_worker_died_is_put_back() -> None:
    remember.enqueue("again")
    row = DBTaskResult.objects.get()
    row.claim("dead")
    assert job_queue.release_stale(now()) == 0
    assert job_queue.release_stale(now() + timedelta(minutes=16)) == 1
    row.refresh_from_db()
    assert row.status == TaskResultStatus.READY


@pytest.mark.django_db
def test_schedule_when_due_is_queued_once_until_due_again(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = job_queue.JobSchedule(remember, timedelta(hours=1))
    monkeypatch.setattr(job_queue, "_schedules", [entry])
    assert job_queue.queue_due(now()) == 1
    assert job_queue.queue_due(now()) == 0
    assert job_queue.queue_due(now() + timedelta(hours=2)) == 1


def test_backoff_grows() -> None:
    waits = [job_queue.backoff(n) for n in (1, 2, 3, 4)]
    assert waits == [timedelta(minutes=m) for m in (1, 4, 16, 64)]


@pytest.mark.django_db(transaction=True)
def test_mail_when_sent_goes_out_through_the_queue(settings: object) -> None:
    settings.EMAIL_BACKEND = "marketplace.core.mail.JobEmailBackend"  # type: ignore[attr-defined]
    send_mail("A subject", "A body", None, ["nia@example.org"])
    assert mail.outbox == []
    call_command("work", "--once")
    assert [m.subject for m in mail.outbox] == ["A subject"]
