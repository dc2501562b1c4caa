"""A PostgreSQL of the drills' own, which they may stop, with as many migrated databases as they like."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg

from tests.drills.demo_site import Site, script_module
from tests.migrated import migrated_template, template_on_server


class OwnServer:
    """On a free loopback port, as its package sets it: what it acknowledges lies on the disk."""

    def __init__(self) -> None:
        # Not pytest's own folder: the server's user must be able to come by.
        self.folder = Path(tempfile.mkdtemp(prefix="handrail-drill-"))
        self.folder.chmod(0o755)
        self.services, self.processes = script_module("services"), script_module("processes")
        self.programs = self.services.postgres_bin()
        self.port = script_module("ports").free_port()
        self.as_user = self.services.as_postgres(self.folder) if os.geteuid() == 0 else []
        self.data = self.folder / "data"
        words = ["-D", self.data, "-U", "handrail", "-A", "trust", "-E", "UTF8"]
        initdb = [*self.as_user, self.programs / "initdb", *words, "--locale=C.UTF-8"]
        self.processes.call(*initdb, quiet=True, cwd=self.folder)
        self.running: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """As often as it was stopped. Ready when this returns."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("a") as log:
            self.running = self.processes.begin(
                *self.as_user,
                self.programs / "postgres",
                "-D",
                self.data,
                *options,
                cwd=self.folder,
                output=log.fileno(),
                errors=log.fileno(),
                ending=signal.SIGQUIT,
            )
        self.services.wait_until_ready(self.running, self.data)

    def crash(self) -> None:
        """An immediate stop, as `pg_ctl stop -m immediate` does it: as if the power went."""
        assert self.running
        self.running.send_signal(signal.SIGQUIT)
        self.running.wait()

    def address(self, name: str = "postgres") -> str:
        return f"postgres://handrail@127.0.0.1:{self.port}/{name}"

    def ask(self, question: str, name: str = "postgres") -> list[tuple[Any, ...]]:
        with psycopg.connect(self.address(name), autocommit=True) as connection:
            cursor = connection.execute(question)
            return cursor.fetchall() if cursor.description else []

    def migrate(self) -> None:
        """The database that every one that is asked for is a copy of."""
        self.ask(f"CREATE DATABASE {template_on_server()}")
        migrate(self.address(template_on_server()), self.programs, self.folder)

    def migrated(self, name: str) -> str:
        """The address of a new database with every table and guard."""
        self.ask(f"CREATE DATABASE {name} TEMPLATE {template_on_server()}")
        return self.address(name)

    def empty(self, name: str) -> str:
        """The address of a new database with nothing in it."""
        self.ask(f"CREATE DATABASE {name}")
        return self.address(name)

    def close(self) -> None:
        if self.running:
            self.processes.end(self.running, signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)


def migrate(address: str, programs: Path, room: Path) -> None:
    """Every migration, but once for each set of them: afterwards its dump is put into the empty database."""
    dump = migrated_template().with_suffix(".dump")
    processes = script_module("processes")
    with Path(f"{dump}.lock").open("w") as lock:
        # The other worker waits here instead of migrating too.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if dump.exists():
            processes.call(programs / "pg_restore", "-d", address, dump)
            return
        site = Site(room / "migrating", address)
        # Nobody stops the server before the last migration is done.
        site.env["PGOPTIONS"] = "-c synchronous_commit=off"
        site.must(*site.manage("migrate", "-v0"))
        # A rename is whole or not at all, so another run never reads half a file.
        part = dump.with_suffix(f".{os.getpid()}")
        processes.call(programs / "pg_dump", "-Fc", "-f", part, address)
        part.replace(dump)


def tell(figures: str) -> None:
    """What goes into the table of docs/operating.md: seen with `pytest -s`."""
    sys.stdout.write(f"\n{figures}\n")
