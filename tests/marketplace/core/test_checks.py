"""Threads and connections fit together, or nothing starts."""

from typing import Any

import pytest
from django.db import connection

from marketplace.core.checks import CONNECTIONS_OF_A_WORKER, capacity, database_fits, threads_fit

needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="a file has no limit of connections"
)


def test_capacity_counts_three_lanes_and_a_clock() -> None:
    assert CONNECTIONS_OF_A_WORKER == 4


@pytest.mark.parametrize(("allowed", "sentences"), [(12, 0), (11, 1)])
def test_threads_when_they_do_not_fit_are_refused(
    settings: Any, monkeypatch: pytest.MonkeyPatch, allowed: int, sentences: int
) -> None:
    monkeypatch.setattr(connection, "vendor", "postgresql")
    settings.SERVER_PROCESSES, settings.SERVER_THREADS, settings.JOB_WORKERS = 2, 4, 1
    settings.DATABASE_CONNECTIONS = allowed
    assert capacity().connections == 12
    assert len(threads_fit()) == sentences


def test_threads_on_a_file_always_fit(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", "sqlite")
    settings.DATABASE_CONNECTIONS = 1
    assert threads_fit() == []
    assert database_fits(["default"]) == []


@needs_postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(("allowed", "sentences"), [(10, 0), (1_000_000, 1)])
def test_database_when_it_allows_fewer_is_named(
    settings: Any, allowed: int, sentences: int
) -> None:
    settings.DATABASE_CONNECTIONS = allowed
    assert len(database_fits(["default"])) == sentences
