"""Signed in at the pages about one case, and their addresses."""

from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.brokerage.rules import ItemKind
from tests.factories.brokerage import Case


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at_(case: Case, name: str, *more: object) -> str:
    return reverse(f"brokerage:{name}", args=[case.plan.public_id, *more])


def pages_of(case: Case) -> dict[str, str]:
    """Every page of a broker about one case."""
    assert case.outcome is not None
    item = case.plan.items.get(kind=ItemKind.LISTING)
    return {
        "person": reverse("brokerage:person", args=[case.person.public_id]),
        "plan": at_(case, "plan"),
        "question": at_(case, "question", 4),
        "add_outcome": at_(case, "add_outcome"),
        "change_outcome": at_(case, "change_outcome", case.outcome.pk),
        "remove_outcome": at_(case, "remove_outcome", case.outcome.pk),
        "add_item": at_(case, "add_item", case.outcome.pk),
        "add_listing": at_(case, "add_listing", case.outcome.pk, case.listing.public_id),
        "add_other": at_(case, "add_other", case.outcome.pk, "natural"),
        "change_item": at_(case, "change_item", item.pk),
        "remove_item": at_(case, "remove_item", item.pk),
        "submit": at_(case, "submit"),
    }
