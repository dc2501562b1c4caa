"""Which council is served at a host name, who is what to it, and whom a mail is for."""

from collections.abc import Collection
from datetime import date

from allauth.account.models import EmailAddress

from marketplace.accounts.models import Authority, AuthorityHost, Membership, User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer


def council_at(host: str) -> Authority | None:
    """The council of a host name; None where none is served."""
    found = AuthorityHost.objects.select_related("authority").filter(host=host).first()
    return found.authority if found else None


def councils() -> list[Authority]:
    """Every council, for what a machine does for each of them."""
    return list(Authority.objects.order_by("pk"))


def council_called(slug: str) -> Authority | None:
    """The council with this slug; None where there is none."""
    return Authority.objects.filter(slug=slug).first()


def user_numbered(user_id: int) -> User | None:
    """The user with this id, for a machine; None where there is none any more."""
    return User.objects.filter(pk=user_id).first()


def address_numbered(user_id: int, address_id: int | None) -> EmailAddress | None:
    """This address, as long as it is that user's."""
    return EmailAddress.objects.filter(user_id=user_id, pk=address_id).first()


def address_of(user: User, email: str) -> EmailAddress | None:
    """The row of a user's address; None where only the user itself has it."""
    return EmailAddress.objects.filter(user=user, email__iexact=email).first()


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


def users_holding(roles: Collection[str], authority_id: int, on: date) -> list[User]:
    """Those with an open account who hold any of these roles in a council on a day. One query."""
    held = Membership.objects.current(on).filter(authority=authority_id, role__in=roles)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk"))
