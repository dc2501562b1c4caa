"""Whoever is paid, and what their payments may say."""

import uuid

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import one_actor
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from marketplace.suppliers.models import Supplier
from payments.reconciliation.rules.payee_facts import (
    LONGEST_FACT,
    MAY_KEEP_PAYEES,
    FactSource,
    PayeeFactKind,
    PayeeFactState,
    PayeeSubject,
)


class PayeeQuerySet(models.QuerySet["Payee"]):
    def visible_to(self, viewer: Viewer) -> "PayeeQuerySet":
        """The council's, for who keeps them; a person's own only for who sees that person's money too."""
        here = self.filter(authority__in=viewer.councils_with(MAY_KEEP_PAYEES))
        people = Person.objects.visible_to(viewer, scope=Scope.MONEY)
        return here.filter(Q(person=None) | Q(person__in=people))

    def shared(self) -> "PayeeQuerySet":
        """Those that are no person's own; a supplier that was erased is nobody any more."""
        return self.filter(person=None, supplier__erased_at=None)


class Payee(models.Model):
    """A supplier, an organisation that a council knows besides, or somebody whom one person pays.

    With a person it is theirs alone: nothing of it is used for, or shown with, anybody else.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="payees")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    supplier = models.ForeignKey(
        Supplier, models.PROTECT, null=True, blank=True, related_name="payees"
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="payees")
    name = models.CharField(
        max_length=LONGEST_FACT, blank=True, help_text="Empty for a supplier, who has its own."
    )
    name_key = models.CharField(max_length=LONGEST_FACT, blank=True)
    opened_at = models.DateTimeField()

    objects = PayeeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(supplier__isnull=False, person=None, name="", name_key="")
                | (Q(supplier=None) & ~Q(name="") & ~Q(name_key="")),
                name="payee_is_a_supplier_or_a_name",
            ),
            models.UniqueConstraint(
                fields=["supplier"],
                condition=Q(supplier__isnull=False),
                name="one_payee_a_supplier",
            ),
            models.UniqueConstraint(
                fields=["person", "name_key"],
                condition=Q(person__isnull=False),
                name="one_payee_of_a_name_and_person",
            ),
            models.UniqueConstraint(
                fields=["authority", "name_key"],
                condition=Q(supplier=None, person=None),
                name="one_payee_of_a_name_and_council",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"payee {self.pk}"

    @property
    def subject(self) -> PayeeSubject:
        """Who they are. Load it with its supplier."""
        name = self.supplier.name if self.supplier else self.name
        return PayeeSubject(self.authority_id, name, self.supplier_id, self.person_id)


class PayeeFactQuerySet(models.QuerySet["PayeeFact"]):
    def visible_to(self, viewer: Viewer) -> "PayeeFactQuerySet":
        return self.filter(payee__in=Payee.objects.visible_to(viewer))

    def not_ended(self) -> "PayeeFactQuerySet":
        return self.exclude(state=PayeeFactState.ENDED)


class PayeeFact(models.Model):
    """One thing that payments to a payee may say, who confirmed it, and how it came to be known.

    `key` is what makes two of them the same. A fact is never rewritten: a correction ends it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payee = models.ForeignKey(Payee, models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=10, choices=PayeeFactKind.choices())
    text = models.CharField(max_length=LONGEST_FACT)
    key = models.CharField(max_length=LONGEST_FACT, db_index=True)
    source = models.CharField(max_length=6, choices=FactSource.choices())
    state = models.CharField(
        max_length=9, default=PayeeFactState.SUGGESTED, choices=PayeeFactState.choices()
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by_system = models.CharField(max_length=80, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by_system = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was refused or ended."
    )
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_by_system = models.CharField(max_length=80, blank=True)

    objects = PayeeFactQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "text", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["payee", "kind", "key"],
                condition=~Q(state="ended"),
                name="one_fact_of_a_kind_and_text",
            ),
            one_actor("recorded_by"),
            one_actor("confirmed_by", when="confirmed_at"),
            one_actor("closed_by", when="closed_at"),
            models.CheckConstraint(
                condition=~Q(state="automatic") | Q(confirmed_at__isnull=False),
                name="fact_automatic_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["refused", "ended"], closed_at__isnull=False)
                | Q(state__in=["suggested", "automatic"], closed_at__isnull=True),
                name="fact_closed_once_refused_or_ended",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | Q(recorded_by=None)
                | ~Q(confirmed_by=F("recorded_by")),
                name="fact_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of payee {self.payee_id}"

    @property
    def authority_id(self) -> int:
        """Whose it is. Load it with its payee."""
        return self.payee.authority_id
