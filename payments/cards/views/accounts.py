"""Cards and bank accounts, and the lines of one."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.wording import one_text, sentence_of
from marketplace.people.actions import open_people, open_person
from marketplace.people.rules import Scope
from payments.cards import actions
from payments.cards.forms import FindForm
from payments.cards.queries import (
    account_to_close,
    gaps_of,
    visible_accounts,
    visible_cards,
    visible_holds,
    visible_lines,
)
from payments.cards.rules import (
    AccountReading,
    MoneyAccountKind,
    MoneyPurpose,
    closing_problems,
)
from payments.cards.views.tables import card_rows, line_rows
from payments.cards.wording import gap_sentence

PAGE = 50


def account_list(request: HttpRequest) -> HttpResponse:
    viewer, form = viewer_of(request), FindForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = visible_accounts(viewer, words)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    open_people(
        by=viewer,
        people_ids=[account.person_id for account in page],
        scope=Scope.MONEY,
        kind=AccountReading.ACCOUNTS,
        purpose=MoneyPurpose.MONEY,
        filters={"page": page.number, "by_words": int(bool(words))},
    )
    return render(request, "cards/accounts.html", {"page": page, "form": form, "words": words})


def account_lines(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One account's lines. Opening it is looking at a person's money, so it is logged."""
    viewer = viewer_of(request)
    account = get_object_or_404(visible_accounts(viewer, ""), public_id=public_id)
    person = open_person(
        by=viewer, public_id=account.person.public_id, scope=Scope.MONEY, purpose=MoneyPurpose.MONEY
    )
    page = Paginator(visible_lines(viewer, account), PAGE).get_page(request.GET.get("page"))
    cards = card_rows(list(visible_cards(viewer).filter(account=account)))
    is_card = account.kind == MoneyAccountKind.CARD
    context = {
        "account": account,
        "cards": cards,
        "can_issue": is_card
        and account.closed_at is None
        and not any(row.can_end for row in cards),
        "person": person,
        "page": page,
        "rows": line_rows(list(page.object_list)),
        "holds": visible_holds(viewer, account),
        "gaps": [gap_sentence(gap) for gap in gaps_of(account)],
    }
    return render(request, "cards/account.html", context)


def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What must be done before an account is closed; else what closing does, and the button."""
    viewer = viewer_of(request)
    account = get_object_or_404(visible_accounts(viewer, ""), public_id=public_id)
    person = open_person(
        by=viewer, public_id=account.person.public_id, scope=Scope.MONEY, purpose=MoneyPurpose.MONEY
    )
    if request.method == "POST" and _closed(request, account.pk):
        return redirect("cards:account", public_id)
    context = {
        "account": account,
        "person": person,
        "card": visible_cards(viewer).live().filter(account=account).first(),
        "first": [
            sentence_of(one) for one in closing_problems(account_to_close(account, viewer.today))
        ],
    }
    return render(request, "cards/close_account.html", context)


def _closed(request: HttpRequest, account_id: int) -> bool:
    """Close it; what is refused is shown on the page that asks."""
    try:
        account = actions.close_account(by=viewer_of(request), account_id=account_id)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
        return False
    kind = account.get_kind_display().lower()
    messages.success(request, f"The account is closed: {kind} ending {account.last4}.")
    return True
