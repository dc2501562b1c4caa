"""The demo council, loaded through the rooms' own actions: whole, deterministic, all or nothing."""

from datetime import date

import pytest
from django.db import transaction

from marketplace.accounts.models import Authority, Membership
from marketplace.accounts.rules import Role
from marketplace.accreditation.models import Accreditation, Application
from marketplace.brokerage.models import SupportPlan
from marketplace.core.rooms import collected
from marketplace.demo.load import everything
from marketplace.listings.models import Listing
from marketplace.people.models import Person
from marketplace.tasks.models import Task
from payments.cards.models import ReceivedLine
from payments.reconciliation.models import Match, MoneyException
from tests.factories.demo import load_small_demo

pytestmark = [pytest.mark.django_db]
ANCHOR = date(2026, 9, 21)


def counts() -> dict[str, int]:
    models = (Listing, Application, Accreditation, Person, SupportPlan, ReceivedLine, Match)
    return {model.__name__: model.objects.count() for model in models}


def test_demo_when_loaded_holds_the_case_in_every_state() -> None:
    load_small_demo(ANCHOR, people=15)
    with_pages = {r for e in collected().menu if e.roles != frozenset(Role) for r in e.roles}
    with_pages |= {r for page in collected().settings_pages for r in page.permission.roles}
    assert {m.role for m in Membership.objects.all()} == with_pages
    assert set(SupportPlan.objects.values_list("state", flat=True)) >= {
        "draft",
        "submitted",
        "returned",
        "approved",
    }
    margaret = SupportPlan.objects.get(person__name="Margaret Ellery")
    assert (margaret.state, margaret.weekly_pence) == ("approved", 19050)
    assert MoneyException.objects.filter(state="queried").count() == 1
    rules = set(MoneyException.objects.values_list("rule", flat=True))
    assert {"R1", "R10", "R15"} <= rules
    restricted = MoneyException.objects.filter(line__mcc="7995").first()
    assert restricted is not None
    assert restricted.line.findings.filter(rule="R11").exists()
    assert ReceivedLine.objects.filter(state="other_currency").exists()
    assert Task.objects.open().filter(role=Role.ACCREDITOR).exists()
    matched = Match.objects.active().count() / ReceivedLine.objects.filter(state="booked").count()
    assert matched > 0.85


@pytest.mark.slow
def test_demo_when_loaded_twice_from_one_seed_and_day_is_the_same() -> None:
    snapshots = []
    for _ in range(2):
        with transaction.atomic():
            assert load_small_demo(ANCHOR, people=5).demo_anchor_date == ANCHOR
            lines = ReceivedLine.objects.order_by("booked_date", "amount_pence", "payee")
            told = list(lines.values_list("booked_date", "amount_pence", "payee"))
            snapshots.append((counts(), told))
            transaction.set_rollback(True)
    assert snapshots[0] == snapshots[1]
    assert snapshots[0][0]["ReceivedLine"] > 200


def test_demo_when_a_step_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(everything, "finish_pages", fail)
    with pytest.raises(RuntimeError, match="power"):
        load_small_demo(ANCHOR, people=1)
    assert not Authority.objects.exists()
