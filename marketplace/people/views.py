"""The person's own record: what is held, who may see it, and who looked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts.requests import viewer_of
from marketplace.people.actions import open_own_record
from marketplace.people.queries import who_sees
from marketplace.people.rules import Scope


def my_record(request: HttpRequest) -> HttpResponse:
    """What the council holds of me, who may see it, and who looked when and why."""
    viewer = viewer_of(request)
    person = open_own_record(by=viewer, scope=Scope.RECORD)
    seen = who_sees(person=person, on=viewer.today) if person else None
    return render(request, "people/my_record.html", {"person": person, "seen": seen})
