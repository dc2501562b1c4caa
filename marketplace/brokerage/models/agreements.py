"""By which road a person's money goes, how much of each fund, and on which days."""

import uuid

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models.funds import Fund
from marketplace.brokerage.rules import (
    LINE_LENGTH,
    PAYMENT_REFERENCE_LENGTH,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
)
from marketplace.core.actor_columns import one_actor
from marketplace.people.models import Person
from marketplace.people.rules import Scope


class HolderQuerySet(models.QuerySet["AccountHolder"]):
    def visible_to(self, viewer: Viewer) -> "HolderQuerySet":
        """The account holders of the viewer's council."""
        return self.filter(authority=viewer.council_id)


class AccountHolder(models.Model):
    """Who holds direct payments for people: a payroll service, a trust, a group of people."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="account_holders")
    name = models.CharField(max_length=LINE_LENGTH)
    opened_at = models.DateTimeField()

    objects = HolderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "name"], name="one_holder_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class AgreementQuerySet(models.QuerySet["PaymentAgreement"]):
    def visible_to(self, viewer: Viewer) -> "AgreementQuerySet":
        """Agreements of people whose money the viewer may see."""
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.MONEY))


class PaymentAgreement(models.Model):
    """By which road money goes for a person, and on which days it is paid. Its terms are dated.

    A managed account is a direct payment that somebody else holds. The contribution is part of a net
    agreement; with a gross one it is invoiced, and never in the account.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="payment_agreements")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="payment_agreements")
    road = models.CharField(max_length=16, choices=PaymentRoad.choices())
    basis = models.CharField(max_length=5, choices=PaymentBasis.choices())
    schedule = models.CharField(max_length=10, choices=PaymentSchedule.choices())
    first_payment_date = models.DateField()
    contingency_weeks = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Weeks of money that may be left over; empty where the council’s figure holds.",
    )
    holder = models.ForeignKey(
        AccountHolder, models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    payment_reference = models.CharField(
        max_length=PAYMENT_REFERENCE_LENGTH,
        blank=True,
        help_text="What those who pay in write on their payments, but for the person.",
    )
    contribution_reference = models.CharField(
        max_length=PAYMENT_REFERENCE_LENGTH,
        blank=True,
        help_text="What the person writes on a contribution.",
    )
    opened_at = models.DateTimeField()

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(road=PaymentRoad.MANAGED_ACCOUNT, holder__isnull=False)
                | (~Q(road=PaymentRoad.MANAGED_ACCOUNT) & Q(holder__isnull=True)),
                name="managed_account_has_its_holder",
            )
        ]

    def __str__(self) -> str:
        return f"{self.road} for person {self.person_id}"


class AgreementTerms(models.Model):
    """How much of each fund an agreement pays from a day. Those of one agreement never overlap."""

    agreement = models.ForeignKey(PaymentAgreement, models.CASCADE, related_name="terms")
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_by_system = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["from_date", "pk"]
        constraints = [
            one_actor("agreed_by"),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")),
                name="terms_end_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.agreement_id} from {self.from_date}"


class AgreementAmount(models.Model):
    """How much of one fund goes by an agreement under its terms, in pence a week and once."""

    terms = models.ForeignKey(AgreementTerms, models.CASCADE, related_name="amounts")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="agreement_amounts")
    weekly_pence = models.PositiveBigIntegerField()
    one_off_pence = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["fund"]
        constraints = [
            models.UniqueConstraint(fields=["terms", "fund"], name="one_amount_a_fund_in_terms"),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.weekly_pence} a week"
