"""Every page of the council by who may open it, from the addresses and the rooms' samples."""

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.listings.models import Listing
from tests.journeys.council import HOST, MAILBOXES
from tests.walks.world import ask, ours, signed_in, url_of

RESULTS = "/find/?q=washing&place=Brackenford"
#: The sign-ins whose pages are looked at; the empty one is anyone.
SIGN_INS = ("", *MAILBOXES.values())


def places_of(side: Side) -> dict[str, list[str]]:
    """Addresses of pages that answer with HTML, by sign-in.

    What anyone signed in may open is the same page for all, but for the home page: it is there for
    the first who has it.
    """
    found = {"": _that_answer(Client(), [*_for_anyone(), *_routes(side, None)])}
    seen: set[str] = set()
    for role, mailbox in MAILBOXES.items():
        user = get_user_model().objects.get(email=f"{mailbox}@fernshire.example")
        wanted = [url for url in _routes(side, role) if url not in seen]
        found[mailbox] = _that_answer(signed_in(user), wanted)
        seen |= _of_anyone_signed_in(side, role) & set(found[mailbox])
    return found


def _of_anyone_signed_in(side: Side, role: Role) -> set[str]:
    return {
        url_of(route, side, role)
        for route, verb, rule in ours()
        if verb == "GET" and not rule.public and not rule.roles and route.name != "portal:home"
    }


def _routes(side: Side, role: Role | None) -> list[str]:
    """Of public pages, or of those that a role or anyone signed in may open."""
    return [
        url_of(route, side, role)
        for route, verb, rule in ours()
        if verb == "GET"
        and (
            rule.public
            if role is None
            else not rule.public and (role in rule.roles or not rule.roles)
        )
    ]


def _for_anyone() -> list[str]:
    pair = Listing.objects.filter(state="published").order_by("pk")[:2]
    chosen = "&".join(f"with={one.public_id}" for one in pair)
    return [
        "/",
        "/help-and-advice/",
        RESULTS,
        f"{RESULTS}&kind=personal_assistant&part=morning&sort=price",
        "/find/?q=zither&place=Brackenford&kind=care_home",
        f"{reverse('listings:compare')}?{chosen}",
        reverse("account_login"),
        reverse("account_signup"),
        reverse("account_reset_password"),
    ]


def _that_answer(client: Client, urls: list[str]) -> list[str]:
    answers = ((url, ask(client, "GET", url, HOST)) for url in dict.fromkeys(urls))
    return [
        url
        for url, answer in answers
        if answer.status_code == 200
        and answer["Content-Type"].startswith("text/html")
        and not answer.has_header("Content-Disposition")
    ]
