"""Outcomes and lines from before frameworks: carried over, and back again."""

from typing import Any

import pytest
from django.core.management import call_command

from marketplace.brokerage.models import Outcome, PlanItem
from tests.factories.brokerage import Case, make_approved, thawed
from tests.factories.vocabulary import make_outcome_term
from tests.migrated import models_at

pytestmark = [pytest.mark.migrates, pytest.mark.usefixtures("transactional_db")]
BEFORE = "0014_a_weekday_or_a_date"
STATE = [("brokerage", BEFORE), ("vocabulary", "0004_outcome_frameworks")]


def _before() -> Any:
    return models_at(*STATE)


def _what_it_is_for(case: Case) -> list[tuple[str, list[str]]]:
    items = PlanItem.objects.filter(plan=case.plan).order_by("pk")
    return [(item.title, [one.term.code for one in item.outcomes.all()]) for item in items]


def test_outcomes_when_migrated_back_and_forth_are_what_they_were() -> None:
    case = make_approved()
    before = _what_it_is_for(case)

    call_command("migrate", "brokerage", BEFORE, verbosity=0, interactive=False)

    old = _before()
    assert {row.area for row in old.get_model("brokerage", "Outcome").objects.all()} == {"hygiene"}
    rows = old.get_model("brokerage", "PlanItem").objects.values_list("outcome__plan", flat=True)
    assert set(rows) == {case.plan.pk}
    with thawed():
        old.get_model("brokerage", "Outcome").objects.update(area="home_safely")
    # A council that was made after its frameworks went, as it were, gets them again.
    old.get_model("vocabulary", "OutcomeTerm").objects.all().delete()
    old.get_model("vocabulary", "OutcomeFramework").objects.all().delete()

    call_command("migrate", verbosity=0, interactive=False)

    assert Outcome.objects.get(plan=case.plan).term == make_outcome_term("home_safely")
    after = [(title, ["home_safely"]) for title, _ in before]
    assert _what_it_is_for(case) == after
