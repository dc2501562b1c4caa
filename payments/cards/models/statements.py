"""Statement files: what was sent, and what was brought in of it."""

import uuid

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import one_actor
from payments.cards.models.accounts import MoneyAccount
from payments.cards.rules import FILE_NAME_LENGTH, SHA256_LENGTH, UploadState


class StatementImportQuerySet(models.QuerySet["StatementImport"]):
    def visible_to(self, viewer: Viewer) -> "StatementImportQuerySet":
        return self.filter(account__in=MoneyAccount.objects.visible_to(viewer))


class StatementImport(models.Model):
    """One file brought in: which, how, when, and what came of it. Unfinished until finished_at."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(MoneyAccount, models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=FILE_NAME_LENGTH)
    sha256 = models.CharField(max_length=SHA256_LENGTH)
    format = models.CharField(max_length=10)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    other_currency = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, help_text="Refused lines: position, code and facts.")
    notes = models.JSONField(default=list, help_text="About the file as a whole: code and facts.")
    first_date = models.DateField(null=True, blank=True)
    last_date = models.DateField(null=True, blank=True)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    imported_by_system = models.CharField(max_length=80, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = StatementImportQuerySet.as_manager()

    class Meta:
        ordering = ["-imported_at", "-pk"]
        constraints = [one_actor("imported_by")]
        indexes = [models.Index(fields=["account", "sha256"], name="imports_by_file")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def done(self) -> int:
        """Payments of the file that are recorded or were here already: where a reading goes on."""
        return self.created + self.changed + self.unchanged

    @property
    def is_being_read(self) -> bool:
        """Whether the worker has the rest of it in hand. Load it with its upload."""
        upload = getattr(self, "upload", None)
        return upload is not None and upload.state == UploadState.READING


class StatementUploadQuerySet(models.QuerySet["StatementUpload"]):
    def visible_to(self, viewer: Viewer) -> "StatementUploadQuerySet":
        return self.filter(account__in=MoneyAccount.objects.visible_to(viewer))

    def unfinished(self) -> "StatementUploadQuerySet":
        return self.exclude(state__in=[UploadState.READ, UploadState.DISCARDED])


class StatementUpload(models.Model):
    """A statement file that somebody sent, from the upload until the worker has read it.

    The file lies in private storage under the public id, and goes when it is read or discarded.
    """

    authority = models.ForeignKey(Authority, models.PROTECT)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(MoneyAccount, models.PROTECT, related_name="uploads")
    file_name = models.CharField(max_length=FILE_NAME_LENGTH)
    sha256 = models.CharField(max_length=SHA256_LENGTH)
    format = models.CharField(max_length=10)
    about_rows = models.PositiveIntegerField(default=0, help_text="Counted without reading.")
    csv_mapping = models.JSONField(default=dict, blank=True, help_text="The columns to read it by.")
    state = models.CharField(max_length=10, choices=UploadState.choices())
    changed_at = models.DateTimeField(help_text="When it came into its state.")
    tries = models.PositiveSmallIntegerField(
        default=0, help_text="Readings begun since a payment of it was last recorded."
    )
    problems = models.JSONField(
        default=list, blank=True, help_text="Why it cannot be read: code and facts."
    )
    statement_import = models.OneToOneField(
        StatementImport, models.PROTECT, null=True, blank=True, related_name="upload"
    )
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = StatementUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "sha256"],
                condition=Q(state=UploadState.READING.value),
                name="one_reading_a_file",
            )
        ]

    def __str__(self) -> str:
        return self.file_name
