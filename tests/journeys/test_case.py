"""One case from the first page to a reconciled payment, by the people whose case it is.

Every step is taken through pages and forms. It is walked with script and again without.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys import steps_editor, steps_market
from tests.journeys.visitors import sign_in, sign_out

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_case_runs_from_finding_to_a_reconciled_payment(
    new_page: Callable[..., Page], script: bool
) -> None:
    page = new_page(script=script)
    # The editor's tool is Wagtail's, and works with script only.
    editor = new_page(script=True)

    steps_editor.publish_page(editor)
    steps_market.sign_up(page)
    sign_in(page, steps_market.EMAIL, steps_market.PASSWORD)
    steps_market.register(page, "Personal assistant", "Nia Vaughan")
    steps_market.write_listing(page)
    steps_market.apply_for_accreditation(page)
    sign_out(page)
    steps_market.accredit(page)
    steps_market.publish_listing(page)
    steps_editor.feature(editor, "Nia V.")
