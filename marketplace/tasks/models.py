"""One worklist: owner, due day, subject, address, state. Every room raises tasks here."""

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, HandOver, User
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import one_actor
from marketplace.tasks.rules import TaskState


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> "TaskQuerySet":
        return self.filter(state=TaskState.OPEN)

    def visible_to(self, viewer: Viewer) -> "TaskQuerySet":
        """This council's tasks for a role that the viewer holds, those that they own, and those of
        whoever they cover for, as far as they hold the role too and the task is not sealed."""
        for_their_role = Q(role__in=viewer.roles, private_to_owner=False)
        own = Q(owner=viewer.user_id) if viewer.user_id else Q(pk__in=[])
        away = HandOver.objects.away_for(viewer.user_id, viewer.council_id, viewer.today)
        covered = Q(owner__in=away, role__in=viewer.roles, is_sealed=False)
        return self.filter(own | for_their_role | covered, authority_id=viewer.council_id)

    def sealed(self) -> "TaskQuerySet":
        """Those that no hand-over gives to a colleague: the room that sealed them says who has them."""
        return self.filter(is_sealed=True)

    def oldest_first(self) -> "TaskQuerySet":
        return self.order_by("due_date", "opened_at", "pk")


class Task(models.Model):
    """Something for one role, or one owner, to do by a day. The title names no person."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    kind = models.CharField(max_length=24)
    role = models.CharField(max_length=20)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="tasks")
    private_to_owner = models.BooleanField(default=False)
    is_sealed = models.BooleanField(
        default=False, help_text="Private because somebody may not know of it: no cover, no heir."
    )
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    title = models.CharField(max_length=160)
    address = models.CharField(max_length=200, help_text="The path at which the work is done.")
    due_date = models.DateField()
    state = models.CharField(
        max_length=8, default=TaskState.OPEN, choices=[(s, s) for s in TaskState]
    )
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    done_by_system = models.CharField(max_length=80, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id", "role"],
                condition=Q(state="open"),
                name="one_open_task_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(state="open", done_at__isnull=True)
                | Q(state="done", done_at__isnull=False),
                name="task_done_at_only_when_done",
            ),
            one_actor("done_by", when="done_at"),
            models.CheckConstraint(
                condition=Q(is_sealed=False) | Q(private_to_owner=True),
                name="task_sealed_only_when_private",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("opened_at")),
                name="task_done_after_opened",
            ),
        ]
        indexes = [models.Index(fields=["authority", "role", "state", "due_date"], name="worklist")]

    def __str__(self) -> str:
        return self.title
