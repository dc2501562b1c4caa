"""A council's schemes, the versions of what each asks, and the criteria of a version."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.rules import (
    GUIDANCE_LENGTH,
    QUESTION_LENGTH,
    SCHEME_NAME_LENGTH,
    EvidenceKind,
    Requirement,
    VersionState,
)
from marketplace.core.actor_columns import one_actor
from marketplace.suppliers.models import Supplier


class SchemeQuerySet(models.QuerySet["Scheme"]):
    def visible_to(self, viewer: Viewer) -> "SchemeQuerySet":
        """This council's, retired ones too: what a council asks is public."""
        return self.filter(authority_id=viewer.council_id)

    def open_to(self, supplier: Supplier, on: date) -> "SchemeQuerySet":
        """The schemes of the supplier's council that it may apply under on a day."""
        kinds = SchemeKind.objects.filter(kind=supplier.kind).open_on(on)
        return self.filter(authority_id=supplier.authority_id, pk__in=kinds.values("scheme_id"))


class Scheme(models.Model):
    """A council's accreditation scheme for some kinds of supplier.

    One that is retired takes no new applications. Those begun are decided, and what was granted holds
    to its end.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="schemes")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=SCHEME_NAME_LENGTH)
    summary = models.TextField()
    valid_months = models.PositiveSmallIntegerField(default=24)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "code"], name="one_scheme_a_code")
        ]

    def __str__(self) -> str:
        return self.name

    def version_on(self, on: date) -> "SchemeVersion | None":
        """The version in force on a day; None before the first."""
        return self.versions.in_force(on).first()


class SchemeKindQuerySet(models.QuerySet["SchemeKind"]):
    def open_on(self, on: date) -> "SchemeKindQuerySet":
        """Those of whom applications are taken on a day: neither the scheme nor the kind in it is
        retired, and the version in force asks something of the kind."""
        in_force = SchemeVersion.objects.filter(scheme=OuterRef("scheme")).in_force(on)
        asked = Criterion.objects.filter(version=OuterRef("in_force_id"), kind=OuterRef("kind"))
        offered = self.filter(retired_at=None, scheme__retired_at=None)
        with_version = offered.alias(in_force_id=Subquery(in_force.values("pk")[:1]))
        return with_version.filter(Exists(asked))


class SchemeKind(models.Model):
    """That a scheme covers a kind of supplier. Of a retired one nobody may apply any more, and what was
    granted still counts."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="kinds")
    kind = models.CharField(max_length=20)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = SchemeKindQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "kind"], name="one_kind_a_scheme")]

    def __str__(self) -> str:
        return self.kind


class SchemeVersionQuerySet(models.QuerySet["SchemeVersion"]):
    def in_force(self, on: date) -> "SchemeVersionQuerySet":
        """Those published from a day or an earlier one; the first of a scheme's is in force."""
        begun = self.filter(state=VersionState.PUBLISHED, from_date__lte=on)
        return begun.order_by("-number")

    def published(self) -> "SchemeVersionQuerySet":
        return self.filter(state=VersionState.PUBLISHED).order_by("-number")

    def drafts(self) -> "SchemeVersionQuerySet":
        return self.filter(state=VersionState.DRAFT)


class SchemeVersion(models.Model):
    """What a scheme asks, from a day until the next version's. Once published nothing of it changes."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, default=VersionState.DRAFT, choices=VersionState.choices()
    )
    from_date = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    started_by_system = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    published_by_system = models.CharField(max_length=80, blank=True)

    objects = SchemeVersionQuerySet.as_manager()

    class Meta:
        ordering = ["scheme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["scheme"], condition=Q(state="draft"), name="one_draft_a_scheme"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None, from_date=None)
                | Q(state="published", published_at__isnull=False, from_date__isnull=False),
                name="scheme_version_published_from_a_day",
            ),
            one_actor("started_by"),
            one_actor("published_by", when="published_at"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}, version {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def of(self, version_id: int, kind: str) -> "CriterionQuerySet":
        """What a version asks of a kind of supplier."""
        return self.filter(version_id=version_id, kind=kind)

    def asked_on(self, on: date) -> "CriterionQuerySet":
        """What whoever may apply on a day is asked: of the versions in force."""
        scheme = OuterRef("version__scheme")
        in_force = SchemeVersion.objects.filter(scheme=scheme).in_force(on)
        taken = SchemeKind.objects.filter(
            scheme=scheme, kind=OuterRef("kind"), retired_at=None, scheme__retired_at=None
        )
        return self.filter(Exists(taken), version=Subquery(in_force.values("pk")[:1]))


class Criterion(models.Model):
    """One thing that a version of a scheme asks of one kind of supplier, and what proves it.

    `key` is the same in every version, and for every kind, in which it is the same thing.
    """

    version = models.ForeignKey(SchemeVersion, models.CASCADE, related_name="criteria")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=QUESTION_LENGTH)
    guidance = models.CharField(max_length=GUIDANCE_LENGTH, blank=True)
    evidence_kind = models.CharField(max_length=16, choices=EvidenceKind.choices())
    mandatory = models.BooleanField(default=True)
    expires_after_months = models.PositiveSmallIntegerField(
        default=0, help_text="Zero: this evidence does not go out of date."
    )
    references_asked = models.PositiveSmallIntegerField(
        default=0, help_text="How many references; zero for other kinds of evidence."
    )
    references_from_care = models.PositiveSmallIntegerField(
        default=0, help_text="How many of them from somebody who knows the supplier's care work."
    )

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind", "key"], name="one_criterion_a_key_and_kind"
            ),
            models.CheckConstraint(
                condition=Q(evidence_kind="reference", references_asked__gte=1)
                | (~Q(evidence_kind="reference") & Q(references_asked=0)),
                name="criterion_number_of_references",
            ),
            models.CheckConstraint(
                condition=Q(references_from_care__lte=F("references_asked")),
                name="criterion_references_from_care",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def requirement(self) -> Requirement:
        """What it asks, as the rules read it."""
        return Requirement(
            question=self.question,
            guidance=self.guidance,
            evidence_kind=EvidenceKind(self.evidence_kind),
            months=self.expires_after_months,
            is_mandatory=self.mandatory,
            references=self.references_asked,
            from_care=self.references_from_care,
        )
