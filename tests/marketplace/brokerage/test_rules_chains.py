"""Rows that follow one another: the last word holds, and nothing changes before its first day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.brokerage.rules import Link, ended_on, followed_by, nearest

START = date(2026, 4, 6)
DAYS = 40


def day(number: int) -> date:
    return START + timedelta(days=number)


class Chain:
    """Rows as the actions keep them: each with the word that it says."""

    def __init__(self) -> None:
        self.links: list[Link[int]] = []
        self.words: dict[int, str] = {}

    def say(self, word: str, first: date, until: date | None) -> None:
        followed = followed_by(self.links, first, until)
        self._end(followed.ends)
        key = len(self.words)
        self.words[key] = word
        self.links.append(Link(key, first, followed.until))

    def end(self, on: date) -> None:
        self._end(ended_on(self.links, on))

    def _end(self, ends: dict[int, date]) -> None:
        self.links = [
            Link(link.key, link.first, ends.get(link.key, link.until)) for link in self.links
        ]

    def holding(self, on: date) -> list[str]:
        return [self.words[link.key] for link in self.links if link.holds_on(on)]

    def by_day(self) -> list[list[str]]:
        return [self.holding(day(number)) for number in range(-1, DAYS + 30)]


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int | None]:
    first = draw(st.integers(0, DAYS))
    return first, draw(st.none() | st.integers(first + 1, DAYS + 20))


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.sampled_from("abc"), spans()),
        st.tuples(st.just("end"), st.just(""), st.tuples(st.integers(0, DAYS), st.none())),
    ),
    max_size=8,
)


def told(acts: list[tuple[str, str, tuple[int, int | None]]]) -> Chain:
    chain = Chain()
    for what, word, (first, until) in acts:
        if what == "say":
            chain.say(word, day(first), None if until is None else day(until))
        else:
            chain.end(day(first))
    return chain


@given(ACTS)
def test_any_sequence_leaves_at_most_one_row_for_a_day(acts: list) -> None:
    assert all(len(words) <= 1 for words in told(acts).by_day())


@given(ACTS, st.sampled_from("xyz"), spans())
def test_a_new_row_holds_from_its_first_day_and_changes_none_before(
    acts: list, word: str, span: tuple[int, int | None]
) -> None:
    chain = told(acts)
    before = chain.by_day()
    first, until = span
    chain.say(word, day(first), None if until is None else day(until))
    after = chain.by_day()
    assert after[: first + 1] == before[: first + 1]
    assert chain.holding(day(first)) == [word]
    if until is not None:
        assert all(chain.holding(day(number)) == [word] for number in range(first, until))
        # After its end nothing is new: what was cut or replaced does not come back.
        assert all(
            now in ([], was) for now, was in list(zip(after, before, strict=True))[until + 1 :]
        )


@given(ACTS, st.integers(0, DAYS))
def test_agreeing_the_same_again_from_any_day_of_it_changes_no_day(acts: list, first: int) -> None:
    chain = told(acts)
    held = [link for link in chain.links if link.holds_on(day(first))]
    before = chain.by_day()
    if held:
        chain.say(chain.words[held[0].key], day(first), held[0].until)
    assert chain.by_day() == before


@given(ACTS, st.integers(0, DAYS))
def test_an_ended_chain_holds_for_no_day_from_then_on_and_as_before_until_then(
    acts: list, last: int
) -> None:
    chain = told(acts)
    before = chain.by_day()
    chain.end(day(last))
    assert chain.by_day() == before[: last + 1] + [[]] * (DAYS + 30 - last)
    assert ended_on(chain.links, day(last)) == {}


def test_open_row_said_before_another_ends_where_that_one_begins() -> None:
    later = Link("later", day(20), None)
    assert followed_by([later], day(5), None).until == day(20)
    assert followed_by([later], day(5), None).ends == {}


def test_row_with_an_end_replaces_whole_what_begins_within_it() -> None:
    chain = [Link("a", day(0), day(10)), Link("b", day(10), day(20)), Link("c", day(20), None)]
    followed = followed_by(chain, day(5), day(15))
    assert (followed.until, followed.ends) == (day(15), {"a": day(5), "b": day(10)})


def test_row_that_holds_for_no_day_is_no_link() -> None:
    empty = Link("empty", day(10), day(10))
    assert followed_by([empty], day(5), None).until is None
    assert ended_on([empty], day(5)) == {}
    assert nearest([empty], day(10)) is None


@pytest.mark.parametrize(
    ("on", "found"), [(-3, "a"), (0, "a"), (9, "a"), (12, "b"), (15, "b"), (30, "b")]
)
def test_nearest_is_what_holds_else_what_comes_next_else_what_was_last(on: int, found: str) -> None:
    chain = [Link("b", day(15), day(25)), Link("a", day(0), day(10))]
    assert nearest(chain, day(on)) == found
    assert nearest([], day(on)) is None
