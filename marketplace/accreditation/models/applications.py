"""Applications under a version of a scheme, and the dated evidence that they show."""

import uuid

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models.schemes import Criterion, Scheme, SchemeVersion
from marketplace.accreditation.rules import (
    FILE_NAME_LENGTH,
    ISSUER_LENGTH,
    MAY_ACCREDIT,
    REASON_LENGTH,
    REFERENCE_LENGTH,
    ApplicationState,
    DbsLevel,
    DbsOutcome,
    EvidenceState,
)
from marketplace.suppliers.models import Supplier


def private_storage() -> Storage:
    """Evidence is never under a public address."""
    return storages["private"]


def evidence_path(evidence: "Evidence", filename: str) -> str:
    """A random name: what the supplier called the file stays in a column."""
    return f"evidence/{uuid.uuid4().hex}"


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, viewer: Viewer) -> "ApplicationQuerySet":
        """One's own organisation's, and for an accreditor the council's submitted ones."""
        return self.filter(
            Q(supplier__in=Supplier.objects.run_by(viewer))
            | (
                Q(supplier__authority_id__in=viewer.councils_with(MAY_ACCREDIT))
                & ~Q(state=ApplicationState.DRAFT)
            )
        ).distinct()

    def run_by(self, viewer: Viewer) -> "ApplicationQuerySet":
        """Those of the organisations for which the viewer acts."""
        return self.filter(supplier__in=Supplier.objects.run_by(viewer))

    def for_accreditor(self, viewer: Viewer) -> "ApplicationQuerySet":
        """Sent in, of the user's councils, and never of an organisation that the user acts for."""
        return (
            self.filter(authority_id__in=viewer.councils_with(MAY_ACCREDIT))
            .exclude(state=ApplicationState.DRAFT)
            .exclude(supplier__in=Supplier.objects.run_by(viewer))
        )

    def waiting(self) -> "ApplicationQuerySet":
        return self.filter(state=ApplicationState.SUBMITTED).order_by("submitted_at", "pk")


class Application(models.Model):
    """A supplier's request for accreditation under one scheme, decided once.

    It is asked what its version asks. The supplier may move a draft on to the version in force.
    """

    authority = models.ForeignKey(Authority, models.PROTECT)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="applications")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="applications")
    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="applications")
    state = models.CharField(
        max_length=10, default=ApplicationState.DRAFT, choices=ApplicationState.choices()
    )
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decision_reason = models.TextField(blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "scheme"],
                condition=Q(state__in=["draft", "submitted"]),
                name="one_open_application_a_scheme",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="application_submitted_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="application_decided_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("submitted_by")),
                name="application_not_decided_by_submitter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier}: {self.scheme}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, viewer: Viewer) -> "EvidenceQuerySet":
        return self.filter(application__in=Application.objects.visible_to(viewer))


class Evidence(models.Model):
    """What a supplier shows for one criterion, with its dates, and the accreditor's verdict on it.

    Of a DBS check the level, number, date and outcome are kept, never a copy of the certificate.
    """

    authority = models.ForeignKey(Authority, models.PROTECT)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="evidence")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="evidence")
    number = models.PositiveSmallIntegerField(
        default=1, help_text="Which of the references that the criterion asks for."
    )
    issuer = models.CharField(max_length=ISSUER_LENGTH)
    reference = models.CharField(max_length=REFERENCE_LENGTH, blank=True)
    issued_date = models.DateField()
    expires_date = models.DateField(null=True, blank=True)
    dbs_level = models.CharField(max_length=16, blank=True, choices=DbsLevel.choices())
    dbs_outcome = models.CharField(max_length=16, blank=True, choices=DbsOutcome.choices())
    file = models.FileField(storage=private_storage, upload_to=evidence_path, blank=True)
    file_name = models.CharField(max_length=FILE_NAME_LENGTH, blank=True)
    file_type = models.CharField(max_length=60, blank=True)
    state = models.CharField(
        max_length=10, default=EvidenceState.PENDING, choices=EvidenceState.choices()
    )
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    judged_reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion", "number"], name="one_evidence_a_number"
            ),
            models.CheckConstraint(
                condition=Q(expires_date=None) | Q(expires_date__gt=F("issued_date")),
                name="evidence_expires_after_issue",
            ),
            models.CheckConstraint(
                condition=Q(dbs_outcome="") | Q(file=""), name="no_file_of_a_dbs_certificate"
            ),
            models.CheckConstraint(
                condition=Q(judged_at__isnull=True, judged_by__isnull=True)
                | Q(judged_at__isnull=False, judged_by__isnull=False),
                name="evidence_judged_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.issuer}"
