"""The table of docs/money.md, row by row."""

from datetime import date, datetime

import pytest

from payments.ledger.models import Transfer
from payments.reconciliation.actions import MATCHER, match_lines, unmatch
from payments.reconciliation.models import Match
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import Money, make_line, make_money


def rows(money: Money) -> list[tuple[str, str, int, date]]:
    names = {
        money.account.ledger_account.code: "card",
        f"unallocated:{money.person.pk}": "unallocated",
        f"line:{money.amara.pk}:{money.council.pk}": "line:council",
        f"line:{money.amara.pk}:{money.own.pk}": "line:own",
    }
    return [
        (names[t.debit.code], names[t.credit.code], t.amount_pence, t.effective_date)
        for t in Transfer.objects.order_by("pk")
    ]


@pytest.mark.django_db
def test_the_worked_example_is_what_happens(at: datetime) -> None:
    money, day = make_money(), date(2026, 9, 2)
    line = make_line(money.account, -4950, "AMARA OBI")
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    unmatch(by=as_viewer(money.finance, at), line_id=line.pk)
    assert rows(money) == [
        ("unallocated", "card", 4950, day),
        ("line:council", "unallocated", 1464, day),
        ("line:own", "unallocated", 3486, day),
        ("unallocated", "line:council", 1464, day),
        ("unallocated", "line:own", 3486, day),
    ]
    match = Match.objects.get()
    assert match.reason == "3 hours with Amara Obi at £16.50, planned every Wednesday."
    assert (match.made_by_system, match.undone_by) == ("matcher", money.finance)
