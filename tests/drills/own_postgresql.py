"""A PostgreSQL of the drills' own, which they may stop, with as many migrated databases as they like."""

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
from tests.migrated import migrated_template

MIGRATED = "migrated"


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
        """Once for each set of migrations, as the tests do it; every database that is asked for is a copy."""
        self.ask(f"CREATE DATABASE {MIGRATED}")
        dump, to = migrated_template().with_suffix(".dump"), self.address(MIGRATED)
        if dump.exists():
            self.processes.call(self.programs / "pg_restore", "-d", to, dump)
            return
        site = Site(self.folder / "migrating", to)
        # Nobody stops the server before the last migration is done.
        site.env["PGOPTIONS"] = "-c synchronous_commit=off"
        site.must(*site.manage("migrate", "-v0"))
        # A rename is whole or not at all, so another run never reads half a file.
        part = dump.with_suffix(f".{os.getpid()}")
        self.processes.call(self.programs / "pg_dump", "-Fc", "-f", part, to)
        part.replace(dump)

    def migrated(self, name: str) -> str:
        """The address of a new database with every table and guard."""
        self.ask(f"CREATE DATABASE {name} TEMPLATE {MIGRATED}")
        return self.address(name)

    def empty(self, name: str) -> str:
        """The address of a new database with nothing in it."""
        self.ask(f"CREATE DATABASE {name}")
        return self.address(name)

    def close(self) -> None:
        if self.running:
            self.processes.end(self.running, signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)


def tell(figures: str) -> None:
    """What goes into the table of docs/operating.md: seen with `pytest -s`."""
    sys.stdout.write(f"\n{figures}\n")
