"""The card that each card account was becomes its row; and back, the newest card of an account.

Only a card account ever had the card processor's id, so what is dropped after this was carried over.
"""

from datetime import datetime
from typing import Any

from django.db import migrations

SYSTEM = "carried_over"


def carry_over(apps: Any, editor: Any) -> None:
    """A card that was paid with is in use since the first payment that we know of."""
    cards, holds = _rows(apps, editor, "Card"), _rows(apps, editor, "Authorisation")
    for account in _card_accounts(apps, editor):
        used_at = _first_use(account)
        card = cards.create(
            authority_id=account.authority_id,
            account_id=account.pk,
            last4=account.last4,
            provider_reference=account.provider_reference,
            state="active" if used_at else "issued",
            changed_at=used_at or account.opened_at,
            issued_at=account.opened_at,
            issued_by_system=SYSTEM,
            activated_at=used_at,
        )
        holds.filter(account_id=account.pk).update(card_id=card.pk)
    _card_accounts(apps, editor).update(last4="")


def carry_back(apps: Any, editor: Any) -> None:
    """An account is its newest card again. What the others were goes with their table."""
    cards = _rows(apps, editor, "Card")
    for account in _card_accounts(apps, editor):
        card = cards.filter(account_id=account.pk).order_by("-pk").first()
        if card is not None:
            account.last4, account.provider_reference = card.last4, card.provider_reference
            account.save(update_fields=["last4", "provider_reference"])


def _first_use(account: Any) -> datetime | None:
    lines = account.lines.filter(amount_pence__lt=0).order_by("received_at")
    holds = account.authorisations.exclude(state="declined").order_by("authorised_at")
    first = [
        lines.values_list("received_at", flat=True).first(),
        holds.values_list("authorised_at", flat=True).first(),
    ]
    return min((at for at in first if at), default=None)


def _card_accounts(apps: Any, editor: Any) -> Any:
    return _rows(apps, editor, "MoneyAccount").filter(kind="card").order_by("pk")


def _rows(apps: Any, editor: Any, model: str) -> Any:
    return apps.get_model("cards", model).objects.using(editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("cards", "0015_which_card"),
    ]

    operations = [
        migrations.RunPython(carry_over, carry_back),
    ]
