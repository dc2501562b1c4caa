"""A person's accounts, which stay, and the cards that come and go on them."""

import uuid

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PaymentAgreement
from marketplace.core.actor_columns import one_actor
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from payments.cards.rules import (
    CURRENCY_LENGTH,
    ENDED_CARDS,
    LAST_DIGITS,
    LIVE_CARDS,
    POUNDS,
    AccountProvider,
    CardReason,
    CardState,
    MoneyAccountKind,
)
from payments.gateway.contract import LONGEST_WORD
from payments.ledger.models import Account


class MoneyAccountQuerySet(models.QuerySet["MoneyAccount"]):
    def visible_to(self, viewer: Viewer) -> "MoneyAccountQuerySet":
        """Accounts of people whose money the user may see, in councils where that is their work."""
        return self.filter(person__in=Person.objects.visible_to(viewer, scope=Scope.MONEY))

    def ending(self, digits: str) -> "MoneyAccountQuerySet":
        """Accounts that these last digits lead to; those of a card that has ended do too."""
        cards = Card.objects.filter(last4=digits)
        return self.filter(Q(bank_last4=digits) | Q(pk__in=cards.values("account")))

    def not_closed(self) -> "MoneyAccountQuerySet":
        return self.filter(closed_at=None)


class MoneyAccount(models.Model):
    """A person's card account or bank account for their direct payment. It outlives its cards."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="money_accounts")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="money_accounts")
    kind = models.CharField(max_length=4, choices=MoneyAccountKind.choices())
    bank_last4 = models.CharField(
        max_length=LAST_DIGITS,
        blank=True,
        help_text="Of a bank account; a card account is known by its card.",
    )
    shared_account = models.ForeignKey(
        "cards.SharedAccount",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        help_text="The bank account of several people of which this is the person's share.",
    )
    currency = models.CharField(max_length=CURRENCY_LENGTH, default=POUNDS)
    provider = models.CharField(max_length=10, choices=AccountProvider.choices())
    ledger_account = models.OneToOneField(Account, models.PROTECT, related_name="money_account")
    available_pence = models.BigIntegerField(
        default=0, help_text="Ledger balance less holds, changed with each posting."
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True, help_text="For good.")
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_by_system = models.CharField(max_length=80, blank=True)

    objects = MoneyAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            one_actor("closed_by", when="closed_at"),
            models.CheckConstraint(
                condition=Q(kind=MoneyAccountKind.BANK.value) | Q(bank_last4=""),
                name="digits_of_a_card_on_the_card",
            ),
            models.CheckConstraint(
                condition=Q(shared_account=None) | Q(kind=MoneyAccountKind.BANK.value),
                name="shared_account_is_of_a_bank",
            ),
            models.UniqueConstraint(
                fields=["person", "shared_account"],
                condition=Q(shared_account__isnull=False),
                name="one_share_a_person_and_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ending {self.last4}"

    @property
    def takes_statements(self) -> bool:
        """Whether statements are uploaded for it: its payments come neither by event nor as a share."""
        return self.provider == AccountProvider.STATEMENT and self.shared_account_id is None

    @property
    def current_card(self) -> "Card | None":
        """The newest card: no other is in use. Whoever lists accounts loads `cards` with them."""
        return next(iter(self.cards.all()), None)

    @property
    def last4(self) -> str:
        """The digits by which people know the account now: its card's, or the bank account's own."""
        card = self.current_card if self.kind == MoneyAccountKind.CARD else None
        return card.last4 if card else self.bank_last4


class CardQuerySet(models.QuerySet["Card"]):
    def visible_to(self, viewer: Viewer) -> "CardQuerySet":
        return self.filter(account__in=MoneyAccount.objects.visible_to(viewer))

    def live(self) -> "CardQuerySet":
        """Cards that have not ended; an account has one at most."""
        return self.filter(state__in=LIVE_CARDS)


class Card(models.Model):
    """One piece of plastic, or its number, on an account that stays when the card is replaced."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="cards")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(MoneyAccount, models.PROTECT, related_name="cards")
    last4 = models.CharField(max_length=LAST_DIGITS)
    provider_reference = models.CharField(
        max_length=LONGEST_WORD, blank=True, help_text="The card processor's id of the card."
    )
    state = models.CharField(max_length=8, choices=CardState.choices())
    changed_at = models.DateTimeField(help_text="When it came into its state.")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    issued_by_system = models.CharField(max_length=80, blank=True)
    activated_at = models.DateTimeField(
        null=True, blank=True, help_text="When we first knew that it is in use."
    )
    # Not protected, because both go when the record of the person is erased.
    replaces = models.OneToOneField(
        "self", models.RESTRICT, null=True, blank=True, related_name="replaced_by"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(
        max_length=10, blank=True, choices=CardReason.choices(), help_text="Why it ended."
    )

    objects = CardQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            one_actor("issued_by"),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(state__in=LIVE_CARDS),
                name="one_live_card_an_account",
            ),
            models.UniqueConstraint(
                fields=["authority", "provider_reference"],
                condition=~Q(provider_reference=""),
                name="one_card_a_reference",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE_CARDS, ended_at__isnull=True, reason="")
                | (Q(state__in=ENDED_CARDS, ended_at__isnull=False) & ~Q(reason="")),
                name="card_ended_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=CardState.ACTIVE.value) | Q(activated_at__isnull=False),
                name="active_card_was_activated",
            ),
        ]

    def __str__(self) -> str:
        return f"card ending {self.last4}"


class AccountAgreement(models.Model):
    """That a payment agreement pays into an account; several may pay into one."""

    account = models.ForeignKey(MoneyAccount, models.CASCADE, related_name="agreements")
    agreement = models.OneToOneField(
        PaymentAgreement, models.PROTECT, related_name="account_agreement"
    )
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"agreement {self.agreement_id} into account {self.account_id}"
