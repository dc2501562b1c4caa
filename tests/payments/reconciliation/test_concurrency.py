"""Two people press at once: one wins, the other reads a clear sentence, the books stay whole."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import agree_terms
from marketplace.brokerage.rules import Amount
from marketplace.council.actions import set_figure
from marketplace.tasks.models import Task
from payments.cards.models import ReceivedLine
from payments.ledger.models import Transfer
from payments.ledger.rules import TransferCode
from payments.reconciliation.actions import (
    MATCHER,
    Chosen,
    accept_suggestions,
    confirm_match,
    look_for_absences,
    match_lines,
    match_open_lines,
    resolve_exceptions,
    share_again,
    unmatch,
)
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import Match, MoneyException, MoneyFinding
from payments.reconciliation.queries.integrity import integrity_problems
from payments.reconciliation.queries.queue import exceptions_waiting
from payments.reconciliation.rules.shares import ShareRule
from payments.reconciliation.rules.states import token_of
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer, make_user
from tests.factories.people import REGISTRY
from tests.factories.reconciliation import FIRST_DAY, Money, make_line, make_lines, make_money

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture
def money() -> Money:
    return make_money()


def at_once(*presses: Callable[[], object]) -> list[str]:
    """Run each press in its own thread and connection; returns the codes of the refusals."""
    barrier = threading.Barrier(len(presses))
    refusals: list[str] = []

    def run(press: Callable[[], object]) -> None:
        try:
            barrier.wait()
            press()
        except ReconciliationError as refusal:
            refusals.extend(refusal.codes)
        except Exception as error:  # noqa: BLE001 - a deadlock, say: whoever pressed must not be shut out
            refusals.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(press,)) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals


def let_contribution_go_first(money: Money) -> None:
    set_figure(
        by=as_viewer(make_user(Role.ADMINISTRATOR), FIRST_DAY),
        authority=money.person.authority,
        key="share_rule",
        value=ShareRule.CONTRIBUTION_FIRST,
        from_date=FIRST_DAY,
        source="Cabinet, 24 August 2026",
    )


def settled(money: Money, at: datetime) -> None:
    """Nobody was shut out, shares are what they are after one another, and the books are whole."""
    assert share_again(by=as_viewer(MATCHER, at), person_ids=[money.person.pk]) == 0
    assert list(integrity_problems()) == []


def test_two_who_match_different_payments_of_one_person_at_once_share_them_in_order(
    money: Money, at: datetime
) -> None:
    let_contribution_go_first(money)
    lines = make_lines(money.account, *((-1000, f"SHOP {n}", n) for n in range(4)))
    by = as_viewer(money.finance, at)

    def confirm(line: ReceivedLine) -> Callable[[], object]:
        chosen = Chosen(TargetKind.OFF_PLAN)
        return lambda: confirm_match(by=by, line_id=line.pk, chosen=chosen)

    assert at_once(*(confirm(line) for line in lines)) == []
    assert Match.objects.active().count() == 4
    settled(money, at)


def test_payments_matched_while_other_terms_are_agreed_are_shared_by_them(
    money: Money, at: datetime
) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")

    def agree() -> object:
        return agree_terms(
            by=as_viewer(REGISTRY, at),
            agreement=money.agreement,
            amounts={money.council: Amount(5850)},
            from_date=FIRST_DAY,
        )

    assert at_once(agree, lambda: match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])) == []
    parts = Match.objects.active().get(line=line).parts
    assert list(parts.values_list("fund", "amount_pence")) == [(money.council.pk, 4950)]
    settled(money, at)


def test_two_who_share_again_at_once_post_once(money: Money, at: datetime) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    let_contribution_go_first(money)

    def share() -> object:
        return share_again(by=as_viewer(MATCHER, at), person_ids=[money.person.pk])

    assert at_once(share, share, share) == []
    assert Transfer.objects.filter(code=TransferCode.REVERSAL).count() == 2
    assert match_legs() == 4
    settled(money, at)


def match_legs() -> int:
    return Transfer.objects.filter(code=TransferCode.MATCH).count()


def test_two_who_accept_one_suggestion_at_once_make_one_match(money: Money, at: datetime) -> None:
    line = make_line(money.account, -19800, "AMARA OBI", 21)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    pinned = {MoneyException.objects.get().pk: f"plan_line:{money.amara.pk}"}

    def accept() -> object:
        return accept_suggestions(by=as_viewer(money.finance, at), pinned=pinned)

    refusals = at_once(accept, accept)
    assert refusals == ["match_made_already"]
    assert Match.objects.active().count() == 1
    assert match_legs() == 2
    assert list(integrity_problems()) == []


def test_a_rule_and_a_person_at_once_make_one_match(money: Money, at: datetime) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    chosen = Chosen(TargetKind.PLAN_LINE, money.cars.pk)
    refusals = at_once(
        lambda: match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk]),
        lambda: confirm_match(by=as_viewer(money.finance, at), line_id=line.pk, chosen=chosen),
    )
    assert len(refusals) <= 1
    assert Match.objects.active().count() == 1
    assert match_legs() == 2
    assert list(integrity_problems()) == []


def test_two_who_undo_at_once_undo_once(money: Money, at: datetime) -> None:
    line = make_line(money.account, -4950, "AMARA OBI")
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])

    def undo() -> object:
        return unmatch(by=as_viewer(money.finance, at), line_id=line.pk)

    assert at_once(undo, undo) == ["match_not_active"]
    assert Transfer.objects.filter(code=TransferCode.REVERSAL).count() == 2
    assert list(integrity_problems()) == []


def test_two_officers_who_close_the_same_at_once_close_it_once_and_the_second_hears_why(
    money: Money, at: datetime
) -> None:
    lines = make_lines(money.account, *((-1000 - n, f"SHOP {n}", n) for n in range(3)))
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk for line in lines])
    ids = list(MoneyException.objects.values_list("pk", flat=True))
    other = make_user(Role.FINANCE, authority=money.person.authority)

    def close(user: User, chosen: list[int], words: str) -> Callable[[], object]:
        by = as_viewer(user, at)
        return lambda: resolve_exceptions(by=by, exception_ids=chosen, outcome=words)

    heard = at_once(close(money.finance, ids, "First."), close(other, ids[::-1], "Second."))
    assert heard == ["exception_resolved_already"]
    assert len(set(MoneyException.objects.values_list("outcome", flat=True))) == 1
    assert not Task.objects.open().exists()


def test_looking_for_what_is_missing_twice_at_once_asks_once(money: Money, at: datetime) -> None:
    make_lines(money.account, (6920, "FERNSHIRE COUNCIL DP", 0))
    match_open_lines(by=as_viewer(MATCHER, at))
    by = as_viewer(MATCHER, at + timedelta(60))

    def look() -> object:
        council = money.person.authority_id
        return look_for_absences(by=by, authority_id=council, person_ids=[money.person.pk])

    assert at_once(look, look) == []
    rules = list(MoneyException.objects.open().filter(line=None).values_list("rule", flat=True))
    assert len(rules) == len(set(rules)) > 0
    assert MoneyFinding.objects.filter(line=None).count() == len(rules)


def test_two_officers_who_go_through_one_queue_decide_each_payment_once(
    money: Money, at: datetime
) -> None:
    """Both begin at the top: suggestions are matched, and what nothing explains is closed."""
    weeks = [(-19800, "AMARA OBI", 28 + 28 * n) for n in range(3)]
    shops = [(-700 - n, f"SHOP {n}", n) for n in range(6)]
    lines = make_lines(money.account, *weeks, *shops)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk for line in lines])
    other = make_user(Role.FINANCE, name="Una Reed", authority=money.person.authority)
    waiting = set(exceptions_waiting(as_viewer(other, at)).values_list("pk", flat=True))
    assert len(waiting) > len(shops)
    decided: list[int] = []

    def go_through(officer: User) -> Callable[[], object]:
        viewer = as_viewer(officer, at)

        def press() -> None:
            while (row := exceptions_waiting(viewer).first()) is not None:
                token = token_of(row.suggestion)
                try:
                    if token:
                        accept_suggestions(by=viewer, pinned={row.pk: token})
                    else:
                        resolve_exceptions(
                            by=viewer, exception_ids=[row.pk], outcome="Receipt seen."
                        )
                    decided.append(row.pk)
                except ReconciliationError:
                    continue  # the other one was first

        return press

    assert at_once(go_through(money.finance), go_through(other)) == []
    assert sorted(decided) == sorted(waiting)
    assert not exceptions_waiting(as_viewer(money.finance, at)).exists()
    active = Match.objects.active().values_list("line", flat=True)
    assert len(active) == len(set(active))
    settled(money, at)
