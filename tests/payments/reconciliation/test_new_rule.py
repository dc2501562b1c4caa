"""A rule of exceptions is added in one file, and reaches everything that shows or orders rules."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from marketplace.accounts.rules import Role
from marketplace.tasks.models import Task
from payments.reconciliation.actions import MATCHER, match_lines
from payments.reconciliation.models import MoneyException, MoneyFinding
from payments.reconciliation.rules.version import rule_version
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import Money, make_line
from tests.payments.reconciliation.rules.planting import Plant

pytestmark = pytest.mark.django_db
SUNDAY = 4  # days after the first Wednesday


@pytest.fixture
def exception(plant: Plant, money: Money, at: datetime) -> MoneyException:
    plant("sunday", code="R99")
    line = make_line(money.account, -2580, "GARDEN CTR", SUNDAY)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    return MoneyException.objects.get()


def test_a_new_rule_when_it_presses_most_gives_code_and_sentence(
    exception: MoneyException,
) -> None:
    assert (exception.rule, exception.reason) == ("R99", "It was paid on a Sunday.")
    assert [each.rule for each in MoneyFinding.objects.order_by("rule")] == ["R1", "R99"]


def test_a_new_rule_gives_the_task_its_title_owner_and_day(
    exception: MoneyException, at: datetime
) -> None:
    task = Task.objects.open().get()
    assert task.title.endswith(": paid on a sunday")
    assert (task.role, task.due_date) == (Role.FINANCE, at.date() + timedelta(3))


def test_a_new_rule_is_in_queue_export_and_payment_page(
    exception: MoneyException, money: Money
) -> None:
    client = Client()
    client.force_login(money.finance, backend="django.contrib.auth.backends.ModelBackend")
    queue = client.get("/money/exceptions/").content.decode()
    assert "It was paid on a Sunday." in queue
    assert "No support in the plan has this cost." in queue
    assert ",R99,No match" in client.get("/money/exceptions.csv").getvalue().decode()
    payment = client.get(f"/money/payments/{exception.line.public_id}/").content.decode()
    assert "Paid on a Sunday" in payment
    assert "plan changed" in payment


@pytest.mark.usefixtures("exception")
def test_a_new_rule_needs_no_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_a_new_rule_makes_another_version(plant: Plant) -> None:
    before = rule_version()
    plant("sunday", code="R99")
    assert rule_version() != before
    assert len(before) == len(rule_version()) <= 12
