from datetime import date

import pytest

from marketplace.accreditation.queries.progress import accreditations_of, progress_of
from marketplace.accreditation.rules import AccreditationState, ApplicationState
from marketplace.accreditation.wording.pages import accreditation_card, progress_item
from tests.factories.accreditation import make_accreditation, make_application, make_scheme

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 21)
SOON, LATE, GONE = date(2026, 10, 1), date(2028, 1, 10), date(2026, 9, 21)
VALID, SUSPENDED, WITHDRAWN = AccreditationState
DRAFT, SUBMITTED, ACCEPTED, REFUSED = ApplicationState


@pytest.mark.parametrize(
    ("application", "accredited", "words", "leads_to"),
    [
        (None, None, "Not started", "/apply/"),
        (DRAFT, None, "Started", "/applications/"),
        (SUBMITTED, None, "Waiting for a decision", "/applications/"),
        (REFUSED, None, "Refused", "/applications/"),
        (ACCEPTED, (VALID, LATE), "Accredited to 9 January 2028", "/suppliers/"),
        (REFUSED, (VALID, LATE), "Accredited to 9 January 2028", "/suppliers/"),
        (ACCEPTED, (VALID, SOON), "Ends after 30 September 2026", "/apply/"),
        (DRAFT, (VALID, SOON), "Started", "/applications/"),
        (ACCEPTED, (VALID, GONE), "Ended after 20 September 2026", "/apply/"),
        (DRAFT, (SUSPENDED, LATE), "Suspended", "/suppliers/"),
        (ACCEPTED, (WITHDRAWN, LATE), "Withdrawn", "/apply/"),
        (SUBMITTED, (WITHDRAWN, LATE), "Waiting for a decision", "/applications/"),
    ],
)
def test_progress_says_where_it_is_and_leads_to_the_next_thing(
    supplier, owner, accreditor, application, accredited, words, leads_to
):
    scheme = make_scheme()
    people = {
        SUBMITTED: {"submitted_by": owner},
        ACCEPTED: {"submitted_by": owner, "decided_by": accreditor},
        REFUSED: {"submitted_by": owner, "decided_by": accreditor},
    }
    if application:
        make_application(supplier, scheme, application, **people.get(application, {}))
    if accredited:
        make_accreditation(supplier, scheme, state=accredited[0], valid_until=accredited[1])
    (one,) = progress_of([supplier], TODAY)[supplier.pk]
    item = progress_item(one, supplier)
    assert item["status"] == words
    assert leads_to in item["url"]


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        (VALID, ["Suspend", "Withdraw"]),
        (SUSPENDED, ["End suspension", "Withdraw"]),
        (WITHDRAWN, []),
    ],
)
def test_accreditation_card_offers_what_the_state_allows_to_those_who_may(supplier, state, moves):
    make_accreditation(supplier, state=state)
    (one,) = accreditations_of(supplier, TODAY)
    card = accreditation_card(one, may_change=True)
    assert [move["label"] for move in card["moves"]] == moves
    assert accreditation_card(one, may_change=False)["moves"] == []
    assert card["words"] == "Accredited from 10 January 2026 to 9 January 2028."
