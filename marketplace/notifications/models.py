"""Who was told what, when. The words are made when it is read: none about anybody lie here."""

from django.db import models

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, viewer: Viewer) -> "NotificationQuerySet":
        """What this user was told in this council."""
        if viewer.user_id is None:
            return self.none()
        return self.filter(user=viewer.user_id, authority_id=viewer.council_id)

    def new(self) -> "NotificationQuerySet":
        return self.filter(seen_at=None)

    def newest_first(self) -> "NotificationQuerySet":
        return self.order_by("-told_at", "-pk")


class Notification(models.Model):
    """That one user was told of one kind of thing about one row, and when they marked it as read.

    What the ids are of, the kind says. `cause_id` is the row that caused it, 0 where that is the
    subject itself; `due_date` the last day to answer, or by which an answer comes.
    """

    authority = models.ForeignKey(Authority, models.PROTECT)
    user = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    cause_id = models.BigIntegerField(default=0)
    due_date = models.DateField(null=True, blank=True)
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "authority", "-told_at"], name="news_of_a_user")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
