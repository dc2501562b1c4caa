"""What a user was told, in the words that they may read now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import News, NotificationKind, Told, collected
from marketplace.notifications.models import Notification

#: How many a home page shows. Judgement: what is read at a glance, with the tasks beside it.
AT_HOME = 5
#: Read for these, because what the reader may no longer see falls away.
LOOKED_AT = 20


@dataclass(frozen=True)
class NewsLine:
    """One thing that a user was told, as a page shows it. `label` is its few words for a summary."""

    told_at: datetime
    due_date: date | None
    is_new: bool
    is_receipt: bool
    label: str
    news: News


def latest_news(viewer: Viewer) -> list[NewsLine]:
    """The latest, for a home page. One query, and one for each kind among them."""
    rows = Notification.objects.visible_to(viewer).newest_first()[:LOOKED_AT]
    return lines_of(viewer, list(rows))[:AT_HOME]


def lines_of(viewer: Viewer, rows: Sequence[Notification]) -> list[NewsLine]:
    """These rows in words, in their order; without those whose subject the viewer may not see now."""
    kinds, asked = collected().notifications, defaultdict(list)
    for row in rows:
        if row.kind in kinds:
            asked[row.kind].append(_told(row))
    said = {
        kind: kinds[kind].say(viewer, kinds[kind].kind, tuple(dict.fromkeys(told)))
        for kind, told in asked.items()
    }
    return [
        _line(row, kinds[row.kind], said[row.kind][_told(row)])
        for row in rows
        if _told(row) in said.get(row.kind, {})
    ]


def _told(row: Notification) -> Told:
    return Told(row.subject_id, row.cause_id)


def _line(row: Notification, kind: NotificationKind, news: News) -> NewsLine:
    label = getattr(kind.kind, "label", news.sentence)
    due_date = None if news.is_over else row.due_date
    return NewsLine(row.told_at, due_date, row.seen_at is None, kind.is_receipt, label, news)


def notification_to_mail(notification_id: int, since: datetime) -> Notification | None:
    """One that a user with an open account was told since an instant; None for any other id."""
    fresh = Notification.objects.filter(told_at__gte=since, user__is_active=True)
    return fresh.filter(pk=notification_id).select_related("user", "authority").first()


def is_repeated(row: Notification) -> bool:
    """Whether the same e-mail goes to the same user once more, later: about the same thing, or about
    what else the same cause changed."""
    kinds = collected().notifications
    this = kinds[row.kind]
    # The same function says them, so the ids are of the same model.
    alike = [
        kind
        for kind, one in kinds.items()
        if one.mail_subject == this.mail_subject and one.say == this.say
    ]
    later = Notification.objects.filter(user=row.user_id, kind__in=alike, pk__gt=row.pk)
    same = Q(subject_id=row.subject_id)
    if row.cause_id:
        same |= Q(cause_id=row.cause_id)
    return later.filter(same, authority=row.authority_id).exists()
