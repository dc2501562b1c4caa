"""What anyone and the person do most, by keyboard alone, and the focus is seen at every stop."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from marketplace.accounts.validators import DEMO_PASSWORD
from tests.journeys.visitors import headed, says

pytestmark = pytest.mark.browser

MOST_STOPS = 200
#: What the focused control is called, and whether it or the label over it is drawn round.
FOCUSED = """() => {
  const control = document.activeElement;
  const drawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const label = control.labels && control.labels[0];
  const boxes = [[control], [label], [label, "::before"]].filter(([box]) => box);
  return {
    name: (label || control).innerText.replace(/\\s+/g, " ").trim(),
    seen: boxes.some(([box, part]) => drawn(getComputedStyle(box, part))),
  };
}"""


def tab_to(page: Page, name: str) -> None:
    """Go on from control to control as far as the one whose name begins so."""
    # How the focus is drawn is said by the stylesheet.
    page.wait_for_load_state("load")
    passed = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        passed.append(focused["name"])
        assert focused["seen"], f"The focus is not seen on {focused['name']!r} of {page.url}"
        if focused["name"].startswith(name):
            return
    raise AssertionError(f"The keyboard does not reach {name!r} of {page.url}: {passed}")


def enter(page: Page, name: str) -> None:
    """Go to a link or button and press Enter; the next page is there when this returns."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_into(page: Page, name: str, words: str) -> None:
    tab_to(page, name)
    page.keyboard.type(words)


def test_anyone_finds_shortlists_and_compares_by_keyboard(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/")
    type_into(page, "What do you need?", "washing")
    type_into(page, "Where?", "Brackenford")
    enter(page, "Search")
    tab_to(page, "Type of supplier")
    page.keyboard.press("Enter")
    tab_to(page, "Personal assistant")
    page.keyboard.press("Space")
    enter(page, "Apply filters")
    expect(page.get_by_role("group", name="Filters that are on")).to_contain_text("Personal")
    for _ in range(2):
        enter(page, "Add to shortlist")
        says(page, "is on your shortlist.")
    enter(page, "Amara O.")
    headed(page, re.compile("^Amara O."))
    enter(page, "View your shortlist")
    enter(page, "Compare listings")
    headed(page, "Compare 2 side by side")


def test_person_reads_their_money_and_answers_by_keyboard(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/")
    enter(page, "Sign in")
    type_into(page, "Email address", "margaret@fernshire.example")
    type_into(page, "Password", DEMO_PASSWORD)
    enter(page, "Sign in")
    enter(page, "My money")
    headed(page, "My money")
    enter(page, "Answer about")
    type_into(page, "What was the payment for?", "Pansies for the front step.")
    enter(page, "Send answer")
    says(page, "Answer sent.")
