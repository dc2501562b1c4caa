"""Statements: what was read, what is still to be read, and the report of one."""

from collections import Counter
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from payments.cards.actions import settle_refusals
from payments.cards.models import StatementImport
from payments.cards.queries import open_refusals, recorded_late, visible_imports, visible_uploads
from payments.cards.rules import AccountReading
from payments.cards.views.readings import note_account, note_list
from payments.cards.views.tables import note_sentences, refused_rows

PAGE = 25
#: Uploads on the way. Judgement: more than a team sends in a morning.
UPLOADS_SHOWN = 50


def import_list(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    page = Paginator(visible_imports(viewer), PAGE).get_page(request.GET.get("page"))
    uploads = visible_uploads(viewer).unfinished()[:UPLOADS_SHOWN]
    people = [one.account.person_id for one in [*page, *uploads] if one.account is not None]
    note_list(request, people, AccountReading.STATEMENTS, page=page.number)
    return render(request, "cards/imports.html", {"page": page, "uploads": uploads})


def report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    run = get_object_or_404(visible_imports(viewer_of(request)), public_id=public_id)
    note_account(request, run.account)
    context = {
        "run": run,
        "notes": note_sentences(run),
        "refused_rows": refused_rows(run),
        "to_settle": open_refusals(run),
        "figures": _figures(run),
        "late": _late(run),
    }
    return render(request, "cards/import_report.html", context)


def refusals_settled(request: HttpRequest, public_id: UUID) -> HttpResponse:
    run = get_object_or_404(visible_imports(viewer_of(request)), public_id=public_id)
    settle_refusals(by=viewer_of(request), import_id=run.pk)
    messages.success(request, "The rows are marked as done.")
    return redirect("cards:import_report", public_id=run.public_id)


def _late(run: StatementImport) -> list[tuple[date, int]]:
    """On which days payments of closed periods were recorded, and how many on each."""
    return sorted(Counter(recorded_late(run.lines.all()).values()).items())


def _figures(run: StatementImport) -> list[tuple[str, str]]:
    figures = [
        ("Read", f"{run.read:,}"),
        ("New", f"{run.created:,}"),
        ("Changed", f"{run.changed:,}"),
        ("Here already", f"{run.unchanged:,}"),
        ("Refused", f"{run.refused:,}"),
    ]
    if run.other_currency:
        figures.append(("New, in another currency", f"{run.other_currency:,}"))
    return figures
