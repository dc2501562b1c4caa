"""What the worker tidies by the clock."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from marketplace.core.clock import now
from marketplace.core.job_queue import DONE_KEPT, schedules
from marketplace.core.jobs import clear_sessions, tidy_queue
from marketplace.core.mail import MAIL_KEPT
from marketplace.core.models import OutgoingMail

pytestmark = pytest.mark.django_db


def test_tidying_is_scheduled() -> None:
    assert {tidy_queue, clear_sessions} <= {entry.task for entry in schedules()}


def test_finished_jobs_and_undeliverable_mail_are_removed_in_time() -> None:
    tidy_queue.enqueue()
    long_ago = now() - max(DONE_KEPT, MAIL_KEPT) - timedelta(hours=1)
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL, finished_at=long_ago)
    OutgoingMail.objects.create(queued_at=long_ago, parts={})
    tidy_queue.call()
    assert not DBTaskResult.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_sessions_that_have_run_out_are_removed_and_no_others() -> None:
    for key, hours in (("over", -1), ("going", 1)):
        end = now() + timedelta(hours=hours)
        Session.objects.create(session_key=key, session_data="", expire_date=end)
    clear_sessions.call()
    assert [session.session_key for session in Session.objects.all()] == ["going"]
