"""Two managers press Approve at the same moment: one wins, the other reads who did."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import approve_plan
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import PlanDecision, SupportPlan
from marketplace.brokerage.rules import PlanState
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import ALL_MET, BEGAN, make_submitted


@pytest.mark.postgresql
@pytest.mark.usefixtures("transactional_db")
def test_two_managers_at_once_approve_one_plan_once() -> None:
    case = make_submitted()
    managers = [case.manager, make_user(Role.APPROVER, limit_pence=90_000)]
    together = Barrier(2)

    def press(manager: User) -> str:
        plan = SupportPlan.objects.get(pk=case.plan.pk)
        together.wait(timeout=60)
        try:
            approve_plan(
                by=as_viewer(manager, BEGAN), plan=plan, version=plan.version, verdicts=ALL_MET
            )
        except BrokerageError as refusal:
            return refusal.codes[0]
        finally:
            connection.close()
        return "approved"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, managers))
    assert answers == ["approved", "plan_approved_by_another"]
    assert SupportPlan.objects.get().state == PlanState.APPROVED
    assert PlanDecision.objects.count() == 1
