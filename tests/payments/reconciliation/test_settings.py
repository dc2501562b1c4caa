"""A council's figures reach the matcher and the tasks, from their day and in that council alone."""

from datetime import date, datetime, timedelta

import pytest

from marketplace.accounts.rules import Role
from marketplace.council.actions import set_figure
from marketplace.tasks.models import Task
from payments.reconciliation.actions import MATCHER, ask_person, match_lines
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.queries.settings import settings_of
from payments.reconciliation.room import ROOM
from payments.reconciliation.rules.settings import MATCHING_FIGURES, Settings
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.reconciliation import Money, make_line

pytestmark = pytest.mark.django_db


def let_be(money: Money, key: str, value: int, day: date) -> None:
    set_figure(
        by=as_viewer(make_user(Role.ADMINISTRATOR), day),
        authority=money.person.authority,
        key=key,
        value=value,
        from_date=day,
        source="Cabinet, 7 September 2026",
    )


def test_settings_when_nothing_is_set_are_the_usual_ones(money: Money, at: datetime) -> None:
    assert settings_of(money.person.authority_id, at.date()) == Settings()


def test_settings_when_every_figure_is_set_hold_from_the_day_in_that_council(
    money: Money, at: datetime
) -> None:
    day = at.date()
    for number, figure in enumerate(MATCHING_FIGURES.values(), start=40):
        let_be(money, figure.key, number, day)
    council, eve = money.person.authority_id, day - timedelta(1)
    changed = settings_of(council, day)
    assert [getattr(changed, name) for name in MATCHING_FIGURES] == list(
        range(40, 40 + len(MATCHING_FIGURES))
    )
    assert settings_of(council, eve) == settings_of(make_other_authority().pk, day) == Settings()


@pytest.mark.parametrize(("percent", "tier"), [(2, None), (10, "T2")])
def test_a_payment_when_inside_the_councils_tolerance_is_matched(
    money: Money, at: datetime, percent: int, tier: str | None
) -> None:
    let_be(money, "match_tolerance_percent", percent, at.date())
    line = make_line(money.account, -5199, "AMARA OBI")
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    assert list(Match.objects.values_list("tier", flat=True)) == ([tier] if tier else [])


def test_a_question_when_asked_is_due_after_the_councils_days(money: Money, at: datetime) -> None:
    let_be(money, "exception_answer_days", 21, at.date())
    line = make_line(money.account, -2580, "GARDEN CTR")
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    pk = MoneyException.objects.get().pk
    ask_person(
        by=as_viewer(money.finance, at), exception_id=pk, question="What was the payment for?"
    )
    assert Task.objects.get(owner=money.user).due_date == at.date() + timedelta(21)


def test_figures_when_declared_say_source_and_unit() -> None:
    for figure in ROOM.figures:
        assert figure.source.startswith(("source: ", "judgement: ")), figure.key
        assert figure.key.startswith(("match_", "exception_", "share_", "monitoring_"))
        assert figure.unit in ("pence", "days", "weeks", "percent", "count")
