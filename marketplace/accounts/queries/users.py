"""Which council is served at a host name, who is what to it, and whom a mail is for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import formataddr
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings

from marketplace.accounts.kept_fields import Answers, purpose_of
from marketplace.accounts.models import (
    Authority,
    AuthorityHost,
    HandOver,
    KeptAnswers,
    Membership,
    User,
)
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.models import AuditEvent
from marketplace.core.sealing import unseal

#: What the audit trail calls a wrong password and a wrong code.
FAILURES = ("sign_in_failed", "second_step_failed")


def council_at(host: str) -> Authority | None:
    """The council of a host name; None where none is served."""
    found = AuthorityHost.objects.select_related("authority").filter(host=host).first()
    return found.authority if found else None


def hosts_of(authority: Authority) -> list[str]:
    """The host names at which a council is served, the one that mail leads to first."""
    hosts = authority.hosts.order_by("pk").values_list("host", flat=True)
    return sorted(hosts, key=lambda host: host != authority.main_host)


def base_address(authority: Authority) -> str:
    """Where a council is served: at its main host, by the scheme of the site's address."""
    site = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    host = next(iter(hosts_of(authority)), site.hostname)
    return f"{site.scheme}://{site.netloc if host == site.hostname else host}"


def sender_of(authority: Authority) -> str:
    """Whom a council's mail comes from: its own address, or the one of the server's settings."""
    if not authority.mail_from:
        return str(settings.DEFAULT_FROM_EMAIL)
    return formataddr((authority.short_name, authority.mail_from))


def councils() -> list[Authority]:
    """Every council, for what a machine does for each of them."""
    return list(Authority.objects.order_by("pk"))


def council_called(slug: str) -> Authority | None:
    """The council with this slug; None where there is none."""
    return Authority.objects.filter(slug=slug).first()


def council_numbered(authority_id: int) -> Authority | None:
    """The council with this id, for a machine; None where there is none."""
    return Authority.objects.filter(pk=authority_id).first()


def user_numbered(user_id: int) -> User | None:
    """The user with this id, for a machine; None where there is none any more."""
    return User.objects.filter(pk=user_id).first()


def address_numbered(user_id: int, address_id: int | None) -> EmailAddress | None:
    """This address, as long as it is that user's."""
    return EmailAddress.objects.filter(user_id=user_id, pk=address_id).first()


def address_of(user: User, email: str) -> EmailAddress | None:
    """The row of a user's address; None where only the user itself has it."""
    return EmailAddress.objects.filter(user=user, email__iexact=email).first()


def needs_code(roles: Collection[str]) -> bool:
    """Whether somebody with these roles signs in with a code from their phone, as the server is set."""
    return not {*roles}.isdisjoint(settings.SECOND_FACTOR_ROLES)


def account_of(email: str) -> User | None:
    """The open account whose confirmed address this is: nobody gets in with somebody else's address."""
    if not email:
        return None
    confirmed = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return User.objects.filter(pk__in=confirmed.values("user"), is_active=True).first()


def emails_of(user: User) -> frozenset[str]:
    """By which addresses somebody can be named: their own and every confirmed one, in lower case."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True)
    return frozenset(map(str.lower, [user.email, *confirmed.values_list("email", flat=True)]))


def user_called(email: str) -> User | None:
    """The user with this e-mail address, in whatever case; None where there is none."""
    return User.objects.filter(email__iexact=email).first()


def addresses_of(user: User) -> int:
    """How many e-mail addresses an account has."""
    return int(EmailAddress.objects.filter(user=user).count())


def roles_held(viewer: Viewer) -> list[tuple[str, Role]]:
    """Who holds which role in the viewer's council today: e-mail address and role, by address."""
    held = Membership.objects.current(viewer.today).filter(authority=viewer.council_id)
    rows = held.order_by("user__email", "role").values_list("user__email", "role")
    return [(email, Role(role)) for email, role in rows]


@dataclass(frozen=True)
class KeptForm:
    """A refused form: what was typed, to which address, which files must be chosen again."""

    public_id: UUID
    kept_at: datetime
    path: str
    answers: Answers
    files: list[str]


def kept_answers(viewer: Viewer) -> list[KeptForm]:
    """The viewer's own refused forms in this council, newest first; of nobody else, whoever asks."""
    if viewer.user_id is None:
        return []
    rows = KeptAnswers.objects.own(viewer.user_id, viewer.council_id, viewer.at)
    opened = [(row, unseal(row.sealed, purpose_of(viewer.user_id))) for row in rows.order_by("-pk")]
    return [
        KeptForm(
            row.public_id,
            row.kept_at,
            found["path"],
            [(name, values) for name, values in found["answers"]],
            found["files"],
        )
        for row, found in opened
        if found
    ]


def when_kept(viewer: Viewer) -> list[datetime]:
    """The times at which the viewer's refused forms were kept, newest first."""
    own = KeptAnswers.objects.own(viewer.user_id or 0, viewer.council_id, viewer.at)
    return list(own.order_by("-pk").values_list("kept_at", flat=True))


def council_hosts() -> dict[str, int]:
    """Every host name at which a council is served, with the council's id."""
    return dict(AuthorityHost.objects.order_by("host").values_list("host", "authority"))


def failures_since(start: datetime) -> int:
    """How many passwords and codes were wrong since then."""
    return int(AuditEvent.objects.filter(event__in=FAILURES, recorded_at__gte=start).count())


def users_holding(roles: Collection[str], authority_id: int, on: date) -> list[User]:
    """Those with an open account who hold any of these roles in a council on a day. One query."""
    held = Membership.objects.current(on).filter(authority=authority_id, role__in=roles)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk"))


def users_away(authority_id: int, on: date) -> set[int]:
    """Ids of those for whom somebody covers on a day. One query."""
    cover = HandOver.objects.current(on).filter(authority=authority_id).exclude(until_date=None)
    return set(cover.values_list("away", flat=True))
