"""A legal hold on a record, and a copy that somebody asked for."""

import uuid

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models import private_storage
from marketplace.core.actor_columns import one_actor
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from marketplace.records.rules import MAY_HOLD_RECORDS, REASON_LENGTH, CopyState
from marketplace.suppliers.models import Supplier


def copy_path(copy: "RecordCopy", filename: str) -> str:
    """A random name: a listing of the folder tells nobody who asked."""
    return f"copies/{uuid.uuid4().hex}.zip"


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def visible_to(self, viewer: Viewer) -> "LegalHoldQuerySet":
        """This council's, for who sets and ends them."""
        return self.filter(authority_id__in=viewer.councils_with(MAY_HOLD_RECORDS))

    def current(self) -> "LegalHoldQuerySet":
        return self.filter(ended_at=None)


class LegalHold(models.Model):
    """That nothing of one person's or supplier's record may be erased, why, and until when."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="legal_holds"
    )
    supplier = models.ForeignKey(
        Supplier, models.PROTECT, null=True, blank=True, related_name="legal_holds"
    )
    reason = models.CharField(max_length=REASON_LENGTH)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_by_system = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_by_system = models.CharField(max_length=80, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        ordering = ["-set_at", "-pk"]
        constraints = [
            one_actor("set_by"),
            one_actor("ended_by", when="ended_at"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, supplier__isnull=True)
                | Q(person__isnull=True, supplier__isnull=False),
                name="hold_on_one_record",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="one_hold_a_person"
            ),
            models.UniqueConstraint(
                fields=["supplier"], condition=Q(ended_at=None), name="one_hold_a_supplier"
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"

    @property
    def whose(self) -> str:
        """The name on the record; empty once it is erased."""
        record = self.person or self.supplier
        return record.name if record else ""


class RecordCopyQuerySet(models.QuerySet["RecordCopy"]):
    def visible_to(self, viewer: Viewer) -> "RecordCopyQuerySet":
        """Copies that the viewer asked for, of people whose whole record they may see today."""
        whole = Person.objects.visible_to(viewer, scope=Scope.RECORD)
        for scope in (Scope.PLAN, Scope.MONEY):
            whole = whole & Person.objects.visible_to(viewer, scope=scope)
        return self.filter(person__in=whole.values("pk"), asked_by=viewer.user_id)


class RecordCopy(models.Model):
    """Everything we hold about one person, as they or an officer asked for it (UK GDPR, Art 15)."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="copies")
    state = models.CharField(max_length=8, default=CopyState.ASKED, choices=CopyState.choices())
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ready_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(storage=private_storage, upload_to=copy_path, blank=True)

    objects = RecordCopyQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name_plural = "record copies"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", ready_at__isnull=True, file="")
                | (Q(state="ready", ready_at__isnull=False) & ~Q(file="")),
                name="copy_ready_with_its_file",
            ),
            models.UniqueConstraint(
                fields=["person", "asked_by"],
                condition=Q(state="asked"),
                name="one_copy_in_the_making",
            ),
        ]

    def __str__(self) -> str:
        return f"copy {self.pk}"
