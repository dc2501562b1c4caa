"""Care providers, personal assistants and equipment retailers: one row per council."""

import uuid

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.suppliers.rules import (
    ADDRESS_LENGTH,
    MAY_OVERSEE_SUPPLIERS,
    NAME_LENGTH,
    PHONE_LENGTH,
    POSTCODE_LENGTH,
    TOWN_LENGTH,
    WEBSITE_LENGTH,
    Source,
    SupplierKind,
    public_name,
)


class SupplierQuerySet(models.QuerySet["Supplier"]):
    def visible_to(self, viewer: Viewer) -> "SupplierQuerySet":
        """One's own organisations here; for who oversees suppliers, all of this council's.

        What was erased is nobody's any more.
        """
        here = self.filter(authority_id=viewer.council_id, erased_at=None)
        return here if viewer.may(MAY_OVERSEE_SUPPLIERS) else here.run_by(viewer)

    def run_by(self, viewer: Viewer) -> "SupplierQuerySet":
        """Those for which the viewer acts; a machine acts for none."""
        if viewer.user_id is None:
            return self.none()
        own = SupplierStaff.objects.filter(user=viewer.user_id)
        return self.filter(authority_id=viewer.council_id, pk__in=own.values("supplier"))


class Supplier(models.Model):
    """A business or a person who offers support. Its address is never shown for an assistant."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="suppliers")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=SupplierKind.choices())
    name = models.CharField(max_length=NAME_LENGTH)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=PHONE_LENGTH, blank=True)
    website = models.URLField(max_length=WEBSITE_LENGTH, blank=True)
    address = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    postcode = models.CharField(max_length=POSTCODE_LENGTH, blank=True)
    town = models.CharField(max_length=TOWN_LENGTH, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    source = models.CharField(max_length=16, default=Source.REGISTERED, choices=Source.choices())
    source_reference = models.CharField(max_length=80, blank=True)
    cqc_provider_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    registered_at = models.DateTimeField()
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="When everything personal in this row was taken away."
    )

    objects = SupplierQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "source", "source_reference"],
                condition=~Q(source_reference=""),
                name="one_supplier_a_source_reference",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="supplier_point_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def public_name(self) -> str:
        return public_name(SupplierKind(self.kind), self.name)

    @property
    def is_assistant(self) -> bool:
        return self.kind == SupplierKind.PERSONAL_ASSISTANT


class SupplierStaff(models.Model):
    """Somebody who acts for a supplier."""

    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="staff")
    user = models.ForeignKey(User, models.CASCADE, related_name="supplier_staff")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "user"], name="one_staff_row_each")
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.supplier}"
