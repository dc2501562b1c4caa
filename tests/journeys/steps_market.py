"""Steps 2 and 3: the council looks at evidence and listing, and anyone finds what is offered."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.steps_supplier import SAMPLES, TITLE
from tests.journeys.visitors import (
    choose,
    follow,
    go,
    headed,
    press,
    says,
    says_not,
    sign_in,
    sign_out,
)

RESULTS = "/find/?q=washing&place=Brackenford&kind=personal_assistant"


def accredit(page: Page) -> None:
    """The accreditor reads each piece of evidence, opens a copy, judges, and accredits."""
    sign_in(page, "accreditor")
    accredit_here(page)


def accredit_here(page: Page) -> None:
    """In the window of an accreditor who is signed in; this one came last."""
    go(page, "Applications")
    waiting = page.get_by_role("table", name="Waiting for a decision").get_by_role("rowheader")
    expect(waiting.last, "oldest first").to_contain_text("Nia Vaughan")
    follow(page, "Nia Vaughan")
    with page.expect_download() as copy:
        follow(page, "insurance.pdf")
    assert Path(copy.value.path()).read_bytes() == (SAMPLES / "insurance.pdf").read_bytes()
    for evidence in page.get_by_role("group", name="Decision", exact=True).all():
        choose(evidence, "Accept")
    press(page, "Accredit", exact=True)
    says(page, "Nia Vaughan is accredited")


def publish_listing(page: Page) -> None:
    """The accreditor reads the listing as the public will, and publishes it."""
    go(page, "Listings to check")
    follow(page, re.compile(TITLE[:14]))
    says(page, "Washing and dressing, without a rush.", "£17.00", "£19.50", "£26.00")
    press(page, "Publish listing")
    says_not(page, "Washing and dressing, without a rush.")
    sign_out(page)


def find(page: Page) -> None:
    """Words, place and facets; each count is what pressing it brings."""
    page.goto("/")
    page.get_by_label("What do you need?").fill("washing")
    page.get_by_label("Where?").fill("Brackenford")
    press(page, "Search")
    says(page, "for “washing” near Brackenford")
    whole = page.locator("h1").inner_text()
    for group, choice in (
        ("Type of supplier", "Personal assistant"),
        ("Areas covered", "Brackenford"),
        ("Which days", "Monday"),
        ("When in the day", "Morning"),
        ("Who it is for", "After a stroke"),
        ("Languages", "Welsh"),
    ):
        _narrow(page, group, choice)
    says(page, TITLE, "Nia V., Brackenford", "£17.00 an hour", "£19.50 at weekends")
    follow(page, re.compile("Clear all"))
    headed(page, whole)


def finds_nothing(page: Page) -> None:
    """A council's first day: the search says so, and whom to phone."""
    page.goto("/find/?q=washing")
    headed(page, re.compile("^(0|No) results?"))
    says_not(page, TITLE)


def finds_one(page: Page) -> None:
    """From the home page by words alone, and on to the listing."""
    page.goto("/")
    page.get_by_label("What do you need?").fill("washing")
    press(page, "Search")
    headed(page, "1 result for “washing”")
    says(page, "Nia V., Brackenford", "£17.00 an hour", "Accredited to ")
    follow(page, TITLE)
    headed(page, TITLE)


def _narrow(page: Page, group: str, choice: str) -> None:
    facet = page.locator("details.group").filter(has=page.locator("summary", has_text=group))
    if facet.get_attribute("open") is None:
        facet.locator("summary").click()
    label = facet.locator("label").filter(has_text=re.compile(rf"^\s*{choice}"))
    promised = int(label.locator(".num").inner_text().split()[0])
    label.click()
    press(page, "Apply filters")
    expect(page.get_by_role("group", name="Filters that are on")).to_contain_text(choice)
    headed(page, re.compile(rf"^{promised} results? for “washing”"))


def shortlist_and_compare(page: Page) -> None:
    """Read one listing, save two, and put them side by side."""
    page.goto(RESULTS)
    follow(page, TITLE)
    headed(page, TITLE)
    says(
        page,
        "I come myself, each time.",
        "Has time for 12 more hours a week",
        "Have you been checked?",
    )
    press(page, "Add to shortlist")
    says(page, f"{TITLE} is on your shortlist.")
    page.goto(RESULTS)
    press(page, re.compile("Add to shortlist.*Amara O."))
    go(page, "My shortlist")
    headed(page, "2 listings on your shortlist")
    press(page, "Compare listings")
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(2)
    expect(table).to_contain_text("£17.00")
    expect(table).to_contain_text("£16.50")


def suspend(page: Page) -> None:
    """The accreditor finds the supplier by name and gives a reason."""
    sign_in(page, "accreditor")
    go(page, "Suppliers")
    page.get_by_role("search").get_by_role("textbox").fill("vaughan")
    press(page, "Find")
    follow(page, "Nia Vaughan")
    follow(page, re.compile("^Suspend"))
    page.get_by_label("Reason").fill("We are looking into a complaint.")
    press(page, "Suspend accreditation")
    says(page, "Suspended. Nothing of theirs can be seen under this scheme.")
    sign_out(page)


def is_gone(page: Page, address: str) -> None:
    """From that moment on no surface shows it, and the visitor's shortlist says why."""
    page.goto("/")
    says_not(page, TITLE)
    page.goto(RESULTS)
    says_not(page, TITLE)
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 404
    page.goto("/shortlist/")
    says(page, "1 listing on your shortlist", "1 listing is not available now")
    says_not(page, TITLE)
