"""Who wrote in a plan before it was kept: the trail says it, and it is kept after the step."""

from datetime import datetime

import pytest
from django.core.management import call_command

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import allocate_broker, answer_question
from marketplace.brokerage.models import PlanWriter
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import complete, make_case
from tests.factories.people import REGISTRY

pytestmark = [pytest.mark.migrates, pytest.mark.usefixtures("transactional_db")]
BEFORE = "0027_contingency_weeks_unsaid"


def test_writers_when_migrated_back_and_forth_are_who_the_trail_says(at: datetime) -> None:
    case = complete(make_case())
    colleague = make_user(Role.BROKER, authority=case.authority)
    allocate_broker(by=as_viewer(REGISTRY, at), person=case.person, broker=colleague)
    for text in ("Choir.", "Choir, and quiet mornings."):
        answer_question(
            by=as_viewer(colleague, at),
            plan=case.plan,
            version=case.plan.version,
            question=1,
            text=text,
        )
    kept = list(PlanWriter.objects.values_list("plan", "user"))
    assert kept == [(case.plan.pk, colleague.pk)]

    call_command("migrate", "brokerage", BEFORE, verbosity=0, interactive=False)
    call_command("migrate", verbosity=0, interactive=False)

    assert list(PlanWriter.objects.values_list("plan", "user")) == kept
