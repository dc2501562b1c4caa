"""The person's own record: what is held, who may see it, and who looked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts.requests import authority_of, user_of
from marketplace.core.clock import london_date, now
from marketplace.people.queries import open_own_record, who_sees
from marketplace.people.rules import Scope


def my_record(request: HttpRequest) -> HttpResponse:
    """What the council holds of me, who may see it, and who looked when and why."""
    at = now()
    person = open_own_record(
        by=user_of(request), at=at, authority_id=authority_of(request).pk, scope=Scope.RECORD
    )
    seen = who_sees(person=person, on=london_date(at)) if person else None
    return render(request, "people/my_record.html", {"person": person, "seen": seen})
