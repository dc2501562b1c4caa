"""Every page of the case in the demo council, by who may open it: for looking at all of them."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.timezone import now

from marketplace.accounts.models import User
from marketplace.accreditation.actions.applying import start_application
from marketplace.accreditation.models import Application, Scheme
from marketplace.brokerage.actions import start_plan
from marketplace.brokerage.models import SupportPlan
from marketplace.listings.actions import submit_listing, unpublish_listing
from marketplace.listings.models import Listing
from marketplace.people.models import Person
from marketplace.suppliers.models import Supplier
from payments.cards.models import MoneyAccount, StatementImport
from payments.reconciliation.models import Match, MoneyException
from tests.factories.accounts import as_viewer

RESULTS = "/find/?q=washing&place=Brackenford"


def listing_of(supplier: str) -> Listing:
    return Listing.objects.get(supplier__name=supplier)


def user_of(mailbox: str) -> User:
    return User.objects.get(email=f"{mailbox}@fernshire.example")


def for_anyone() -> list[str]:
    pair = [listing_of("Lantern Lane Home Care"), listing_of("Amara Okoro")]
    chosen = "&".join(f"with={one.public_id}" for one in pair)
    return [
        "/",
        "/help-and-advice/",
        "/help-and-advice/what-is-a-personal-budget/",
        RESULTS,
        f"{RESULTS}&kind=personal_assistant&part=morning&sort=price",
        "/find/?q=zither&place=Brackenford&kind=care_home",
        pair[0].get_absolute_url(),
        pair[1].get_absolute_url(),
        reverse("listings:shortlist"),
        f"{reverse('listings:compare')}?{chosen}",
        reverse("suppliers:offer"),
        reverse("account_login"),
        reverse("account_signup"),
        reverse("account_reset_password"),
        reverse("portal:design"),
    ]


def for_supplier() -> list[str]:
    """Lantern Lane, whose owner has a draft application for a second organisation's scheme."""
    user, listing = user_of("lantern"), listing_of("Lantern Lane Home Care")
    supplier = listing.supplier
    unpublish_listing(by=as_viewer(user, now()), listing_id=listing.pk)
    scheme = Scheme.objects.get(authority=supplier.authority, kinds__kind=supplier.kind)
    draft = start_application(
        by=as_viewer(user, now()), supplier_id=supplier.pk, scheme_id=scheme.pk
    )
    criteria = draft.scheme.criteria.filter(kind=supplier.kind).values_list("pk", flat=True)
    part = {"words", "prices", "times", "capacity"}
    return [
        reverse("portal:home"),
        reverse("suppliers:mine"),
        reverse("suppliers:edit", args=[supplier.public_id]),
        reverse("suppliers:detail", args=[supplier.public_id]),
        reverse("suppliers:register_step", args=["kind"]),
        reverse("accreditation:application", args=[draft.public_id]),
        *(reverse("accreditation:evidence", args=[draft.public_id, pk]) for pk in criteria[:3]),
        reverse("accreditation:check", args=[draft.public_id]),
        reverse("listings:mine"),
        reverse("listings:create", args=[supplier.public_id]),
        reverse("listings:edit", args=[listing.public_id]),
        *(reverse(f"listings:{one}", args=[listing.public_id]) for one in sorted(part)),
        reverse("listings:terms", args=[listing.public_id, "need"]),
    ]


def for_accreditor() -> list[str]:
    listing = listing_of("Amara Okoro")
    owner = user_of("amara")
    unpublish_listing(by=as_viewer(owner, now()), listing_id=listing.pk)
    submit_listing(by=as_viewer(owner, now()), listing_id=listing.pk)
    supplier = Supplier.objects.get(name="Lantern Lane Home Care")
    standing = supplier.accreditations.get()
    waiting = Application.objects.get(supplier__name="Joel Pell")
    suspend = [supplier.public_id, standing.scheme.code, "suspend"]
    return [
        reverse("portal:home"),
        reverse("accreditation:queue"),
        reverse("accreditation:decide", args=[waiting.public_id]),
        reverse("suppliers:all"),
        reverse("suppliers:detail", args=[supplier.public_id]),
        reverse("accreditation:change_accreditation", args=suspend),
        reverse("listings:review_queue"),
        reverse("listings:review", args=[listing.public_id]),
    ]


def for_broker() -> list[str]:
    """Margaret's next plan, which begins as a copy of the approved one."""
    person = Person.objects.get(name="Margaret Ellery")
    plan = start_plan(by=as_viewer(user_of("broker"), now()), person=person)
    outcome = plan.outcomes.order_by("pk")[0]
    item = outcome.items.order_by("pk")[0]
    found = listing_of("Amara Okoro").public_id
    key = plan.public_id
    return [
        reverse("portal:home"),
        reverse("brokerage:caseload"),
        reverse("brokerage:person", args=[person.public_id]),
        reverse("brokerage:plan", args=[key]),
        reverse("brokerage:question", args=[key, 4]),
        reverse("brokerage:add_outcome", args=[key]),
        reverse("brokerage:add_item", args=[key, outcome.pk]) + "?q=care",
        reverse("brokerage:add_listing", args=[key, outcome.pk, found]),
        *(
            reverse("brokerage:add_other", args=[key, outcome.pk, kind])
            for kind in ("natural", "off_market", "equipment")
        ),
        reverse("brokerage:change_item", args=[key, item.pk]),
        reverse("brokerage:remove_item", args=[key, item.pk]),
        reverse("brokerage:submit", args=[key]),
    ]


def for_approver() -> list[str]:
    waiting = SupportPlan.objects.visible_to(
        as_viewer(user_of("senior"), now().date()),
    ).filter(state="submitted")
    return [
        reverse("portal:home"),
        reverse("brokerage:approvals"),
        *(reverse("brokerage:approve", args=[plan.public_id]) for plan in waiting[:1]),
    ]


def for_finance() -> list[str]:
    line = MoneyException.objects.filter(state="open").order_by("pk")[0].line
    matched = Match.objects.active().order_by("pk")[0].line
    account = MoneyAccount.objects.get(person__name="Margaret Ellery")
    run = StatementImport.objects.filter(account=account)[0]
    return [
        reverse("portal:home"),
        reverse("reconciliation:queue"),
        reverse("reconciliation:payment", args=[line.public_id]),
        reverse("reconciliation:split", args=[line.public_id]),
        reverse("reconciliation:payment", args=[matched.public_id]),
        reverse("reconciliation:person_money", args=[account.person.public_id]),
        reverse("cards:imports"),
        reverse("cards:upload"),
        reverse("cards:import_report", args=[run.public_id]),
        reverse("cards:accounts"),
        reverse("cards:account", args=[account.public_id]),
        reverse("cards:events"),
    ]


def for_person() -> list[str]:
    asked = MoneyException.objects.get(
        state="queried", line__account__person__name="Margaret Ellery"
    )
    return [
        reverse("portal:home"),
        reverse("reconciliation:my_money"),
        reverse("reconciliation:explain", args=[asked.public_id]),
        reverse("brokerage:my_plan"),
        reverse("people:my_record"),
    ]


#: Who signs in, and which pages are theirs.
PLACES: dict[str, Callable[[], list[str]]] = {
    "": for_anyone,
    "lantern": for_supplier,
    "accreditor": for_accreditor,
    "broker": for_broker,
    "senior": for_approver,
    "finance": for_finance,
    "margaret": for_person,
}
