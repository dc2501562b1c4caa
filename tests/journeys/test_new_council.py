"""An empty database, `make_council`, and then pages only: from the first link to a concern that is worked.

Nothing of the samples is there: who is not invited cannot come in, and what no page makes is missing.
It is walked with script and again without, each of its people in a window of their own.
"""

import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import Page

from tests.journeys import (
    steps_concern,
    steps_market,
    steps_money,
    steps_person,
    steps_plan,
    steps_schemes,
    steps_staff,
    steps_supplier,
    steps_trail,
)
from tests.journeys.axe import violations
from tests.journeys.cast import MAILBOX, PERSON
from tests.journeys.steps_account import create_account
from tests.journeys.steps_staff import PASSWORD
from tests.journeys.visitors import Visitors, says, sign_in

pytestmark = pytest.mark.browser

#: As with the case, the second walk stands with the drills.
SCRIPT = [
    pytest.param(True, id="script"),
    pytest.param(False, id="no_script", marks=pytest.mark.slow),
]


class Story:
    """One council from nothing: its windows by who sits at them, at one setting of script."""

    def __init__(self, comers: Visitors, *, script: bool) -> None:
        self._comers = comers
        self.script = script
        self.at: dict[str, Page] = {}

    def new_page(self) -> Page:
        return self._comers.new_page(script=self.script)

    def phone(self) -> Page:
        return self._comers.new_page(script=self.script, width=320, height=640)

    def looked(self, *pages: Page) -> None:
        """These can be used by everybody, as they are now. The check itself is a script."""
        if self.script:
            assert [found for page in pages for found in violations(page)] == []


@pytest.mark.parametrize("script", SCRIPT)
def test_new_council_runs_from_nothing_to_a_worked_concern_through_pages_only(
    comers: Visitors, clock: time_machine.Traveller, script: bool
) -> None:
    story = Story(comers, script=script)
    _says_how_to_begin(story)
    _is_staffed(story)
    _has_a_supplier(story)
    _has_a_person(story)
    _is_helped_by_her_daughter(story)
    _has_her_plan(story)
    clock.shift(timedelta(days=12))
    _reads_her_money(story)
    _is_cared_for(story)
    _ends_the_help(story)
    steps_trail.read_trail(_again(story, "auditor"))
    story.looked(story.at["auditor"])


def _again(story: Story, mailbox: str) -> Page:
    """Days later everybody signs in anew."""
    sign_in(story.at[mailbox], mailbox, PASSWORD)
    return story.at[mailbox]


def _says_how_to_begin(story: Story) -> None:
    page = story.new_page()
    answer = page.goto("/find/")
    assert answer is not None
    assert answer.status == 503
    says(page, "make_council")


def _make_council() -> list[str]:
    """As the guide makes it; answers the paths of its administrators' links."""
    said = StringIO()
    call_command(
        "make_council",
        "--name=Fernshire County Council",
        "--short-name=Fernshire",
        "--slug=fernshire",
        "--ons-code=E10000000",
        "--phone=01632 960 100",
        "--hours=9am to 5pm, Monday to Friday",
        "--email=care@fernshire.example",
        "--host=localhost",
        "--administrator=Ada Wren <ada@fernshire.example>",
        "--administrator=Ben Holt <ben@fernshire.example>",
        stdout=said,
    )
    return re.findall(r"(/account/invitation/\S+/)", said.getvalue())


def _is_staffed(story: Story) -> None:
    links = zip(_make_council(), steps_staff.ADMINISTRATORS.items(), strict=True)
    for link, (mailbox, name) in links:
        story.at[mailbox] = steps_staff.accept(story.new_page(), link, name)
    story.at |= steps_staff.come(story.new_page, story.at["ada"], story.at["ben"])
    story.at["ben"].goto("/settings/staff/")
    story.looked(story.at["ben"], story.at["auditor"])
    steps_staff.add_area(story.at["commissioner"])
    steps_schemes.open_draft(story.at["commissioner"])
    story.looked(story.at["commissioner"])
    steps_schemes.publish_draft(story.at["commissioner"])
    story.looked(story.at["commissioner"])


