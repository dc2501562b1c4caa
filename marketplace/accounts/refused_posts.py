"""From a refused request to what of it may be kept: only forms of ours, sent from pages of ours."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import Resolver404, resolve

from marketplace.accounts.access import PathAccess
from marketplace.accounts.actions.kept import keep_answers
from marketplace.accounts.kept_fields import (
    DRAWN,
    KEPT_FIELD,
    Answers,
    answers_of,
    fits,
    typed_something,
)
from marketplace.accounts.page_owners import page_owner
from marketplace.accounts.queries import user_numbered
from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.accounts.rules import MAY_KEEP_ANSWERS
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor

GATES = SystemActor("gates", frozenset({MAY_KEEP_ANSWERS}))
#: What a body that cannot be read raises: the ordinary answer says so.
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)


@dataclass(frozen=True)
class RefusedPost:
    """A form that a gate refused: where it was sent, what was typed, the fields with a file."""

    path: str
    answers: Answers
    files: list[str]
    owner_id: int | None


def refused_post(request: HttpRequest) -> RefusedPost | None:
    """What was typed; None for a request from elsewhere, to no form of ours, or with nothing typed."""
    if request.method != "POST" or not is_from_here(request) or not takes_posts(request.path_info):
        return None
    try:
        answers, files = answers_of(dict(request.POST.lists())), sorted(request.FILES)
    except UNREADABLE:
        return None
    if not typed_something(answers):
        return None
    return RefusedPost(_address(request), answers, files, page_owner(request))


def _address(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop(DRAWN, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this very site sent it. Silence is no."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        parts = urlsplit(sender)
    except ValueError:
        return False
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def takes_posts(path: str) -> bool:
    """Whether this is the address of a form that a room declares: of no other package's."""
    access = _declared(path)
    return access is not None and "POST" in access.verbs


def is_public(path: str) -> bool:
    """Whether anyone may send this form, signed in or not."""
    access = _declared(path)
    return access is not None and "POST" in access.verbs and access.verbs["POST"].public


def _declared(path: str) -> PathAccess | None:
    try:
        access = getattr(resolve(path).func, "access", None)
    except Resolver404:
        return None
    return access if isinstance(access, PathAccess) else None


def keep(request: HttpRequest, post: RefusedPost, author_id: int | None) -> bool:
    """Keep a form for whom its page was drawn, else for this user. False where it cannot be kept."""
    author_id = post.owner_id or author_id
    if author_id is None or user_numbered(author_id) is None or not fits(post.answers):
        return False
    keep_answers(
        by=Viewer.machine(GATES, viewer_of(request).at, authority_of(request)),
        author_id=author_id,
        path=post.path,
        answers=post.answers,
        files=post.files,
        instead_of=_uuid(request.POST.get(KEPT_FIELD, "")),
    )
    return True


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
