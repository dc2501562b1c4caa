from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.errors import problem
from search.facets import LISTED, RADII, UNITS
from search.query import DirectoryQuery, Point, Sort, parse


class Address:
    """What Django's QueryDict does, without Django."""

    def __init__(self, query_string: str) -> None:
        self.values = parse_qs(query_string, keep_blank_values=True)

    def getlist(self, key: str) -> list[str]:
        return self.values.get(key, [])


codes = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,12}", fullmatch=True)


@st.composite
def queries(draw: st.DrawFn) -> DirectoryQuery:
    price = draw(st.none() | st.integers(0, 99_999_999))
    query = DirectoryQuery(
        text=" ".join(draw(st.text(max_size=30)).split()),
        place=" ".join(draw(st.text("abcXYZ 019é&=+%", max_size=20)).split()),
        radius_miles=draw(st.sampled_from([None, *RADII])),
        unit=draw(st.sampled_from([*UNITS] if price is not None else ["", *UNITS])),
        max_price_pence=price,
        sort=draw(st.sampled_from([None, *Sort])),
    )
    for facet in LISTED:
        query = query.choosing(facet.name, draw(st.lists(codes, max_size=3)))
    return replace(query, page=draw(st.integers(1, 500)))


@given(queries())
def test_address_of_a_query_reads_back_as_the_same_query(query: DirectoryQuery) -> None:
    once, _ = parse(Address(query.to_query_string()))
    again, problems = parse(Address(once.to_query_string()))
    assert again == once
    assert problems == []
    if query.text.isprintable():
        assert once == query


@given(st.dictionaries(st.sampled_from(["q", "max", "page", "day", "kind"]), st.text()))
def test_parse_any_address_gives_a_query(values: dict[str, str]) -> None:
    class Given:
        def getlist(self, key: str) -> list[str]:
            return [values[key]] if key in values else []

    query, _ = parse(Given())
    assert 1 <= query.page <= 500


def test_address_never_holds_the_point() -> None:
    query = DirectoryQuery(place="Brackenford", point=Point(52.1, -1.7))
    assert query.to_query_string() == "place=Brackenford"


def test_parse_bad_price_is_reported_and_the_rest_kept() -> None:
    query, problems = parse(Address("q=bath&max=12..5&kind=agency"))
    assert query.max_price_pence is None
    assert query.text == "bath"
    assert query.chosen("kind") == ("agency",)
    assert problems == [problem("search_price_unreadable", "max")]


def test_parse_price_without_a_unit_means_an_hour() -> None:
    assert parse(Address("max=20"))[0].unit == "hour"


def test_filters_are_one_chip_each_and_can_be_taken_back() -> None:
    query, _ = parse(Address("kind=pa&kind=agency&miles=5&day=sun&day=mon&unit=hour&max=20&page=3"))
    assert query.filters == (
        ("miles", "5"),
        ("unit", "hour"),
        ("kind", "agency"),
        ("kind", "pa"),
        ("day", "mon"),
        ("day", "sun"),
    )
    for facet, code in query.filters:
        query = query.without(facet, code)
    assert query == DirectoryQuery()


def test_cleared_keeps_words_place_and_order() -> None:
    query, _ = parse(Address("q=bath&place=B1&kind=pa&miles=5&sort=price"))
    assert query.cleared() == DirectoryQuery(text="bath", place="B1", sort=Sort.PRICE)


@pytest.mark.parametrize(
    ("query", "order"),
    [
        (DirectoryQuery(), Sort.CONFIRMED),
        (DirectoryQuery(text="bath"), Sort.BEST),
        (DirectoryQuery(point=Point(1, 1)), Sort.NEAREST),
        (DirectoryQuery(text="bath", sort=Sort.NEAREST), Sort.BEST),
        (DirectoryQuery(sort=Sort.PRICE), Sort.PRICE),
    ],
)
def test_order_falls_back_to_what_can_be_had(query: DirectoryQuery, order: Sort) -> None:
    assert query.order is order
