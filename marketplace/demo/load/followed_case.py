"""The case that the tour follows: Margaret Ellery, and the suppliers in her plan.

Every step is the action that the role itself would take in the browser.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.applying import start_application, submit_application
from marketplace.accreditation.actions.deciding import accept_application, judge_evidence
from marketplace.accreditation.actions.evidence import save_evidence
from marketplace.accreditation.models import Application, Scheme
from marketplace.accreditation.queries.evidence import CriterionEvidence, evidence_by_criterion
from marketplace.accreditation.rules import (
    FILE_RULES,
    DbsLevel,
    DbsOutcome,
    EvidenceKind,
    EvidenceState,
    FileRule,
    Verdict,
)
from marketplace.brokerage.actions import start_plan
from marketplace.brokerage.rules import (
    Deployment,
    Frequency,
    FromListing,
    Natural,
    Offer,
    Terms,
)
from marketplace.core.periods import add_months
from marketplace.core.times import PlannedTime
from marketplace.demo.followed_case import (
    CONTACTS,
    MARGARET,
    MARGARETS_ANSWERS,
    SUPPLIERS,
    WAITING,
    CaseSupplier,
)
from marketplace.demo.load.accreditations import ISSUERS
from marketplace.demo.load.cases import CouncilStaff, approve, first_day, load_person, send
from marketplace.demo.load.council import load_user
from marketplace.demo.load.daughter import load_daughter
from marketplace.demo.load.money import load_paid_account, load_spending
from marketplace.demo.load.viewers import viewer_as
from marketplace.demo.load.writing import WritingBroker
from marketplace.generator.people import (
    CHOIR,
    GETTING_UP,
    SAT,
    SUN,
    SUNDAY_LUNCH,
    TWO_LIFTS,
    weekly,
)
from marketplace.listings.actions import (
    confirm_listing,
    create_listing,
    publish_listing,
    set_availability,
    set_capacity,
    set_prices,
    set_terms,
    submit_listing,
)
from marketplace.listings.models import Listing
from marketplace.listings.rules import DayBand, PriceUnit
from marketplace.suppliers.actions import register_supplier
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import SupplierKind
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind
from payments.reconciliation.actions import ask_person
from payments.reconciliation.models import MoneyException


def load_followed_case(council_staff: CouncilStaff, staff: dict[Role, User], anchor: date) -> None:
    """Suppliers first, then the case from budget to the question about the garden centre."""
    begin = datetime.combine(anchor, datetime.min.time()).astimezone() - timedelta(days=196)
    listings = {
        spec.mailbox: _load_supplier(council_staff, staff, spec, begin.replace(hour=9))
        for spec in SUPPLIERS
    }
    for mailbox, kind, name, days_ago in WAITING:
        sent = begin.replace(hour=9) + timedelta(days=196 - days_ago)
        _apply(council_staff, mailbox, kind, name, sent)
    _load_margaret(
        council_staff, staff, listings, begin.replace(hour=10) + timedelta(days=14), anchor
    )
    for days_ago, listing in enumerate(listings.values(), start=1):
        said = begin.replace(hour=8) + timedelta(days=196 - days_ago)
        confirm_listing(
            by=viewer_as(council_staff.by, said, council_staff.authority), listing_id=listing.pk
        )


def _load_supplier(
    council_staff: CouncilStaff, staff: dict[Role, User], spec: CaseSupplier, at: datetime
) -> Listing:
    accreditor = staff[Role.ACCREDITOR]
    application = _apply(council_staff, spec.mailbox, spec.kind, spec.name, at)
    verdicts = [
        Verdict(pk, EvidenceState.ACCEPTED)
        for pk in application.evidence.order_by("pk").values_list("pk", flat=True)
    ]
    later = at + timedelta(days=8)
    judge_evidence(
        by=viewer_as(accreditor, later, council_staff.authority),
        application_id=application.pk,
        verdicts=verdicts,
    )
    accept_application(
        by=viewer_as(accreditor, later, council_staff.authority), application_id=application.pk
    )
    listing = _offer(council_staff, application.supplier, spec, at + timedelta(days=8))
    return publish_listing(
        by=viewer_as(accreditor, at + timedelta(days=9), council_staff.authority),
        listing_id=listing.pk,
    )


def _apply(
    council_staff: CouncilStaff, mailbox: str, kind: SupplierKind, name: str, at: datetime
) -> Application:
    """Register, show dated evidence for every criterion, and send it in."""
    user = load_user(CONTACTS.get(mailbox, name), f"{mailbox}@{council_staff.domain}", at)
    supplier = register_supplier(
        by=viewer_as(user, at, council_staff.authority),
        authority_id=council_staff.authority.pk,
        kind=kind,
        name=name,
        email=user.email,
        phone="01632 960 210",
        town="Brackenford",
        postcode="FS1 1AA",
        address="4 High Street, Brackenford",
    )
    scheme = Scheme.objects.get(authority=council_staff.authority, kinds__kind=kind)
    application = start_application(
        by=viewer_as(user, at, council_staff.authority),
        supplier_id=supplier.pk,
        scheme_id=scheme.pk,
    )
    for one in evidence_by_criterion(application):
        _show(user, at, application, one)
    return submit_application(
        by=viewer_as(user, at + timedelta(hours=2), council_staff.authority),
        application_id=application.pk,
    )


def _show(user: User, at: datetime, application: Application, one: CriterionEvidence) -> None:
    criterion = one.criterion
    kind = EvidenceKind(criterion.evidence_kind)
    issued = at.date() - timedelta(days=20)
    months = criterion.expires_after_months
    is_dbs = kind == EvidenceKind.DBS_OUTCOME
    save_evidence(
        by=viewer_as(user, at, application.authority),
        application_id=application.pk,
        criterion_id=criterion.pk,
        number=one.number,
        issuer=ISSUERS[kind],
        issued_date=issued,
        reference=f"{kind[:3].upper()}-{application.pk:05d}",
        expires_date=add_months(issued, months) if months else None,
        dbs_level=DbsLevel.ENHANCED if is_dbs else None,
        dbs_outcome=DbsOutcome.CLEAR if is_dbs else None,
        upload=ContentFile(one_page_pdf(criterion.question), f"{kind}.pdf")
        if FILE_RULES[kind] == FileRule.REQUIRED
        else None,
    )


def _offer(
    council_staff: CouncilStaff, supplier: Supplier, spec: CaseSupplier, at: datetime
) -> Listing:
    by = viewer_as(council_staff.by, at, council_staff.authority)
    listing = create_listing(
        by=by,
        supplier=supplier,
        title=spec.title,
        summary=spec.summary,
        description=spec.description,
    )
    for kind, codes in spec.terms.items():
        term_ids = Term.objects.filter(
            authority=council_staff.authority, kind=kind, code__in=codes
        ).values_list("pk", flat=True)
        set_terms(by=by, listing_id=listing.pk, kind=TermKind(kind), term_ids=list(term_ids))
    set_prices(by=by, listing_id=listing.pk, prices=spec.prices, from_date=at.date())
    slots = [(day, part) for day in range(7) for part in spec.parts if day < 5 or part != "lunch"]
    set_availability(by=by, listing_id=listing.pk, slots=slots)
    set_capacity(by=by, listing_id=listing.pk, unit=spec.prices[0].unit, offered=spec.offered)
    return submit_listing(by=by, listing_id=listing.pk)


def _load_margaret(
    council_staff: CouncilStaff,
    staff: dict[Role, User],
    listings: dict[str, Listing],
    at: datetime,
    anchor: date,
) -> None:
    spec = MARGARET
    person = load_person(council_staff, spec, at)
    load_daughter(council_staff, person, at + timedelta(days=1))
    plan = start_plan(
        by=viewer_as(council_staff.broker, at, council_staff.authority), person=person
    )
    first = first_day(at)
    writer = WritingBroker(council_staff.broker, plan, at, first)
    for number, words in enumerate(MARGARETS_ANSWERS, 1):
        writer.answer(number, words)
    for outcome, things in _outcomes(listings, at):
        outcome_id = writer.add_outcome(*outcome)
        for offer, terms, times in things:
            writer.add_item(outcome_id, offer, terms, times)
    send(council_staff, plan, at + timedelta(days=3), first)
    approve(council_staff, plan, at + timedelta(days=5))
    account = load_paid_account(council_staff, plan, spec, at + timedelta(days=6))
    now_at = datetime.combine(anchor, datetime.min.time()).astimezone().replace(hour=9)
    load_spending(staff[Role.FINANCE], now_at, account, spec, anchor, 1)
    asked = MoneyException.objects.open().filter(
        line__account=account, line__payee__contains="GARDEN"
    )
    for row in asked[:1]:
        ask_person(
            by=viewer_as(staff[Role.FINANCE], now_at, council_staff.authority),
            exception_id=row.pk,
            question="What was this for? It is not in your plan.",
        )


PlannedItem = tuple[Offer, Terms, tuple[PlannedTime, ...]]
PlannedOutcome = tuple[tuple[str, str, int, int], list[PlannedItem]]


def _outcomes(listings: dict[str, Listing], at: datetime) -> list[PlannedOutcome]:
    lantern = FromListing(listings["lantern"].pk, PriceUnit.VISIT)
    amara = listings["amara"].pk
    cars = FromListing(listings["cars"].pk, PriceUnit.VISIT)
    bench = FromListing(listings["steadfast"].pk, PriceUnit.ITEM)
    ruth = Natural(
        "Sunday lunch and the afternoon",
        "Ruth, her daughter",
        at.date() - timedelta(days=1),
        "Skip a week, then ask Amara.",
    )
    weekend = FromListing(amara, PriceUnit.HOUR, DayBand.WEEKEND)
    return [
        (
            ("I want to be washed and dressed without rushing.", "hygiene", 2, 4),
            [
                (lantern, _weekly(5, council=True), GETTING_UP),
                (weekend, _weekly(2), weekly((SAT, SUN), time(9), 60)),
            ],
        ),
        (
            ("I want my choir back. I miss the noise.", "community", 1, 4),
            [
                (FromListing(amara, PriceUnit.HOUR), _weekly(3), CHOIR),
                (cars, _weekly(2, "There and back"), TWO_LIFTS),
                (ruth, _weekly(3), SUNDAY_LUNCH),
            ],
        ),
        (
            (
                "I want to get in the bath and not lie there thinking about last time.",
                "home_safely",
                2,
                5,
            ),
            [(bench, Terms(Decimal(1), Frequency.ONCE, "Delivered and shown how"), ())],
        ),
    ]


def _weekly(quantity: int, note: str = "", *, council: bool = False) -> Terms:
    who = Deployment.COUNCIL_MANAGED if council else Deployment.DIRECT_PAYMENT
    return Terms(Decimal(quantity), Frequency.WEEK, note, who)


def one_page_pdf(words: str) -> bytes:
    """The smallest PDF that opens: one page that says what it stands for."""
    safe = "".join(ch for ch in words if ch.isascii() and ch not in "()\\")
    stream = f"BT /F1 18 Tf 60 740 Td (Demo document: {safe}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (6, len(body))
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + end
