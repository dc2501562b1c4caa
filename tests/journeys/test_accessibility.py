"""Every page of the case can be used by everybody: axe, reflow, headings, the skip link."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.places import SIGN_INS
from tests.journeys.steps_supplier import SAMPLES
from tests.journeys.visitors import headed, press, sign_in

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
#: 320 pixels wide is also a desk of 1280 at 400 % zoom.
NARROW = {"width": 320, "height": 640}


#: axe takes most of the time. It looks at phones with the other tests, and at desks with the drills.
SIZES = [pytest.param(NARROW, id="phone"), pytest.param(DESK, id="desk", marks=pytest.mark.slow)]


def first_of(places: dict[str, list[str]], mailbox: str) -> list[str]:
    """Without the pages that somebody before them opens as well: those are looked at once at this size."""
    before = SIGN_INS[: SIGN_INS.index(mailbox)]
    seen = {address for earlier in before for address in places[earlier]}
    return [address for address in places[mailbox] if address not in seen]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("mailbox", SIGN_INS, ids=lambda mailbox: mailbox or "anyone")
def test_pages_can_be_used_by_everybody(
    new_page: Callable[..., Page],
    places: dict[str, list[str]],
    mailbox: str,
    size: dict[str, int],
) -> None:
    page, found = new_page(), []
    if mailbox:
        sign_in(page, mailbox)
    assert places[mailbox]
    for address in places[mailbox] if size == DESK else first_of(places, mailbox):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        found += _problems(page, size)
    assert found == []


def test_choosing_columns_can_be_used_by_everybody(new_page: Callable[..., Page]) -> None:
    """The one page that is reached only by sending a file."""
    page = new_page()
    sign_in(page, "finance")
    page.goto("/money/imports/new/")
    page.get_by_label("Account", exact=True).select_option(index=1)
    page.get_by_label("Statement file").set_input_files(SAMPLES / "october.csv")
    press(page, "Upload file")
    headed(page, "Columns of this file")
    assert _problems(page) == []


def test_refusals_can_be_used_by_everybody(new_page: Callable[..., Page]) -> None:
    """A form with errors, and the page for an address that leads nowhere."""
    page = new_page()
    page.goto("/account/signup/")
    press(page, "Create an account")
    expect(page.get_by_role("alert")).to_contain_text("There are 3 problems")
    assert page.title().startswith("Error: ")
    assert _problems(page) == []
    page.goto("/listings/nobody-00000000-0000-4000-8000-000000000000/")
    assert _problems(page) == []


def _problems(page: Page, *sizes: dict[str, int]) -> list[str]:
    page.wait_for_load_state("load")
    found = [
        *_structure(page),
        *(problem for size in sizes or (DESK, NARROW) for problem in _at(page, size)),
    ]
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    return [f"{page.url} {problem}" for problem in found]


def _structure(page: Page) -> list[str]:
    """One h1, and a skip link that is the first stop and leads to the main part."""
    problems = [] if page.locator("h1").count() == 1 else ["has not one h1"]
    page.keyboard.press("Tab")
    if "Skip to the main content" not in page.locator(":focus").inner_text():
        return [*problems, "does not begin with the skip link"]
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
    try:
        # The address changes a moment before the focus does.
        expect(page.locator("#main")).to_be_focused()
    except AssertionError:
        problems.append("its skip link does not move the focus")
    return problems


def _at(page: Page, size: dict[str, int]) -> list[str]:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    width = page.evaluate("document.documentElement.scrollWidth")
    problems = [f"scrolls sideways at {size['width']}: {width}"] if width > size["width"] else []
    return [*problems, *(f"at {size['width']}: {found}" for found in violations(page))]
