"""The pages of a new council."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from cms.actions import set_up_site
from cms.models import HomePage, InformationPage, SectionPage
from cms.starter import PAGES, SECTION, STEPS, WAYS
from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import MAY_MAKE_COUNCILS
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind

#: When somebody of the council reads a starter page again. Judgement: half a year, as its first.
READ_AGAIN_AFTER = timedelta(days=180)


@transaction.atomic
def start_pages(*, by: Viewer, authority: Authority) -> None:
    """A council's home page, files and editors, and under a home page that has none yet, its first pages."""
    check(by, MAY_MAKE_COUNCILS, authority.pk)
    home = set_up_site(by=by, authority=authority).home
    if home.get_children().exists():
        return
    home.ways = _ways(authority)
    home.steps = [("step", {"title": title, "detail": detail}) for title, detail in STEPS]
    home.save_revision().publish()
    section = _section(home)
    for title, summary, body in PAGES:
        _page(section, title, summary, body, by.today + READ_AGAIN_AFTER)
    record(event="cms.pages_started", by=by, subject=authority, pages=len(PAGES))


def _ways(authority: Authority) -> list[tuple[str, dict[str, object]]]:
    """The ways in whose type of support the council has."""
    held = {term.code: term for term in Term.objects.of(authority.pk, TermKind.CATEGORY)}
    return [
        ("way", {"term": held[code], "words": words, "detail": detail, "picture": picture})
        for code, words, detail, picture in WAYS
        if code in held
    ]


def _section(home: HomePage) -> SectionPage:
    title, slug, summary = SECTION
    section = SectionPage(title=title, slug=slug, summary=summary)
    home.add_child(instance=section)
    section.save_revision().publish()
    return section


def _page(section: SectionPage, title: str, summary: str, body: Any, review_by: date) -> None:
    page = InformationPage(title=title, summary=summary, body=body, review_by=review_by)
    section.add_child(instance=page)
    page.save_revision().publish()
