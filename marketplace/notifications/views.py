"""Everything that a user was told, and marking it as read."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.accounts.rules import Role
from marketplace.notifications.actions import mark_all_read
from marketplace.notifications.models import Notification
from marketplace.notifications.queries import lines_of

#: On one page. Judgement: some two screens.
PAGE = 25


def all_news(request: HttpRequest) -> HttpResponse:
    """What happened, the latest first."""
    viewer = viewer_of(request)
    rows = Notification.objects.visible_to(viewer).newest_first()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines_of(viewer, list(page.object_list)),
        "has_new": Notification.objects.visible_to(viewer).new().exists(),
        "layout": f"layouts/{'public' if viewer.roles <= {Role.PERSON} else 'work'}.html",
    }
    return render(request, "notifications/all.html", context)


def mark_read(request: HttpRequest) -> HttpResponse:
    """Nothing is new any more."""
    mark_all_read(by=viewer_of(request))
    messages.success(request, "All marked as read.")
    return redirect("notifications:all")
