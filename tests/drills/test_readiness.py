"""A real server asked by its number while its database is stopped, or hangs, and comes back.

Bounded: STOPS of each kind. It prints what the table in docs/operating.md says.
"""

import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.drills.demo_site import Site, address_of, answer_of, listening, serving, wait_for
from tests.drills.own_postgresql import OwnServer, tell

pytestmark = pytest.mark.slow
STOPS = 2


@pytest.fixture
def address(tmp_path: Path, own_postgresql: OwnServer) -> Iterator[str]:
    """A server that was ready."""
    site = Site(tmp_path / "site", own_postgresql.migrated("readiness"))
    with listening() as listener, site.running(*serving(listener), keep=listener.fileno()):
        wait_for(lambda: answer_of(f"{address_of(listener)}/readyz")[0] == 200)
        yield address_of(listener)
    own_postgresql.ask("DROP DATABASE readiness WITH (FORCE)")


def until(address: str, status: int) -> float:
    return wait_for(lambda: answer_of(f"{address}/readyz")[0] == status)


def see(what: str, address: str, stop: Callable[[], None], start: Callable[[], None]) -> None:
    for _ in range(STOPS):
        stop()
        noticed = until(address, 503)
        checks = json.loads(answer_of(f"{address}/readyz")[1])["checks"]
        assert not checks["database"]["ok"]
        assert checks["disk"]["ok"]
        assert answer_of(f"{address}/healthz") == (200, "ok\n")
        start()
        tell(f"database {what}: 503 after {noticed:.0f} s, 200 after {until(address, 200):.0f} s")


def test_server_whose_database_stops_is_alive_and_not_ready_until_it_is_back(
    address: str, own_postgresql: OwnServer
) -> None:
    see("stopped", address, own_postgresql.crash, own_postgresql.start)


def test_server_whose_database_hangs_says_so_and_is_ready_when_it_goes_on(
    address: str, own_postgresql: OwnServer
) -> None:
    """A stopped postmaster takes connections, by the kernel, and never says a word on them."""

    def send(number: signal.Signals) -> Callable[[], None]:
        assert own_postgresql.running
        return lambda: own_postgresql.running.send_signal(number)  # type: ignore[union-attr]

    try:
        see("hanging", address, send(signal.SIGSTOP), send(signal.SIGCONT))
    finally:
        send(signal.SIGCONT)()
