"""Councils and users. `fernshire` is served at testserver; `otherton` at otherton.localhost."""

from datetime import UTC, date, datetime, time
from itertools import count

from allauth.account.models import EmailAddress

from marketplace.accounts.models import Authority, AuthorityHost, Membership, User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor

_numbers = count(1)


def make_authority(slug: str = "fernshire", host: str = "testserver") -> Authority:
    authority, created = Authority.objects.get_or_create(
        slug=slug,
        defaults={
            "name": f"{slug.title()} Council",
            "short_name": slug.title(),
            "help_phone": "01632 960 100",
            "help_hours": "weekdays 8am to 6pm",
            "email": f"help@{slug}.example",
        },
    )
    if created:
        AuthorityHost.objects.create(authority=authority, host=host)
    return authority


def make_other_authority() -> Authority:
    return make_authority("otherton", "otherton.localhost")


def make_user(
    *roles: Role, authority: Authority | None = None, name: str = "", limit_pence: int = 0
) -> User:
    """A user with these roles in a council (fernshire unless said), password `a-long-password`."""
    number = next(_numbers)
    name = name or f"User Number{number}"
    user = User.objects.create_user(f"user{number}@example.org", "a-long-password", name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    council = authority or make_authority()
    for role in roles:
        Membership.objects.create(
            user=user, authority=council, role=role, approval_limit_pence=limit_pence
        )
    return user


NOW = datetime(2026, 9, 21, 9, 30, tzinfo=UTC)


def as_viewer(
    who: User | SystemActor | Viewer,
    at: datetime | date = NOW,
    authority: Authority | None = None,
) -> Viewer:
    """Somebody in a council (the one they have a role in, or fernshire) at an instant or a noon."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, time(12), tzinfo=UTC)
    if isinstance(who, Viewer):
        return Viewer(**{**vars(who), "at": at})
    if isinstance(who, SystemActor):
        return Viewer.machine(who, at, authority)
    held = who.memberships.order_by("pk").first()
    return Viewer.of(who, authority or (held.authority if held else make_authority()), at)
