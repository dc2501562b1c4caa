"""What users were told: as rows, as they read it, and as e-mails."""

from datetime import datetime

from django.core import mail
from django_tasks_db.models import DBTaskResult

from marketplace.accounts.models import User
from marketplace.notifications.jobs import mail_notification
from marketplace.notifications.models import Notification
from marketplace.notifications.queries import NewsLine, latest_news
from tests.factories.accounts import NOW, as_viewer


def told(user: User) -> list[str]:
    """The kinds of what a user was told, the first at the start."""
    return list(
        Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True)
    )


def read(user: User, at: datetime = NOW) -> list[NewsLine]:
    """What a user reads at home, the latest first."""
    return latest_news(as_viewer(user, at))


def queued() -> list[int]:
    """The ids that the jobs of e-mails hold, in order."""
    jobs = DBTaskResult.objects.filter(task_path=mail_notification.module_path)
    return sorted(arg for job in jobs for arg in job.args_kwargs["args"])


def send_all() -> list[tuple[str, str, str]]:
    """Make and send every e-mail; answers the address, subject and body of each."""
    mail.outbox.clear()
    for pk in queued():
        mail_notification.func(pk)
    return [(one.to[0], one.subject, str(one.body)) for one in mail.outbox]
