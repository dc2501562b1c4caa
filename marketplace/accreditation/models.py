"""Schemes and criteria, applications with dated evidence, decisions, and accreditations."""

import uuid
from datetime import date

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.rules import (
    FILE_NAME_LENGTH,
    ISSUER_LENGTH,
    MAY_ACCREDIT,
    REASON_LENGTH,
    REFERENCE_LENGTH,
    AccreditationState,
    ApplicationState,
    DbsLevel,
    DbsOutcome,
    EvidenceKind,
    EvidenceState,
)
from marketplace.core.actor_columns import one_actor
from marketplace.suppliers.models import Supplier


def private_storage() -> Storage:
    """Evidence is never under a public address."""
    return storages["private"]


def evidence_path(evidence: "Evidence", filename: str) -> str:
    """A random name: what the supplier called the file stays in a column."""
    return f"evidence/{uuid.uuid4().hex}"


class SchemeQuerySet(models.QuerySet["Scheme"]):
    def covering(self, supplier: Supplier) -> "SchemeQuerySet":
        """The schemes of the supplier's council for its kind."""
        return self.filter(authority_id=supplier.authority_id, kinds__kind=supplier.kind)


class Scheme(models.Model):
    """A council's accreditation scheme for some kinds of supplier."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="schemes")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    summary = models.TextField()
    valid_months = models.PositiveSmallIntegerField(default=24)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "code"], name="one_scheme_a_code")
        ]

    def __str__(self) -> str:
        return self.name


class SchemeKind(models.Model):
    """That a scheme covers a kind of supplier."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="kinds")
    kind = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "kind"], name="one_kind_a_scheme")]

    def __str__(self) -> str:
        return self.kind


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def of(self, application: "Application") -> "CriterionQuerySet":
        """What an application has to meet: its scheme's criteria for its kind of supplier."""
        return self.filter(scheme_id=application.scheme_id, kind=application.supplier.kind)


class Criterion(models.Model):
    """One thing that a scheme asks, for one kind of supplier, and what proves it."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="criteria")
    kind = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=200)
    guidance = models.CharField(max_length=300, blank=True)
    evidence_kind = models.CharField(max_length=16, choices=EvidenceKind.choices())
    mandatory = models.BooleanField(default=True)
    expires_after_months = models.PositiveSmallIntegerField(
        default=0, help_text="Zero: this evidence does not go out of date."
    )

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return self.question


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
    """A supplier's request for accreditation under one scheme, decided once."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="applications")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="applications")
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
                fields=["application", "criterion"], name="one_evidence_a_criterion"
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


class AccreditationQuerySet(models.QuerySet["Accreditation"]):
    def valid(self, on: date) -> "AccreditationQuerySet":
        """In force on a day: valid, begun, not yet ended. Expiry needs no job."""
        return self.filter(state=AccreditationState.VALID, valid_from__lte=on, valid_until__gt=on)

    def visible_to(self, viewer: Viewer) -> "AccreditationQuerySet":
        return self.filter(supplier__in=Supplier.objects.visible_to(viewer))


class Accreditation(models.Model):
    """A supplier accredited under a scheme, from a day until a day, unless suspended."""

    authority = models.ForeignKey(Authority, models.PROTECT)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="accreditations")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="accreditations")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True)
    state = models.CharField(
        max_length=10,
        default=AccreditationState.VALID,
        choices=AccreditationState.choices(),
    )
    state_reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    is_held = models.BooleanField(
        default=False, help_text="Suspended for somebody's safety: only who did that ends it."
    )
    is_untold = models.BooleanField(
        default=False, help_text="The supplier is not told of the suspension yet."
    )
    valid_from = models.DateField()
    valid_until = models.DateField()

    objects = AccreditationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "scheme"], name="one_accreditation_a_scheme"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="accreditation_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(is_held=False, is_untold=False) | Q(is_held=True, state="suspended"),
                name="accreditation_held_while_suspended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} {self.scheme} {self.state}"


class AccreditationChange(models.Model):
    """One step in the life of an accreditation, with its reason.

    With an application it was granted or renewed; without one, suspended, lifted or withdrawn.
    """

    accreditation = models.ForeignKey(Accreditation, models.CASCADE, related_name="changes")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True)
    state = models.CharField(max_length=10, choices=AccreditationState.choices())
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    valid_until = models.DateField()
    is_held = models.BooleanField(
        default=False, help_text="Done for somebody's safety: nobody reads by whom."
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_by_system = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["changed_at", "pk"]
        constraints = [one_actor("changed_by")]

    def __str__(self) -> str:
        return f"{self.accreditation_id} {self.state} {self.changed_at:%Y-%m-%d}"
