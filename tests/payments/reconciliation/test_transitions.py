"""States of matches and exceptions move with a trail: which row, by whom, in whose action."""

from datetime import datetime, timedelta

import pytest

from marketplace.core.models import AuditEvent
from payments.cards.models import ReceivedLine
from payments.reconciliation.actions import (
    MATCHER,
    Chosen,
    confirm_match,
    match_lines,
    match_open_lines,
    resolve_exception,
    unmatch,
)
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import Money, change_item, make_lines

pytestmark = pytest.mark.django_db


def matched(money: Money, *lines: tuple[int, str, int], at: datetime) -> list[ReceivedLine]:
    rows = make_lines(money.account, *lines)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[row.pk for row in rows])
    return rows


def audited(event: str) -> AuditEvent:
    return AuditEvent.objects.get(event=event)


def test_a_match_when_undone_is_one_move_in_the_trail(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-4950, "AMARA OBI", 0), at=at)
    match = unmatch(by=as_viewer(money.finance, at), line_id=line.pk)
    trail = audited("line_unmatched")
    assert (trail.subject_id, trail.by_user_id) == (match.pk, money.finance.pk)
    assert trail.data == {"line_id": line.pk}
    assert Match.objects.get().undone_by == money.finance


def test_an_exception_when_its_line_is_matched_by_staff_has_its_own_row_in_the_trail(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    confirm_match(
        by=as_viewer(money.finance, at), line_id=line.pk, chosen=Chosen(TargetKind.OFF_PLAN)
    )
    trail = audited("exceptions_closed")
    assert trail.subject_id == MoneyException.objects.get().pk
    assert trail.by_user_id == money.finance.pk


def test_an_exception_when_resolved_has_one_row_in_the_trail(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    row = MoneyException.objects.get()
    done = resolve_exception(
        by=as_viewer(money.finance, at), exception_id=row.pk, outcome=" Paid back. "
    )
    assert (done.state, done.outcome, done.resolved_by) == ("resolved", "Paid back.", money.finance)
    assert audited("exception_resolved").data == {"line_id": line.pk, "rule": row.rule}
    assert not AuditEvent.objects.filter(event="exceptions_closed").exists()


def test_exceptions_when_a_plan_explains_them_move_at_once_with_their_ids(
    money: Money, at: datetime
) -> None:
    waiting = [(-7200, "BRACKENFORD CHOIR", 0), (-7200, "BRACKENFORD CHOIR", 7)]
    matched(money, *waiting, at=at)
    rows = sorted(MoneyException.objects.values_list("pk", flat=True))
    change_item(money.cars, provider_name="Brackenford Choir", price_pence=1800)
    later = as_viewer(MATCHER, at + timedelta(1))
    match_open_lines(by=later)
    assert set(MoneyException.objects.values_list("state", flat=True)) == {"suggested"}
    trail = audited("exceptions_reconsidered")
    assert (trail.by_system, trail.data["ids"]) == ("matcher", rows)
    match_open_lines(by=later)
    assert AuditEvent.objects.filter(event="exceptions_reconsidered").count() == 1
