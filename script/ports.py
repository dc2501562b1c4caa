"""A port of this machine that is held from the first moment, so that two never serve one."""

from __future__ import annotations

import socket

from house import Stop

HOST = "127.0.0.1"
LAST_PORT = 65_535


def listen(port: int) -> socket.socket:
    """A listening socket on the port; raises Stop unless this user can have it.

    Without SO_REUSEPORT, which the server would set: with it, two servers share a port unseen. The
    server gets this very socket instead, so the port is free as soon as all that held it have ended.
    """
    listener = socket.socket()
    # Connections of a run that has ended do not keep the port.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, check_range(port)))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise Stop(why_not(port, error)) from error
    except Stop:
        listener.close()
        raise
    return listener


def check_range(port: int) -> int:
    if not 1 <= port <= LAST_PORT:
        raise Stop(f"there is no port {port}; ports go from 1 to {LAST_PORT}.")
    return port


def why_not(port: int, error: OSError) -> str:
    other = f"choose another with --port, for example --port {port + 1 if port > 1023 else 8080}."
    if isinstance(error, PermissionError):
        return f"only root may use port {port}; {other}"
    return f"port {port} on {HOST} is taken. Stop what uses it, or {other}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
