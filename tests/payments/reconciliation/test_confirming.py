"""Staff confirm, accept and split: state, refusals, what is known from then on, and the books whole."""

from datetime import datetime, timedelta

import pytest

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import end_agreement
from marketplace.core.models import AuditEvent
from marketplace.tasks.models import Task
from payments.cards.models import ReceivedLine
from payments.reconciliation.actions import (
    MATCHER,
    Chosen,
    accept_suggestions,
    confirm_match,
    match_lines,
    match_open_lines,
    share_again,
    split_line,
)
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import thawed
from tests.factories.people import REGISTRY
from tests.factories.reconciliation import (
    FIRST_DAY,
    Money,
)
from tests.payments.reconciliation.matched import exception_of, matched, pence_in, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books_stay_whole")]


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


def test_a_payee_name_that_staff_confirm_is_suggested_and_known_when_a_colleague_confirms_it_too(
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
    assert exception_of(again).state == "suggested"
    colleague = make_user(Role.FINANCE)
    confirm_match(
        by=as_viewer(colleague, at),
        line_id=again.pk,
        chosen=Chosen(TargetKind.PLAN_LINE, money.amara.pk),
    )
    (known,) = matched(money, (-4950, "A O CARE SERV", 14), at=at)
    assert Match.objects.active().get(line=known).made_by is None


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


def test_one_line_is_matched_once(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-4950, "AMARA OBI", 0), at=at)
    with refused("match_made_already"):
        confirm_match(
            by=as_viewer(money.finance, at), line_id=line.pk, chosen=Chosen(TargetKind.OFF_PLAN)
        )


def test_staff_say_that_money_in_was_a_load_and_know_its_payer_from_then_on(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (6920, "BACS 00917 FCC ADULTS", 0), at=at)
    chosen = Chosen(TargetKind.LOAD, money.agreement.pk)
    confirm_match(by=as_viewer(money.finance, at), line_id=line.pk, chosen=chosen)
    assert pence_in(f"paid_in:{money.council.pk}") == -6920
    (again,) = matched(money, (6920, "BACS 00917 FCC ADULTS", 28), at=at)
    assert Match.objects.active().get(line=again).tier == "T2"


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


def test_money_in_for_support_without_a_purchase_needs_a_reason(money: Money, at: datetime) -> None:
    (line,) = matched(money, (1250, "TOWN HALL", 0), at=at)
    by, chosen = as_viewer(money.finance, at), Chosen(TargetKind.PLAN_LINE, money.cars.pk)
    with refused("match_refund_unexplained"):
        confirm_match(by=by, line_id=line.pk, chosen=chosen, words=" ")
    with refused("match_refund_unexplained"):
        split_line(
            by=by, line_id=line.pk, chosen=[Chosen(TargetKind.PLAN_LINE, money.cars.pk, 1250)]
        )
    match = confirm_match(by=by, line_id=line.pk, chosen=chosen, words="Deposit came back")
    assert match.reason == "Deposit came back"


def test_reason_of_a_name_that_is_cut_to_its_first_letter_has_one_full_stop(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (-2500, "SOMEBODY", 0), at=at)
    with thawed():
        money.amara.items.update(provider_name="Amara O.")
    chosen = Chosen(TargetKind.PLAN_LINE, money.amara.pk)
    match = confirm_match(by=as_viewer(money.finance, at), line_id=line.pk, chosen=chosen)
    assert match.reason == "Matched by staff: Amara O."
