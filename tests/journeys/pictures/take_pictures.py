"""The ten main pages as pictures for docs/. Run by script/pictures; the tests do not collect it."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page

from marketplace.accounts.models import User
from marketplace.accreditation.models import Application
from marketplace.brokerage.actions import start_plan
from marketplace.brokerage.models import SupportPlan
from marketplace.listings.models import Listing
from marketplace.people.models import Person
from tests.conftest import ROOT
from tests.factories.accounts import as_viewer
from tests.journeys.places import RESULTS
from tests.journeys.visitors import sign_in

FOLDER = ROOT / "docs" / "pictures"
WIDTHS = (1280, 390)
HIGHEST = 1400


def listing_of(supplier: str) -> Listing:
    return Listing.objects.get(supplier__name=supplier)


def user_of(mailbox: str) -> User:
    return User.objects.get(email=f"{mailbox}@fernshire.example")


def _compare() -> str:
    pair = [listing_of("Lantern Lane Home Care"), listing_of("Amara Okoro")]
    chosen = "&".join(f"with={one.public_id}" for one in pair)
    return f"{reverse('listings:compare')}?{chosen}"


def _decide() -> str:
    waiting = Application.objects.get(supplier__name="Joel Pell")
    return reverse("accreditation:decide", args=[waiting.public_id])


def _plan() -> str:
    person = Person.objects.get(name="Margaret Ellery")
    plan = start_plan(by=as_viewer(user_of("broker"), now()), person=person)
    return reverse("brokerage:plan", args=[plan.public_id])


def _approve() -> str:
    """The plan that is over its budget, as the manager who may decide it reads it."""
    waiting = SupportPlan.objects.visible_to(
        as_viewer(user_of("senior"), now().date()),
    )
    plan = waiting.filter(state="submitted").order_by("pk")[0]
    return reverse("brokerage:approve", args=[plan.public_id])


#: The picture's name, who looks, and at which address.
PICTURES: list[tuple[str, str, Callable[[], str]]] = [
    ("home", "", lambda: "/"),
    ("results", "", lambda: f"{RESULTS}&kind=home_care&kind=personal_assistant"),
    ("listing", "", lambda: listing_of("Lantern Lane Home Care").get_absolute_url()),
    ("compare", "", _compare),
    ("register", "lantern", lambda: reverse("suppliers:register_step", args=["kind"])),
    ("accredit", "accreditor", _decide),
    ("plan", "broker", _plan),
    ("approve", "senior", _approve),
    ("exceptions", "finance", lambda: reverse("reconciliation:queue")),
    ("my-money", "margaret", lambda: reverse("reconciliation:my_money")),
]


@pytest.mark.browser
@pytest.mark.parametrize(("name", "mailbox", "address"), PICTURES, ids=[p[0] for p in PICTURES])
def test_take(
    new_page: Callable[..., Page], name: str, mailbox: str, address: Callable[[], str]
) -> None:
    page, where = new_page(), address()
    if mailbox:
        sign_in(page, mailbox)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(where)
        height = min(page.evaluate("document.documentElement.scrollHeight"), HIGHEST)
        # A bar that follows the page stands where it would on a screen of this height.
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=FOLDER / f"{name}-{width}.png", scale="css")
