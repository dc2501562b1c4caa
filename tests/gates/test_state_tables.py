"""Every table of states, move by move: what may follow what is written here by hand, from the reference and
not from the tables. A table that changes, or that nobody wrote down here, is found.
"""

import ast
from importlib import import_module
from itertools import product as pairs_of
from typing import Any

import pytest

from tests.gates.conftest import Plant
from tests.gates.modules import Module, Tree

NAMED = "_TRANSITIONS"
#: By the table's name: from each state, those that may follow. A state that is not named ends the matter.
TRUTH: dict[str, dict[str, str]] = {
    # A change waits for a second administrator, who agrees or not; who asked may take it back.
    "CHANGE_TRANSITIONS": {"proposed": "confirmed refused withdrawn lapsed"},
    # The link opens when a second administrator has agreed, and serves once.
    "INVITATION_TRANSITIONS": {
        "waiting": "open withdrawn lapsed",
        "open": "accepted withdrawn lapsed",
    },
    # What a scheme asked of somebody is never changed afterwards.
    "VERSION_TRANSITIONS": {"draft": "published"},
    "APPLICATION_TRANSITIONS": {"draft": "submitted", "submitted": "draft accepted refused"},
    # A verdict can be put right as long as the application is not decided.
    "EVIDENCE_TRANSITIONS": {
        "pending": "accepted refused",
        "accepted": "pending refused",
        "refused": "pending accepted",
    },
    "ACCREDITATION_TRANSITIONS": {"valid": "suspended withdrawn", "suspended": "valid withdrawn"},
    # Another application renews it, or brings back what was withdrawn: never what is suspended.
    "GRANTING_TRANSITIONS": {"valid": "valid", "withdrawn": "valid"},
    # Approved only by way of being sent; called back as long as nobody decides.
    "PLAN_TRANSITIONS": {
        "draft": "submitted",
        "submitted": "draft returned approved",
        "returned": "submitted",
        "approved": "superseded ended",
    },
    # An uprating that is undone brings the budgets back that it ended.
    "BUDGET_TRANSITIONS": {
        "indicative": "proposed withdrawn",
        "proposed": "agreed returned withdrawn",
        "agreed": "ended",
        "ended": "agreed",
    },
    "UPRATING_TRANSITIONS": {
        "preparing": "prepared",
        "prepared": "recording",
        "recording": "recorded",
        "recorded": "undoing",
        "undoing": "undone",
    },
    "UPRATED_TRANSITIONS": {"ready": "recorded left_out", "recorded": "taken_back kept"},
    # Nothing comes before the public that nobody checked.
    "LISTING_TRANSITIONS": {
        "draft": "in_review",
        "in_review": "draft published",
        "published": "unpublished",
        "unpublished": "draft in_review",
    },
    "CORRECTION_TRANSITIONS": {"asked": "made kept"},
    # What ended is begun anew, with its paper.
    "RELATIONSHIP_TRANSITIONS": {"proposed": "verified ended", "verified": "ended"},
    "COPY_TRANSITIONS": {"asked": "ready"},
    # Every enquiry and every decision not to act is closed by an officer; what was passed on may come back.
    "CONCERN_TRANSITIONS": {
        "raised": "triaged passed_on",
        "triaged": "section_42 other_enquiry no_action passed_on",
        "section_42": "closed",
        "other_enquiry": "closed",
        "no_action": "closed",
        "passed_on": "raised",
    },
    "TASK_TRANSITIONS": {"open": "done"},
    # A card that was replaced or closed never pays again.
    "CARD_TRANSITIONS": {
        "issued": "active frozen replaced closed",
        "active": "frozen replaced closed",
        "frozen": "issued active replaced closed",
    },
    # What the bank showed as pending is booked or goes, and may come after all; what is booked goes
    # only with its statement.
    "LINE_TRANSITIONS": {
        "pending": "booked gone withdrawn",
        "booked": "withdrawn",
        "other_currency": "withdrawn",
        "gone": "pending booked withdrawn",
    },
    "SHARED_LINE_TRANSITIONS": {
        "waiting": "divided set_aside",
        "divided": "waiting",
        "set_aside": "waiting",
    },
    # Events of a hold come in any order; the more final one stays.
    "HOLD_TRANSITIONS": {
        "pending": "expired declined reversed closed",
        "expired": "declined reversed closed",
        "declined": "reversed closed",
        "reversed": "closed",
    },
    "EVENT_TRANSITIONS": {"parked": "received", "received": "parked processed ignored"},
    "UPLOAD_TRANSITIONS": {
        "columns": "reading discarded",
        "reading": "staged unreadable discarded",
        "unreadable": "reading recording discarded",
        "staged": "reading recording discarded",
        "recording": "read unreadable discarded",
    },
    "IMPORT_TRANSITIONS": {
        "staged": "confirmed discarded",
        "confirmed": "taking_back",
        "taking_back": "taken_back",
    },
    # Automatic only by a second colleague's word; a refused one is not suggested again.
    "FACT_TRANSITIONS": {
        "suggested": "automatic refused ended",
        "automatic": "refused ended",
        "refused": "ended",
    },
    # A question that was asked stays one until it is settled; it can be asked again.
    "EXCEPTION_TRANSITIONS": {
        "noted": "open suggested queried resolved",
        "open": "noted suggested queried resolved",
        "suggested": "noted open queried resolved",
        "queried": "queried resolved",
    },
    "FINDING_TRANSITIONS": {"standing": "settled ended", "settled": "ended"},
    # A match that was undone is made anew, so that both are read later.
    "MATCH_TRANSITIONS": {"active": "undone"},
}


def tables_in(tree: Tree) -> dict[str, str]:
    """The product's tables of states, each with the module that defines it."""
    return {name: module.name for module in tree for name in _tables_of(module)}


def _tables_of(module: Module) -> list[str]:
    return [
        name
        for name, node in module.definitions.items()
        if name.endswith(NAMED) and isinstance(node, ast.Assign | ast.AnnAssign)
    ]


def table_of(tree: Tree, name: str) -> Any:
    return getattr(import_module(tables_in(tree)[name]), name)


def test_tables_are_found_where_they_are_defined(plant: Plant) -> None:
    sources = {
        "marketplace/people/rules.py": "A_TRANSITIONS: dict[A, set[A]] = {}\nB = 1",
        "marketplace/people/actions.py": "from marketplace.people.rules import A_TRANSITIONS",
    }
    assert tables_in(plant(sources)) == {"A_TRANSITIONS": "marketplace.people.rules"}


def test_every_table_of_the_product_is_written_down_here(product: Tree) -> None:
    assert set(TRUTH) == set(tables_in(product))


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_states_of_the_product_follow_one_another_as_written(product: Tree, name: str) -> None:
    table = table_of(product, name)
    states = list(type(next(iter(table))))
    assert set(TRUTH[name]) <= {state.value for state in states}
    for now, then in pairs_of(states, repeat=2):
        may = then.value in TRUTH[name].get(now.value, "").split()
        assert (then in table.get(now, ())) == may, f"{now.value} to {then.value}"
