"""Steps 6 and 7: finance brings a statement in and looks at the rest; the person sees and answers."""

import re

from django.core.management import call_command
from playwright.sync_api import Page, expect

from marketplace.accounts.validators import DEMO_PASSWORD
from tests.journeys.cast import CARD, MAILBOX, PERSON
from tests.journeys.steps_supplier import SAMPLES
from tests.journeys.visitors import (
    follow,
    go,
    headed,
    press,
    says,
    says_not,
    sign_in,
    sign_out,
    tick,
)

QUESTION = "What was this for?"
ANSWER = "Two trays of winter pansies for the front garden."


def bring_in(page: Page, password: str = DEMO_PASSWORD) -> None:
    """A bank that is new to us: its columns are shown, guessed, put right and kept."""
    sign_in(page, "finance", password)
    go(page, "Statements")
    follow(page, "Upload a statement")
    page.get_by_label("Account", exact=True).select_option(label=f"{PERSON}, card ending {CARD}")
    page.get_by_label("Statement file").set_input_files(SAMPLES / "october.csv")
    press(page, "Upload file")
    page.get_by_label("Rows to leave out at the top").fill("1")
    press(page, "Show the rows again")
    for field, column in {
        "Date": "Posting day",
        "Money in": "Money in",
        "Money out": "Money out",
        "Paid to or from": "Shop",
        "What it says": "Note",
    }.items():
        page.get_by_label(field, exact=True).select_option(label=column)
    press(page, "Preview rows")
    says(page, "In all, 7 rows can be read and 1 will be refused.", "23 September 2026")
    press(page, "Upload with these columns")
    says(page, "Waiting to be read: about 10 rows")
    call_command("work", once=True)
    follow(page, "Check again")
    headed(page, "Check this statement")
    says(page, PERSON, "Nothing of october.csv is recorded yet", "12..34")
    press(page, "Confirm and record 7 payments")
    call_command("work", once=True)
    follow(page, "Check again")
    headed(page, "october.csv")
    says(page, "7 new payments.", "12..34")


def look_at_the_rest(page: Page) -> None:
    """What the plan explains is matched with its reason; three lines wait: confirm, split, ask."""
    _read_why_a_line_is_matched(page)
    _confirm_in_the_queue(page)
    _split_undo_and_split_again(page)
    _ask(page)
    follow(page, PERSON, exact=True)
    says(page, "£204.00", "Green Fingers", "Question sent, no answer yet")
    sign_out(page)


def _read_why_a_line_is_matched(page: Page) -> None:
    go(page, "Cards and accounts")
    follow(page, re.compile(PERSON))
    follow(page, "GREEN FINGERS")
    says(page, "Matched", "1 visit with Green Fingers at £20.00, planned every 2 weeks.")


def _waiting(page: Page) -> None:
    go(page, "Payments to check")
    page.get_by_label("Person or last 4 digits of account").fill(CARD)
    press(page, "Apply filters")


def _confirm_in_the_queue(page: Page) -> None:
    _waiting(page)
    expect(page.locator("tbody tr")).to_have_count(3)
    says(page, "2 payments of £102.00 to Nia V. at once", "£84.00 is £20.00 more")
    tick(page.get_by_role("checkbox", name=re.compile("£204.00")))
    press(page, "Preview matches")
    says(page, "Preview: 1 payment chosen, £204.00")
    press(page, "Confirm this one")
    says(page, "1 payment is matched.")


def _split_undo_and_split_again(page: Page) -> None:
    _waiting(page)
    follow(page, re.compile("^Open .*£84.00"))
    _split(page, {"Steadfast Mobility": "64.00", "Green Fingers": "20.00"})
    follow(page, "Look again at what you decided just now")
    says(page, "£62.96", "Person’s contribution")
    press(page, "Undo this match")
    says(page, "The match is undone.", "What happened before")
    _split(page, {"Steadfast Mobility": "64.00", "Outside the plan, accepted": "20.00"})
    follow(page, "Look again at what you decided just now")
    says(page, "£62.96", "Person’s contribution")


def _split(page: Page, parts: dict[str, str]) -> None:
    """A sum that is a pound short is refused, and nothing typed is lost."""
    follow(page, "Split this payment")
    for number, (label, amount) in enumerate(parts.items()):
        page.get_by_label("Support").nth(number).select_option(label=label)
        page.get_by_label("How much").nth(number).fill(amount)
    page.get_by_label("How much").nth(1).fill("19.00")
    press(page, "Split payment")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("How much").nth(0)).to_have_value("64.00")
    page.get_by_label("How much").nth(1).fill("20.00")
    press(page, "Split payment")
    says(page, "The payment is split.")


def _ask(page: Page) -> None:
    _waiting(page)
    follow(page, re.compile("^Open .*£25.80"))
    says(page, "No support in the plan has this cost", "It can be right.")
    page.get_by_label("Your question").fill(QUESTION)
    press(page, "Ask this question")
    says(page, "Question sent. We take no money back.")


def read_money(page: Page) -> None:
    """What was paid in and out of her card, and what her plan still needs."""
    follow(page, "My money")
    headed(page, "My money")
    says(page, "On your card today", "£1,032.20", "Needed for your plan", "£224.00")
    says(page, "Nia V.", "NIA VAUGHAN", "Not matched yet")


def see_and_answer(page: Page) -> None:
    """The person reads what there is, what is needed, what is left and what is asked; and answers."""
    sign_in(page, MAILBOX)
    follow(page, "My money")
    headed(page, "My money")
    says(
        page,
        "On your card today",
        "Needed for your plan",
        "Money left to spend",
        "expected to be left on",
        "Nia V.",
        "Green Fingers",
        "Question from the council",
        QUESTION,
    )
    follow(page, re.compile("^Answer about"))
    says(page, "£25.80 to BRACKENFORD GARDEN CTR on 1 October 2026", QUESTION)
    page.get_by_label("What was the payment for?").fill(ANSWER)
    press(page, "Send answer")
    says(page, "Answer sent. Your reference: ", "What happens next")
    says_not(page, "Question from the council")
    sign_out(page)
