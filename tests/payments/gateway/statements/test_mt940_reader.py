import pytest

from marketplace.core.errors import problem
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements.mt940_reader import read_mt940


def mt940(*lines: str) -> bytes:
    return "\r\n".join([":20:X", ":25:1", ":60F:C261101GBP20,00", *lines, "-"]).encode()


def test_thirtieth_of_february_is_refused_and_not_moved() -> None:
    file = read_mt940(mt940(":61:260228D1,00NTRFNONREF", ":61:260230D1,00NTRFNONREF"))
    assert len(file.lines) == 1
    assert file.refused[0].position == 5
    assert file.refused[0].problem.code == "statement_mt940_date"


@pytest.mark.parametrize("amount", ["12..34", "1,2,3", "1,005", "", "12.34"])
def test_bad_amount_is_refused(amount: str) -> None:
    file = read_mt940(mt940(f":61:261103D{amount}NTRFNONREF"))
    assert not file.lines
    assert file.refused[0].position == 4


@pytest.mark.parametrize(("mark", "pence"), [("C", 100), ("D", -100), ("RC", -100), ("RD", 100)])
def test_reversal_marks_turn_the_sign(mark: str, pence: int) -> None:
    assert read_mt940(mt940(f":61:261103{mark}1,00NTRFNONREF")).lines[0].amount_minor == pence


def test_third_letter_of_the_currency_may_stand_before_the_amount() -> None:
    assert read_mt940(mt940(":61:2611031103DP1,00NTRFNONREF")).lines[0].amount_minor == -100


def test_words_are_found_in_each_bank_s_way_of_writing_them() -> None:
    file = read_mt940(
        mt940(
            ":61:261103D1,00NTRFNONREF",
            ":86:166?20Three hours?21of care?32AMARA OKONJO",
            ":61:261103D1,00NTRFNONREF",
            ":86:CARD 4417 CORNER SHOP",
            ":61:261103D1,00NTRFNONREF",
        )
    )
    assert [(line.payee, line.description) for line in file.lines] == [
        ("AMARA OKONJO", "Three hours of care"),
        ("", "CARD 4417 CORNER SHOP"),
        ("", ""),
    ]


def test_placeholder_is_not_a_reference() -> None:
    line = read_mt940(mt940(":61:261103D1,00NTRFNONREF//NONREF")).lines[0]
    assert line.provider_ref == ""


def test_balance_mismatch_is_reported() -> None:
    file = read_mt940(mt940(":61:261103D1,00NTRFNONREF", ":62F:C261103GBP18,00"))
    assert file.notes == (problem("statement_note_balance", gap_minor=-100, currency="GBP"),)


def test_file_without_opening_balance_is_refused_whole() -> None:
    with pytest.raises(StatementUnreadable, match="statement_no_opening_balance"):
        read_mt940(b":20:X\n:61:261103D1,00NTRFNONREF\n")


def test_name_when_cut_by_the_end_of_a_line_is_whole() -> None:
    file = read_mt940(
        mt940(
            ":61:261103D1,00NTRFNONREF",
            ":86:166?20Thr",
            "ee hours ?21of care?32AMARA OK",
            "ONJO",
            ":61:261103D1,00NTRFNONREF",
            ":86:/NAME/MARSH C/O FEN/REMI/day",
            " one",
        )
    )
    assert [(line.payee, line.description) for line in file.lines] == [
        ("AMARA OKONJO", "Three hours of care"),
        ("MARSH C/O FEN", "day one"),
    ]


def test_free_text_when_wrapped_keeps_its_words_apart_unless_the_line_is_full() -> None:
    full = "X" * 58 + "CAF"
    file = read_mt940(
        mt940(
            ":61:261103D1,00NTRFNONREF",
            ":86:PAID AT THE",
            "CAFE",
            ":61:261103D1,00NTRFNONREF",
            f":86:{full}",
            "E",
        )
    )
    assert [line.description for line in file.lines] == ["PAID AT THE CAFE", f"{full}E"]


def test_line_below_a_row_when_no_information_follows_is_its_text() -> None:
    (line,) = read_mt940(mt940(":61:261103D1,00NTRFAB-1//778", "OAK TAXIS NOV")).lines
    assert (line.description, line.provider_ref) == ("OAK TAXIS NOV", "778")
    assert "AB-1" in line.raw


def test_reversal_when_marked_is_told() -> None:
    file = read_mt940(mt940(":61:261103RC1,00NTRFNONREF", ":86:X"))
    assert file.lines[0].is_reversal
    assert [note.code for note in file.notes] == ["statement_note_reversals"]
