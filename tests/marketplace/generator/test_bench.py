"""The benchmark measures the demo itself, at any size, and writes its figures under stable names."""

import json
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from marketplace.accounts.models import Authority
from marketplace.generator.documents import endless_documents
from marketplace.generator.management.commands import bench
from marketplace.generator.statements import endless_statements, statements
from marketplace.vocabulary.models import Postcode
from payments.cards.models import ReceivedLine
from payments.ledger.triggers import missing_triggers
from payments.reconciliation.queries.integrity import integrity_problems
from tests.factories.accounts import make_authority

AT = datetime(2026, 9, 21, 9, tzinfo=UTC)


def test_documents_when_made_again_or_further_are_the_same() -> None:
    some = list(bench.documents(3, 30))
    assert some == list(islice(endless_documents(3, bench.ANCHOR, 1), 60))[:30]
    assert [doc.listing_id for doc in some] == list(range(1, 31))
    assert all(doc.public_from <= bench.AT < doc.public_until for doc in some)


def test_statements_when_a_number_of_lines_is_asked_have_just_so_many() -> None:
    made = list(statements(500, 3, bench.ANCHOR))
    assert sum(len(each.lines) for each in made) == 500
    assert made[:3] == list(islice(endless_statements(3, bench.ANCHOR), 3))


def test_statements_when_awkward_hold_refunds_numbers_and_namesakes() -> None:
    lines = [line for each in statements(4000, 3, bench.ANCHOR) for line in each.lines]
    payees = [line.payee for line in lines]
    assert any(payee.startswith("REFUND ") for payee in payees)
    assert any(payee[-5:].isdigit() for payee in payees)
    assert {"load", "contribution", "off_plan", "duplicate", "dearer"} <= {
        line.truth for line in lines
    }


@pytest.mark.django_db
def test_bench_when_run_small_writes_every_figure_and_leaves_the_money_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "figures.json"
    words = ["--together", "--listings=60", "--lines=150,300", "--postcodes=", "--seed=3"]
    words += [f"--json={report}"]

    call_command("bench", *words)

    written = json.loads(report.read_text())
    figures = written["figures"]
    assert set(written["machine"]) == {"cores", "python", "database", "load"}
    assert {name.split(".")[2] for name in figures if name.startswith("search.60.")} == set(
        bench.WORDS["search"]
    )
    for size in (150, 300):
        names = {name.split(".")[2] for name in figures if name.startswith(f"money.{size}.")}
        assert names == {*bench.WORDS["money"], "lines", "rows_left"}
        assert figures[f"money.{size}.lines"] == size
        assert figures[f"money.{size}.precision"] >= 0.99
        assert figures[f"money.{size}.recall"] >= 0.9
    assert figures["money.150.growth"] == 1
    assert all(value > 0 for value in figures.values())
    assert ReceivedLine.objects.count() == 450
    assert list(integrity_problems()) == []
    assert missing_triggers() == []
    said = capsys.readouterr()
    assert "19 of 20 searches answer within" in said.out
    assert "money 300: 300 of 300 lines imported, posted and matched" in said.err


@pytest.mark.django_db
def test_bench_of_postcodes_writes_every_figure_and_finds_no_row_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "figures.json"
    words = ["--together", "--listings=", "--lines=", "--postcodes=300", f"--json={report}"]
    call_command("bench", *words)
    figures = json.loads(report.read_text())["figures"]
    assert {name.split(".")[2] for name in figures} == set(bench.WORDS["places"])
    assert Postcode.objects.count() == 300
    assert "Postcodes, by rows of the list" in capsys.readouterr().out


@pytest.mark.django_db
def test_bench_when_the_database_holds_a_council_refuses() -> None:
    make_authority()
    with pytest.raises(CommandError, match="Name an empty database"):
        call_command("bench", "--together", "--listings=10", "--lines=")
    assert Authority.objects.count() == 1


def test_sizes_when_empty_are_none_and_else_smallest_first() -> None:
    assert bench.sizes("") == []
    assert bench.sizes("100_000, 10000") == [10_000, 100_000]
