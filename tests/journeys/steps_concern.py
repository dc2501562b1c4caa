"""Somebody without an account is worried; officers work it, and nobody whom it is about can tell."""

import re

from playwright.sync_api import Page

from tests.journeys.cast import PERSON
from tests.journeys.steps_supplier import TITLE
from tests.journeys.visitors import choose, follow, go, press, says

#: Words that stand nowhere but in the concern.
CANARY = "the blue biscuit tin"
SHIELDED = "Sam Vaughan"
REFERENCE = re.compile(r"Your reference: (\S+)")


def raise_concern(page: Page) -> str:
    """From the supplier's own listing; answers the reference."""
    page.get_by_role("main").or_(page.get_by_role("contentinfo")).get_by_role(
        "link", name=re.compile("aise a concern")
    ).first.click()
    says(page, "You came from a page about a listing.")
    choose(page, "An adult, aged 18 or over")
    choose(page.get_by_role("group", name="Is anyone in danger now?"), "No")
    page.get_by_label("What happened?").fill(f"Her money is gone from {CANARY}.")
    page.get_by_label("Who is it about?").fill(PERSON)
    page.get_by_label("Who may have done it?").fill("Nia, who comes in the mornings")
    choose(page, "No, they do not know")
    press(page, "Send concern")
    says(page, "Concern sent", "No page shows anything for it, and we send no email.")
    found = REFERENCE.search(page.inner_text("main"))
    assert found, page.inner_text("main")
    return found[1]


def keep_from(page: Page, reference: str) -> None:
    """The officer takes it, and hides it from a colleague of the supplier's family, before anything else."""
    go(page, "Concerns")
    follow(page, reference)
    says(page, CANARY, f"{TITLE} (listing). Check it before you link it.")
    press(page, re.compile("Assign to me"))
    follow(page, "Choose colleagues")
    choose(page, SHIELDED)
    press(page, "Save")
    says(page, "As it was raised", SHIELDED)


def triage(page: Page) -> None:
    """Whose record it is, which kind of abuse, how great the risk, and what it is."""
    for kind, words in {"Person": "Rowsell", "Supplier": "Vaughan"}.items():
        follow(page, "Link a record")
        choose(page, kind)
        page.get_by_label("Name or record number").fill(words)
        press(page, "Search")
        press(page, re.compile(f"^Link.*{words}"))
    follow(page, "Triage this concern")
    choose(page, "Financial or material")
    choose(page.get_by_role("group", name="Risk now"), "Medium")
    page.get_by_label("What you know and did so far").fill("Her drawer has a lock now.")
    press(page, "Save triage")
    says(page, "Triaged", "Risk: medium", PERSON, "Nia Vaughan")


def reads_nothing(page: Page, reference: str, *addresses: str) -> None:
    """Neither the words nor the reference, nor any officer, on their pages."""
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        shown = page.content()
        for trace in (CANARY, reference, "Sara Vale", "oncern raised"):
            assert trace not in shown, (address, trace)


def cannot_open(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status in (403, 404), address
