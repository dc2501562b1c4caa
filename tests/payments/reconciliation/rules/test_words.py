"""A line's text read once: words, accounts, references, what it says of itself, the day of the purchase."""

from datetime import date

import pytest

from payments.reconciliation.rules.words import (
    BOOKED_WITHIN,
    Said,
    numbers_in,
    plain,
    purchase_day,
    reference_key,
    references_in,
    told_day,
    words_of,
)

BOOKED = date(2026, 11, 5)


def test_text_when_read_is_upper_case_without_accents_and_apostrophes() -> None:
    assert plain("Zoë’s Café & Co") == "ZOES CAFE  AND  CO"


def test_figures_glued_to_letters_are_words_of_their_own() -> None:
    assert words_of("CARE14JAN").tokens == ("CARE", "14", "JAN")
    assert words_of("CARE14JAN").squeezed == "CARE14JAN"


@pytest.mark.parametrize(
    "written", ["20-41-07 13579246", "204107 13579246", "20 41 07 A/C 13579246"]
)
def test_an_account_is_fourteen_figures_however_it_is_written(written: str) -> None:
    assert words_of(f"FPO {written} WAGES").accounts == {"20410713579246"}


def test_an_account_number_without_a_sort_code_is_read_where_it_is_called_one() -> None:
    assert words_of("FPO A/C 13579246 WAGES").accounts == {"13579246"}
    assert words_of("FPO ACCOUNT NO 13579246").accounts == {"13579246"}
    assert words_of("FPO 13579246 WAGES").accounts == frozenset()
    assert words_of("FPO 20-41-07 13579246 ACC 24681357").accounts == {"20410713579246"}


def test_references_are_joined_over_hyphens_and_spaces() -> None:
    assert {"INV1042", "1042", "1042A"} & references_in("INV 1042-A") == {
        "INV1042",
        "1042",
        "1042A",
    }
    assert references_in("NO 12 WK 3") == frozenset({"NO12", "12WK"})


def test_a_reference_when_compared_is_letters_and_figures() -> None:
    assert reference_key("tr-22/18 ") == "TR2218"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MONTHLY ACCOUNT FEE", Said.FEE),
        ("GROSS INTEREST", Said.INTEREST),
        ("TFR TO SAVER", Said.TRANSFER),
        ("CPT 14 HIGH ST LNK", Said.CASH),
        ("RFND KESTREL SHOP", Said.REFUND),
        ("DD RETURNED", Said.REVERSAL),
        ("INV 1042 LESS CN7", Said.CREDIT_NOTE),
        ("KESTREL LODGE DEPOSIT", Said.PART),
        ("WAGES BEFORE XMAS", Said.HOLIDAY),
    ],
)
def test_a_line_says_of_itself_what_it_is(text: str, said: Said) -> None:
    assert said in words_of(text).said


def test_a_name_says_nothing_of_itself() -> None:
    assert words_of("KESTREL HOME CARE").said == frozenset()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("CD 4471 03NOV26 KESTREL", date(2026, 11, 3)),
        ("KESTREL ON 03 NOV", date(2026, 11, 3)),
        ("KESTREL 03/11", date(2026, 11, 3)),
        ("KESTREL 31/02", BOOKED),
        ("KESTREL 09 NOV", BOOKED),
        ("KESTREL 20 OCT", BOOKED),
        ("KESTREL", BOOKED),
    ],
)
def test_the_day_of_a_purchase_is_the_one_written_shortly_before_the_booking(
    text: str, day: date
) -> None:
    assert purchase_day(text, BOOKED) == day
    assert (BOOKED - day).days <= BOOKED_WITHIN


def test_a_purchase_of_december_booked_in_january_is_of_the_year_before() -> None:
    assert purchase_day("KESTREL 30 DEC", date(2027, 1, 2)) == date(2026, 12, 30)


def test_a_line_tells_no_day_where_the_bank_wrote_none() -> None:
    assert told_day("KESTREL 03 NOV", BOOKED) == date(2026, 11, 3)
    assert told_day("KESTREL", BOOKED) is None


def test_a_date_is_no_number_of_a_payee() -> None:
    assert numbers_in("DD 88231907 KESTREL 03NOV26") == {"88231907"}
