"""The body of script/pictures: the ten main pages of the demo council, at desk and phone width."""

from __future__ import annotations

import argparse

from environment import ensure_environment
from house import PYTHON, ROOT, main, say
from processes import call
from services import chromium

PICTURES = ROOT / "docs" / "pictures"


def run(arguments: list[str]) -> None:
    argparse.ArgumentParser(
        prog="script/pictures",
        description="Make the pictures in docs/pictures. The day and the data are fixed.",
    ).parse_args(arguments)
    ensure_environment("dev.txt")
    browser = chromium()
    say("Loading the demo council and taking the pictures (about a minute)")
    # Named, so that pytest takes it: a whole run of the tests takes no pictures.
    files = ["tests/journeys/take_pictures.py", "-q", "-p", "no:cacheprovider"]
    call(PYTHON, "-m", "pytest", *files, env={"CHROMIUM": browser})
    made = sorted(PICTURES.glob("*.png"))
    size = sum(picture.stat().st_size for picture in made)
    say(f"{len(made)} pictures in {PICTURES.relative_to(ROOT)}, {size / 1_000_000:.1f} MB in all.")


if __name__ == "__main__":
    main(run)
