"""One logical statement, in every format that is read, gives the same lines."""

from datetime import date
from pathlib import Path

import pytest

from marketplace.core.errors import Problem, problem
from payments.gateway.contract import CardNamed, LineStatus
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements import (
    StatementFormat,
    detect_format,
    preview_csv,
    read_accounts,
    read_statement,
)
from tests.payments.gateway.several import SEVERAL, SEVERAL_MAPPING

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "statements"
EXPECTED = [
    (date(2026, 11, 3), 15000, "GBP", "FERNSHIRE COUNCIL", "Direct payment 4 weeks", "FS1001"),
    (date(2026, 11, 4), -4950, "GBP", "AMARA OKONJO", "Three hours, 4 November", "FS1002"),
    (date(2026, 11, 5), -900, "GBP", "FERNSHIRE COMMUNITY CARS", "Trip", "FS1003"),
    (date(2026, 11, 5), -900, "GBP", "FERNSHIRE COMMUNITY CARS", "Trip", "FS1004"),
    (date(2026, 11, 6), 118323, "GBP", "BRACKENFORD MOBILITY", "Refund", "FS1005"),
]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("november.csv", StatementFormat.CSV),
        ("november_in_out.csv", StatementFormat.CSV),
        ("november.ofx", StatementFormat.OFX),
        ("november.xml", StatementFormat.CAMT053),
        ("november.sta", StatementFormat.MT940),
    ],
)
def test_same_statement_gives_the_same_lines(name: str, kind: StatementFormat) -> None:
    data = (SAMPLES / name).read_bytes()
    skip = 1 if name == "november_in_out.csv" else 0
    mapping = preview_csv(data, skip_rows=skip).guess if kind == StatementFormat.CSV else None
    assert detect_format(data) == kind
    file = read_statement(data, mapping=mapping)
    assert file.refused == ()
    assert file.notes == ()
    assert sorted(
        (
            line.booked_date,
            line.amount_minor,
            line.currency,
            line.payee,
            line.description,
            line.provider_ref,
        )
        for line in file.lines
    ) == sorted(EXPECTED)
    assert all(line.status == LineStatus.BOOKED and line.raw for line in file.lines)
    positions = [line.position for line in file.lines]
    assert positions == sorted(set(positions))
    if kind != StatementFormat.CSV:
        assert (file.account_id[-8:], file.currency) == ("70004417", "GBP")
        assert file.closing_minor == 128573


def test_other_currency_is_read_in_its_own_currency() -> None:
    file = read_statement((SAMPLES / "euros.csv").read_bytes())
    assert [(line.currency, line.booked_date) for line in file.lines] == [
        ("EUR", date(2026, 7, 1)),
        ("GBP", date(2026, 7, 1)),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7", "other_kind"),
        (b"PK\x03\x04", "other_kind"),
        (b"<html></html>", "other_xml"),
        (b"\x00\x00", "empty"),
    ],
)
def test_other_kinds_of_file_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(StatementUnreadable, match=f"^statement_{code}$"):
        read_statement(data)


def test_statement_without_movements_says_so() -> None:
    assert read_statement(b"Date,Payee,Amount\n").notes == (problem("statement_note_no_lines"),)


def whose(named: CardNamed) -> int | Problem:
    known = {"20004471": 1, "70008830": 2}
    return known.get(named.number.rpartition("/")[2]) or problem("nobody", number=named.number)


@pytest.mark.parametrize("kind", SEVERAL)
def test_file_of_several_accounts_gives_each_its_own_lines_and_keeps_the_rest(kind: str) -> None:
    data, format = SEVERAL[kind], StatementFormat(kind)
    assert detect_format(data) == format
    files = read_accounts(data, whose, format=format, mapping=SEVERAL_MAPPING)
    told = {
        account: [(line.payee, line.amount_minor) for line in part.lines]
        for account, part in files.parts.items()
    }
    assert told == {1: [("A", -500), ("C", -100)], 2: [("B", -700)]}
    assert [part.account_id[-4:] for part in files.parts.values()] == ["4471", "8830"]
    assert [row.problem.code for row in files.unplaced] == ["nobody"]
    assert "D" in files.unplaced[0].raw
    assert sorted(files.found.values()) == [1, 2]
    positions = [line.position for part in files.parts.values() for line in part.lines]
    assert positions == sorted(set(positions))
    if format != StatementFormat.CSV:
        closing = [part.closing_minor for part in files.parts.values()]
        assert closing == [7100, 3000]


@pytest.mark.parametrize("kind", SEVERAL)
def test_file_of_several_accounts_is_no_statement_of_one(kind: str) -> None:
    mapping = SEVERAL_MAPPING if kind == "csv" else None
    with pytest.raises(StatementUnreadable, match=r"^statement_several_accounts$"):
        read_statement(SEVERAL[kind], mapping=mapping)


@pytest.mark.parametrize("kind", SEVERAL)
def test_two_numbers_of_one_account_are_one_statement(kind: str) -> None:
    """As where a card was replaced."""
    format = StatementFormat(kind)
    files = read_accounts(SEVERAL[kind], lambda _: 1, format=format, mapping=SEVERAL_MAPPING)
    (part,) = files.parts.values()
    assert [line.payee for line in part.lines] == ["A", "C", "B", "D"]
    assert (part.opening_minor, part.closing_minor) == (None, None)


@pytest.mark.real_data
def test_files_that_others_wrote_are_read(shared_data: Path) -> None:
    found = {
        path.name: read_statement(path.read_bytes())
        for path in sorted((shared_data / "statements").iterdir())
    }
    counts = {name: len(file.lines) for name, file in found.items()}
    assert counts == {
        "camt053.v2.minimal.xml": 1,
        "checking.ofx": 3,
        "jejik_ing.sta": 7,
        "uk_barclays_style.csv": 2,
        "uk_monzo_2018.csv": 1,
    }
    assert not any(file.refused for file in found.values())
    assert found["camt053.v2.minimal.xml"].lines[0].amount_minor == 885
