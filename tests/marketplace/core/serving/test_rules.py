"""The sums of time and of connections."""

from marketplace.core.serving.rules import (
    BODY_BYTES_A_SECOND,
    BODY_SECONDS,
    ServerCapacity,
    body_seconds,
)


def test_body_when_nothing_comes_has_its_first_seconds() -> None:
    assert body_seconds(0) == BODY_SECONDS


def test_body_when_it_comes_gets_more_time() -> None:
    assert body_seconds(10 * BODY_BYTES_A_SECOND) == BODY_SECONDS + 10


def test_capacity_counts_every_thread_and_every_lane() -> None:
    all_of_it = ServerCapacity(processes=2, threads=4, workers=3, of_each_worker=4)
    assert all_of_it.connections == 20
    assert all_of_it.sum == "2 processes × 4 threads + 3 workers × 4 = 20"
