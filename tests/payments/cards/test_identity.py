from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from payments.cards.rules import KnownPending, NumberedLine, pair_pending, with_identities
from payments.gateway.contract import LineStatus, StatementLine

DAY = date(2026, 11, 5)
COFFEE = StatementLine(
    position=2, booked_date=DAY, amount_minor=-280, currency="GBP", payee="CORNER CAFE"
)
PENDING = replace(COFFEE, status=LineStatus.PENDING)


def identities(*lines: StatementLine) -> list[str]:
    return [numbered.identity for numbered in with_identities(lines)]


def known(line: StatementLine, id: int = 1) -> KnownPending:
    (numbered,) = with_identities([line])
    return KnownPending(
        id,
        numbered.identity,
        line.provider_ref,
        line.amount_minor,
        line.currency,
        line.payee,
        line.booked_date,
    )


def paired(
    line: StatementLine, *pending: KnownPending, still_pending: Sequence[str] = ()
) -> int | None:
    numbered = NumberedLine("new", line)
    return pair_pending([numbered], pending, still_pending=set(still_pending)).get("new")


def test_two_identical_lines_stay_two() -> None:
    assert len(set(identities(COFFEE, COFFEE))) == 2


def test_case_and_spacing_do_not_make_another_line() -> None:
    assert identities(COFFEE) == identities(replace(COFFEE, payee="Corner  Cafe"))


def test_bank_id_used_again_for_another_amount_or_day_is_another_line() -> None:
    first = replace(COFFEE, provider_ref="7")
    others = [replace(first, amount_minor=-300), replace(first, booked_date=DAY + timedelta(1))]
    assert len(set(identities(first, *others))) == 3


def test_bank_id_holds_when_the_words_change() -> None:
    first = replace(COFFEE, provider_ref="7")
    assert identities(first) == identities(replace(first, payee="CORNER CAFE LTD"))


def test_booked_line_is_numbered_before_its_pending_twin() -> None:
    assert identities(PENDING, COFFEE)[1] == identities(COFFEE)[0]


def test_pending_line_becomes_the_booked_one_with_its_id_even_at_another_amount() -> None:
    pending = known(replace(PENDING, provider_ref="7"))
    assert paired(replace(COFFEE, provider_ref="7", amount_minor=-320), pending) == 1
    assert paired(replace(COFFEE, provider_ref="8"), pending) is None


def test_pending_line_without_id_is_found_by_amount_and_payee_within_days() -> None:
    pending = known(PENDING)
    assert paired(replace(COFFEE, booked_date=DAY + timedelta(2)), pending) == 1
    assert paired(replace(COFFEE, booked_date=DAY + timedelta(11)), pending) is None
    assert paired(replace(COFFEE, booked_date=DAY - timedelta(4)), pending) is None
    assert paired(replace(COFFEE, amount_minor=-281), pending) is None
    assert paired(replace(COFFEE, currency="EUR"), pending) is None
    assert paired(replace(COFFEE, payee="OTHER CAFE"), pending) is None


def test_nearest_pending_line_is_taken() -> None:
    older = known(replace(PENDING, booked_date=DAY - timedelta(3)), id=1)
    nearer = known(replace(PENDING, booked_date=DAY - timedelta(1)), id=2)
    assert paired(COFFEE, older, nearer) == 2


def test_line_that_the_file_still_shows_as_pending_is_not_taken() -> None:
    pending = known(PENDING)
    booked = replace(COFFEE, booked_date=DAY + timedelta(1))
    assert paired(booked, pending, still_pending=[pending.identity]) is None


# A loaded machine is no reason to fail.
calm = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def line(values: tuple[int, int, str, str]) -> StatementLine:
    days, pence, payee, reference = values
    return replace(
        COFFEE,
        booked_date=DAY + timedelta(days),
        amount_minor=-pence,
        payee=payee,
        provider_ref=reference,
    )


LINES = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(1, 2),
        st.sampled_from("AB"),
        st.sampled_from(["", "1"]),
    ).map(line),
    max_size=12,
)


@calm
@given(LINES)
def test_no_line_of_a_file_is_lost_and_the_same_file_adds_none(lines: list[StatementLine]) -> None:
    first = identities(*lines)
    assert len(set(first)) == len(lines)
    assert set(identities(*lines)) == set(first)


@calm
@given(LINES)
def test_order_of_the_rows_does_not_matter(lines: list[StatementLine]) -> None:
    assert set(identities(*lines)) == set(identities(*reversed(lines)))


@calm
@given(LINES, st.integers(0, 2), st.integers(0, 2))
def test_overlapping_files_of_whole_days_add_up_to_the_whole(
    lines: list[StatementLine], first_until: int, second_from: int
) -> None:
    early = [line for line in lines if line.booked_date <= DAY + timedelta(first_until)]
    late = [line for line in lines if line.booked_date >= DAY + timedelta(second_from)]
    both = [line for line in lines if line in early or line in late]
    assert set(identities(*early)) | set(identities(*late)) == set(identities(*both))


@calm
@given(LINES, LINES)
def test_pairing_takes_each_pending_line_once(
    booked: list[StatementLine], waiting: list[StatementLine]
) -> None:
    pending = [known(line, id=number) for number, line in enumerate(waiting)]
    pairs = pair_pending(with_identities(booked), pending, still_pending=set())
    assert len(set(pairs.values())) == len(pairs)
