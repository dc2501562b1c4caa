"""The body of script/bench: a scratch database, then the measurements, then a table."""

from __future__ import annotations

import argparse
import os
import tempfile
import time

from environment import ensure_environment
from house import PYTHON, main, say, seconds_since
from processes import call


def run(arguments: list[str]) -> None:
    options = parse(arguments)
    start = time.monotonic()
    ensure_environment("base.txt")
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as folder:
        env = {
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.development",
            "HANDRAIL_VAR": folder,
        }
        where = "the database in DATABASE_URL" if "DATABASE_URL" in os.environ else folder
        say(f"Making the tables in {where}")
        call(PYTHON, "manage.py", "migrate", "--verbosity=0", "--no-input", env=env)
        say("Measuring; about a quarter of an hour at the usual sizes")
        words = [f"--listings={options.listings}", f"--lines={options.lines}"]
        words += [f"--postcodes={options.postcodes}", f"--seed={options.seed}"]
        words += [f"--json={os.path.abspath(options.json)}"] if options.json else []
        call(PYTHON, "manage.py", "bench", *words, env=env)
    say(f"\nDone in {seconds_since(start)}. docs/measurements.md says what each figure means.")


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/bench",
        description="Measure search, money and lists of places on generated data."
        " DATABASE_URL names an empty PostgreSQL database to measure on that; rows stay in it.",
    )
    usual = "10000,100000"
    parser.add_argument("--listings", default=usual, help=f"sizes for search ({usual})")
    parser.add_argument("--lines", default=usual, help=f"sizes for money ({usual})")
    parser.add_argument("--postcodes", default="200000", help="sizes for a list of places (200000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other data (1)")
    parser.add_argument("--json", default="", metavar="FILE", help="write the figures here too")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(run)
