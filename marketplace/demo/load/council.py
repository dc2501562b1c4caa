"""Fernshire's council: its hosts, its words and places, its schemes, and one user for each role."""

from datetime import date, datetime

from allauth.account.models import EmailAddress

from marketplace.accounts.actions.roles import give_role
from marketplace.accounts.models import Authority, AuthorityHost, User
from marketplace.accounts.rules import Role
from marketplace.accounts.validators import DEMO_PASSWORD
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models import Criterion, Scheme, SchemeKind
from marketplace.generator.place import SCHEMES, TOWNS, CouncilSpec, vocabulary
from marketplace.vocabulary.actions import adopt_statutory_frameworks
from marketplace.vocabulary.models import Place, Term
from marketplace.vocabulary.postcodes import place_code

#: Who signs in as what: role, e-mail's first part, name, weekly approval limit in pence.
STAFF = [
    (Role.EDITOR, "editor", "Esme Wainwright", 0),
    (Role.ACCREDITOR, "accreditor", "Helen Marsh", 0),
    (Role.BROKER, "broker", "Daniel Osei", 0),
    (Role.APPROVER, "approver", "Priya Nair", 35000),
    (Role.SENIOR_APPROVER, "senior", "Morag Lindsay", 200000),
    (Role.FINANCE, "finance", "Tom Birch", 0),
]


def load_council(spec: CouncilSpec, anchor: date) -> Authority:
    """The council itself, with the host names at which it is served."""
    authority = Authority.objects.create(
        slug=spec.slug,
        name=f"{spec.short_name} Council",
        short_name=spec.short_name,
        help_phone="0808 157 0123",
        help_hours="8am to 8pm every day",
        email=f"hello@{spec.domain}",
        demo_anchor_date=anchor,
    )
    for host in spec.hosts:
        AuthorityHost.objects.create(authority=authority, host=host)
    return authority


def load_vocabulary(by: Viewer, authority: Authority) -> None:
    """Terms, outcomes, towns with their outcodes, and a few whole postcodes in each."""
    adopt_statutory_frameworks(by=by, authority=authority)
    Term.objects.bulk_create(
        Term(authority=authority, kind=kind, code=code, label=label, position=position)
        for position, (kind, code, label) in enumerate(vocabulary())
    )
    places = []
    for town in TOWNS:
        for text, label in [
            (town.name, town.name),
            (town.outcode, f"{town.outcode}, {town.name}"),
            (f"{town.outcode} 1AA", f"{town.outcode} 1AA, {town.name}"),
        ]:
            places.append(
                Place(
                    authority=authority,
                    code=place_code(text),
                    label=label,
                    latitude=town.latitude,
                    longitude=town.longitude,
                )
            )
    Place.objects.bulk_create(places)


def load_schemes(authority: Authority) -> None:
    for spec in SCHEMES:
        scheme = Scheme.objects.create(
            authority=authority, code=spec.code, name=spec.name, summary=spec.summary
        )
        for kind, criteria in spec.criteria.items():
            SchemeKind.objects.create(scheme=scheme, kind=kind)
            Criterion.objects.bulk_create(
                Criterion(
                    scheme=scheme,
                    kind=kind,
                    position=position,
                    question=question,
                    guidance=guidance,
                    evidence_kind=evidence,
                    mandatory=mandatory,
                    expires_after_months=months,
                )
                for position, (question, guidance, evidence, mandatory, months) in enumerate(
                    criteria, 1
                )
            )


def load_user(name: str, email: str, at: datetime) -> User:
    """A user with the demo password and a verified address."""
    user = User.objects.create_user(email, DEMO_PASSWORD, name=name, date_joined=at)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def load_staff(by: Viewer, spec: CouncilSpec, authority: Authority) -> dict[Role, User]:
    """One user for each staff role and the broker, by role."""
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
