"""The roof's pages: where each role lands, who may see what, and what development shows."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as mail_policy
from pathlib import Path
from posixpath import normpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.static import serve

from marketplace.accounts.queries import when_kept
from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.accounts.rules import Role
from marketplace.core.component_gallery import gallery_context
from marketplace.portal.context import waiting_of
from marketplace.portal.queries import lists_waiting, settings_groups_for, worklist
from marketplace.portal.routes import access_rows, pages_of_rooms
from marketplace.records.queries.trail import lately

#: The line that Django's backend writes after each mail of a file.
BETWEEN_MAILS = b"-" * 79 + b"\n"


def home(request: HttpRequest) -> HttpResponse:
    """Where a signed-in user lands: what waits for them, oldest first."""
    authority = authority_of(request)
    anchor = authority.demo_anchor_date
    lists = lists_waiting(viewer_of(request))
    queues, tasks = worklist(viewer_of(request), lists)
    waiting = waiting_of(request, lists)
    context = {
        "queues": queues,
        "tasks": tasks,
        "waiting": waiting,
        "not_shown": waiting - sum(queue.count for queue in queues) - len(tasks),
        "today": viewer_of(request).today,
        "kept_at": when_kept(viewer_of(request)),
        "lately": lately(viewer_of(request)),
        "demo_age_days": (viewer_of(request).today - anchor).days if anchor else 0,
    }
    alone = viewer_of(request).roles == {Role.PERSON}
    template = "portal/person_home.html" if alone else "portal/home.html"
    return render(request, template, context)


def settings_desk(request: HttpRequest) -> HttpResponse:
    """The rooms' own settings pages under their headings, as far as this viewer may open them."""
    groups = settings_groups_for(viewer_of(request))
    return render(request, "portal/settings.html", {"groups": groups})


def access_table(request: HttpRequest) -> HttpResponse:
    """Who may see what, a sentence for each kind of page; every address for who asks for them."""
    shows_addresses = "addresses" in request.GET
    context = {
        "rooms": pages_of_rooms(),
        "shows_addresses": shows_addresses,
        "rows": access_rows() if shows_addresses else [],
    }
    return render(request, "portal/access.html", context)


def component_gallery(request: HttpRequest) -> HttpResponse:
    """Every component with its states, and how each is called."""
    if not settings.SHOW_COMPONENTS:
        raise Http404("Components are only shown in development.")
    return render(request, "components/gallery.html", gallery_context())


def sent_mail(request: HttpRequest) -> HttpResponse:
    """The mail that development keeps in a folder instead of sending."""
    if not settings.SHOW_SENT_MAIL:
        raise Http404("Mail is only shown in development.")
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), reverse=True)[:50] if folder.exists() else []
    mails = [mail for file in files for mail in _mails(file)]
    shown = [
        {"to": m["To"], "subject": m["Subject"], "body": _body(m), "date": m["Date"]} for m in mails
    ]
    return render(request, "portal/sent_mail.html", {"mails": shown})


def _mails(file: Path) -> list[EmailMessage]:
    """Newest first. Two that were sent in one second can be in one file."""
    kept = [one for one in reversed(file.read_bytes().split(BETWEEN_MAILS)) if one]
    return [message_from_bytes(one, EmailMessage, policy=mail_policy) for one in kept]


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return str(part.get_content()) if part else ""


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture of the pages, as it was cut for them. A web server before us may serve that folder.

    Documents have their own address, which asks whose they are; pictures as they were uploaded,
    with what a camera wrote into them, have none.
    """
    if not normpath(path).startswith("images/"):
        raise Http404("There is no such picture.")
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))
