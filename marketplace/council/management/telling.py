"""What `make_council` and `invite_administrator` say at their end: links, until when, what comes next."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.http.request import validate_host
from django.urls import reverse

from marketplace.accounts.actions.invitations import Invited
from marketplace.accounts.models import Authority
from marketplace.accounts.queries import base_address, hosts_of
from marketplace.core.rooms import collected
from marketplace.core.words import spoken_date, spoken_time
from marketplace.council.making import MadeCouncil


def made_words(made: MadeCouncil) -> str:
    """A council that was made: what is there, whose the links are, and what to do now, in order."""
    council = made.authority
    there = [f"  {pack.begins_with}" for pack in collected().packs if pack.begins_with]
    steps = [f"  {number}. {step}" for number, step in enumerate(_steps(council), 1)]
    parts = [
        f"{council.name} is made. It begins with:",
        *there,
        "",
        *links_words(made.invited),
        "",
        "What comes next:",
        *steps,
    ]
    return "\n".join(parts)


def links_words(invited: Iterable[Invited]) -> list[str]:
    """Each invitation with its link and its end."""
    lines = ["Administrators, each with a link of their own:"]
    for one in invited:
        invitation = one.invitation
        path = reverse("accounts:invitation", args=[one.token])
        lines += [
            f"  {invitation.name}, {invitation.email}:",
            f"    {base_address(invitation.authority)}{path}",
            f"    works once, until {spoken_time(invitation.expires_at)} on"
            f" {spoken_date(invitation.expires_at)}",
        ]
    return [
        *lines,
        "Give each link to its person and to nobody else: whoever opens it becomes administrator. It is"
        " not shown again. The worker also emails each person another one.",
    ]


def _steps(council: Authority) -> Iterator[str]:
    closed = [host for host in hosts_of(council) if not validate_host(host, _allowed())]
    if closed:
        yield f"Add {', '.join(closed)} to HANDRAIL_HOSTS: until then the server answers nobody there."
    yield (
        "Start the server and the worker, again where they run already. The site is at"
        f" {base_address(council)}/"
    )
    yield (
        "Both administrators open their links, set a password and a second step, and invite their"
        f" colleagues: {base_address(council)}{reverse('accounts:staff')}"
    )
    for pack in collected().packs:
        yield from (step.format(slug=council.slug) for step in pack.next_steps)
    yield "docs/operating.md goes on from here, to the first case."


def _allowed() -> list[str]:
    """The host names that the server answers to, as `validate_host` reads them."""
    return [name.strip("[]") for name in settings.ALLOWED_HOSTS]
