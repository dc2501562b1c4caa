"""Statement files: what was sent, and what was brought in of it."""

import uuid

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import one_actor
from payments.cards.models.accounts import MoneyAccount
from payments.cards.rules import (
    FILE_NAME_LENGTH,
    LAST_DIGITS,
    MAY_IMPORT_MONEY,
    PAYEE_LENGTH,
    REASON_LENGTH,
    SHA256_LENGTH,
    UPLOADS_ON_THE_WAY,
    ImportState,
    UploadState,
)

#: As a constraint writes them.
UNCONFIRMED = [ImportState.STAGED.value, ImportState.DISCARDED.value]
OUT_OF_THE_BOOKS = [ImportState.TAKING_BACK.value, ImportState.TAKEN_BACK.value]


class StatementImportQuerySet(models.QuerySet["StatementImport"]):
    def visible_to(self, viewer: Viewer) -> "StatementImportQuerySet":
        return self.filter(account__in=MoneyAccount.objects.visible_to(viewer))

    def in_the_books(self) -> "StatementImportQuerySet":
        """Those that were confirmed, and not taken back."""
        return self.filter(state=ImportState.CONFIRMED)

    def changing_the_books(self) -> "StatementImportQuerySet":
        """Those that the worker is recording or taking back."""
        recording = Q(
            state=ImportState.CONFIRMED, finished_at=None, upload__state=UploadState.RECORDING
        )
        return self.filter(recording | Q(state=ImportState.TAKING_BACK))


class StatementImport(models.Model):
    """One account's part of a file: what reading it found, who confirmed it, and what came of it.

    Nothing of it is recorded before `confirmed_at`; all of it is at `finished_at`. `attempt` counts how
    often the same file came in, having been taken back before, and is in the ledger's references.
    """

    authority = models.ForeignKey(Authority, models.PROTECT)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(MoneyAccount, models.PROTECT, related_name="imports")
    upload = models.ForeignKey(
        "cards.StatementUpload",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="imports",
        help_text="The file that it was read from, as long as that is remembered.",
    )
    state = models.CharField(max_length=12, choices=ImportState.choices())
    attempt = models.PositiveSmallIntegerField(default=1)
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
    opening_minor = models.BigIntegerField(
        null=True, blank=True, help_text="What the account held before it, where the file says so."
    )
    closing_minor = models.BigIntegerField(null=True, blank=True)
    stated_digits = models.CharField(
        max_length=LAST_DIGITS, blank=True, help_text="Of the account number that the file states."
    )
    stated_holder = models.CharField(
        max_length=PAYEE_LENGTH, blank=True, help_text="Whose account the file says it is."
    )
    preview = models.JSONField(
        default=dict, blank=True, help_text="What confirming it would do, until it is recorded."
    )
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    imported_by_system = models.CharField(max_length=80, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by_system = models.CharField(max_length=80, blank=True)
    despite = models.CharField(
        max_length=REASON_LENGTH, blank=True, help_text="Why it was confirmed against a warning."
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_by_system = models.CharField(max_length=80, blank=True)
    taken_back_why = models.CharField(max_length=REASON_LENGTH, blank=True)
    withdrawn = models.PositiveIntegerField(
        default=0, help_text="Payments that went when it was taken back."
    )

    objects = StatementImportQuerySet.as_manager()

    class Meta:
        ordering = ["-imported_at", "-pk"]
        constraints = [
            one_actor("imported_by"),
            one_actor("confirmed_by", when="confirmed_at"),
            one_actor("taken_back_by", when="taken_back_at"),
            models.CheckConstraint(
                condition=Q(state__in=UNCONFIRMED, confirmed_at__isnull=True)
                | (~Q(state__in=UNCONFIRMED) & Q(confirmed_at__isnull=False)),
                name="import_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OUT_OF_THE_BOOKS, taken_back_at__isnull=False)
                | (~Q(state__in=OUT_OF_THE_BOOKS) & Q(taken_back_at__isnull=True)),
                name="import_taken_back_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["account", "sha256"], name="imports_by_file")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def done(self) -> int:
        """Payments of the file that are recorded or were here already: where a reading goes on."""
        return self.created + self.changed + self.unchanged

    @property
    def is_being_recorded(self) -> bool:
        """Whether the worker has the rest of it in hand. Load it with its upload."""
        upload = self.upload
        return upload is not None and upload.state == UploadState.RECORDING

    @property
    def may_be_taken_back(self) -> bool:
        return self.state == ImportState.CONFIRMED


class StatementUploadQuerySet(models.QuerySet["StatementUpload"]):
    def visible_to(self, viewer: Viewer) -> "StatementUploadQuerySet":
        """Those of accounts that the user may see; a file of several is the whole finance team's."""
        of_several = Q(account=None, authority__in=viewer.councils_with(MAY_IMPORT_MONEY))
        return self.filter(of_several | Q(account__in=MoneyAccount.objects.visible_to(viewer)))

    def of_account(self, account: MoneyAccount) -> "StatementUploadQuerySet":
        """Files for an account, and those of several cards with a part of it."""
        parts = StatementImport.objects.filter(account=account)
        return self.filter(Q(account=account) | Q(pk__in=parts.values("upload")))

    def unfinished(self) -> "StatementUploadQuerySet":
        return self.exclude(state__in=[UploadState.READ, UploadState.DISCARDED])

    def to_confirm(self) -> "StatementUploadQuerySet":
        return self.filter(state=UploadState.STAGED)


class StatementUpload(models.Model):
    """A statement file that somebody sent, from the upload until what it says is recorded.

    The file lies in private storage under the public id, and goes when it is recorded or discarded.
    Without an account it is a file of several cards, whose imports say whose they are.
    """

    authority = models.ForeignKey(Authority, models.PROTECT)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        MoneyAccount,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="uploads",
        help_text="The account that it was sent for; none for a file of several cards.",
    )
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
    cards_found = models.JSONField(
        default=dict,
        blank=True,
        help_text="Of a file of several cards: the account that each card led to in the preview.",
    )
    unplaced = models.JSONField(
        default=list,
        blank=True,
        help_text="Rows of no account here: position, code and facts; the first of them.",
    )
    unplaced_rows = models.PositiveIntegerField(default=0, help_text="How many they are in all.")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = StatementUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "sha256"],
                condition=Q(state__in=UPLOADS_ON_THE_WAY),
                name="one_reading_a_file",
            ),
            models.UniqueConstraint(
                fields=["authority", "sha256"],
                condition=Q(state__in=UPLOADS_ON_THE_WAY, account__isnull=True),
                name="one_reading_a_file_of_several",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_of_several(self) -> bool:
        """Whether it is a file of several cards, which the worker takes apart."""
        return self.account_id is None
