"""A card is a row of its own, on an account that outlives it."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

STATES = [
    ("issued", "Issued"),
    ("active", "Active"),
    ("frozen", "Frozen"),
    ("replaced", "Replaced"),
    ("closed", "Closed"),
]
REASONS = [
    ("lost", "Lost"),
    ("stolen", "Stolen"),
    ("damaged", "Damaged"),
    ("expired", "Expired"),
    ("not_needed", "No longer needed"),
    ("other", "Another reason"),
]
LIVE, ENDED = ["issued", "active", "frozen"], ["replaced", "closed"]
CONSTRAINTS = [
    models.CheckConstraint(
        condition=(Q(issued_by__isnull=False) & Q(issued_by_system=""))
        | (Q(issued_by__isnull=True) & ~Q(issued_by_system="")),
        name="cards_card_issued_by_one_actor",
    ),
    models.UniqueConstraint(
        condition=Q(state__in=LIVE), fields=("account",), name="one_live_card_an_account"
    ),
    models.UniqueConstraint(
        condition=~Q(provider_reference=""),
        fields=("authority", "provider_reference"),
        name="one_card_a_reference",
    ),
    models.CheckConstraint(
        condition=Q(state__in=LIVE, ended_at__isnull=True, reason="")
        | (Q(state__in=ENDED, ended_at__isnull=False) & ~Q(reason="")),
        name="card_ended_for_a_reason",
    ),
    models.CheckConstraint(
        condition=~Q(state="active") | Q(activated_at__isnull=False),
        name="active_card_was_activated",
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_failed_tries"),
        ("cards", "0013_one_event_a_council"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Card",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("last4", models.CharField(max_length=4)),
                (
                    "provider_reference",
                    models.CharField(
                        blank=True, help_text="The card processor's id of the card.", max_length=80
                    ),
                ),
                ("state", models.CharField(choices=STATES, max_length=8)),
                ("changed_at", models.DateTimeField(help_text="When it came into its state.")),
                ("issued_at", models.DateTimeField()),
                ("issued_by_system", models.CharField(blank=True, max_length=80)),
                (
                    "activated_at",
                    models.DateTimeField(
                        blank=True, help_text="When we first knew that it is in use.", null=True
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True, choices=REASONS, help_text="Why it ended.", max_length=10
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="cards.moneyaccount",
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="accounts.authority",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="replaced_by",
                        to="cards.card",
                    ),
                ),
            ],
            options={"ordering": ["-pk"], "constraints": CONSTRAINTS},
        ),
    ]
