"""The cards of one account: issuing one, freezing it, replacing it, closing it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.accounts.viewer import Viewer
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.wording import one_text
from marketplace.people.actions import open_person
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from payments.cards import actions
from payments.cards.forms import CardForm, CloseCardForm, ReferenceForm, ReplaceCardForm
from payments.cards.models import Card, MoneyAccount
from payments.cards.queries import visible_accounts, visible_cards
from payments.cards.rules import MoneyPurpose


def issue(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The first card of an account after its last one was closed."""
    viewer = viewer_of(request)
    account = get_object_or_404(visible_accounts(viewer, ""), public_id=public_id)
    person = _open(viewer, account)
    form = CardForm(request.POST or None, account=account)
    facts = {"by": viewer, "account_id": account.pk}
    if form.is_valid() and run(form, actions.issue_card, **facts, **form.cleaned_data):
        return _done(request, account, f"Card ending {form.cleaned_data['last4']} is recorded.")
    return _page(request, "issue_card", form, account, person)


def activate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _act(request, public_id, actions.activate_card, "Card ending {} is active.")


def freeze(request: HttpRequest, public_id: UUID) -> HttpResponse:
    said = "Card ending {} is recorded as frozen. Freeze it in the card programme too."
    return _act(request, public_id, actions.freeze_card, said)


def unfreeze(request: HttpRequest, public_id: UUID) -> HttpResponse:
    said = "Card ending {} is not frozen any more. Unfreeze it in the card programme too."
    return _act(request, public_id, actions.unfreeze_card, said)


def replace(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for the new card and why the old one ends, and say what follows."""
    viewer = viewer_of(request)
    card = get_object_or_404(visible_cards(viewer), public_id=public_id)
    person = _open(viewer, card.account)
    form = ReplaceCardForm(request.POST or None, account=card.account)
    facts = {"by": viewer, "card_id": card.pk}
    if form.is_valid() and run(form, actions.replace_card, **facts, **form.cleaned_data):
        said = f"Card ending {form.cleaned_data['last4']} replaces the card ending {card.last4}."
        return _done(request, card.account, said)
    return _page(request, "replace_card", form, card.account, person, card)


def reference(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """By what reference the card programme's files name a card."""
    viewer = viewer_of(request)
    card = get_object_or_404(visible_cards(viewer), public_id=public_id)
    person = _open(viewer, card.account)
    known = {"provider_reference": card.provider_reference}
    form = ReferenceForm(request.POST or None, initial=known)
    facts = {"by": viewer, "card_id": card.pk}
    if form.is_valid() and run(form, actions.set_card_reference, **facts, **form.cleaned_data):
        return _done(
            request, card.account, f"The reference of the card ending {card.last4} is saved."
        )
    return _page(request, "card_reference", form, card.account, person, card)


def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask once, and why: a card that is closed is not opened again."""
    viewer = viewer_of(request)
    card = get_object_or_404(visible_cards(viewer), public_id=public_id)
    person = _open(viewer, card.account)
    form = CloseCardForm(request.POST or None)
    facts = {"by": viewer, "card_id": card.pk}
    if form.is_valid() and run(form, actions.close_card, **facts, **form.cleaned_data):
        return _done(request, card.account, f"Card ending {card.last4} is closed.")
    return _page(request, "close_card", form, card.account, person, card)


def _act(
    request: HttpRequest, public_id: UUID, action: Callable[..., Card], said: str
) -> HttpResponse:
    """One press on the account's page; what is refused is said there."""
    viewer = viewer_of(request)
    card = get_object_or_404(visible_cards(viewer), public_id=public_id)
    try:
        action(by=viewer, card_id=card.pk)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    else:
        messages.success(request, said.format(card.last4))
    return redirect("cards:account", card.account.public_id)


def _open(viewer: Viewer, account: MoneyAccount) -> Person:
    """The page names the person whose account it is, so opening it is logged."""
    return open_person(
        by=viewer, public_id=account.person.public_id, scope=Scope.MONEY, purpose=MoneyPurpose.MONEY
    )


def _done(request: HttpRequest, account: MoneyAccount, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("cards:account", account.public_id)


def _page(
    request: HttpRequest,
    name: str,
    form: BaseForm,
    account: MoneyAccount,
    person: Person,
    card: Card | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "person": person,
        "card": card,
        "account_url": reverse("cards:account", args=[account.public_id]),
    }
    return render(request, f"cards/{name}.html", context)
