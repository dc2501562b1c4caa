"""A council is staffed: administrators open their links, one invites, the other confirms."""

import re
from collections.abc import Callable

from django.core.management import call_command
from playwright.sync_api import Page

from tests.journeys.visitors import follow, go, press, says, says_not

PASSWORD = "three small blue boats"
ADMINISTRATORS = {"ada": "Ada Wren", "ben": "Ben Holt"}
#: Who works here: by the first part of their address, their name and role.
STAFF = {
    "auditor": ("Audrey Lake", "Auditor"),
    "practitioner": ("Pia Lund", "Practitioner"),
    "second": ("Piers Moss", "Practitioner"),
    "broker": ("Bo Field", "Broker"),
    "approver": ("Ann Marsh", "Approving manager"),
    "finance": ("Finn Day", "Finance officer"),
    "accreditor": ("Alec Ford", "Accreditation officer"),
    "safeguarding": ("Sara Vale", "Safeguarding officer"),
    "close": ("Sam Vaughan", "Safeguarding officer"),
    "commissioner": ("Cora West", "Commissioner"),
}
MAILED = re.compile(
    r"To (\S+)@fernshire\.example,.*\s+.* invites you .*\s+http://\S+?(/account/\S+)"
)


def accept(page: Page, link: str, name: str) -> Page:
    """Open the link, choose a password, and come in with it. The window is theirs from then on."""
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Accept and create an account")
    says(page, "You have accepted the invitation.")
    return page


def come(new_page: Callable[[], Page], first: Page, second: Page) -> dict[str, Page]:
    """One administrator proposes everybody and cannot confirm; the other one reads and confirms.
    Then each opens the link that is mailed, in a window of their own."""
    for mailbox, (name, role) in STAFF.items():
        _invite(first, mailbox, name, role)
    _confirm_all(second)
    call_command("work", once=True)
    first.goto("/sent-mail/")
    links = dict(MAILED.findall(first.inner_text("main")))
    return {
        mailbox: accept(new_page(), links[mailbox], name) for mailbox, (name, _) in STAFF.items()
    }


def _invite(page: Page, mailbox: str, name: str, role: str) -> None:
    page.goto("/settings/staff/invite/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Work email address").fill(f"{mailbox}@fernshire.example")
    page.get_by_label("Role").select_option(label=role)
    if role == "Approving manager":
        page.get_by_label("Highest weekly cost that they may approve").fill("600")
    press(page, "Propose the invitation")
    says(page, f"A second administrator must confirm it. Then we email {name}")


def _confirm_all(page: Page) -> None:
    """From the list of what waits, each read and confirmed on its own page."""
    page.goto("/settings/staff/")
    waiting = page.get_by_role("main")
    found = {
        who: waiting.get_by_role("link", name=who[0]).first.get_attribute("href")
        for who in STAFF.values()
    }
    for who, address in found.items():
        page.goto(f"{address}")
        says(page, *who)
        press(page, "Confirm")
        says(page, "Confirmed. The auditor is told.")


def add_area(page: Page) -> None:
    """The commissioner's first word of the council's own; suppliers can choose it at once."""
    go(page, "Settings")
    says_not(page, "People who work here")
    follow(page, "Lists of words")
    follow(page, "Areas covered")
    page.get_by_label("Names").fill("Brackenford\nOtterby")
    press(page, "Add to the list")
    says(page, "2 words are in the list: Brackenford, Otterby.")
