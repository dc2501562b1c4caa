"""An advocate is appointed, checked and uses the person's pages, and never says that the plan is theirs.

Walked on a phone, with script and without.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from marketplace.people.models import Person, ReadLog
from tests.journeys.axe import violations
from tests.journeys.steps_account import create_account
from tests.journeys.steps_staff import PASSWORD
from tests.journeys.visitors import choose, follow, go, press, says, says_not, sign_in

pytestmark = pytest.mark.browser

ADVOCATE = "Iris Vane"


def appoint(page: Page, person: Person) -> None:
    """No advocate is given the money, or the pen: the page says so and keeps what was entered."""
    go(page, "People")
    follow(page, person.name)
    follow(page, "Add somebody around them")
    page.get_by_label("What they are to the person").select_option(label="Advocate")
    page.get_by_label("Their name").fill(ADVOCATE)
    page.get_by_label("Their email address").fill("iris@fernshire.example")
    choose(page, "Who the person is", "The plan", "Changing the plan")
    press(page, "Add this person")
    says(page, "Advocate: cannot be given this: changing the plan. Choose less.")
    page.get_by_label("Changing the plan").uncheck()
    press(page, "Add this person")
    says(page, "They see nothing until it is checked.")


def check(page: Page) -> None:
    follow(page, ADVOCATE)
    press(page, "Mark as checked")
    says(page, f"{ADVOCATE} is checked.")


def read_for(page: Page, person: Person) -> None:
    """The plan and the record, no money, and no button that is the person's."""
    page.goto("/my/")
    follow(page, "Open their pages")
    follow(page, person.name)
    home = page.url
    follow(page, "Plan", exact=True)
    says(page, "You act for them.", "Goal 1")
    expect(page.get_by_role("button", name="This is my plan")).to_have_count(0)
    for closed in ("money/", "risks/"):
        answer = page.goto(f"{home}{closed}")
        assert answer is not None
        assert answer.status == 404, closed


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_advocate_is_appointed_checked_and_reads_but_never_confirms(
    new_page: Callable[..., Page], script: bool
) -> None:
    person = Person.objects.get(user__email="margaret@fernshire.example")
    advocate, own = (new_page(script=script, width=360) for _ in range(2))
    worker = new_page(script=script)
    advocate.goto("/account/signup/")
    create_account(advocate, ADVOCATE, "iris@fernshire.example", PASSWORD)
    sign_in(advocate, "iris", PASSWORD)
    sign_in(worker, "practitioner")
    appoint(worker, person)
    advocate.goto("/my/")
    says_not(advocate, "People you help")
    check(worker)
    read_for(advocate, person)
    assert ReadLog.objects.filter(person_id=person.pk, purpose="acting for you").exists()
    sign_in(own, "margaret")
    own.goto("/my/people/")
    says(own, ADVOCATE, "Advocate", "Nothing for the person")
    if script:
        assert [found for page in (worker, advocate, own) for found in violations(page)] == []
