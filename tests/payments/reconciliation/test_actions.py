"""Matching, confirming, splitting, undoing, asking: state, audit, refusals, and the books whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.models import Membership
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import agree_terms, end_agreement
from marketplace.brokerage.rules import Amount
from marketplace.core.actors import SystemActor
from marketplace.core.models import AuditEvent
from marketplace.tasks.models import Task
from marketplace.vocabulary.models import Term
from payments.cards.actions import open_money_account
from payments.cards.models import ReceivedLine
from payments.cards.signals import lines_received
from payments.ledger.models import Account
from payments.ledger.queries import balances
from payments.reconciliation.actions import (
    MATCHER,
    Chosen,
    accept_suggestions,
    ask_person,
    confirm_match,
    explain,
    match_lines,
    match_open_lines,
    resolve_exception,
    share_again,
    split_line,
    unmatch,
)
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.permissions import check_can_reconcile
from payments.reconciliation.queries.integrity import integrity_problems
from payments.reconciliation.rules.exceptions.nothing_planned import NOTHING_COSTS_THIS
from payments.reconciliation.rules.values import TargetKind
from payments.reconciliation.rules.version import rule_version
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.brokerage import make_public_listing
from tests.factories.people import REGISTRY, let_speak, make_person
from tests.factories.reconciliation import (
    FIRST_DAY,
    SETTER,
    Money,
    change_item,
    make_item,
    make_line,
    make_lines,
    make_money,
    make_outcome,
    make_plan,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def money() -> Money:
    return make_money()


@pytest.fixture(autouse=True)
def _books_stay_whole(money: Money) -> Iterator[None]:
    yield
    assert list(integrity_problems()) == []


def pence_in(code: str) -> int:
    account_id = Account.objects.get(code=code).pk
    return balances([account_id])[account_id]


def matched(money: Money, *lines: tuple[int, str, int], at: datetime) -> list[ReceivedLine]:
    rows = make_lines(money.account, *lines)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[row.pk for row in rows])
    return rows


def exception_of(line: ReceivedLine) -> MoneyException:
    return MoneyException.objects.open().get(line=line)


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(ReconciliationError) as refusal:
        yield
    assert refusal.value.codes == [code]


def test_a_planned_payment_is_matched_and_shared_by_the_agreed_funds(
    money: Money, at: datetime
) -> None:
    matched(money, (-4950, "AMARA OBI", 0), at=at)
    match = Match.objects.get()
    assert (match.tier, match.made_by_system, match.rule_version) == (
        "T2",
        "matcher",
        rule_version(),
    )
    assert match.reason == "3 hours with Amara Obi at £16.50, planned every Wednesday."
    assert match.features["target"] == ["plan_line", money.amara.pk]
    assert pence_in(f"line:{money.amara.pk}:{money.council.pk}") == 1464
    assert pence_in(f"line:{money.amara.pk}:{money.own.pk}") == 3486
    assert pence_in(f"unallocated:{money.person.pk}") == 0
    assert not MoneyException.objects.exists()
    assert AuditEvent.objects.get(event="lines_matched").data == {
        "read": 1,
        "matched": 1,
        "suggested": 0,
        "unmatched": 0,
    }


def test_money_in_is_matched_to_its_fund(money: Money, at: datetime) -> None:
    matched(money, (6920, "FERNSHIRE COUNCIL DP", 0), (4120, "CONTRIBUTION", 2), at=at)
    assert pence_in(f"paid_in:{money.council.pk}") == -6920
    assert pence_in(f"paid_in:{money.own.pk}") == -4120


def test_a_refund_goes_back_the_way_it_came(money: Money, at: datetime) -> None:
    matched(money, (-900, "FERNSHIRE COMM CARS", 0), (900, "REFUND FERNSHIRE COMM CARS", 5), at=at)
    assert pence_in(f"line:{money.cars.pk}:{money.council.pk}") == 0
    assert pence_in(f"line:{money.cars.pk}:{money.own.pk}") == 0


def test_a_purchase_is_not_undone_while_its_refund_is_matched(money: Money, at: datetime) -> None:
    purchase, refund = matched(
        money, (-900, "FERNSHIRE COMM CARS", 0), (900, "REFUND FERNSHIRE COMM CARS", 5), at=at
    )
    with refused("match_refunded"):
        unmatch(by=as_viewer(money.finance, at), line_id=purchase.pk)
    unmatch(by=as_viewer(money.finance, at), line_id=refund.pk)
    unmatch(by=as_viewer(money.finance, at), line_id=purchase.pk)


def test_the_rest_gets_an_exception_and_a_task_that_names_nobody(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (-2580, "BRACKENFORD GARDEN CTR", 12), at=at)
    exception = exception_of(line)
    assert (exception.rule, exception.state) == ("R1", "open")
    task = Task.objects.open().get()
    assert (task.role, task.due_date) == (Role.FINANCE, at.date() + timedelta(7))
    assert task.title == "£25.80 on 14 September 2026: no support in the plan has this cost"
    assert str(exception.public_id) in task.address


def test_matching_again_changes_nothing(money: Money, at: datetime) -> None:
    lines = matched(money, (-4950, "AMARA OBI", 0), (-2580, "GARDEN CTR", 12), at=at)
    before = list(MoneyException.objects.values())
    summary = match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk for line in lines])
    assert (summary.read, summary.matched) == (1, 0)
    assert list(MoneyException.objects.values()) == before
    assert Task.objects.open().count() == 1


def test_a_later_plan_explains_what_waited(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-3600, "BRACKENFORD CHOIR", 5), at=at)
    change_item(money.cars, provider_name="Brackenford Choir", price_pence=1800)
    match_open_lines(by=as_viewer(MATCHER, at), person_ids=[money.person.pk])
    assert Match.objects.active().filter(line=line).exists()
    assert MoneyException.objects.get().outcome == "Matched by rule."
    assert not Task.objects.open().exists()


def test_a_line_that_waited_long_becomes_urgent(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-3600, "BRACKENFORD CHOIR", 12), at=at)
    later = at + timedelta(20)
    match_open_lines(by=as_viewer(MATCHER, later))
    exception = exception_of(line)
    assert exception.rule == "R27"
    assert exception.reason.startswith("Waiting for ")
    assert exception.notes == [NOTHING_COSTS_THIS]


def test_a_suggestion_that_waited_long_is_accepted_for_what_it_is(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (-19800, "AMARA OBI", 21), at=at)
    later = at + timedelta(20)
    match_open_lines(by=as_viewer(MATCHER, later))
    exception = exception_of(line)
    assert (exception.rule, exception.state) == ("R27", "suggested")
    (match,) = accept_suggestions(
        by=as_viewer(money.finance, later), pinned={exception.pk: f"plan_line:{money.amara.pk}"}
    )
    assert match.reason.startswith("4 payments of £49.50 to Amara Obi at once")


def test_lines_received_are_matched_in_the_same_transaction(money: Money, at: datetime) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    lines_received.send(sender=ReceivedLine, line_ids=[line.pk], at=at)
    assert Match.objects.active().filter(line=line).exists()


def test_matching_needs_the_permission(money: Money, at: datetime) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    with pytest.raises(PermissionDenied):
        match_lines(by=as_viewer(SystemActor("nobody"), at), line_ids=[line.pk])


def test_staff_confirm_another_plan_line_and_its_payee_name_is_known_from_then_on(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (-4950, "A O CARE SERV", 0), at=at)
    match = confirm_match(
        by=as_viewer(money.finance, at),
        line_id=line.pk,
        chosen=Chosen(TargetKind.PLAN_LINE, money.amara.pk),
    )
    assert (match.tier, match.reason) == ("hand", "Matched by staff: Amara Obi.")
    assert AuditEvent.objects.filter(event="line_confirmed").count() == 1
    assert not Task.objects.open().exists()
    (again,) = matched(money, (-4950, "A O CARE SERV", 7), at=at)
    reason = Match.objects.active().get(line=again).reason
    assert reason.endswith("Staff have confirmed this payee name before.")


def test_a_suggestion_is_accepted_as_it_was_shown(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-19800, "AMARA OBI", 21), at=at)
    exception = exception_of(line)
    assert exception.state == "suggested"
    pinned = {exception.pk: f"plan_line:{money.amara.pk}"}
    accept_suggestions(by=as_viewer(money.finance, at), pinned=pinned)
    assert MoneyException.objects.get().state == "resolved"
    with refused("match_made_already"):
        accept_suggestions(by=as_viewer(money.finance, at), pinned=pinned)


def test_a_suggestion_that_changed_meanwhile_is_not_accepted(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-19800, "AMARA OBI", 21), at=at)
    with refused("match_suggestion_changed"):
        accept_suggestions(
            by=as_viewer(money.finance, at),
            pinned={exception_of(line).pk: f"plan_line:{money.cars.pk}"},
        )
    assert not Match.objects.exists()


def test_a_rhythm_that_staff_confirmed_is_then_matched_by_rule(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-9900, "AMARA OBI", 7), at=at)
    accept_suggestions(
        by=as_viewer(money.finance, at),
        pinned={exception_of(line).pk: f"plan_line:{money.amara.pk}"},
    )
    (again,) = matched(money, (-9900, "AMARA OBI", 21), at=at)
    assert Match.objects.active().get(line=again).tier == "T4"


def test_a_line_is_split_exactly_over_plan_lines_and_funds(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-5850, "MIXED SHOP", 0), at=at)
    parts = [
        Chosen(TargetKind.PLAN_LINE, money.amara.pk, 4950),
        Chosen(TargetKind.PLAN_LINE, money.cars.pk, 900),
    ]
    match = split_line(by=as_viewer(money.finance, at), line_id=line.pk, chosen=parts)
    assert sorted(match.parts.values_list("amount_pence", flat=True)) == [266, 634, 1464, 3486]
    assert AuditEvent.objects.filter(event="line_split").count() == 1


def test_parts_that_do_not_add_up_are_refused_with_the_difference(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (-5850, "MIXED SHOP", 0), at=at)
    short = [Chosen(TargetKind.PLAN_LINE, money.amara.pk, 4950)]
    over = [*short, Chosen(TargetKind.OFF_PLAN, 0, 1000)]
    for chosen, off_pence in ((short, 900), (over, -100)):
        with pytest.raises(ReconciliationError) as refusal:
            split_line(by=as_viewer(money.finance, at), line_id=line.pk, chosen=chosen)
        assert refusal.value.problems[0].facts == {"off_pence": off_pence}


@pytest.mark.parametrize(
    ("chosen", "refusal"),
    [
        (Chosen(TargetKind.PLAN_LINE, 999_999), "match_target_gone"),
        (Chosen(TargetKind.LOAD, 1), "match_not_money_in"),
    ],
)
def test_a_choice_that_is_not_the_persons_is_refused(
    money: Money, at: datetime, chosen: Chosen, refusal: str
) -> None:
    (line,) = matched(money, (-5850, "MIXED SHOP", 0), at=at)
    with refused(refusal):
        confirm_match(by=as_viewer(money.finance, at), line_id=line.pk, chosen=chosen)


def test_off_plan_spending_that_was_right_is_shared_by_the_funds(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    confirm_match(
        by=as_viewer(money.finance, at), line_id=line.pk, chosen=Chosen(TargetKind.OFF_PLAN)
    )
    assert pence_in(f"accepted:{money.person.pk}:{money.council.pk}") == 763


def test_undoing_gives_back_only_the_match_and_no_rule_decides_it_again(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (-4950, "AMARA OBI", 0), at=at)
    unmatch(by=as_viewer(money.finance, at), line_id=line.pk)
    assert pence_in(f"line:{money.amara.pk}:{money.council.pk}") == 0
    assert pence_in(f"unallocated:{money.person.pk}") == 4950
    assert pence_in(money.account.ledger_account.code) == -4950
    exception = exception_of(line)
    assert exception.reason.startswith("A match was undone.")
    match_open_lines(by=as_viewer(MATCHER, at))
    assert not Match.objects.active().exists()
    assert exception_of(line).state == "suggested"
    with refused("match_not_active"):
        unmatch(by=as_viewer(money.finance, at), line_id=line.pk)
    confirm_match(
        by=as_viewer(money.finance, at),
        line_id=line.pk,
        chosen=Chosen(TargetKind.PLAN_LINE, money.amara.pk),
    )


def test_one_line_is_matched_once(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-4950, "AMARA OBI", 0), at=at)
    with refused("match_made_already"):
        confirm_match(
            by=as_viewer(money.finance, at), line_id=line.pk, chosen=Chosen(TargetKind.OFF_PLAN)
        )


def test_asking_gives_the_person_a_private_task_and_their_answer_ends_it(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    asked = ask_person(
        by=as_viewer(money.finance, at),
        exception_id=exception_of(line).pk,
        question="What was the payment for?",
    )
    assert asked.state == "queried"
    task = Task.objects.open().get(owner=money.user)
    assert task.private_to_owner
    match_open_lines(by=as_viewer(MATCHER, at))
    answered = explain(
        by=as_viewer(money.user, at), exception_id=asked.pk, words="Compost for my beds"
    )
    assert (answered.state, answered.explanation) == ("queried", "Compost for my beds")
    assert not Task.objects.open().filter(owner=money.user).exists()
    assert {e.event for e in AuditEvent.objects.filter(subject_id=asked.pk)} >= {
        "spending_asked",
        "spending_explained",
    }
    assert "Compost" not in str(list(AuditEvent.objects.values_list("data")))


def test_only_the_person_or_who_sees_their_money_may_explain(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    pk = exception_of(line).pk
    stranger = make_user(Role.PERSON)
    Membership.objects.create(user=money.finance, authority_id=line.authority_id, role=Role.PERSON)
    for user in (stranger, money.finance):
        with pytest.raises(PermissionDenied):
            explain(by=as_viewer(user, at), exception_id=pk, words="Mine")
    with refused("exception_answer_missing"):
        explain(by=as_viewer(money.user, at), exception_id=pk, words=" ")


def test_nobody_reconciles_the_money_of_whom_they_speak_for(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    let_speak(line.account.person, money.finance)
    with pytest.raises(PermissionDenied, match="You speak for this person"):
        check_can_reconcile(as_viewer(money.finance, at), line)


def test_nobody_reconciles_their_own_money(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    Membership.objects.create(user=money.user, authority_id=line.authority_id, role=Role.FINANCE)
    with pytest.raises(PermissionDenied, match="your own money"):
        confirm_match(
            by=as_viewer(money.user, at), line_id=line.pk, chosen=Chosen(TargetKind.OFF_PLAN, 0)
        )


def test_resolving_needs_words_and_ends_the_matter(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    pk = exception_of(line).pk
    with refused("exception_outcome_missing"):
        resolve_exception(by=as_viewer(money.finance, at), exception_id=pk, outcome="")
    resolve_exception(
        by=as_viewer(money.finance, at), exception_id=pk, outcome="Paid back in cash."
    )
    match_open_lines(by=as_viewer(MATCHER, at))
    assert not MoneyException.objects.open().exists()
    for action, words in ((resolve_exception, "outcome"), (ask_person, "question")):
        with refused("exception_resolved_already"):
            action(by=as_viewer(money.finance, at), exception_id=pk, **{words: "Again"})  # type: ignore[operator]
    with refused("exception_answer_not_needed"):
        explain(by=as_viewer(money.user, at), exception_id=pk, words="Late")


@pytest.mark.parametrize("role", [Role.PERSON, Role.BROKER, Role.APPROVER])
def test_other_roles_may_not_reconcile(money: Money, at: datetime, role: Role) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    with pytest.raises(PermissionDenied):
        confirm_match(
            by=as_viewer(make_user(role), at), line_id=line.pk, chosen=Chosen(TargetKind.OFF_PLAN)
        )


def test_finance_of_another_council_may_not_reconcile(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-4950, "AMARA OBI", 0), at=at)
    stranger = make_user(Role.FINANCE, authority=make_other_authority())
    with pytest.raises(PermissionDenied):
        unmatch(by=as_viewer(stranger, at), line_id=line.pk)


def test_a_refund_that_comes_weeks_later_goes_back_the_way_it_came(
    money: Money, at: datetime
) -> None:
    matched(money, (-900, "FERNSHIRE COMM CARS", 0), at=at)
    matched(money, (900, "REFUND FERNSHIRE COMM CARS", 15), at=at)
    assert pence_in(f"line:{money.cars.pk}:{money.council.pk}") == 0
    assert pence_in(f"unallocated:{money.person.pk}") == 0


def test_staff_say_that_money_in_was_a_load_and_know_its_payer_from_then_on(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (6920, "BACS 00917 FCC ADULTS", 0), at=at)
    chosen = Chosen(TargetKind.LOAD, money.agreement.pk)
    confirm_match(by=as_viewer(money.finance, at), line_id=line.pk, chosen=chosen)
    assert pence_in(f"paid_in:{money.council.pk}") == -6920
    (again,) = matched(money, (6920, "BACS 00917 FCC ADULTS", 28), at=at)
    assert Match.objects.active().get(line=again).tier == "T2"


def test_a_payment_keeps_to_the_plan_of_its_day(money: Money, at: datetime) -> None:
    summer = FIRST_DAY - timedelta(60)
    agree_terms(
        by=as_viewer(REGISTRY, at),
        agreement=money.agreement,
        amounts={money.council: Amount(1730)},
        from_date=summer,
    )
    before = make_plan(money.person, state="superseded", from_date=summer, until_date=FIRST_DAY)
    old = make_item(make_outcome(before), provider_name="Amara Obi", price_pence=1500).line
    matched(money, (-4500, "AMARA OBI", -30), (-4950, "AMARA OBI", 0), at=at)
    lines = Match.objects.order_by("line__booked_date").values_list("features__target", flat=True)
    assert list(lines) == [["plan_line", old.pk], ["plan_line", money.amara.pk]]


def test_a_listings_supplier_is_known_by_name_and_the_same_need_by_category(
    money: Money, at: datetime
) -> None:
    listing, other = make_public_listing(), make_public_listing()
    term = Term.objects.create(
        authority=listing.authority, kind="category", code="home-care", label="Home care"
    )
    listing.terms.add(term)
    other.terms.add(term)
    other.supplier.name = "Otterbourne Care Ltd"
    other.supplier.save()
    listing.supplier.accreditations.update(state="suspended")
    make_item(
        money.plan.outcomes.get(),
        kind="listing",
        listing=listing,
        provider_name="Lantern Lane",
        unit="visit",
        price_pence=1920,
    )
    known, same_need = matched(
        money, (-5760, "LANTERN LANE HOME CARE", 0), (-3000, "OTTERBOURNE CARE", 1), at=at
    )
    match = Match.objects.get(line=known)
    assert match.features["notes"] == [
        ["R20", "Lantern Lane is not accredited now. No payment is stopped."]
    ]
    assert exception_of(same_need).rule == "R2"


def test_what_no_agreement_pays_for_is_not_matched_by_anybody(money: Money, at: datetime) -> None:
    end_agreement(by=as_viewer(REGISTRY, at), agreement=money.agreement, day=FIRST_DAY)
    (planned, other) = matched(money, (-4950, "AMARA OBI", 0), (-2580, "GARDEN CTR", 0), at=at)
    exception = exception_of(planned)
    assert (exception.rule, exception.state) == ("R28", "open")
    assert exception.reason == (
        "3 hours with Amara Obi at £16.50, planned every Wednesday. "
        "No payment agreement into this account pays for this on that day."
    )
    for line, chosen in (
        (planned, Chosen(TargetKind.PLAN_LINE, money.amara.pk)),
        (other, Chosen(TargetKind.OFF_PLAN)),
    ):
        with refused("match_fund_missing"):
            confirm_match(by=as_viewer(money.finance, at), line_id=line.pk, chosen=chosen)


def test_a_load_into_another_account_than_agreed_is_not_matched(money: Money, at: datetime) -> None:
    other = open_money_account(
        by=as_viewer(SETTER, at),
        person=money.person,
        kind="bank",
        last4="0002",
        provider="statement",
    )
    line = make_line(other, 6920, "FERNSHIRE COUNCIL DP")
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    assert exception_of(line).rule == "R28"
    assert exception_of(line).reason.endswith("No payment agreement pays this into this account.")


def test_money_in_is_split_between_load_and_contribution(money: Money, at: datetime) -> None:
    (line,) = matched(money, (11040, "BACS 77", 0), at=at)
    split_line(
        by=as_viewer(money.finance, at),
        line_id=line.pk,
        chosen=[
            Chosen(TargetKind.LOAD, money.agreement.pk, 6920),
            Chosen(TargetKind.CONTRIBUTION, money.agreement.pk, 4120),
        ],
    )
    assert pence_in(f"paid_in:{money.council.pk}") == -6920
    assert pence_in(f"paid_in:{money.own.pk}") == -4120
    assert share_again(by=as_viewer(MATCHER, at), person_ids=[money.person.pk]) == 0


def test_a_refund_of_a_payment_that_staff_undid_waits_for_it(money: Money, at: datetime) -> None:
    (purchase,) = matched(money, (-900, "FERNSHIRE COMM CARS", 0), at=at)
    unmatch(by=as_viewer(money.finance, at), line_id=purchase.pk)
    (refund,) = matched(money, (900, "REFUND FERNSHIRE COMM CARS", 5), at=at)
    waiting = exception_of(refund)
    assert (waiting.rule, waiting.state) == ("T5", "suggested")
    pinned = {waiting.pk: f"plan_line:{money.cars.pk}"}
    with refused("match_purchase_first"):
        accept_suggestions(by=as_viewer(money.finance, at), pinned=pinned)
    chosen = Chosen(TargetKind.PLAN_LINE, money.cars.pk)
    confirm_match(by=as_viewer(money.finance, at), line_id=purchase.pk, chosen=chosen)
    accept_suggestions(by=as_viewer(money.finance, at), pinned=pinned)
    assert pence_in(f"line:{money.cars.pk}:{money.own.pk}") == 0


def test_a_pending_line_cannot_be_matched(money: Money, at: datetime) -> None:
    line = ReceivedLine.objects.create(
        authority_id=money.account.authority_id,
        account=money.account,
        identity="pending",
        booked_date=at.date(),
        amount_pence=-100,
        currency="GBP",
        payee="SHOP",
        state="pending",
        received_at=at,
    )
    assert match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk]).read == 0
    with refused("match_line_not_booked"):
        confirm_match(
            by=as_viewer(money.finance, at), line_id=line.pk, chosen=Chosen(TargetKind.OFF_PLAN)
        )


def test_finance_who_may_not_see_this_persons_money_may_not_reconcile(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    money.person.access.filter(role=Role.FINANCE).update(until_date=at.date())
    with pytest.raises(PermissionDenied, match="may not see"):
        confirm_match(
            by=as_viewer(money.finance, at), line_id=line.pk, chosen=Chosen(TargetKind.OFF_PLAN)
        )


def test_somebody_without_a_sign_in_is_asked_without_a_task(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    money.person.user = None
    money.person.save()
    pk = exception_of(line).pk
    with refused("exception_question_missing"):
        ask_person(by=as_viewer(money.finance, at), exception_id=pk, question=" ")
    ask_person(
        by=as_viewer(money.finance, at), exception_id=pk, question="What was the payment for?"
    )
    assert not Task.objects.filter(kind="explain_spending").exists()


def test_what_comes_later_is_decided_together_with_what_still_waits(
    money: Money, at: datetime
) -> None:
    (refund,) = matched(money, (900, "REFUND FERNSHIRE COMM CARS", 5), at=at)
    assert exception_of(refund).rule == "R15"
    matched(money, (-900, "FERNSHIRE COMM CARS", 0), at=at)
    assert Match.objects.active().filter(line=refund).exists()


def test_somebody_without_a_plan_or_budget_has_lines_that_wait(money: Money, at: datetime) -> None:
    nobody = make_person(name="No Plan Yet")
    account = open_money_account(
        by=as_viewer(SETTER, at), person=nobody, kind="bank", last4="0001", provider="statement"
    )
    line = make_line(account, -4950, "AMARA OBI")
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    assert exception_of(line).rule == "R1"
