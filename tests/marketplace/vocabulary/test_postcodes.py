"""A place as people type it."""

import pytest

from marketplace.vocabulary.postcodes import (
    area_of,
    names_in,
    outcode_of,
    place_code,
    postcode_of,
    written,
)


@pytest.mark.parametrize(
    ("typed", "postcode", "outcode"),
    [
        ("QA1 1AA", "QA11AA", "QA1"),
        ("qa11aa", "QA11AA", "QA1"),
        ("  Qa1-1aA. ", "QA11AA", "QA1"),
        ("Q1 1AA", "Q11AA", "Q1"),
        ("QA1A 1AA", "QA1A1AA", "QA1A"),
        ("12 High Street, Brackenford QA1 1AA", "QA11AA", "QA1"),
        ("QA1 1AA, Brackenford", "QA11AA", "QA1"),
        ("QA14 OAA", "QA140AA", "QA14"),
        ("QA14 IAA", "QA141AA", "QA14"),
        ("S014 0AA", "SO140AA", "SO14"),
        ("QA1", "", "QA1"),
        ("QA1 1", "", "QA1"),
        ("QA11", "", "QA11"),
        ("Brackenford", "", ""),
        ("", "", ""),
        ("QA1\x001AA", "QA11AA", "QA1"),
        ("١٢٣", "", ""),
        ("x" * 10_000, "", ""),
    ],
)
def test_a_postcode_or_outcode_is_read_however_it_is_typed(
    typed: str, postcode: str, outcode: str
) -> None:
    assert (postcode_of(typed), outcode_of(typed)) == (postcode, outcode)


def test_a_postcode_is_written_with_its_space_and_an_outcode_as_it_is() -> None:
    assert (written("QA140AA"), written("QA14"), written("")) == ("QA14 0AA", "QA14", "")


def test_an_area_is_the_letters_before_the_first_digit() -> None:
    assert (area_of("Q11AA"), area_of("QA11AA")) == ("Q", "QA")


def test_a_name_is_tried_with_what_may_stand_behind_it() -> None:
    assert names_in("Stoke Fern, Fernshire") == {
        "stokefernfernshire": "",
        "stokefern": "fernshire",
        "stoke": "fernfernshire",
    }


def test_the_code_of_a_place_has_letters_and_digits_only() -> None:
    assert place_code("St. Mary’s-on-Fern") == "stmarysonfern"
