"""A page that its reader also prints, reads in large print, or keeps as a file.

`?paper=plain` and `?paper=large` show it without menus and buttons, `?paper=file` sends it as one file with its styles
inside, which needs nothing else to be read.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.core.labels import LabelledEnum
from marketplace.core.stylesheet import NAME, joined


class Paper(LabelledEnum):
    PLAIN = "plain", "Print"
    LARGE = "large", "Large print"
    FILE = "file", "Download"


def paper_of(request: HttpRequest) -> Paper | None:
    """In which of these the page is asked for; None for the page as it is on a screen."""
    asked = request.GET.get("paper", "")
    return Paper(asked) if asked in set(Paper) else None


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    file_name: str,
    layout: str = "layouts/public.html",
) -> HttpResponse:
    """The page as it is asked for. Its template extends `layout`, on paper another than the one given,
    and leaves buttons out with `paper`."""
    paper = paper_of(request)
    if paper is None:
        return render(request, template, {**context, "layout": layout})
    facts = {
        **context,
        "layout": "layouts/paper.html",
        "paper": paper,
        "page_url": request.build_absolute_uri(request.path),
    }
    if paper is not Paper.FILE:
        return render(request, template, facts)
    # A file has no session whose end could be told.
    facts |= {"stylesheet": joined(Path(settings.STYLES_DIR) / NAME), "session_ends": None}
    response = render(request, template, facts)
    response["Content-Disposition"] = f'attachment; filename="{file_name}.html"'
    return response
