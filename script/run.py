"""The body of script/run: set up what is missing, then serve the demo council until stopped."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from house import PYTHON, ROOT, Stop, call, check_port, ensure_environment, main, say, seconds_since

VAR = Path(os.environ.get("HANDRAIL_VAR", ROOT / "var"))
MAKING = VAR.with_name(VAR.name + ".making")
DATABASE = "handrail.sqlite3"


def run(arguments: list[str]) -> None:
    options = parse(arguments)
    start = time.monotonic()
    check_port(options.port)
    say("1 of 3  Packages")
    ensure_environment("base.txt")
    say(f"2 of 3  Demo council  ({seconds_since(start)})")
    if options.reset and "DATABASE_URL" not in os.environ:
        shutil.rmtree(VAR, ignore_errors=True)
    prepare(options.listings)
    say(f"3 of 3  Server and worker  ({seconds_since(start)})")
    serve(options.port, start)


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/run", description="Set up and serve the demo council of Fernshire."
    )
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000)")
    parser.add_argument("--reset", action="store_true", help="throw the demo away and load it anew")
    parser.add_argument("--listings", type=int, default=400, help="suppliers to make (400)")
    return parser.parse_args(arguments)


def prepare(listings: int) -> None:
    """Load the demo beside and rename it into place, so that an interruption leaves no half of it."""
    if (VAR / DATABASE).exists() or "DATABASE_URL" in os.environ:
        manage("prepare", "--listings", str(listings), var=VAR)
        return
    shutil.rmtree(MAKING, ignore_errors=True)
    manage("prepare", "--listings", str(listings), var=MAKING)
    if VAR.exists():
        shutil.copytree(MAKING, VAR, dirs_exist_ok=True)
        shutil.rmtree(MAKING)
    else:
        MAKING.rename(VAR)


def environment(var: Path) -> dict[str, str]:
    return {"DJANGO_SETTINGS_MODULE": "marketplace.settings.development", "HANDRAIL_VAR": str(var)}


def manage(*words: str, var: Path) -> None:
    try:
        call(PYTHON, "manage.py", *words, env=environment(var))
    except subprocess.CalledProcessError as error:
        raise Stop(
            "the demo council could not be made ready; the lines above say why. When that is put"
            " right, run the same command again. --reset starts the demo anew."
        ) from error


def serve(port: int, start: float) -> None:
    env = {**os.environ, **environment(VAR), "PYTHONUNBUFFERED": "1"}
    server = [PYTHON, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    server += ["--port", str(port), "--log-level", "warning", "marketplace.wsgi:application"]
    children = [
        subprocess.Popen([str(w) for w in server], cwd=ROOT, env=env),
        subprocess.Popen([str(PYTHON), "manage.py", "work"], cwd=ROOT, env=env),
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        wait_until_served(port, children)
        manage("sign_ins", "--port", str(port), var=VAR)
        say(f"Ready in {seconds_since(start)}. Press Ctrl+C to stop.")
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        raise Stop("the server or the worker ended by itself; the lines above say why.")
    except KeyboardInterrupt:
        say("\nStopping.")
    finally:
        for child in children:
            if child.poll() is None:
                child.terminate()
        for child in children:
            child.wait(timeout=15)


def wait_until_served(port: int, children: list[subprocess.Popen[bytes]]) -> None:
    """Ask the health page until it answers; a child that died ends the wait."""
    import urllib.error
    import urllib.request

    for _ in range(240):
        if any(child.poll() is not None for child in children):
            raise Stop("the server could not start; the lines above say why.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    raise Stop("the server did not answer within a minute.")


if __name__ == "__main__":
    main(run)
