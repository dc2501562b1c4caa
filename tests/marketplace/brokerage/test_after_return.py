"""After a return: what is still wrong, what changed, and which verdicts hold."""

from datetime import timedelta

import pytest

from marketplace.brokerage.actions import (
    answer_question,
    note_consent,
    remove_item,
    return_plan,
    submit_plan,
)
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.rules import (
    ItemKind,
    PlanChange,
    PlanPart,
    PlanState,
    since_return_of,
)
from marketplace.core.clock import now, today
from tests.factories.accounts import as_viewer
from tests.factories.brokerage import ALL_MET, Case, heard, make_submitted, refused
from tests.factories.plan_pages import as_, at_

LATER = "Say what happens in winter."


def test_changes_of_outcomes_and_support_reach_the_questions_judged_by_them() -> None:
    since = since_return_of(
        [PlanChange(PlanPart.OUTCOME, 1), PlanChange(PlanPart.ITEM, 5, removed=True)]
    )
    assert since.questions == {2, 3, 4}
    assert since.kept(ALL_MET) == {1, 5, 6, 7}
    assert (since.items, since.removed_items) == (frozenset(), 1)


def test_consent_alone_is_a_change_and_leaves_every_verdict() -> None:
    since = since_return_of([PlanChange(PlanPart.CONSENT)])
    assert since.is_changed
    assert since.kept({1: "met", 7: LATER}) == {1}
    assert not since_return_of([]).is_changed


def returned() -> Case:
    case = make_submitted(at=now())
    by = as_viewer(case.manager, now())
    verdicts = ALL_MET | {7: LATER}
    return_plan(by=by, plan=case.plan, version=case.plan.version, verdicts=verdicts)
    return case


def mended() -> Case:
    """Returned, and question 7 answered anew."""
    case = returned()
    by = as_viewer(case.broker, now())
    text = "Daniel books Lantern Lane by 28 September. In winter Ruth drives."
    answer_question(by=by, plan=case.plan, version=case.plan.version, question=7, text=text)
    return case


@pytest.mark.django_db
def test_returned_plan_says_what_is_still_wrong_and_never_that_all_is_answered() -> None:
    case = returned()
    page = as_(case.broker).get(at_(case, "plan")).content.decode()
    assert "6 of 7 questions answered" in page
    assert "Question 7: the manager returned this for changes." in page
    assert "Nothing changed after the return." in page


@pytest.mark.django_db
def test_plan_when_sent_back_unchanged_is_refused_in_words() -> None:
    case = returned()
    with refused("plan_unchanged_since_return"):
        submit_plan(
            by=as_viewer(case.broker, now()),
            plan=case.plan,
            version=case.plan.version,
            from_date=case.plan.from_date,
        )
    days = case.plan.from_date
    assert days is not None
    typed = {
        "version": case.plan.version,
        "from_date_0": days.day,
        "from_date_1": days.month,
        "from_date_2": days.year,
    }
    page = as_(case.broker).post(at_(case, "submit"), typed).content.decode()
    assert "Nothing in this plan changed after the manager returned it." in page
    assert SupportPlan.objects.get().state == PlanState.RETURNED


@pytest.mark.django_db
def test_plan_when_it_begins_on_another_day_may_be_sent_again() -> None:
    case = returned()
    assert case.plan.from_date is not None
    submit_plan(
        by=as_viewer(case.broker, now()),
        plan=case.plan,
        version=case.plan.version,
        from_date=case.plan.from_date + timedelta(7),
    )
    assert case.plan.state == PlanState.SUBMITTED


@pytest.mark.django_db
def test_broker_reads_what_changed_after_the_return() -> None:
    case = mended()
    page = as_(case.broker).get(at_(case, "plan")).content.decode()
    assert "<li>Answer to question 7</li>" in page
    assert "7 of 7 questions answered" in page
    assert "Changed after the return" in page


@pytest.mark.django_db
def test_manager_reads_what_changed_and_keeps_the_verdicts_that_hold() -> None:
    case = mended()
    item = case.plan.items.get(kind=ItemKind.NATURAL)
    by = as_viewer(case.broker, now())
    remove_item(by=by, plan=case.plan, version=case.plan.version, item_id=item.pk)
    note_consent(by=by, plan=case.plan, version=case.plan.version, given=heard(today()))
    submit_plan(by=by, plan=case.plan, version=case.plan.version)
    response = as_(case.manager).get(at_(case, "approve"))
    page, form = response.content.decode(), response.context["form"]
    assert "<li>Answer to question 7</li>" in page
    assert "Support removed: 1" in page
    assert f"Returned before: {LATER}" in page
    held = [n for n in ALL_MET if form[f"verdict_{n}"].value() == "met"]
    assert held == [1, 2, 5, 6]
