"""What an editor gives a time is published, and taken down, by the worker."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command

from cms.jobs import publish_on_time
from cms.models import CouncilSite
from marketplace.core import job_queue
from marketplace.core.models import AuditEvent


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = [entry for entry in job_queue.schedules() if entry.task == publish_on_time]
    assert len(mine) == 1
    monkeypatch.setattr(job_queue, "_schedules", mine)


def test_page_when_its_time_has_come_is_published_by_the_worker(
    site: CouncilSite, at: datetime
) -> None:
    home = site.home
    home.live = False
    home.go_live_at = at - timedelta(hours=1)
    home.save()
    home.save_revision(approved_go_live_at=home.go_live_at)
    call_command("work", "--once")
    home.refresh_from_db()
    assert home.live
    assert AuditEvent.objects.filter(event="cms.page_published").exists()


def test_page_when_its_time_is_over_is_taken_down_by_the_worker(
    site: CouncilSite, at: datetime
) -> None:
    home = site.home
    home.expire_at = at - timedelta(hours=1)
    home.save()
    call_command("work", "--once")
    home.refresh_from_db()
    assert not home.live
