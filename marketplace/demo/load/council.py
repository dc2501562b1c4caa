"""Fernshire's council: what it is called, its places, and one user for each role."""

from datetime import datetime

from allauth.account.models import EmailAddress

from marketplace.accounts.actions.roles import give_role
from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.accounts.validators import DEMO_PASSWORD
from marketplace.accounts.viewer import Viewer
from marketplace.council.rules import CouncilAnswers
from marketplace.generator.place import TOWNS, CouncilSpec
from marketplace.vocabulary.models import Place, Term
from marketplace.vocabulary.postcodes import place_code
from marketplace.vocabulary.rules import TermKind

#: Who signs in as what: role, e-mail's first part, name, weekly approval limit in pence.
STAFF = [
    (Role.EDITOR, "editor", "Esme Wainwright", 0),
    (Role.ACCREDITOR, "accreditor", "Helen Marsh", 0),
    (Role.BROKER, "broker", "Daniel Osei", 0),
    (Role.APPROVER, "approver", "Priya Nair", 35000),
    (Role.SENIOR_APPROVER, "senior", "Morag Lindsay", 200000),
    (Role.FINANCE, "finance", "Tom Birch", 0),
    (Role.PRACTITIONER, "practitioner", "Nadia Rahman", 0),
    (Role.SAFEGUARDING, "safeguarding", "Grace Lomax", 0),
    (Role.COMMISSIONER, "commissioner", "Owen Pritchard", 0),
    (Role.AUDITOR, "auditor", "Leonard Voss", 0),
    (Role.ADMINISTRATOR, "administrator2", "Ines Calder", 0),
    (Role.ADMINISTRATOR, "administrator", "Martin Sowerby", 0),
]


def answers_of(spec: CouncilSpec) -> CouncilAnswers:
    """A fictional council, as whoever made it would have answered."""
    return CouncilAnswers(
        slug=spec.slug,
        name=f"{spec.short_name} Council",
        short_name=spec.short_name,
        help_phone="0808 157 0123",
        help_hours="8am to 8pm every day",
        email=f"hello@{spec.domain}",
        hosts=spec.hosts,
    )


def load_places(authority: Authority) -> None:
    """Its towns as areas and as places, with their outcodes and a postcode in each."""
    held = Term.objects.filter(authority=authority).count()
    Term.objects.bulk_create(
        Term(
            authority=authority,
            kind=TermKind.AREA,
            code=town.code,
            label=town.name,
            position=position,
        )
        for position, town in enumerate(TOWNS, held)
    )
    Place.objects.bulk_create(
        Place(
            authority=authority,
            code=place_code(text),
            label=label,
            latitude=town.latitude,
            longitude=town.longitude,
        )
        for town in TOWNS
        for text, label in [
            (town.name, town.name),
            (town.outcode, f"{town.outcode}, {town.name}"),
            (f"{town.outcode} 1AA", f"{town.outcode} 1AA, {town.name}"),
        ]
    )


def load_user(name: str, email: str, at: datetime) -> User:
    """A user with the demo password and a verified address."""
    user = User.objects.create_user(email, DEMO_PASSWORD, name=name, date_joined=at)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def load_staff(by: Viewer, spec: CouncilSpec, authority: Authority) -> dict[Role, User]:
    """Users for each staff role and the broker, by role: of two administrators the second."""
    staff = {}
    for role, mailbox, name, limit in STAFF:
        user = load_user(name, f"{mailbox}@{spec.domain}", by.at)
        give_role(
            by=by,
            user_id=user.pk,
            authority_id=authority.pk,
            role=role,
            approval_limit_pence=limit,
        )
        staff[role] = user
    return staff
