"""Which row holds on which day, and what was known then."""

from datetime import date

from tests.payments.reconciliation.reference.balances import budget_total
from tests.payments.reconciliation.reference.books import Log
from tests.payments.reconciliation.reference.facts import Budget, Ending, ShareRule
from tests.payments.reconciliation.reference.people import COUNCIL, LATER, OWN, TOP_UP, person


def march(day: int) -> date:
    return date(2026, 3, day)


def write(log: Log, first: int, until: int | None, pence: int, recorded: int = 1) -> None:
    """A care budget of the council for days of March."""
    ends = march(until) if until else None
    log.record(
        Budget(recorded=march(recorded), starts=march(first), until=ends, weekly={COUNCIL: pence})
    )


def pence_on(log: Log, days: tuple[int, ...], known: date = LATER) -> list[int]:
    return [budget_total(log.known_on(known), "care", march(day)) for day in days]


def test_a_row_that_reaches_past_the_first_day_of_a_new_one_ends_there() -> None:
    log = person()
    write(log, 1, None, 10)
    write(log, 10, 20, 20)
    assert pence_on(log, (9, 10, 19, 20, 31)) == [10, 20, 20, 0, 0]


def test_rows_that_begin_within_the_new_one_are_replaced_whole() -> None:
    log = person()
    write(log, 10, 15, 10)
    write(log, 15, 25, 11)
    write(log, 25, None, 12)
    write(log, 10, 20, 20)
    assert pence_on(log, (9, 10, 15, 19, 20, 24, 25)) == [0, 20, 20, 20, 0, 0, 12]


def test_an_open_ended_row_ends_where_the_next_begins() -> None:
    log = person()
    write(log, 20, None, 10)
    write(log, 10, None, 20)
    assert pence_on(log, (9, 10, 19, 20)) == [0, 20, 20, 10]


def test_a_row_from_the_same_day_replaces_the_one_before() -> None:
    log = person()
    write(log, 10, 12, 10)
    write(log, 10, None, 20)
    assert pence_on(log, (10, 12)) == [20, 20]


def test_an_ending_ends_the_row_in_force_and_replaces_the_later_ones() -> None:
    log = person()
    write(log, 1, 20, 10)
    write(log, 20, None, 11)
    log.record(Ending(recorded=march(5), chain=("budget", "care"), day=march(10)))
    assert pence_on(log, (9, 10, 20)) == [10, 0, 0]
    assert pence_on(log, (9, 10, 20), known=march(4)) == [10, 10, 11]


def test_what_was_known_on_a_day_has_the_ends_of_that_day() -> None:
    log = person()
    write(log, 1, None, 10)
    write(log, 10, None, 20, recorded=15)
    assert pence_on(log, (9, 10, 12), known=march(14)) == [10, 10, 10]
    assert pence_on(log, (9, 10, 12), known=march(15)) == [10, 20, 20]


def test_the_total_of_a_budget_has_the_contribution_and_no_top_up() -> None:
    log = person()
    weekly = {COUNCIL: 160_00, OWN: 40_00, TOP_UP: 25_00}
    log.record(Budget(recorded=march(1), starts=march(1), weekly=weekly))
    assert budget_total(log.known_on(march(1)), "care", march(1)) == 200_00


def test_the_share_rule_in_force_is_the_last_recorded_of_the_latest_first_day() -> None:
    log = Log()
    log.record(
        ShareRule(recorded=march(1), starts=march(10), figure=0),
        ShareRule(recorded=march(1), starts=march(5), figure=1),
        ShareRule(recorded=march(2), starts=march(10), figure=1),
        ShareRule(recorded=march(2), starts=march(20), figure=0),
    )
    books = log.known_on(LATER)
    assert [books.share_rule_on(march(day)) for day in (4, 5, 10, 20)] == [0, 1, 1, 0]
    assert log.known_on(march(1)).share_rule_on(march(10)) == 0
