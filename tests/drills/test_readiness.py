"""A real server asked by its number while its database is stopped and comes back.

Bounded: one PostgreSQL of our own, two stops. It prints what the table in docs/operating.md says.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.drills.test_worker import Server, tell
from tests.script.conftest import Load

pytestmark = pytest.mark.slow
STOPS = 2
#: Tenths of a second in which an answer must come before it counts as a hang.
TRIES = 1_200


@pytest.fixture
def server(load: Load) -> Iterator[Server]:
    # Not pytest's own folder: the database's user must be able to come by.
    folder = Path(tempfile.mkdtemp(prefix="handrail-ready-"))
    folder.chmod(0o755)
    (folder / "pg").mkdir()
    made = Server(load, folder / "pg")
    yield made
    made.processes.end(made.running, signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)


def ask(address: str) -> tuple[int, str]:
    """The answer's status and body; 0 where nobody answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
    except OSError:
        return 0, ""


def until(address: str, status: int) -> float:
    begun = time.monotonic()
    for _ in range(TRIES):
        if ask(address)[0] == status:
            return time.monotonic() - begun
        time.sleep(0.1)
    raise AssertionError(f"{address} never answered {status}, last {ask(address)}")


def test_server_whose_database_stops_is_alive_and_not_ready_until_it_is_back(
    server: Server,
) -> None:
    env = os.environ | {
        "DATABASE_URL": server.address(),
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.development",
        "HANDRAIL_VAR": str(server.folder / "var"),
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        listener.set_inheritable(True)
        site = f"http://127.0.0.1:{listener.getsockname()[1]}"
        words = [sys.executable, ROOT / "script" / "serve.py", str(listener.fileno())]
        with (server.folder / "served").open("w") as log:
            served = subprocess.Popen(
                words, cwd=ROOT, env=env, pass_fds=[listener.fileno()], stdout=log, stderr=log
            )
        try:
            until(f"{site}/readyz", 200)
            for _ in range(STOPS):
                server.crash()
                noticed = until(f"{site}/readyz", 503)
                checks = json.loads(ask(f"{site}/readyz")[1])["checks"]
                assert not checks["database"]["ok"]
                assert checks["disk"]["ok"]
                assert ask(f"{site}/healthz") == (200, "ok\n")
                server.start()
                tell(f"not ready after {noticed:.0f} s, ready {until(f'{site}/readyz', 200):.0f} s")
        finally:
            served.terminate()
            served.wait(60)
