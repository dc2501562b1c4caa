"""Step 1: a supplier signs up, registers, describes what it offers and applies."""

import re

from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.conftest import ROOT
from tests.journeys.steps_account import create_account
from tests.journeys.visitors import (
    choose,
    follow,
    press,
    says,
    sign_in,
    sign_out,
    tick,
    type_date,
)

SAMPLES = ROOT / "tests/samples/journey"
EMAIL = "nia@fernshire.example"
PASSWORD = "three small blue boats"
NEXT = ("We have emailed you this reference.", "What happens next", "We decide by ")
TITLE = "Calm mornings in Brackenford"


def sign_up(page: Page) -> None:
    """A sign-in of one's own; the address is proved by the mail that it gets."""
    page.goto("/offer-support/")
    follow(page, "Create an account")
    create_account(page, "Nia Vaughan", EMAIL, PASSWORD)


def register(page: Page, kind: str, name: str, mailbox: str = EMAIL) -> None:
    """The four questions, then the answers once more."""
    page.goto("/offer-support/register/")
    choose(page, kind)
    press(page, "Continue")
    page.get_by_role("textbox").fill(name)
    press(page, "Continue")
    page.get_by_label("Street address").fill("2 Mill Row")
    page.get_by_label("Town or village").fill("Brackenford")
    page.get_by_label("Postcode").fill("FS1 1AA")
    press(page, "Continue")
    page.get_by_label("Email address").fill(mailbox)
    press(page, "Continue")
    says(page, "Check your answers", name, "2 Mill Row")
    press(page, "Register with Fernshire")
    says(page, f"{name} is registered")


def write_listing(page: Page) -> None:
    """Words, terms, prices by day, times, how much; then it goes to the council."""
    page.goto("/my-listings/")
    follow(page, "Add a listing")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Summary").fill("Washing and dressing, without a rush.")
    press(page, "Save and continue")
    follow(page, "Description")
    page.get_by_label("Full description").fill(
        "I come myself, each time.\n\nIf I am ill I ring by 7am and you choose what happens."
    )
    press(page, "Save description")
    for part, choices in {
        "Type of support": ["Washing, dressing and getting up"],
        "Who it is for": ["After a stroke", "Getting about"],
        "Areas covered": ["Brackenford"],
        "Languages": ["English", "Welsh"],
        "Ways to pay": ["My own money", "Direct payment"],
    }.items():
        follow(page, part)
        choose(page, *choices)
        press(page, "Save answers")
    follow(page, "Prices")
    hour = page.get_by_role("group", name="An hour")
    for day, price in {"Weekday": "17", "Weekend": "19.50", "Bank holiday": "26"}.items():
        hour.get_by_label(day).fill(price)
    press(page, "Save prices")
    follow(page, "Available times")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        tick(page.get_by_role("group", name=day).get_by_label("Morning"))
    press(page, "Save available times")
    follow(page, "Space available")
    page.get_by_label("How much do you offer?").fill("12")
    choose(page, "Hours a week")
    press(page, "Save space available")
    press(page, "Send listing")
    says(page, "Listing sent. Your reference: ", *NEXT)
    follow(page, "View your listing")
    says(page, "Being checked")


def offer(page: Page, name: str, unit: str, price: str) -> None:
    """The beginning of a listing of another kind, as far as its price for its own unit."""
    page.goto("/my-listings/")
    follow(page, f"Add a listing for {name}")
    page.get_by_label("Title").fill(f"What {name} does")
    page.get_by_label("Summary").fill("Everything you asked us for.")
    press(page, "Save and continue")
    follow(page, "Prices")
    page.get_by_role("group", name=unit).get_by_label("Weekday").fill(price)
    press(page, "Save prices")
    follow(page, "Prices")
    filled = page.get_by_role("group", name=unit).get_by_label("Weekday")
    expect(filled).to_have_value(price.removeprefix("£"))


def scheme_asks(page: Page, name: str, question: str) -> None:
    """What is asked differs with the kind of supplier."""
    page.goto("/my-organisation/")
    page.get_by_role("region", name=name).get_by_role("link", name=re.compile("Fernshire")).click()
    says(page, f"The evidence we ask for from {name}", question)
    press(page, "Start application")
    says(page, question, "Not started")


def apply_for_accreditation(page: Page) -> None:
    """Evidence with dates for each criterion; a refused date keeps what was typed."""
    page.goto("/my-organisation/")
    follow(page, "Fernshire Support with Confidence")
    press(page, "Start application")
    _show(page, "Who are you?", issuer="HM Passport Office", file="passport.pdf")
    follow(page, "Have you been checked?")
    choose(page, "Enhanced", "Nothing recorded")
    page.get_by_label("Organisation that asked for the check").fill("Fernshire Council")
    page.get_by_label("Certificate number").fill("001234567890")
    type_date(page, "Date on the certificate", 3, 6, 2026)
    press(page, "Save and go back")
    _show(page, "Who speaks well of you? (1 of 2)", issuer="Mrs Pell, whose mother I help")
    _show(page, "Who speaks well of you? (2 of 2)", issuer="Mr Iqbal, my tutor")
    follow(page, "Are you insured?")
    page.get_by_label("Insurer").fill("Harbour Mutual")
    type_date(page, "First day of cover", 1, 9, 2026)
    type_date(page, "End date", 31, 8, 2026)
    page.get_by_label("Copy of the document").set_input_files(SAMPLES / "insurance.pdf")
    press(page, "Save and go back")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Insurer")).to_have_value("Harbour Mutual")
    type_date(page, "End date", 31, 8, 2027)
    page.get_by_label("Copy of the document").set_input_files(SAMPLES / "insurance.pdf")
    press(page, "Save and go back")
    follow(page, "Check and send your application")
    says(page, "Harbour Mutual", "31 August 2027", "insurance.pdf")
    press(page, "Send application")
    says(page, "Application sent. Your reference: ", *NEXT)


def read_what_happened(page: Page) -> None:
    """What the council decided, on the supplier's pages and by e-mail; then nothing is new any more."""
    sign_in(page, EMAIL, PASSWORD)
    says(page, "No tasks now", "Latest: listing published")
    page.goto("/my-organisation/")
    says(page, "What happened", "is accepted. You are accredited.", f"“{TITLE}” is published.")
    follow(page, "View everything that happened")
    press(page, "Mark all as read")
    says(page, "All marked as read.")
    call_command("work", once=True)
    page.goto("/sent-mail/")
    says(page, "Decision on application ", "Decision on listing ", "/my/what-happened/. Phone ")
    sign_out(page)


def _show(page: Page, question: str, *, issuer: str, file: str = "") -> None:
    follow(page, question)
    page.get_by_role("textbox").first.fill(issuer)
    boxes = page.locator(".dates").first
    for label, value in (("Day", "1"), ("Month", "5"), ("Year", "2026")):
        boxes.get_by_label(label).fill(value)
    if file:
        page.get_by_label("Copy of the document").set_input_files(SAMPLES / file)
    press(page, "Save and go back")
