"""Cards and bank accounts, and the lines of one."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from marketplace.accounts.requests import viewer_of
from marketplace.people.actions import open_people, open_person
from marketplace.people.rules import Scope
from payments.cards.forms import FindForm
from payments.cards.queries import visible_accounts, visible_cards, visible_holds, visible_lines
from payments.cards.rules import AccountReading, MoneyAccountKind, MoneyPurpose
from payments.cards.views.tables import card_rows, line_rows

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
        "can_issue": is_card and not any(row.can_end for row in cards),
        "person": person,
        "page": page,
        "rows": line_rows(list(page.object_list)),
        "holds": visible_holds(viewer, account),
    }
    return render(request, "cards/account.html", context)
