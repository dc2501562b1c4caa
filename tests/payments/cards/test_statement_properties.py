"""What holds of every statement: twice is once, a split is the whole, and no bytes are a traceback."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from marketplace.core.errors import DomainError
from payments.cards.actions import import_statement
from payments.cards.models import MoneyAccount, StatementImport
from payments.ledger.models import Transfer
from tests.examples import examples
from tests.factories.accounts import as_viewer
from tests.factories.cards import IMPORTER, make_money_account

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
DAY = date(2026, 11, 2)
#: A loaded machine is no reason to fail.
calm = settings(
    deadline=None,
    max_examples=examples(25),
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)
Row = tuple[int, int, str]
#: Days after the last row, pence, words. No sum of rows is nought, so that no balance comes again.
ROWS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([-900, -650, -100]), st.sampled_from("AB")),
    min_size=1,
    max_size=9,
)


def statement(rows: Sequence[Row]) -> list[str]:
    """The rows of a CSV with their running balance."""
    day, balance, lines = DAY, 100_000, []
    for later, pence, words in rows:
        day, balance = day + timedelta(later), balance + pence
        lines.append(f"{day:%d/%m/%Y},{words},{pence / 100:.2f},{balance / 100:.2f}")
    return lines


def bring(account: MoneyAccount, rows: Sequence[str]) -> StatementImport:
    data = "\n".join(["Date,Description,Amount,Balance", *rows]).encode()
    return import_statement(
        by=as_viewer(IMPORTER, AT), account=account, data=data, filename="f.csv"
    )


def held(account: MoneyAccount) -> Counter[tuple[date, int, str]]:
    return Counter(account.lines.values_list("booked_date", "amount_pence", "payee"))


class Statements(TestCase):
    @calm
    @given(ROWS)
    def test_same_file_twice_changes_nothing(self, rows: list[Row]) -> None:
        account = make_money_account()
        first = bring(account, statement(rows))
        before = held(account), Transfer.objects.count()
        again = bring(account, statement(rows))
        assert (again.created, again.changed, again.unchanged) == (0, 0, first.created)
        assert (held(account), Transfer.objects.count()) == before

    @calm
    @given(ROWS, st.lists(st.integers(0, 9), max_size=3), st.booleans())
    def test_any_split_in_order_gives_the_lines_of_the_whole(
        self, rows: list[Row], cuts: list[int], newest_first: bool
    ) -> None:
        lines = statement(rows)
        whole, parts = make_money_account(), make_money_account()
        bring(whole, lines)
        edges = sorted({0, len(lines), *(min(cut, len(lines)) for cut in cuts)})
        for start, end in pairwise(edges):
            part = lines[start:end]
            bring(parts, part[::-1] if newest_first else part)
        assert held(parts) == held(whole)

    @calm
    @given(ROWS, st.integers(0, 8), st.integers(1, 9))
    def test_overlapping_file_adds_only_what_is_new(
        self, rows: list[Row], start: int, until: int
    ) -> None:
        lines = statement(rows)
        whole, parts = make_money_account(), make_money_account()
        bring(whole, lines)
        if lines[:until]:
            bring(parts, lines[:until])
        if lines[start:] and start <= until:
            bring(parts, lines[start:])
            assert held(parts) == held(whole)

    @calm
    @given(ROWS)
    def test_reworded_file_with_balances_adds_nothing(self, rows: list[Row]) -> None:
        account = make_money_account()
        first = bring(account, statement(rows))
        again = bring(account, [row.replace(",A,", ",A LONGER,") for row in statement(rows)])
        assert (again.created, again.read) == (0, first.read)
        assert Transfer.objects.count() == account.lines.count()

    @calm
    @given(
        st.one_of(
            st.binary(max_size=200),
            st.binary(max_size=60).map(
                lambda b: b"Date,Payee,Amount,Balance\n03/11/2026,A,-1," + b
            ),
            st.binary(max_size=60).map(lambda b: b"OFXHEADER:100\n<OFX><CURDEF>GBP<STMTTRN>" + b),
            st.binary(max_size=60).map(
                lambda b: b":60F:C260101GBP1,00\n:61:2601010101D1,00NTRFX\n:86:" + b
            ),
            st.text(max_size=60).map(
                lambda t: f"Date,Payee,Amount\n03/11/2026,{t},-1\n".encode("utf-8", "replace")
            ),
        )
    )
    def test_any_bytes_are_read_or_refused_in_words(self, data: bytes) -> None:
        account = make_money_account()
        with suppress(DomainError):
            import_statement(by=as_viewer(IMPORTER, AT), account=account, data=data, filename="f")
        assert Transfer.objects.count() <= account.lines.count()
