"""Opening the account of a payment agreement."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.core.form_runner import run
from marketplace.people.actions import open_people, open_person
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from payments.cards import actions
from payments.cards.forms import OpenAccountForm
from payments.cards.models import MoneyAccount
from payments.cards.queries import (
    people_to_open_for,
    shared_to_join,
    unfed_agreements,
    visible_accounts,
)
from payments.cards.rules import AccountReading, MoneyAccountKind, MoneyPurpose


def to_open(request: HttpRequest) -> HttpResponse:
    """People who have a payment agreement and no account for it."""
    viewer = viewer_of(request)
    found = people_to_open_for(viewer)
    open_people(
        by=viewer,
        people_ids=[agreement.person_id for agreement in found],
        scope=Scope.MONEY,
        kind=AccountReading.TO_OPEN,
        purpose=MoneyPurpose.MONEY,
    )
    return render(request, "cards/to_open.html", {"agreements": found})


def open_account(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Open an account for a person's agreements, or say into which of theirs they pay."""
    viewer = viewer_of(request)
    person = open_person(
        by=viewer, public_id=public_id, scope=Scope.MONEY, purpose=MoneyPurpose.MONEY
    )
    agreements = unfed_agreements([person.pk], viewer.today)
    form = OpenAccountForm(
        request.POST or None,
        agreements=agreements,
        accounts=list(visible_accounts(viewer, "").not_closed().filter(person=person)),
        shared=list(shared_to_join(viewer, person, agreements)),
    )
    account = _account(request, person, form) if form.is_valid() else None
    if account is not None:
        messages.success(
            request, f"{account.get_kind_display()} ending {account.last4} is recorded."
        )
        return redirect("cards:account", account.public_id)
    context = {
        "person": person,
        "form": form,
        "back_url": reverse("brokerage:agreements", args=[public_id]),
    }
    return render(request, "cards/open_account.html", context)


def _account(request: HttpRequest, person: Person, form: OpenAccountForm) -> MoneyAccount | None:
    """The account that was opened or chosen; None leaves the refusal in the form."""
    typed, by = form.cleaned_data, viewer_of(request)
    known = form.known.get(typed["account"])
    if known is not None:
        done = run(form, actions.pay_all_into, by=by, account=known, agreements=form.chosen())
        return known if done else None
    shared = form.shared.get(typed["account"])
    done = run(
        form,
        actions.open_money_account,
        by=by,
        person=person,
        kind=MoneyAccountKind.BANK if shared else typed["account"],
        last4=shared.bank_last4 if shared else typed["last4"],
        shared=shared,
        provider=typed["provider"],
        provider_reference=typed["provider_reference"],
        agreements=form.chosen(),
    )
    account: MoneyAccount | None = done.answer
    return account
