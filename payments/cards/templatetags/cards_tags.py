"""``{% load cards_tags %}``: the account of a payment agreement, on other rooms' pages."""

from typing import Any
from uuid import UUID

from django import template
from django.template.context import Context

from payments.cards.queries import account_of

register = template.Library()


@register.inclusion_tag("cards/_agreement_account.html", takes_context=True)
def agreement_account(context: Context, agreement_id: int, person_id: UUID) -> dict[str, Any]:
    """The account into which an agreement pays, or the way to open one. For finance."""
    viewer = context["request"].viewer
    return {"account": account_of(viewer, agreement_id), "person_id": person_id}
