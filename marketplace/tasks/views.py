"""Taking a task from the worklist."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.wording import one_text
from marketplace.tasks.actions import take_task
from marketplace.tasks.models import Task


def take(request: HttpRequest, task_id: int) -> HttpResponse:
    """Makes a task one's own, then goes back to the list or on to where the work is done."""
    viewer = viewer_of(request)
    task = get_object_or_404(Task.objects.visible_to(viewer), pk=task_id)
    try:
        take_task(by=viewer, task_id=task.pk)
    except DomainError as error:
        messages.error(request, one_text(error))
    else:
        messages.success(request, "This task is assigned to you.")
    return redirect(_way_back(request) or task.address)


def _way_back(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    fits = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if fits else ""
