"""What somebody typed into a form that was refused because of the time, shown to be sent again."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marketplace.accounts.actions.kept import drop_answers
from marketplace.accounts.kept_labels import shown_answers, shown_files
from marketplace.accounts.queries import KeptForm, kept_answers
from marketplace.accounts.refused_posts import (
    RefusedPost,
    is_public,
    keep,
    refused_post,
    takes_posts,
)
from marketplace.accounts.requests import viewer_of
from marketplace.accounts.session_ends import session_ends
from marketplace.core.words import spoken_time


def kept(request: HttpRequest) -> HttpResponse:
    """Everything that the viewer typed and that is not saved. Home where there is nothing."""
    forms = [
        {
            "public_id": one.public_id,
            "time": spoken_time(one.kept_at),
            "day": one.kept_at,
            **_as_shown(one),
        }
        for one in kept_answers(viewer_of(request))
        if takes_posts(one.path.partition("?")[0])
    ]
    if not forms:
        return redirect("portal:home")
    return render(request, "account/kept.html", {"kept": forms})


def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Delete one's own unsaved answers."""
    drop_answers(by=viewer_of(request), public_id=public_id, sent=False)
    messages.success(request, "Discarded.")
    return redirect("accounts:kept")


def stay(request: HttpRequest) -> JsonResponse:
    """Asking is activity, as every page is. Answers for how long, and whether that can be more."""
    ends = session_ends(request)
    return JsonResponse(
        {"seconds": ends.seconds if ends else 0, "last": bool(ends and ends.is_last)}
    )


def signed_out(request: HttpRequest, user_id: int | None, words: str) -> HttpResponse:
    """The way to sign in for a request that needed it; what was typed with it is kept."""
    post = refused_post(request)
    if words:
        messages.info(request, words)
    if post is not None and not keep(request, post, user_id):
        return _in_the_page(request, post, "You are signed out")
    if post is None:
        return redirect_to_login(request.get_full_path())
    return redirect_to_login(reverse("accounts:kept"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An old token. What came from a page of ours is kept for whom that page was drawn."""
    post = refused_post(request)
    user_id = viewer_of(request).user_id if hasattr(request, "viewer") else None
    if post is None:
        return render(request, "403_csrf.html", status=403)
    owner_id = post.owner_id or user_id
    if user_id is None and not is_public(request.path_info):
        return signed_out(request, owner_id, "")
    if user_id is None or not keep(request, post, user_id):
        return _in_the_page(request, post, "This page was open too long")
    if owner_id != user_id:
        return render(request, "403_csrf.html", {"is_anothers": True}, status=403)
    return redirect("accounts:kept")


def _in_the_page(request: HttpRequest, post: RefusedPost, heading: str) -> HttpResponse:
    """Back to whoever sent it and nowhere else: nothing is stored for somebody we do not know."""
    context = {"heading": heading, "refused": _as_shown(post)}
    return render(request, "403_csrf.html", context, status=403)


def _as_shown(form: KeptForm | RefusedPost) -> dict[str, object]:
    return {
        "path": form.path,
        "answers": form.answers,
        "shown": shown_answers(form.path, form.answers),
        "files": shown_files(form.path, form.answers, form.files),
    }
