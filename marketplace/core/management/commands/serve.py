"""`manage.py serve`: the one way to start the server, with the numbers that the checks have read.

The listening socket is opened once and shared by all processes: two servers cannot share a port
unseen, a process that dies takes no waiting visitor with it, and whoever starts us may have opened
it already (script/run, systemd), so that visitors wait while we are started anew.
"""

import multiprocessing
import os
import signal
import socket
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from granian._granian import SocketHolder
from granian._internal import load_target
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from marketplace.core.serving.rules import HEADER_SECONDS, OPEN_SOCKETS

#: The longest that a stop waits for requests in hand; then they are cut off.
STOP_SECONDS = 60
#: The first file that systemd passes on (sd_listen_fds).
SYSTEMD_FILE = 3
BACKLOG = 1024
#: The socket's file: our own account, and the group that the proxy is in.
FOR_THE_PROXY = 0o660


class OnGivenSocket(MPServer):
    """The server over a socket that is open already."""

    def __init__(self, listener: socket.socket, **options: Any) -> None:
        super().__init__(**options)
        self.listener = listener

    def _init_shared_socket(self) -> None:
        is_a_file = self.listener.family == socket.AF_UNIX
        self._ssp, self._sso = None, None
        holder: Any = SocketHolder
        self._shd = holder(self.listener.fileno(), is_a_file, self.backlog)


class Command(BaseCommand):
    help = "Serves the site, with the processes and threads of the settings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--bind", default="127.0.0.1:8000", help="HOST:PORT (127.0.0.1:8000)")
        where.add_argument(
            "--socket", type=Path, help="A file to listen on, for a proxy beside us."
        )
        where.add_argument("--file", type=int, help="The number of a listening socket we inherit.")

    def get_check_kwargs(self, options: Any) -> Any:
        # The database's own limit too.
        return {**super().get_check_kwargs(options), "databases": [DEFAULT_DB_ALIAS]}

    def handle(
        self, *args: Any, bind: str, socket: Path | None, file: int | None, **options: Any
    ) -> None:
        listener = inherited(file) or listen(socket or host_and_port(bind))
        # The processes are forked from here: no connection of ours may be shared.
        connections.close_all()
        server(listener).serve(target_loader=load)


def server(listener: socket.socket) -> MPServer:
    return OnGivenSocket(
        listener,
        target="marketplace.asgi:application",
        interface=Interfaces.ASGINL,
        # The second version carries hundreds of requests over one socket, past all our bounds.
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.SERVER_PROCESSES,
        backlog=BACKLOG,
        backpressure=OPEN_SOCKETS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
    )


def load(target: str) -> Any:
    """In each server process: the site, and an end to it when the main process is no more."""
    # Until the server listens for signals here, the main process's own handlers would swallow them.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    return load_target(target)


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def inherited(file: int | None) -> socket.socket | None:
    """The socket that whoever started us has opened, if any."""
    if file is None and os.environ.get("LISTEN_PID") == str(os.getpid()):
        file = SYSTEMD_FILE
    if file is None:
        return None
    try:
        given = socket.socket(fileno=file)
    except OSError as error:
        raise CommandError(
            f"File {file} is not a socket. Start the server without --file."
        ) from error
    given.setblocking(False)
    return given


def host_and_port(bind: str) -> tuple[str, int]:
    host, _, port = bind.rpartition(":")
    if not host or not port.isdecimal():
        raise CommandError(f"“{bind}” is not HOST:PORT, like 127.0.0.1:8000.")
    return host.strip("[]"), int(port)


def listen(where: Path | tuple[str, int]) -> socket.socket:
    """A listening socket at a file or a port; raises CommandError when it cannot be had."""
    try:
        if isinstance(where, Path):
            where.unlink(missing_ok=True)
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(str(where))
            where.chmod(FOR_THE_PROXY)
            listener.listen(BACKLOG)
        else:
            family = socket.AF_INET6 if ":" in where[0] else socket.AF_INET
            listener = socket.create_server(where, family=family, backlog=BACKLOG)
    except OSError as error:
        raise CommandError(f"We cannot listen on {where}: {error.strerror}.") from error
    listener.setblocking(False)
    return listener
