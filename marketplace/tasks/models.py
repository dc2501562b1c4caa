"""One worklist: owner, due day, subject, address, state. Every room raises tasks here."""

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import ROLE_LABELS, Role
from marketplace.tasks.rules import TaskKind, TaskState


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> "TaskQuerySet":
        return self.filter(state=TaskState.OPEN)

    def visible_to(self, user: User) -> "TaskQuerySet":
        """Tasks for a role that the user holds in that council, and tasks that the user owns."""
        mine = Q(owner=user)
        for authority_id, role in user.memberships.values_list("authority_id", "role"):
            mine |= Q(authority_id=authority_id, role=role, private_to_owner=False)
        return self.filter(mine)

    def oldest_first(self) -> "TaskQuerySet":
        return self.order_by("due_date", "opened_at", "pk")


class Task(models.Model):
    """Something for one role, or one owner, to do by a day. The title names no person."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    kind = models.CharField(max_length=24, choices=[(k.value, k.value) for k in TaskKind])
    role = models.CharField(max_length=20, choices=[(r.value, ROLE_LABELS[r]) for r in Role])
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="tasks")
    private_to_owner = models.BooleanField(default=False)
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
    done_by = models.CharField(max_length=80, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id", "role"],
                condition=Q(state="open"),
                name="one_open_task_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(state="open", done_at__isnull=True, done_by="")
                | (Q(state="done", done_at__isnull=False) & ~Q(done_by="")),
                name="task_done_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("opened_at")),
                name="task_done_after_opened",
            ),
        ]
        indexes = [models.Index(fields=["authority", "role", "state", "due_date"], name="worklist")]

    def __str__(self) -> str:
        return self.title
