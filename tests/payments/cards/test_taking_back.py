"""Taking a statement back: what goes, what stays, and that the same file may come again."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from payments.cards.actions import (
    READER,
    import_statement,
    take_back_statement,
    taking_back,
    withdraw_statement,
)
from payments.cards.errors import StatementRefused
from payments.cards.models import LineShown, MoneyAccount, ReceivedLine, StatementImport
from payments.ledger.models import Transfer
from payments.reconciliation.queries.integrity import integrity_problems
from tests.factories.accounts import as_viewer, make_user
from tests.factories.cards import IMPORTER, make_money_account

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 30, 12, tzinfo=UTC)


def rows(*lines: str) -> bytes:
    return "\n".join(["Date,Description,Amount,Balance,Status", *lines]).encode()


def bring(account: MoneyAccount, *lines: str) -> StatementImport:
    by = as_viewer(IMPORTER, AT)
    return import_statement(by=by, account=account, data=rows(*lines), filename="f.csv")


def take_back(run: StatementImport, **facts: Any) -> StatementImport:
    by = as_viewer(facts.pop("who", None) or make_user(Role.FINANCE), AT)
    take_back_statement(by=by, import_id=run.pk, why=facts.pop("why", "Another person’s"))
    return withdraw_statement(by=as_viewer(READER, AT), import_id=run.pk)


def books(account: MoneyAccount) -> Counter[tuple[date, int, str]]:
    """What stands on the account: days, pence and words."""
    standing = account.lines.filter(state="booked")
    return Counter(standing.values_list("booked_date", "amount_pence", "payee"))


def balance(account: MoneyAccount) -> int:
    account.refresh_from_db()
    return account.available_pence


A, B, C = "03/11/2026,A,-5.00,95.00,", "04/11/2026,B,-1.00,94.00,", "05/11/2026,C,-2.00,92.00,"


def test_statement_when_taken_back_is_out_of_the_books_with_who_and_why() -> None:
    account, who = make_money_account(), make_user(Role.FINANCE)
    run = take_back(bring(account, A, B), who=who, why="Of another person")
    assert (balance(account), books(account)) == (0, Counter())
    assert (run.state, run.withdrawn, run.taken_back_by) == ("taken_back", 2, who)
    assert run.taken_back_why == "Of another person"
    assert Transfer.objects.filter(code="reversal").count() == 2
    assert AuditEvent.objects.filter(event="statement.taken_back").count() == 1
    assert list(integrity_problems()) == []


def test_same_file_when_it_comes_again_posts_under_the_next_attempt() -> None:
    account = make_money_account()
    take_back(bring(account, A, B))
    again = bring(account, A, B)
    assert (again.attempt, again.created, balance(account)) == (2, 2, -600)
    references = Transfer.objects.filter(code="line").values_list("reference", flat=True)
    assert sum(reference.endswith(":2") for reference in references) == 2
    third = take_back(again)
    assert (third.state, balance(account)) == ("taken_back", 0)
    assert bring(account, A, B).attempt == 3
    assert list(integrity_problems()) == []


def test_payment_that_another_statement_shows_stays_until_that_goes_too() -> None:
    account = make_money_account()
    first, second = bring(account, A, B), bring(account, B, C)
    take_back(first)
    assert (balance(account), set(books(account).values())) == (-300, {1})
    take_back(second)
    assert (balance(account), books(account)) == (0, Counter())
    assert not LineShown.objects.exists()
    assert list(integrity_problems()) == []


def recorded_before_that_was_kept(*runs: StatementImport) -> None:
    """As statements are that were recorded before Handrail kept which payments each shows."""
    LineShown.objects.filter(statement_import__in=runs).delete()


def test_statement_when_an_old_one_may_show_its_payments_is_kept_until_that_comes_again() -> None:
    account = make_money_account()
    first, old = bring(account, A, B), bring(account, B, C)
    recorded_before_that_was_kept(old)
    with pytest.raises(StatementRefused) as refusal:
        take_back(first)
    assert refusal.value.problems[0].code == "statement_others_not_known"
    assert (balance(account), first.state) == (-800, "confirmed")
    assert bring(account, B, C).created == 0
    take_back(first)
    assert (balance(account), set(books(account).values())) == (-300, {1})
    assert list(integrity_problems()) == []


def test_old_statement_of_other_days_or_of_its_own_payments_alone_holds_nothing_back() -> None:
    account = make_money_account()
    bring(account, A)
    recorded_before_that_was_kept(bring(account, A))
    later = bring(account, C, "06/11/2026,D,-3.00,89.00,")
    recorded_before_that_was_kept(bring(account, "07/11/2026,E,-1.00,88.00,"))
    assert take_back(later).state == "taken_back"
    assert balance(account) == -600


def test_pending_payment_waits_again_when_its_booking_is_taken_back() -> None:
    account = make_money_account()
    bring(account, A, "04/11/2026,B,-1.00,,Pending")
    booking = bring(account, A, "05/11/2026,B,-1.20,93.80,", "06/11/2026,C,-3.00,90.80,")
    assert balance(account) == -920
    take_back(booking)
    waiting = ReceivedLine.objects.get(state="pending")
    assert (waiting.amount_pence, waiting.booked_date) == (-100, date(2026, 11, 4))
    assert balance(account) == -500
    bring(account, A, "05/11/2026,B,-1.20,93.80,", "06/11/2026,C,-3.00,90.80,")
    assert balance(account) == -920
    assert not ReceivedLine.objects.filter(state="pending").exists()
    assert list(integrity_problems()) == []


def test_statement_is_taken_back_once_and_for_a_reason() -> None:
    run = bring(make_money_account(), A)
    by = as_viewer(make_user(Role.FINANCE), AT)
    with pytest.raises(StatementRefused, match="statement_why_missing"):
        take_back_statement(by=by, import_id=run.pk, why=" ")
    take_back(run)
    with pytest.raises(StatementRefused, match="statement_not_in_the_books"):
        take_back_statement(by=by, import_id=run.pk, why="Again")
    withdraw_statement(by=as_viewer(READER, AT), import_id=run.pk)
    assert Transfer.objects.count() == 2
    with pytest.raises(PermissionDenied):
        take_back_statement(by=as_viewer(make_user(Role.BROKER), AT), import_id=run.pk, why="X")


def test_statement_with_a_payment_in_a_closed_period_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account = make_money_account()
    run = bring(account, A, B)
    by = as_viewer(make_user(Role.FINANCE), AT)
    monkeypatch.setattr(taking_back, "closed_until", lambda _: date(2026, 11, 4))
    with pytest.raises(StatementRefused, match="statement_period_closed") as refused:
        take_back_statement(by=by, import_id=run.pk, why="X")
    assert refused.value.problems[0].facts["day"] == "2026-11-03"
    monkeypatch.setattr(taking_back, "closed_until", lambda _: date(2026, 11, 3))
    assert take_back_statement(by=by, import_id=run.pk, why="X").state == "taking_back"


def test_taking_back_when_cut_off_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    account = make_money_account()
    run = bring(account, A, B, C)
    monkeypatch.setattr(taking_back, "CHUNK", 1)
    take_back_statement(by=as_viewer(make_user(Role.FINANCE), AT), import_id=run.pk, why="X")
    taking_back.withdraw_chunk(by=as_viewer(READER, AT), import_id=run.pk)
    assert Transfer.objects.filter(code="reversal").count() == 1
    done = withdraw_statement(by=as_viewer(READER, AT), import_id=run.pk)
    assert (done.withdrawn, balance(account)) == (3, 0)


#: A loaded machine is no reason to fail.
calm = settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow], database=None
)
WHOLE = (A, B, C, "05/11/2026,C,-2.00,90.00,", "06/11/2026,D,7.00,97.00,")
#: Where a file begins and ends, and whether it is taken back and comes again after the others.
FILES = st.lists(
    st.tuples(st.integers(0, 4), st.integers(1, 5), st.booleans()), min_size=1, max_size=4
)


class AnyOrder(TestCase):
    @calm
    @given(FILES, st.randoms(use_true_random=False))
    def test_any_files_in_any_order_taken_back_and_again_give_what_one_gives(
        self, files: list[tuple[int, int, bool]], chance: Any
    ) -> None:
        whole, parts = make_money_account(), make_money_account()
        bring(whole, *WHOLE)
        cut = [(a, b, again) for a, b, again in files if a < b] + [(0, 3, True), (2, 5, True)]
        chance.shuffle(cut)
        runs = [(bring(parts, *WHOLE[a:b]), (a, b), again) for a, b, again in cut]
        gone = [(take_back(run), where) for run, where, again in runs if again]
        left = {place for _, (a, b), again in runs if not again for place in range(a, b)}
        assert sum(books(parts).values()) == len(left)
        chance.shuffle(gone)
        for _, (a, b) in gone:
            bring(parts, *WHOLE[a:b])
        assert books(parts) == books(whole)
        assert balance(parts) == balance(whole)
        assert list(integrity_problems()) == []
