"""Which council is served at a host name."""

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
