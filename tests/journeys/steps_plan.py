"""Steps 4 and 5: the broker builds a plan beside the budget, and managers decide."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.cast import PERSON
from tests.journeys.visitors import (
    choose,
    follow,
    go,
    press,
    says,
    says_not,
    sign_in,
    sign_out,
    tick,
    type_date,
)

WISH = "I want to be up and dressed before my sister rings at ten."
ANSWERS = [
    "My sister's call at ten, my garden, and nobody in a hurry.",
    "Up and dressed by ten each day, and out in the garden again.",
    "Nia comes on weekday mornings. My sister comes on Sundays.",
    "It pays Nia and the gardener. The rest is kept for winter.",
    "I pay them myself from my card, and my sister helps me look.",
    "I choose who comes and when. My sister may only advise.",
]
BY_WHEN = "My broker books them by 28 September."
REASON = "Forty hours is more than the mornings need. Say what the other hours are for."


def begin(page: Page) -> None:
    """A person's page, a plan, and an outcome in her own words."""
    go(page, "My people")
    follow(page, PERSON, exact=True)
    says(page, "£399.00 a week", "£6.50", "Council")
    press(page, "Start plan")
    follow(page, "Add the first outcome")
    page.get_by_label("What the person wants").fill(WISH)
    page.get_by_label("Part of life").select_option(label="Keeping clean")
    choose(page.get_by_role("group", name="Now, from 1 to 5"), "2")
    choose(page.get_by_role("group", name="Aim, from 1 to 5"), "4")
    press(page, "Save outcome")


def build(page: Page, listing: str) -> None:
    """Four kinds of item, and the cost as it runs."""
    sign_in(page, "broker")
    begin(page)
    _add_listing(page, listing, "40")
    says(page, "Is this right?", "over the budget")
    choose(page, "I checked this. It is right")
    press(page, "Add to plan")
    says(page, "£281.00 a week over the £399.00 agreed", "£35,360.00")
    _add_off_market(page)
    says(page, "£291.00 a week over the £399.00 agreed")
    _add_equipment(page)
    says(page, "£64.00 of one-off costs")
    _add_natural(page)
    says(page, "No charge", "Agreed on 20 September 2026")


def _add_listing(page: Page, listing: str, hours: str) -> None:
    follow(page, re.compile("^Add support"))
    page.get_by_label("Title, supplier or web address of a listing").fill(listing)
    press(page, "Find listing")
    follow(page, re.compile(f"^Choose this.*{listing}"))
    choose(page, "£17.00 an hour")
    page.get_by_label("How many").fill(hours)
    page.get_by_label("Note on times").fill("Every morning")
    press(page, "Add to plan")


def _add_off_market(page: Page) -> None:
    _add(page, "Support not on Handrail")
    page.get_by_label("Name of the support").fill("Gardening")
    page.get_by_label("Supplier").fill("Green Fingers")
    page.get_by_label("Price for one").fill("20")
    page.get_by_label("Unit").select_option(label="Visit")
    page.get_by_label("How many").fill("1")
    page.get_by_label("How often").select_option(label="Every fortnight")
    press(page, "Add to plan")


def _add_equipment(page: Page) -> None:
    _add(page, "Equipment")
    page.get_by_label("Name of the support").fill("Bath transfer bench")
    page.get_by_label("Shop").fill("Steadfast Mobility")
    page.get_by_label("Price for one").fill("64.00")
    press(page, "Add to plan")


def _add_natural(page: Page) -> None:
    _add(page, "Unpaid support")
    page.get_by_label("Who gives the support?").fill("Dilys, her sister")
    page.get_by_label("What support do they give?").fill("Sunday lunch")
    page.get_by_label("How many hours").fill("3")
    type_date(page, "Day they agreed", 20, 9, 2026)
    page.get_by_label("What happens if this support stops?").fill("Skip a week, then ask Nia.")
    press(page, "Add, then enter times")
    choose(page, "Sunday")
    page.get_by_label("Start time").fill("12.30pm")
    page.get_by_label("How long").fill("3 hours")
    press(page, "Add times")
    says(page, "Sundays 12.30pm to 3.30pm")
    press(page, "Save changes")


def _add(page: Page, place: str) -> None:
    follow(page, re.compile("^Add support"))
    follow(page, place, exact=True)


def answer_and_send(page: Page) -> None:
    """The seven questions; the last needs to say by when, and nothing is sent until it does."""
    for number, words in enumerate(ANSWERS, 1):
        _answer(page, number, words)
    _answer(page, 7, "My broker books them")
    follow(page, "View what is missing")
    says(page, "Not ready to send", "Enter a date")
    follow(page, "Question 7")
    page.get_by_role("textbox").fill(BY_WHEN)
    press(page, "Save and go to the plan")
    follow(page, "Check and send plan")
    says(page, "The plan is over the budget. You can send it", "A senior approving manager decides")
    _send(page)
    sign_out(page)


