"""Support that is for several outcomes, and outcomes as a council's terms."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import (
    add_item,
    add_outcome,
    approve_plan,
    change_item,
    change_outcome,
    remove_outcome,
    start_plan,
)
from marketplace.brokerage.models import PlanItem, PlanItemOutcome
from marketplace.brokerage.queries import contents_of, lines_named, plan_board
from marketplace.brokerage.rules import (
    BudgetKind,
    Frequency,
    OffMarket,
    PayerKind,
    Terms,
    plan_problems,
)
from marketplace.listings.rules import PriceUnit
from marketplace.vocabulary.actions import add_framework, add_outcome_term, end_framework
from marketplace.vocabulary.rules import CARERS_EIGHT, OutcomesFor
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.brokerage import (
    ALL_MET,
    BEGAN,
    Case,
    complete,
    make_case,
    refused,
    send_plan,
)
from tests.factories.funding import make_budget
from tests.factories.plan_pages import as_, at_
from tests.factories.vocabulary import COUNCIL, make_outcome_term

pytestmark = pytest.mark.django_db
OFFER = OffMarket("Art class", "The Old Mill", PriceUnit.HOUR, 900)
WEEKLY = Terms(Decimal(2), Frequency.WEEK)


def edit(case: Case) -> dict[str, Any]:
    return {"by": as_viewer(case.broker, BEGAN), "plan": case.plan, "version": case.plan.version}


def second_outcome(case: Case, code: str = "community") -> int:
    term = make_outcome_term(code, case.authority)
    return add_outcome(
        **edit(case), words="I want to paint again.", term_id=term.pk, baseline=1, target=4
    ).pk


def for_both(case: Case) -> tuple[PlanItem, list[int]]:
    """A plan with two outcomes, and an art class that is for both."""
    assert case.outcome is not None
    ids = [case.outcome.pk, second_outcome(case)]
    return add_item(**edit(case), outcome_ids=ids, offer=OFFER, terms=WEEKLY), ids


def test_item_for_two_outcomes_meets_both_and_is_counted_once() -> None:
    case = complete(make_case())
    before = contents_of(case.plan, BEGAN.date()).position.cost.weekly_pence
    item, ids = for_both(case)
    contents = contents_of(case.plan, BEGAN.date())
    assert contents.position.cost.weekly_pence == before + 1_800
    assert plan_problems(contents.facts) == []
    board = plan_board(viewer=as_viewer(case.broker, BEGAN), plan=case.plan)
    first, second = board.outcomes
    assert [line.id for line in first.items if line.also_for == (2,)] == [item.pk]
    assert (second.items, [line.id for line in second.also]) == ((), [item.pk])
    assert [line.id for line in board.items].count(item.pk) == 1
    assert lines_named([item.line_id])[item.line_id].outcomes == (
        first.words,
        second.words,
    )
    assert item.outcome_ids == tuple(ids)


def test_outcome_that_nothing_is_for_stops_the_plan() -> None:
    case = complete(make_case())
    item, (first, second) = for_both(case)
    change_item(**edit(case), item_id=item.pk, offer=OFFER, terms=WEEKLY, outcome_ids=[first])
    problems = plan_problems(contents_of(case.plan, BEGAN.date()).facts)
    assert [each.code for each in problems] == ["plan_outcome_without_items"]
    change_item(**edit(case), item_id=item.pk, offer=OFFER, terms=WEEKLY, outcome_ids=[second])
    assert plan_problems(contents_of(case.plan, BEGAN.date()).facts) == []


def test_item_for_no_outcome_or_for_another_plans_is_refused() -> None:
    case, other = complete(make_case()), complete(make_case())
    assert other.outcome is not None
    with refused("plan_item_for_nothing"):
        add_item(**edit(case), outcome_ids=[], offer=OFFER, terms=WEEKLY)
    with refused("plan_outcome_gone"):
        add_item(**edit(case), outcome_ids=[other.outcome.pk], offer=OFFER, terms=WEEKLY)
    assert not case.plan.items.filter(title=OFFER.title).exists()


def test_outcome_when_removed_takes_only_what_is_for_nothing_else() -> None:
    case = complete(make_case())
    item, (first, second) = for_both(case)
    remove_outcome(**edit(case), outcome_id=first)
    assert [kept.pk for kept in case.plan.items.all()] == [item.pk]
    assert case.plan.items.get().outcome_ids == (second,)


def test_next_version_keeps_what_each_line_is_for() -> None:
    case = complete(make_case())
    item, _ = for_both(case)
    approve(case)
    new = start_plan(by=as_viewer(case.broker, BEGAN), person=case.person)
    copied = new.items.get(line=item.line)
    assert [each.words for each in copied.outcomes.all()] == [
        each.words for each in item.outcomes.all()
    ]
    assert {each.plan_id for each in copied.outcomes.all()} == {new.pk}


def test_what_an_approved_plans_support_is_for_cannot_change() -> None:
    case = complete(make_case())
    item, (first, _) = for_both(case)
    plan = case.plan
    approve(case)
    row = PlanItemOutcome.objects.filter(item=item)[0]
    for write in (
        row.delete,
        lambda: PlanItemOutcome.objects.filter(pk=row.pk).update(outcome=first + 1),
        lambda: PlanItemOutcome.objects.create(item=plan.items.all()[0], outcome_id=row.outcome_id),
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            write()
    assert PlanItemOutcome.objects.filter(item=item).count() == 2


def approve(case: Case) -> None:
    send_plan(**edit(case), person_agreed_date=BEGAN.date())
    by = as_viewer(case.manager, BEGAN)
    approve_plan(by=by, plan=case.plan, version=case.plan.version, verdicts=ALL_MET)


def test_carers_plan_is_for_the_eight_and_no_others() -> None:
    case = make_case()
    make_budget(
        case.person, {PayerKind.COUNCIL: 5_000}, from_date=BEGAN.date(), kind=BudgetKind.CARER
    )
    by = as_viewer(case.broker, BEGAN)
    plan = start_plan(by=by, person=case.person, kind=BudgetKind.CARER)
    words = {"words": "I want a night's sleep.", "baseline": 1, "target": 3}
    make_outcome_term(authority=case.authority)
    of_person = make_outcome_term("hygiene", case.authority)
    with refused("plan_outcome_term_unknown"):
        add_outcome(by=by, plan=plan, version=1, term_id=of_person.pk, **words)  # type: ignore[arg-type]
    eight = make_outcome_term("recreation", case.authority, CARERS_EIGHT)
    add_outcome(by=by, plan=plan, version=1, term_id=eight.pk, **words)  # type: ignore[arg-type]
    case.plan = plan
    page = as_(case.broker).get(at_(case, "add_outcome")).content.decode()
    assert page.count("<option") == 1 + 8
    assert "Hobbies and free time" in page
    assert "Using the toilet" not in page


def test_term_of_another_council_is_refused() -> None:
    case = make_case()
    term = make_outcome_term("hygiene", make_other_authority())
    with refused("plan_outcome_term_unknown"):
        add_outcome(**edit(case), words="Choir", term_id=term.pk, baseline=1, target=2)


def test_own_framework_is_offered_beside_the_ten_and_says_what_it_is_part_of() -> None:
    case = complete(make_case())
    by = as_viewer(COUNCIL, BEGAN, case.authority)
    framework = add_framework(
        by=by,
        authority=case.authority,
        name="Living well",
        for_whom=OutcomesFor.PERSON,
        from_date=date(2026, 1, 1),
    )
    part = make_outcome_term("relationships", case.authority)
    term = add_outcome_term(by=by, framework=framework, label="Dignity", part_of=[part.pk])
    add_outcome(**edit(case), words="Choir", term_id=term.pk, baseline=1, target=2)
    page = as_(case.broker).get(at_(case, "plan")).content.decode()
    assert "Living well. In the law: Family and friends" in " ".join(page.split())
    page = as_(case.broker).get(at_(case, "add_outcome")).content.decode()
    assert '<optgroup label="Living well">' in page
    end_framework(by=by, framework=framework, until_date=BEGAN.date())
    problems = plan_problems(contents_of(case.plan, BEGAN.date()).facts)
    assert "plan_outcome_term_ended" in [each.code for each in problems]


def test_outcome_keeps_a_term_that_has_ended_when_its_words_change() -> None:
    case = complete(make_case())
    assert case.outcome is not None
    by = as_viewer(COUNCIL, BEGAN, case.authority)
    own = add_framework(
        by=by,
        authority=case.authority,
        name="Living well",
        for_whom=OutcomesFor.PERSON,
        from_date=date(2026, 1, 1),
    )
    part = make_outcome_term("relationships", case.authority)
    add_outcome_term(by=by, framework=own, label="Dignity", part_of=[part.pk])
    end_framework(by=by, framework=case.outcome.term.framework, until_date=BEGAN.date())
    kept = case.outcome.term_id
    change_outcome(
        **edit(case),
        outcome_id=case.outcome.pk,
        words="Slowly",
        term_id=kept,
        baseline=1,
        target=2,
    )
    with refused("plan_outcome_term_unknown"):
        add_outcome(**edit(case), words="Choir", term_id=kept, baseline=1, target=2)


def test_broker_chooses_what_support_is_for_on_its_page() -> None:
    case = complete(make_case())
    assert case.outcome is not None
    second = second_outcome(case)
    client = as_(case.broker)
    item = case.plan.items.get(natural_who="")
    url = at_(case, "change_item", item.pk)
    page = client.get(url).content.decode()
    assert "Which outcomes does this support help with?" in page
    typed: dict[str, Any] = {
        "version": case.plan.version,
        "choice": f"{item.unit}:{item.day_band}",
        "quantity": "5",
        "frequency": "week",
        "deployment": "direct_payment",
    }
    response = client.post(url, typed)
    assert "Choose at least 1 outcome that this support helps with" in response.content.decode()
    both = [case.outcome.pk, second]
    assert client.post(url, typed | {"outcomes": both}).status_code == 302
    assert item.outcome_ids == tuple(both)
    page = client.get(at_(case, "plan")).content.decode()
    assert page.count("Helps with this too.") == 1


def test_outcomes_are_all_kept_when_something_is_asked_about_the_support() -> None:
    case = complete(make_case())
    assert case.outcome is not None
    both = [str(case.outcome.pk), str(second_outcome(case))]
    item = case.plan.items.get(natural_who="")
    url, client = at_(case, "change_item", item.pk), as_(case.broker)
    typed: dict[str, Any] = {
        "version": case.plan.version,
        "choice": f"{item.unit}:{item.day_band}",
        "quantity": "60",
        "frequency": "week",
        "deployment": "direct_payment",
        "outcomes": both,
    }
    form = client.post(url, typed).context["form"]
    assert form.questions
    assert form["outcomes"].value() == both
    assert not form["checked"].value()
    answer = {"asked": form["asked"].value(), "checked": "on", "outcomes": form["outcomes"].value()}
    assert client.post(url, typed | answer).status_code == 302
    assert item.outcome_ids == tuple(int(pk) for pk in both)


def test_person_reads_their_plans_of_each_kind() -> None:
    margaret = make_user(Role.PERSON)
    case = make_case(user=margaret)
    page = as_(margaret).get(reverse("brokerage:my_plan")).content.decode()
    assert "Your plans" not in page
    make_budget(
        case.person, {PayerKind.COUNCIL: 5_000}, from_date=BEGAN.date(), kind=BudgetKind.CARER
    )
    client = as_(case.broker)
    page = client.get(reverse("brokerage:person", args=[case.person.public_id])).content.decode()
    assert "Start plan: carer’s support" in page
    page = as_(margaret).get(reverse("brokerage:my_plan")).content.decode()
    assert "Your plans" in page
    assert "Carer’s support:" in page
    assert "£50.00" in page


def test_plan_of_no_kind_is_not_started() -> None:
    case = make_case()
    client = as_(case.broker)
    url = reverse("brokerage:start", args=[case.person.public_id])
    assert client.post(url, {"kind": "anything"}).status_code == 404
