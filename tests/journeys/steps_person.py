"""A person is registered, given a budget, a broker, an agreement and an account; her daughter helps.

Each takes the window of somebody who is signed in, and leaves them so.
"""

import re

from playwright.sync_api import Page, expect

from tests.journeys.cast import CARD, MAILBOX, PERSON
from tests.journeys.visitors import choose, follow, go, press, says, says_not, type_date

DAUGHTER, DAUGHTERS_MAILBOX = "Joan Rowsell", "joan"
COUNCIL = "Fernshire County Council"
WEEKLY = {COUNCIL: "392.50", "Person’s contribution": "6.50"}


def register(page: Page) -> None:
    """The practitioner begins with a name and how to reach her."""
    go(page, "People")
    follow(page, "Register a person")
    page.get_by_label("Name", exact=True).fill(PERSON)
    page.get_by_label("How to contact them").fill("Ring, after ten.")
    type_date(page, "Date of birth", 2, 6, 1941)
    press(page, "Register")
    says(page, f"{PERSON} is registered.")


def propose_budget(page: Page) -> None:
    """From her record: who pays, and how much. Whoever proposes it does not agree it."""
    follow(page, "Plans and budget")
    follow(page, "Budgets and funding sources")
    for payer in ("Council", "Person’s contribution"):
        follow(page, "Add a funding source")
        choose(page, payer)
        press(page, "Add funding source")
        says(page, "The funding source is recorded.")
    type_date(page, "First day", 21, 9, 2026)
    for payer, pounds in WEEKLY.items():
        page.get_by_role("group", name=payer).get_by_label("A week").fill(pounds)
    press(page, "Propose budget")
    says(page, "£399.00")
    go(page, "Budgets to agree")
    says_not(page, "Agree budget")


def agree_budget(page: Page) -> None:
    """A second practitioner, who is not who proposed it."""
    go(page, "Budgets to agree")
    follow(page, re.compile(PERSON))
    press(page, "Agree budget")
    says(page, "£399.00")


def open_record(page: Page) -> None:
    go(page, "People")
    follow(page, PERSON)


def give_broker(page: Page) -> None:
    """The practitioner who works with her, where she did not choose herself."""
    open_record(page)
    follow(page, "Plans and budget")
    follow(page, "Choose a broker")
    choose(page, "Bo Field", "The council chose")
    press(page, "Record broker")
    says(page, "Bo Field")


def agree_payment(page: Page) -> None:
    """Finance, for all of the budget, every four weeks."""
    go(page, "Payments to agree")
    follow(page, re.compile(PERSON))
    follow(page, "Make an agreement")
    type_date(page, "First payment day", 21, 9, 2026)
    type_date(page, "First day", 21, 9, 2026)
    press(page, "Record agreement")


def open_account(page: Page) -> None:
    """The card is ordered elsewhere; here it is recorded, and its statements are files."""
    follow(page, "Open an account")
    choose(page, "A new card account")
    page.get_by_label("Last 4 digits of the new card or bank account").fill(CARD)
    press(page, "Record account")
    says(page, f"ending {CARD} is recorded.")


def link_account(page: Page) -> None:
    """Her own sign-in is joined to her record, by the address that she confirmed."""
    open_record(page)
    follow(page, "Link their account")
    page.get_by_label("Email address of their account").fill(f"{MAILBOX}@fernshire.example")
    press(page, "Link this account")
    says(page, "The account is linked.")


def name_daughter(page: Page) -> None:
    """On her own page, and of all that there is to see only the plan."""
    page.goto("/my/")
    follow(page, "People who help me")
    follow(page, "Add somebody who helps you")
    page.get_by_label("What they are to you").select_option(label="Family")
    page.get_by_label("Their name").fill(DAUGHTER)
    page.get_by_label("Their email address").fill(f"{DAUGHTERS_MAILBOX}@fernshire.example")
    choose(page, "Your plan")
    press(page, "Add this person")
    says(page, DAUGHTER)


def is_not_helping_yet(page: Page) -> None:
    """Until somebody at the council has checked, naming gives nothing."""
    page.goto("/my/")
    expect(page.get_by_role("link", name="Open their pages")).to_have_count(0)


def check_daughter(page: Page) -> None:
    """The practitioner checks it with her; family needs no paper."""
    open_record(page)
    follow(page, DAUGHTER)
    says(page, "Family")
    press(page, "Mark as checked")


def open_for_her(page: Page) -> None:
    """The daughter, by her own page to her mother's."""
    page.goto("/my/")
    follow(page, "Open their pages")
    follow(page, PERSON)
    says(page, f"{PERSON}’s pages")


def daughter_reads(page: Page, *words: str) -> None:
    """The plan is there for her; money is neither named nor answered, nor are staff's pages."""
    open_for_her(page)
    expect(page.get_by_role("main").get_by_role("link", name="Money")).to_have_count(0)
    address = page.url
    follow(page, "Plan", exact=True)
    says(page, "You act for them.", *words)
    for closed in (f"{address}money/", address.replace("/for/", "/people/"), "/my/money/"):
        answer = page.goto(closed)
        assert answer is not None
        assert answer.status in (403, 404), closed


def sees_who_looked(page: Page) -> None:
    """Her mother reads that she did."""
    page.goto("/my/record/")
    says(page, DAUGHTER, "Acting for you", "Who you are, your plan")


def say_it_is_mine(page: Page, listing: str) -> None:
    """The plan that her broker wrote, on her own page."""
    page.goto("/my/")
    follow(page, "My plan")
    says(page, listing, "£112.00")
    press(page, "This is my plan")
    says(page, "Thank you. We recorded it.")


def end_helping(page: Page) -> None:
    """Her mother, on any day."""
    page.goto("/my/people/")
    follow(page, DAUGHTER)
    press(page, re.compile("^End this"))


def sees_no_more(page: Page) -> None:
    """The daughter, of the page that lies open before her."""
    answer = page.reload()
    assert answer is not None
    assert answer.status == 404
