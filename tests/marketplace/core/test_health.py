"""The checks of database, disk, queue and set-up each see their own fault."""

import shutil
import smtplib
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.checks import Warning as CheckWarning
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from marketplace.core import private_files
from marketplace.core.findings import HealthFinding
from marketplace.core.health import machine, queue, set_up
from marketplace.core.heartbeat import beat
from marketplace.core.job_queue import LANES, _again_or_park, queue_due, schedules
from marketplace.core.job_rules import MAX_ATTEMPTS, SILENT_AFTER
from marketplace.core.jobs import tidy_queue
from marketplace.core.mail import deliver
from marketplace.core.models import OutgoingMail, ScheduledRun, WorkerBeat

pytestmark = pytest.mark.django_db


def figure(found: HealthFinding, name: str, lane: str) -> float:
    return next(
        one.value for one in found.gauges if (one.name, one.labels) == (name, {"lane": lane})
    )


def park(job_id: str, kind: str = "builtins.KeyError") -> None:
    job = DBTaskResult.objects.get(pk=job_id)
    job.worker_ids = ["w"] * MAX_ATTEMPTS
    _again_or_park(job, timezone.now(), kind, "")


def test_database_without_a_migration_is_seen() -> None:
    assert machine.migrations(timezone.now()).is_well
    (last,) = MigrationLoader(connection).graph.leaf_nodes("core")
    MigrationRecorder(connection).record_unapplied(*last)
    found = machine.migrations(timezone.now())
    assert not found.is_well
    assert "lacks 1 migrations" in found.sentence


