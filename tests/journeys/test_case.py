"""One case from the first page to a reconciled payment, by the people whose case it is.

Every step is taken through pages and forms. It is walked with script and again without.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Page

from marketplace.core.models import AuditEvent
from marketplace.listings.models import Listing
from tests.journeys import (
    cast,
    steps_editor,
    steps_market,
    steps_money,
    steps_plan,
    steps_supplier,
)
from tests.journeys.visitors import sign_in, sign_out

pytestmark = pytest.mark.browser


class Trail:
    """The audit events that a step left, by who did it."""

    def __init__(self) -> None:
        self._seen = AuditEvent.objects.latest("pk").pk

    def since(self) -> set[str]:
        """The names of the events since the last look."""
        new = AuditEvent.objects.filter(pk__gt=self._seen)
        found = set(new.values_list("event", flat=True))
        self._seen = AuditEvent.objects.latest("pk").pk
        return found


#: The second walk is as long as the first, and so stands with the drills.
CASES = [
    pytest.param(True, id="script"),
    pytest.param(False, id="no_script", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("script", CASES)
def test_case_runs_from_finding_to_a_reconciled_payment(
    new_page: Callable[..., Page], clock: time_machine.Traveller, script: bool
) -> None:
    page, visitor = new_page(script=script), new_page(script=script)
    # The editor's tool is Wagtail's, and works with script only.
    editor = new_page(script=True)
    trail = Trail()

    steps_editor.publish_page(editor)
    assert "cms.page_published" in trail.since()

    steps_supplier.sign_up(page)
    sign_in(page, steps_supplier.EMAIL, steps_supplier.PASSWORD)
    steps_supplier.register(page, "Personal assistant", "Nia Vaughan")
    assert "supplier_registered" in trail.since()
    steps_supplier.write_listing(page)
    assert {"listing_created", "listing_submitted"} <= trail.since()
    steps_supplier.apply_for_accreditation(page)
    assert {"application_started", "evidence_saved", "application_submitted"} <= trail.since()
    sign_out(page)

    steps_market.accredit(page)
    assert {"evidence_judged", "application_accepted"} <= trail.since()
    steps_market.publish_listing(page)
    assert "listing_published" in trail.since()
    steps_supplier.read_what_happened(page)
    assert "notifications_read" in trail.since()
    steps_editor.feature(editor, steps_supplier.TITLE)

    steps_market.find(visitor)
    steps_market.shortlist_and_compare(visitor)

    cast.agree_what_she_may_have()
    trail.since()
    steps_plan.build(page, steps_supplier.TITLE)
    assert {"plan_started", "plan_outcome_added", "plan_item_added"} <= trail.since()
    steps_plan.answer_and_send(page)
    assert {"plan_question_answered", "plan_submitted"} <= trail.since()
    steps_plan.return_with_reasons(page)
    assert "plan_returned" in trail.since()
    steps_plan.fix_and_send_again(page)
    assert {"plan_item_changed", "plan_submitted"} <= trail.since()
    steps_plan.approve(page)
    assert "plan_approved" in trail.since()

    cast.open_card()
    clock.shift(timedelta(days=12))
    trail.since()
    steps_money.bring_in(page)
    assert {"statement.finished", "lines_matched"} <= trail.since()
    steps_money.look_at_the_rest(page)
    done = {"line_confirmed", "line_split", "line_unmatched", "spending_asked"}
    assert done <= trail.since()
    steps_money.see_and_answer(page)
    assert "spending_explained" in trail.since()

    listing = Listing.objects.get(title=steps_supplier.TITLE)
    steps_market.suspend(page)
    assert "accreditation_suspended" in trail.since()
    steps_market.is_gone(visitor, listing.get_absolute_url())
    steps_plan.read_of_the_supplier(page, "Nia V.")


@pytest.mark.parametrize(
    ("kind", "name", "unit", "question"),
    [
        (
            "Home care agency",
            "Kestrel Row Home Care",
            "A visit",
            "Are you registered with the Care Quality Commission?",
        ),
        ("Equipment retailer", "Sturdy and Sons", "Each", "What if it does not suit?"),
    ],
)
def test_other_kinds_register_describe_what_they_offer_and_apply(
    new_page: Callable[..., Page], kind: str, name: str, unit: str, question: str
) -> None:
    page = new_page(script=False)
    trail = Trail()
    # Whoever runs one organisation may register another.
    sign_in(page, "lantern")
    steps_supplier.register(page, kind, name, "office@kestrel.example")
    steps_supplier.offer(page, name, unit, "£19.20")
    steps_supplier.scheme_asks(page, name, question)
    wanted = {"supplier_registered", "listing_created", "listing_prices_set", "application_started"}
    assert wanted <= trail.since()
