"""Requests that never end, without a proxy and behind it: the site answers, the database is reachable.

The figures of docs/operating.md: seen with `pytest -s`.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.drills.production import Proxy, Site, connect, free_port, listening, unfinished, until

pytestmark = pytest.mark.slow
#: What production's settings allow the server: two processes of four threads.
SERVER_CONNECTIONS = 8
FEW, MANY = 64, 115
PAGES = ("/account/login/", "/", "/find/?q=washing")
TURNS = 5


def tell(figures: str) -> None:
    sys.stdout.write(f"\n{figures}\n")


def test_idle_sockets_without_a_proxy_stop_nobody(site: Site) -> None:
    """As script/run serves: one process."""
    port = free_port()
    with (
        site.served("--bind", f"127.0.0.1:{port}", where=port, HANDRAIL_PROCESSES="1"),
        unfinished(FEW, lambda: connect(port)) as held,
    ):
        lost = sum(site.get(port, page).status != 200 for page in PAGES * TURNS)
        # Nobody holds a socket for longer than a body may take: each is told so, and closed.
        heard = [one.recv(4_000) for one in held]
        tell(f"{FEW} sockets, {len(PAGES) * TURNS} requests: {lost} lost")
    assert lost == 0
    assert all(answer.startswith(b"HTTP/1.1 408 ") for answer in heard)


def test_many_idle_sockets_leave_the_database_reachable(site: Site) -> None:
    port = free_port()
    with site.served("--bind", f"127.0.0.1:{port}", where=port):
        with unfinished(MANY, lambda: connect(port)):
            lost = sum(site.get(port, page).status != 200 for page in PAGES * TURNS)
            during = site.connections()
        after = until(lambda: site.answers(port))
        tell(f"{MANY} sockets: {lost} lost, {during} connections, {after:.1f} s to heal")
        assert lost == 0
        assert during <= SERVER_CONNECTIONS
        assert site.connections() <= SERVER_CONNECTIONS


def test_many_idle_sockets_behind_the_proxy_reach_nobody(site: Site, proxied: Proxy) -> None:
    with unfinished(MANY, proxied.connect):
        lost = sum(proxied.get(page).status != 200 for page in PAGES * TURNS)
        tell(f"{MANY} sockets behind nginx: {lost} lost, {site.connections()} connections")
        assert lost == 0
        # Those of a server that has just ended may be counted for a moment.
        until(lambda: site.connections() <= SERVER_CONNECTIONS)


def test_process_that_is_killed_is_made_anew(site: Site) -> None:
    port = free_port()
    with site.served("--bind", f"127.0.0.1:{port}", where=port) as server:
        before = children(server)
        assert len(before) == 2
        killed = time.monotonic()
        os.kill(before[0], signal.SIGKILL)
        lost = sum(site.get(port, "/healthz").status != 200 for _ in range(TURNS))
        until(lambda: len(set(children(server)) - set(before)) == 1)
        healed = time.monotonic() - killed
        tell(f"1 of 2 processes killed: {lost} lost, {healed:.1f} s until there were two again")
    assert lost == 0


def test_server_that_is_killed_leaves_no_process_and_a_free_port(site: Site) -> None:
    port = free_port()
    command = [sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, env=site.production, stderr=subprocess.DEVNULL)
    until(lambda: site.answers(port))
    server.kill()
    server.wait()
    until(lambda: can_be_had(port))


def test_visitors_during_a_restart_wait_and_are_answered(site: Site) -> None:
    """The socket is its starter's, as systemd's is: it is open while the server is not there."""
    with listening() as listener:
        port, number = listener.getsockname()[1], listener.fileno()
        words = ["--file", str(number)]
        with site.served(*words, where=port, keep=number):
            pass
        early = [connect(port) for _ in range(TURNS)]
        for one in early:
            one.sendall(f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n".encode())
            one.sendall(b"X-Forwarded-Proto: https\r\nConnection: close\r\n\r\n")
        with site.served(*words, where=port, keep=number):
            lost = sum(not one.recv(4_000).startswith(b"HTTP/1.1 200 ") for one in early)
        tell(f"1 restart, {TURNS} visitors meanwhile: {lost} lost")
    for one in early:
        one.close()
    assert lost == 0


def children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[1]) == parent and words[0] != "Z":
            found.append(int(stat.parent.name))
    return sorted(found)


def can_be_had(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