@pytest.mark.parametrize(
    ("free", "serves", "is_calm"),
    [(50_000_000_000, True, True), (1_000_000_000, True, False), (1_000_000, False, False)],
)
def test_disk_when_filled_warns_first_and_then_stops(
    monkeypatch: pytest.MonkeyPatch, at: datetime, free: int, serves: bool, is_calm: bool
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert machine.disk(at).is_well == serves
    assert machine.disk_room(at).is_well == is_calm
    assert machine.disk(at).gauges[0].value == free


def test_worker_that_is_silent_in_one_lane_is_named(at: datetime) -> None:
    assert not queue.worker(at).is_well
    beat([(lane, lane) for lane in LANES], at)
    assert queue.worker(at).is_well
    WorkerBeat.objects.filter(lane="urgent").update(beat_at=at - SILENT_AFTER)
    found = queue.worker(at)
    assert not found.is_well
    assert found.sentence == "No worker beats in the lanes: urgent."
    assert figure(found, "handrail_worker_beat_age_seconds", "urgent") == 60


def test_job_that_waits_too_long_is_seen_by_its_lane() -> None:
    deliver.enqueue(1)
    at = timezone.now()
    assert queue.waiting_jobs(at).is_well
    late = queue.waiting_jobs(at + timedelta(minutes=6))
    assert late.sentence == "Jobs wait too long in the lanes: urgent."
    assert figure(late, "handrail_jobs_waiting", "urgent") == 1
    assert figure(late, "handrail_jobs_oldest_age_seconds", "urgent") >= 360


def test_job_between_two_tries_waits_only_since_its_next_one() -> None:
    job = DBTaskResult.objects.get(pk=deliver.enqueue(1).id)
    at = timezone.now()
    DBTaskResult.objects.update(enqueued_at=at - timedelta(days=1), run_after=at)
    assert job.queue_name == "urgent"
    assert queue.waiting_jobs(timezone.now()).is_well


def test_parked_job_is_named_by_its_task_and_counted_by_its_lane(at: datetime) -> None:
    assert queue.parked_jobs(at).is_well
    park(tidy_queue.enqueue().id)
    found = queue.parked_jobs(at)
    assert not found.is_well
    assert f"1 of {tidy_queue.module_path}" in found.sentence
    assert figure(found, "handrail_jobs_parked", "nightly") == 1
    assert figure(found, "handrail_jobs_parked", "urgent") == 0


def test_schedule_that_was_not_kept_is_named(at: datetime) -> None:
    queue_due(at)
    assert queue.late_runs(at).is_well
    one = schedules()[0]
    ScheduledRun.objects.filter(task_path=one.task.module_path).update(
        queued_at=at - 2 * one.every - timedelta(seconds=1)
    )
    found = queue.late_runs(at)
    assert found.sentence == f"Not queued in time: {one.task.module_path}."


def test_operators_are_written_to_once_for_a_parked_job(settings: Settings) -> None:
    settings.OPERATORS = ["ops@fernshire.example"]
    settings.EMAIL_BACKEND = "marketplace.core.mail.JobEmailBackend"
    park(tidy_queue.enqueue().id)
    (kept,) = OutgoingMail.objects.all()
    deliver.func(kept.pk)
    (sent,) = mail.outbox
    assert sent.to == ["ops@fernshire.example"]
    assert tidy_queue.module_path in sent.body
    assert "builtins.KeyError" in sent.body


def test_operators_are_not_written_to_about_mail_that_cannot_be_sent(settings: Settings) -> None:
    settings.OPERATORS = ["ops@fernshire.example"]
    settings.EMAIL_BACKEND = "marketplace.core.mail.JobEmailBackend"
    park(deliver.enqueue(1).id)
    assert not OutgoingMail.objects.exists()


def test_job_is_parked_even_when_the_operators_cannot_be_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM not_there")

    settings.OPERATORS = ["ops@fernshire.example"]
    monkeypatch.setattr("marketplace.core.receivers.EmailMessage.send", fail)
    park(tidy_queue.enqueue().id)
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


def test_settings_that_a_check_refuses_are_seen(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, at: datetime
) -> None:
    asked = []

    def checks(*, include_deployment_checks: bool) -> list[CheckWarning]:
        asked.append(include_deployment_checks)
        return [CheckWarning("Too short.", id="security.W009")]

    monkeypatch.setattr(set_up, "run_checks", checks)
    settings.DEMO_PASSWORD_ALLOWED = False
    found = set_up.deployment(at)
    assert not found.is_well
    assert "Too short. (security.W009)" in found.sentence
    assert asked == [True]


def test_cache_table_that_was_not_made_is_named(settings: Settings, at: datetime) -> None:
    assert set_up.cache_tables(at).is_well
    database = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": database, "LOCATION": "not_made"}}
    assert "not_made" in set_up.cache_tables(at).sentence
    cache.close()


def test_static_files_that_were_not_collected_are_seen(
    monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    assert set_up.static_files(at).is_well

    def missing(name: str) -> str:
        raise ValueError(name)

    monkeypatch.setattr(set_up.staticfiles_storage, "url", missing)
    assert not set_up.static_files(at).is_well


def test_private_folder_that_others_may_open_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, at: datetime
) -> None:
    monkeypatch.setattr(private_files, "private_store", lambda: tmp_path)
    # The tests' own database is a copy that anybody may read.
    monkeypatch.setattr(private_files, "sqlite_files", list)
    tmp_path.chmod(0o750)
    assert str(tmp_path) in set_up.folders(at).sentence
    tmp_path.chmod(0o700)
    assert set_up.folders(at).is_well


def test_folder_that_is_a_file_cannot_be_written_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, at: datetime
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(set_up, "data_folders", lambda: [tmp_path / "file"])
    assert "cannot be written to" in set_up.folders(at).sentence


@pytest.mark.parametrize(("seconds", "is_well"), [(0, True), (-6, True), (7, False), (-60, False)])
def test_clock_that_differs_from_the_databases_is_seen(
    monkeypatch: pytest.MonkeyPatch, at: datetime, seconds: int, is_well: bool
) -> None:
    monkeypatch.setattr(set_up, "clock_ahead", lambda _: timedelta(seconds=seconds))
    assert set_up.clocks(at).is_well == is_well


def test_clock_of_the_test_database_agrees() -> None:
    assert set_up.clocks(timezone.now()).is_well


@pytest.mark.parametrize("error", [OSError("x"), smtplib.SMTPAuthenticationError(535, b"x")])
def test_mail_server_that_does_not_let_us_in_is_seen(
    monkeypatch: pytest.MonkeyPatch, at: datetime, error: Exception
) -> None:
    def refuse(_: EmailBackend) -> None:
        raise error

    assert set_up.mail_server(at).is_well
    monkeypatch.setattr(EmailBackend, "open", refuse)
    assert type(error).__name__ in set_up.mail_server(at).sentence