def _has_a_supplier(story: Story) -> None:
    page, visitor = story.new_page(), story.new_page()
    story.at["supplier"], story.at["visitor"] = page, visitor
    steps_market.finds_nothing(visitor)
    steps_schemes.is_asked(visitor)
    story.looked(visitor)
    steps_supplier.sign_up(page)
    sign_in(page, steps_supplier.EMAIL, steps_supplier.PASSWORD)
    steps_supplier.register(page, "Personal assistant", "Nia Vaughan")
    steps_supplier.write_listing(page)
    steps_supplier.apply_for_accreditation(page)
    steps_market.accredit_here(story.at["accreditor"])
    steps_market.publish_listing(story.at["accreditor"])
    steps_market.finds_one(visitor)


def _has_a_person(story: Story) -> None:
    practitioner = story.at["practitioner"]
    steps_person.register(practitioner)
    story.looked(practitioner)
    steps_person.propose_budget(practitioner)
    steps_person.agree_budget(story.at["second"])
    steps_person.give_broker(practitioner)
    story.looked(practitioner)
    steps_person.agree_payment(story.at["finance"])
    steps_person.open_account(story.at["finance"])
    for mailbox, name in ((MAILBOX, PERSON), ("joan", steps_person.DAUGHTER)):
        page = story.at[mailbox] = story.phone()
        page.goto("/account/signup/")
        create_account(page, name, f"{mailbox}@fernshire.example", PASSWORD)
        sign_in(page, mailbox, PASSWORD)
    steps_person.link_account(practitioner)


def _is_helped_by_her_daughter(story: Story) -> None:
    hattie, joan = story.at[MAILBOX], story.at["joan"]
    steps_person.name_daughter(hattie)
    steps_person.is_not_helping_yet(joan)
    steps_person.check_daughter(story.at["practitioner"])
    steps_person.daughter_reads(joan, "£399.00")
    steps_person.sees_who_looked(hattie)
    story.looked(hattie)


def _has_her_plan(story: Story) -> None:
    hattie, broker = story.at[MAILBOX], story.at["broker"]
    steps_plan.within_budget(broker, steps_supplier.TITLE)
    story.looked(broker)
    steps_person.say_it_is_mine(hattie, steps_supplier.TITLE)
    story.looked(hattie)
    steps_plan.send_said(broker)
    steps_plan.approve_here(story.at["approver"])


def _reads_her_money(story: Story) -> None:
    steps_money.bring_in(story.at["finance"], PASSWORD)
    hattie = _again(story, MAILBOX)
    steps_money.read_money(hattie)
    story.looked(hattie)
    joan = _again(story, "joan")
    steps_person.daughter_reads(joan, steps_supplier.TITLE, "£112.00 a week")


def _is_cared_for(story: Story) -> None:
    """A concern about the supplier: officers read it, and nobody on whose pages it could tell."""
    visitor, officer = story.at["visitor"], _again(story, "safeguarding")
    reference = steps_concern.raise_concern(visitor)
    steps_concern.keep_from(officer, reference)
    address = officer.url
    steps_concern.triage(officer)
    story.looked(visitor, officer)
    kept_from = _again(story, "close")
    steps_concern.reads_nothing(
        kept_from, reference, "/my/", "/concerns/", "/concerns/?part=working"
    )
    own = ("/my/", "/my/plan/", "/my/money/", "/my/record/", "/my/people/", "/my/what-happened/")
    steps_concern.reads_nothing(story.at[MAILBOX], reference, *own)
    joan = story.at["joan"]
    steps_person.open_for_her(joan)
    steps_concern.reads_nothing(joan, reference, joan.url, f"{joan.url}plan/", f"{joan.url}record/")
    supplier = story.at["supplier"]
    sign_in(supplier, steps_supplier.EMAIL, steps_supplier.PASSWORD)
    steps_concern.reads_nothing(
        supplier, reference, "/my/", "/my-organisation/", "/my/what-happened/"
    )
    steps_concern.reads_nothing(_again(story, "broker"), reference, "/my/", "/people/")
    _again(story, "ada")
    for mailbox in ("close", MAILBOX, "joan", "supplier", "broker", "ada"):
        steps_concern.cannot_open(story.at[mailbox], address)


def _ends_the_help(story: Story) -> None:
    """From that minute: also for a page that is open."""
    steps_person.open_for_her(story.at["joan"])
    steps_person.end_helping(story.at[MAILBOX])
    steps_person.sees_no_more(story.at["joan"])
