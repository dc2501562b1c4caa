"""The body of script/run: set up what is missing, then serve the demo council until stopped."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import time
import urllib.request

from demo import USUAL_LISTINGS, VAR, alone, environment, prepare, reset
from environment import ensure_environment
from house import PYTHON, Stop, main, say, seconds_since
from ports import HOST, listen
from processes import begin, end

FEWEST_LISTINGS = 50

Children = dict[str, "subprocess.Popen[str]"]


def run(arguments: list[str]) -> None:
    options = parse(arguments)
    start = time.monotonic()
    address = f"http://{HOST}:{options.port}/"
    with alone(f"script/run, process {os.getpid()}, for {address},"), listen(options.port) as port:
        say("1 of 3  Packages")
        ensure_environment("base.txt")
        say(f"2 of 3  Demo council  ({seconds_since(start)})")
        if options.reset:
            reset()
        prepare(options.listings)
        say(f"3 of 3  Server and worker  ({seconds_since(start)})")
        serve(port, address, start)


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/run", description="Set up and serve the demo council of Fernshire."
    )
    parser.add_argument("--port", type=int, default=8000, help=f"port on {HOST} (8000)")
    parser.add_argument("--reset", action="store_true", help="throw the demo away and load it anew")
    parser.add_argument("--listings", type=int, help=f"suppliers to make ({USUAL_LISTINGS})")
    options = parser.parse_args(arguments)
    if options.listings is not None and options.listings < FEWEST_LISTINGS:
        parser.error(f"the demo needs at least {FEWEST_LISTINGS} listings")
    return options


def serve(port: socket.socket, address: str, start: float) -> None:
    """Run the server, on the port that we hold, and the worker, until one ends or we are stopped."""
    settings = environment(VAR)
    kept = port.fileno()
    children: Children = {}
    # One that never answered has nothing in hand that it must finish.
    ending = signal.SIGKILL
    try:
        server = [PYTHON, "manage.py", "serve", "--file", str(kept)]
        children["server"] = begin(*server, env=settings, keep=[kept])
        children["worker"] = begin(PYTHON, "manage.py", "work", env=settings)
        # From here on only they hold it: should the server end, nobody waits for an answer.
        port.close()
        wait_until_served(address, children)
        say(f"Ready in {seconds_since(start)}: {address}   Ctrl+C stops it.")
        ending = signal.SIGTERM
        while True:
            check_alive(children)
            time.sleep(0.5)
    except KeyboardInterrupt:
        say("\nStopping.")
    finally:
        stop(children, ending)


def check_alive(children: Children) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise Stop(
                f"the {name} ended by itself with status {child.returncode};"
                " lines above, if any, say why. Run the same command again."
            )


def stop(children: Children, ending: signal.Signals) -> None:
    """Ask all at once, then wait for each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for child in children.values():
        if child.poll() is None:
            child.send_signal(ending)
    for child in children.values():
        end(child, ending)


def wait_until_served(address: str, children: Children) -> None:
    """Ask the server until it answers; a child that died ends the wait."""
    # A proxy that the environment names is not for this machine's own address.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(480):
        check_alive(children)
        try:
            with opener.open(f"{address}healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    raise Stop("the server did not answer within two minutes.")


if __name__ == "__main__":
    main(run)
