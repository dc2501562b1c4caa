"""Reading a council's figures. They are set by `manage.py figures`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts.requests import viewer_of
from marketplace.council.queries import figures_in_force


def figures(request: HttpRequest) -> HttpResponse:
    """Every figure that a council may set: what it is today, since when, and on what it rests."""
    return render(request, "council/figures.html", {"lines": figures_in_force(viewer_of(request))})
