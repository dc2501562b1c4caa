"""Which council is served at a host name; whom a mail is for."""

from allauth.account.models import EmailAddress

from marketplace.accounts.models import Authority, AuthorityHost, User


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


def account_of(email: str) -> User | None:
    """The account with this e-mail address; None where there is none."""
    return User.objects.filter(email=email.lower()).first()


def user_numbered(user_id: int) -> User | None:
    """The user with this id, for a machine; None where there is none any more."""
    return User.objects.filter(pk=user_id).first()


def address_numbered(user_id: int, address_id: int | None) -> EmailAddress | None:
    """This address, as long as it is that user's."""
    return EmailAddress.objects.filter(user_id=user_id, pk=address_id).first()


def address_of(user: User, email: str) -> EmailAddress | None:
    """The row of a user's address; None where only the user itself has it."""
    return EmailAddress.objects.filter(user=user, email__iexact=email).first()
