"""Nobody loses what they typed: warned in time, kept when too late, and found again with Back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from marketplace.accounts.models import KeptAnswers
from marketplace.accounts.validators import DEMO_PASSWORD
from tests.journeys.visitors import follow, headed, press, says, sign_in

pytestmark = pytest.mark.browser

EMAIL = "margaret@fernshire.example"
WORDS = "Pansies for the front step.\nAnd a bag of compost: £4 & a bit."
QUESTION = "What was the payment for?"


def write(page: Page) -> None:
    """As far as the button: the person has answered her council, and not sent it yet."""
    sign_in(page, EMAIL)
    page.goto("/my/money/")
    page.get_by_role("link", name="Answer about").first.click()
    page.get_by_label(QUESTION).fill(WORDS)
    # The script counts from here on: a clock that is moved before would be moved for nothing.
    page.wait_for_load_state("load")


def sign_in_here(page: Page) -> None:
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize(("script", "width"), [(True, 1280), (False, 320)])
def test_answer_when_the_session_ran_out_is_found_after_sign_in_and_sent(
    new_page: Callable[..., Page], clock: time_machine.Traveller, script: bool, width: int
) -> None:
    page = new_page(script=script, width=width)
    write(page)
    clock.shift(timedelta(hours=2, minutes=1))
    press(page, "Send answer")
    says(page, "You were signed out after 2 hours without activity.", "We keep what you entered")
    sign_in_here(page)
    headed(page, "This page was open too long")
    says(page, "Your answers are below. They are not saved yet.", "Pansies for the front step.")
    says(page, QUESTION, "£4 & a bit.")
    press(page, "Send again")
    says(page, "Answer sent.")
    page.goto("/my/")
    expect(page.locator("main")).not_to_contain_text("not saved yet")


def test_answer_when_its_token_is_old_is_shown_and_sent(new_page: Callable[..., Page]) -> None:
    page = new_page()
    write(page)
    page.context.clear_cookies(name="csrftoken")
    press(page, "Send answer")
    headed(page, "This page was open too long")
    page.goto("/my/")
    follow(page, "Read and send again")
    says(page, "Pansies for the front step.")
    press(page, "Send again")
    says(page, "Answer sent.")


def test_answer_when_somebody_else_signed_in_since_is_not_shown_to_them(
    new_page: Callable[..., Page],
) -> None:
    page = new_page()
    write(page)
    other = page.context.new_page()
    other.goto("/my/")
    other.get_by_role("button", name="Sign out").click()
    sign_in(other, "finance")
    press(page, "Send answer")
    says(page, "This page was opened with another account.")
    assert "Pansies" not in page.content()
    other.goto("/kept/")
    headed(other, "Hello, Finance")
    assert "Pansies" not in other.content()
    assert KeptAnswers.objects.get().author.email == EMAIL


def test_warning_before_the_end_is_heard_answered_by_keyboard_and_no_trap(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(width=320)
    page.clock.install()
    write(page)
    box, warning = page.get_by_label(QUESTION), page.get_by_role("alertdialog")
    box.focus()
    page.clock.fast_forward("01:54:00")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("01:30")
    expect(warning).to_have_accessible_name("You will be signed out in 5 minutes")
    expect(warning).to_contain_text("We keep what you entered.")
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    expect(box).to_be_focused()
    expect(box).to_have_value(WORDS)
    page.clock.fast_forward("01:56:00")
    expect(warning).to_be_visible()
    page.keyboard.press("Escape")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("04:30")
    expect(warning).to_have_accessible_name("You are signed out")
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    expect(box).to_have_value(WORDS)


def test_sign_out_in_the_warning_keeps_what_was_typed(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.clock.install()
    write(page)
    page.clock.fast_forward("01:56:00")
    page.get_by_role("alertdialog").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
    sign_in(page, EMAIL)
    follow(page, "Read and send again")
    says(page, "Pansies for the front step.")
    press(page, "Send again")
    says(page, "Answer sent.")


def test_end_of_the_session_without_script_is_said_on_the_page(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(script=False)
    write(page)
    expect(page.locator(".session-end")).to_contain_text(
        "You will be signed out at 12.30pm if you send nothing before."
    )
    expect(page.get_by_role("alertdialog")).to_be_hidden()


def test_back_to_a_refused_form_finds_it_as_it_was(new_page: Callable[..., Page]) -> None:
    page = new_page()
    write(page)
    page.get_by_label(QUESTION).fill("")
    press(page, "Send answer")
    says(page, "There is a problem")
    page.reload()
    says(page, "There is a problem")
    page.get_by_label(QUESTION).fill(WORDS)
    press(page, "Send answer")
    says(page, "Answer sent.")
    page.go_back()
    says(page, "There is a problem")


def test_back_to_a_refused_sign_up_finds_it_as_it_was(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/account/signup/")
    page.get_by_label("Email address").fill("somebody@example.org")
    press(page, "Create an account")
    says(page, "There are 2 problems")
    page.goto("/find/")
    page.go_back()
    says(page, "There are 2 problems")
    expect(page.get_by_label("Email address")).to_have_value("somebody@example.org")