def _answer(page: Page, number: int, words: str) -> None:
    follow(page, re.compile(rf"^{number}\. "))
    page.get_by_role("textbox").fill(words)
    press(page, "Save and go to the plan")


def _send(page: Page) -> None:
    says(page, "“This is my plan”")
    follow(page, "Record what you heard")
    choose(page, "A worker wrote down the person’s words", "On a visit")
    page.get_by_label("Who said it, or who decided").fill("Hattie herself")
    type_date(page, "When", 21, 9, 2026)
    page.get_by_label("The person’s own words, or their view").fill("Yes, this is my plan.")
    press(page, "Record", exact=True)
    press(page, "Send plan")
    says(page, "Plan sent. Your reference: ", "We email you the decision.")
    follow(page, "View the plan")
    says(page, "Waiting for a decision")


def within_budget(page: Page, listing: str) -> None:
    """A plan as most are: support that the budget pays, and an answer to each question."""
    begin(page)
    _add_listing(page, listing, "6")
    _add_off_market(page)
    says(page, "£287.00 a week left to plan of £399.00")
    _answer_one_after_the_other(page)
    follow(page, "Check and send plan")
    says(page, "Nobody has said so yet")
    expect(page.get_by_role("button", name="Send plan")).to_have_count(0)


def _answer_one_after_the_other(page: Page) -> None:
    follow(page, re.compile(r"^1\. "))
    for number, words in enumerate(ANSWERS, 2):
        page.get_by_role("textbox").fill(words)
        press(page, f"Save and go to question {number}")
        expect(page).to_have_url(re.compile(rf"/questions/{number}/$"))
    page.get_by_role("textbox").fill(BY_WHEN)
    press(page, "Save and go to the plan")


def send_said(page: Page) -> None:
    """The broker, once she has said so."""
    page.reload()
    says(page, "“This is my plan”", PERSON)
    press(page, "Send plan")
    says(page, "Plan sent. Your reference: ")


def return_with_reasons(page: Page) -> None:
    """Over the budget: it is not with the approving manager but with the senior one."""
    sign_in(page, "approver")
    go(page, "Plans to decide")
    says_not(page, PERSON)
    sign_out(page)
    sign_in(page, "senior")
    go(page, "Plans to decide")
    follow(page, PERSON)
    says(page, WISH, "£291.00 a week over the £399.00 agreed", ANSWERS[3])
    question = page.get_by_role("group", name="4. How will you use your personal budget?")
    choose(question, "Needs more")
    question.get_by_label("What is missing").fill(REASON)
    press(page, "Return with reasons")
    says(page, "Check your decision", REASON)
    press(page, "Return with reasons")
    says(page, f"{PERSON}’s plan is returned, with your reasons.")
    sign_out(page)


def read_of_the_supplier(page: Page, supplier: str) -> None:
    """The broker is told that somebody in a live plan is suspended, and where."""
    sign_in(page, "broker")
    said = f"{supplier} is suspended. A support plan includes it."
    says(page, "What happened", said, "A support plan is approved.")
    follow(page, said)
    says(page, WISH)
    sign_out(page)


def fix_and_send_again(page: Page) -> None:
    sign_in(page, "broker")
    go(page, "My people")
    follow(page, re.compile(f"{PERSON}’s plan"))
    says(page, "Returned for changes", REASON)
    follow(page, re.compile("^Change ?: Calm"))
    page.get_by_label("How many").fill("6")
    press(page, "Save changes")
    says(page, "£287.00 a week left to plan of £399.00")
    follow(page, re.compile(r"^4\. "))
    says(page, "The manager returned this for changes", REASON)
    page.get_by_role("textbox").fill("Six hours are enough. The rest is kept for winter.")
    press(page, "Save and go to the plan")
    follow(page, "Check and send plan")
    says(page, "An approving manager decides.")
    _send(page)
    sign_out(page)


def approve(page: Page) -> None:
    """Every question has a verdict, or the approval is refused with what was judged kept."""
    sign_in(page, "approver")
    approve_here(page)
    sign_out(page)


def approve_here(page: Page) -> None:
    """In the window of a manager who is signed in."""
    go(page, "Plans to decide")
    follow(page, PERSON)
    says(page, "You can decide this plan.", "£287.00 a week left to plan")
    press(page, "Approve plan")
    expect(page.get_by_role("alert")).to_be_visible()
    for verdict in page.get_by_role("radio", name="Answered", exact=True).all():
        tick(verdict)
    press(page, "Approve plan")
    says(page, "Check your decision", "You cannot undo this")
    press(page, "Approve plan")
    says(page, f"{PERSON}’s plan is approved. Its prices are fixed.")
