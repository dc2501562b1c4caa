"""Who pays for a person's care: payers, and the lasting funds that a person has from them."""

from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Authority
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.rules import (
    FREE_OF_CHARGE,
    LINE_LENGTH,
    REFERENCE_LENGTH,
    FundRest,
    PayerKind,
    Programme,
)
from marketplace.people.models import Person
from marketplace.people.rules import Scope


class PayerQuerySet(models.QuerySet["Payer"]):
    def visible_to(self, viewer: Viewer) -> "PayerQuerySet":
        """The payers of the viewer's council."""
        return self.filter(authority=viewer.council_id)


class Payer(models.Model):
    """Somebody who pays for care: the council, an NHS board, another council, people, third parties."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="payers")
    kind = models.CharField(max_length=13, choices=PayerKind.choices())
    name = models.CharField(max_length=LINE_LENGTH)

    objects = PayerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "kind", "name"], name="one_payer_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class FundQuerySet(models.QuerySet["Fund"]):
    def visible_to(self, viewer: Viewer) -> "FundQuerySet":
        """Funds of people whose money the viewer may see."""
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.MONEY))


class Fund(models.Model):
    """Money of one person from one payer under one programme. It outlives every budget that names it.

    A payer may have several: aftercare beside continuing health care. The ledger, matches and
    agreements point here.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="funds")
    person = models.ForeignKey(Person, models.PROTECT, related_name="funds")
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="funds")
    payer_kind = models.CharField(
        max_length=13, choices=PayerKind.choices(), help_text="As the payer's, for the checks."
    )
    programme = models.CharField(max_length=16, choices=Programme.choices())
    reference = models.CharField(max_length=REFERENCE_LENGTH, blank=True)
    opened_date = models.DateField()
    closed_date = models.DateField(null=True, blank=True)
    rest = models.CharField(
        max_length=7,
        blank=True,
        choices=FundRest.choices(),
        help_text="What becomes of what is left in it, of a closed one.",
    )

    objects = FundQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "payer", "programme", "reference"],
                condition=Q(closed_date=None),
                name="one_open_fund_a_programme",
            ),
            models.CheckConstraint(
                condition=Q(closed_date=None) | Q(closed_date__gte=F("opened_date")),
                name="fund_closes_after_it_opens",
            ),
            # Care Act s.14(1) and s.117 of the Mental Health Act: nobody is charged for these.
            models.CheckConstraint(
                condition=~Q(payer_kind=PayerKind.PERSON)
                | ~Q(programme__in=sorted(FREE_OF_CHARGE)),
                name="no_contribution_to_free_care",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """As staff know it: "Fernshire Council, section 117 aftercare". Load it with its payer."""
        programme = Programme(self.programme)
        if programme is Programme.SOCIAL_CARE:
            return self.payer.name
        words = programme.label
        # "NHS" stays as it is inside a sentence.
        said = words if words[:2].isupper() else f"{words[0].lower()}{words[1:]}"
        return f"{self.payer.name}, {said}"

    @property
    def is_contribution(self) -> bool:
        """Whether it is the person's own, assessed contribution (Care Act s.26)."""
        return self.payer_kind == PayerKind.PERSON

    @property
    def is_top_up(self) -> bool:
        """Whether a third party tops up: it stands apart from the budget's total."""
        return self.payer_kind == PayerKind.THIRD_PARTY
