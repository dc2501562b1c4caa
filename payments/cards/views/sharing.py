"""Bank accounts that several people share: their statements, and whose each payment is."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage.models import AccountHolder
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.wording import one_text, sentence_of
from payments.cards import actions
from payments.cards.forms import SetAsideForm, SharedAccountForm, SharedStatementForm, WhoseForm
from payments.cards.models import MoneyAccount, SharedLine
from payments.cards.queries import (
    division_of,
    members_not_seen,
    members_of,
    parts_of,
    shared_line_order,
    visible_shared_accounts,
    visible_shared_lines,
)
from payments.cards.rules import AccountReading, SharedLineState
from payments.cards.views.readings import note_list
from payments.cards.wording import SHARED_TONES, read_sentence

PAGE = 50


def shared_list(request: HttpRequest) -> HttpResponse:
    accounts = visible_shared_accounts(viewer_of(request))
    return render(request, "cards/shared_accounts.html", {"accounts": accounts})


def open_shared(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    holders = AccountHolder.objects.visible_to(viewer).order_by("name")
    form = SharedAccountForm(request.POST or None, holders=holders)
    if form.is_valid():
        done = run(form, actions.open_shared_account, by=viewer, **form.cleaned_data)
        if done:
            messages.success(request, "The shared account is recorded.")
            return redirect("cards:shared_account", done.answer.public_id)
    return render(request, "cards/open_shared.html", {"form": form, "has_holders": bool(holders)})


def shared_account(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Whose account it is, and its payments: those that wait first."""
    viewer = viewer_of(request)
    account = get_object_or_404(visible_shared_accounts(viewer), public_id=public_id)
    lines = shared_line_order(visible_shared_lines(viewer).filter(account=account))
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    context = {
        "account": account,
        "members": _members(request, account.pk, page.number),
        "unseen": members_not_seen(viewer, account),
        "page": page,
        "rows": [(line, SHARED_TONES[SharedLineState(line.state)]) for line in page],
    }
    return render(request, "cards/shared_account.html", context)


def _members(request: HttpRequest, account_id: int, page: int = 1) -> list[MoneyAccount]:
    """The people of an account that the viewer may see; that they are shown together is recorded."""
    found = list(members_of(viewer_of(request), account_id))
    people = {each.person_id for each in found}
    note_list(request, people, AccountReading.SHARED, page=page)
    return found


def statement(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Upload a statement of a shared account; what came of it is said on the account's page."""
    viewer = viewer_of(request)
    account = get_object_or_404(visible_shared_accounts(viewer), public_id=public_id)
    form = SharedStatementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        done = run(
            form,
            actions.read_shared_statement,
            by=viewer,
            account_id=account.pk,
            data=file.read(),
            filename=file.name,
        )
        if done:
            read = done.answer
            if read.refused:
                rows = [(row.position, sentence_of(row.problem)) for row in read.refused]
                context = {"account": account, "rows": rows, "said": read_sentence(read)}
                return render(request, "cards/shared_refused.html", context)
            messages.success(request, read_sentence(read))
            return redirect("cards:shared_account", public_id)
    return render(request, "cards/shared_statement.html", {"account": account, "form": form})


def shared_line(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Whose a payment is: asked, shown before and after, and then said."""
    viewer = viewer_of(request)
    line = get_object_or_404(visible_shared_lines(viewer), public_id=public_id)
    members = _members(request, line.account_id)
    form = WhoseForm(request.POST if request.method == "POST" else None, line=line, members=members)
    is_chosen = form.is_bound and form.is_valid()
    if is_chosen and request.POST.get("do") == "confirm":
        parts = form.parts()
        if run(form, actions.divide_shared_line, by=viewer, line_id=line.pk, parts=parts):
            messages.success(request, "The payment is recorded. You can take it back on its page.")
            return redirect("cards:shared_account", line.account.public_id)
        is_chosen = False
    preview = division_of(line, members, form.parts()) if is_chosen else []
    return _line_page(request, line, form=form, members=members, preview=preview)


def _line_page(request: HttpRequest, line: SharedLine, **facts: object) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "line": line,
        "tone": SHARED_TONES[SharedLineState(line.state)],
        "unseen": members_not_seen(viewer, line.account),
        "parts": parts_of(viewer, line),
        "aside_form": SetAsideForm(prefix="aside"),
        **facts,
    }
    return render(request, "cards/shared_line.html", context)


def set_aside(request: HttpRequest, public_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    line = get_object_or_404(visible_shared_lines(viewer), public_id=public_id)
    form = SetAsideForm(request.POST, prefix="aside")
    if form.is_valid() and run(
        form, actions.set_shared_line_aside, by=viewer, line_id=line.pk, **form.cleaned_data
    ):
        messages.success(request, "The payment is set aside. You can bring it back on its page.")
        return redirect("cards:shared_account", line.account.public_id)
    members = _members(request, line.account_id)
    asked = WhoseForm(None, line=line, members=members)
    return _line_page(request, line, form=asked, members=members, aside_form=form)


def bring_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _report(
        request,
        public_id,
        actions.bring_shared_line_back,
        "The payment waits again. Say whose it is.",
    )


def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    done = "Undone. The payment is nobody’s again. Say whose it is."
    return _report(request, public_id, actions.undo_division, done)


def _report(
    request: HttpRequest, public_id: UUID, action: Callable[..., object], done: str
) -> HttpResponse:
    """Do what a press without a form asks for; say that it is done, or why not."""
    viewer = viewer_of(request)
    line = get_object_or_404(visible_shared_lines(viewer), public_id=public_id)
    try:
        action(by=viewer, line_id=line.pk)
        messages.success(request, done)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    return redirect("cards:shared_line", public_id)
