"""The council of the journeys: the rooms' samples, with sign-ins, and what the steps ask for by name."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from cms.models import HomePage, SectionPage
from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.accounts.validators import DEMO_PASSWORD
from marketplace.accreditation.actions.schemes import add_scheme, change_scheme
from marketplace.accreditation.actions.versions import add_requirement, publish_version
from marketplace.accreditation.models import Scheme
from marketplace.accreditation.rules import EvidenceKind, Requirement
from marketplace.core.rooms import collected
from marketplace.listings.models import Listing
from marketplace.listings.rules import DayBand, PriceUnit
from marketplace.suppliers.rules import SupplierKind
from marketplace.vocabulary.models import Place, Term
from marketplace.vocabulary.postcodes import place_code
from marketplace.vocabulary.rules import TermKind
from search.indexing import rewrite
from tests.factories.accreditation import make_accreditation
from tests.factories.listings import make_public_listing
from tests.factories.suppliers import make_supplier

HOST = "localhost"
#: Who signs in under which first part of the address.
MAILBOXES = {
    Role.EDITOR: "editor",
    Role.ACCREDITOR: "accreditor",
    Role.BROKER: "broker",
    Role.APPROVER: "approver",
    Role.SENIOR_APPROVER: "senior",
    Role.FINANCE: "finance",
    Role.PRACTITIONER: "practitioner",
    Role.SAFEGUARDING: "safeguarding",
    Role.COMMISSIONER: "commissioner",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "administrator",
    Role.SUPPLIER: "lantern",
    Role.PERSON: "margaret",
}
#: What the steps choose from, beside the samples' own words.
WORDS = [
    (TermKind.CATEGORY, "Washing, dressing and getting up"),
    (TermKind.NEED, "Getting about"),
    (TermKind.LANGUAGE, "English"),
    (TermKind.LANGUAGE, "Welsh"),
    (TermKind.FUNDING, "My own money"),
]
#: For each kind its scheme, and what that asks: question, kind of evidence, whether required, months.
SCHEMES = {
    SupplierKind.PERSONAL_ASSISTANT: (
        "Fernshire Support with Confidence",
        [
            ("Who are you?", "certificate", True, 0),
            ("Have you been checked?", "dbs_outcome", True, 36),
            ("Who speaks well of you?", "reference", True, 0),
            ("Are you insured?", "insurance", True, 12),
        ],
    ),
    SupplierKind.HOME_CARE: (
        "Fernshire Provider Standard",
        [("Are you registered with the Care Quality Commission?", "registration", True, 0)],
    ),
    SupplierKind.EQUIPMENT_RETAILER: (
        "Fernshire Trusted Equipment",
        [("What if it does not suit?", "policy", True, 0)],
    ),
}
ASSISTANTS = {"Amara Okoro": "Amara O., personal assistant", "Beth Carr": "Beth C., mornings"}


@transaction.atomic
def make_council(at: datetime) -> Side:
    """The whole council, its case begun sixty days before."""
    side = Side("own", "fernshire", HOST, at - timedelta(days=60))
    for room in collected().all:
        if room.samples:
            room.samples.make(side)
    for role, mailbox in MAILBOXES.items():
        let_sign_in(side.users[role], f"{mailbox}@fernshire.example")
    _words(side.council)
    for kind, (name, criteria) in SCHEMES.items():
        _scheme(side, kind, name, criteria)
    listings = [_assistant(side.council, name, title) for name, title in ASSISTANTS.items()]
    rewrite([listing.pk for listing in listings], at)
    _pages(side, listings)
    return side


def let_sign_in(user: User, email: str) -> None:
    """With the one password of the journeys."""
    User.objects.filter(pk=user.pk).update(email=email, password=make_password(DEMO_PASSWORD))
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)


def _words(council: Authority) -> None:
    Term.objects.bulk_create(
        Term(authority=council, kind=kind, code=place_code(label), label=label, position=position)
        for position, (kind, label) in enumerate(WORDS, 1)
    )
    Place.objects.create(
        authority=council,
        code=place_code("FS1 1AA"),
        label="FS1 1AA, Brackenford",
        latitude=52.1,
        longitude=-1.7,
    )


def _scheme(
    side: Side, kind: SupplierKind, name: str, criteria: list[tuple[str, str, bool, int]]
) -> None:
    """The samples' own scheme for the kind, or a new one, under this name and asking this too."""
    by = side.machine()
    scheme = Scheme.objects.filter(authority=side.council, kinds__kind=kind).first()
    facts = {"name": name, "summary": "Checked by the council.", "kinds": [kind]}
    if scheme is None:
        scheme = add_scheme(by=by, authority=side.council, valid_months=24, **facts)
    else:
        change_scheme(by=by, scheme_id=scheme.pk, valid_months=24, **facts)
    for question, evidence, mandatory, months in criteria:
        asked = Requirement(
            question,
            "",
            EvidenceKind(evidence),
            months=months,
            is_mandatory=mandatory,
            references=2 * (evidence == EvidenceKind.REFERENCE),
        )
        add_requirement(by=by, scheme_id=scheme.pk, kinds=[kind], asked=asked)
    publish_version(by=by, scheme_id=scheme.pk, from_date=by.today)


def _assistant(council: Authority, name: str, title: str) -> Listing:
    """A personal assistant whom anybody finds for washing near Brackenford."""
    kind = SupplierKind.PERSONAL_ASSISTANT
    supplier = make_supplier(kind, authority=council, name=name, latitude=52.1, longitude=-1.7)
    make_accreditation(supplier, Scheme.objects.get(authority=council, kinds__kind=kind))
    return make_public_listing(
        supplier,
        title=title,
        slug=place_code(name),
        summary="Helps with washing and cooking.",
        prices=[(PriceUnit.HOUR, DayBand.WEEKDAY, 1650), (PriceUnit.HOUR, DayBand.WEEKEND, 1800)],
        terms=list(Term.objects.filter(authority=council).exclude(label="Welsh")),
        offered=20,
    )


def _pages(side: Side, featured: list[Listing]) -> None:
    """A front door that shows a listing, and a section for the editor's page."""
    editor = side.users[Role.EDITOR]
    home = HomePage.objects.get(council_site__authority=side.council)
    home.featured = [("listing", featured[0])]
    home.save_revision(user=editor).publish()
    section = SectionPage(
        title="Help and advice",
        slug="help-and-advice",
        summary="Plain answers about care and money.",
        owner=editor,
    )
    home.add_child(instance=section)
    section.save_revision(user=editor).publish()
