"""`manage.py bench`: measures search, money and lists of places on generated data, and says what it found."""

import json
import os
import platform
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

import marketplace.vocabulary.bench
import payments.bench
import search.bench
from marketplace.accounts.models import Authority
from marketplace.generator.documents import endless_documents
from marketplace.generator.place import FERNSHIRE
from marketplace.generator.postcodes import directory_lines, made_postcodes
from marketplace.generator.spending import as_csv
from marketplace.generator.statements import DAYS, GeneratedStatement, statements
from payments.bench import MadeItem, MadeStatement
from search.documents import SearchDocument

ANCHOR = date(2026, 9, 21)
AT = datetime(2026, 9, 21, 9, 30, tzinfo=UTC)
START = ANCHOR - timedelta(DAYS)
APPROVED = datetime(START.year, START.month, START.day, 9, tzinfo=UTC)
Figures = dict[str, float]

#: What a figure is called on the screen, and how it is written.
WORDS = {
    "search": {
        "ratio_p50": ("half of searches, against the bare arrays", "{:.2f} times"),
        "ratio_p95": ("19 of 20 searches, against the bare arrays", "{:.2f} times"),
        "p50_ms": ("half of searches answer within, with all counts", "{:.2f} ms"),
        "p95_ms": ("19 of 20 searches answer within", "{:.2f} ms"),
        "best_p50_ms": ("each at its best of four: half within", "{:.2f} ms"),
        "best_p95_ms": ("each at its best of four: 19 of 20 within", "{:.2f} ms"),
        "bare_p50_ms": ("the bare arrays: half within", "{:.2f} ms"),
        "bare_p95_ms": ("the bare arrays: 19 of 20 within", "{:.2f} ms"),
        "log_ms": ("of which a look into the change log", "{:.2f} ms"),
        "edit_visible_p95_ms": ("an edit is found within", "{:.1f} ms"),
        "cold_start_ms": ("first search of a new process", "{:.0f} ms"),
        "build_s": ("building the index", "{:.1f} s"),
        "snapshot_mb": ("the index on disk", "{:.0f} MB"),
        "peak_mb": ("most memory held", "{:.0f} MB"),
    },
    "money": {
        "ratio_to_bulk_insert": ("against a bulk insert of the same rows", "{:.2f} times"),
        "cpu_ratio_to_bulk_insert": ("the same in processor time", "{:.2f} times"),
        "growth": ("cost of a line, against the smallest size", "{:.2f} times"),
        "cpu_growth": ("the same in processor time", "{:.2f} times"),
        "precision": ("matches made by rule that are right", "{:.2%}"),
        "recall": ("lines with an answer that were matched", "{:.2%}"),
        "lines_per_s": ("lines a second imported, posted, matched", "{:,.0f}"),
        "import_per_s": ("lines a second imported and posted", "{:,.0f}"),
        "match_per_s": ("lines a second matched", "{:,.0f}"),
        "lines_per_cpu_s": ("lines in a second of processor time", "{:,.0f}"),
        "rows_per_line": ("rows left behind for each line", "{:.2f}"),
        "match_again_ratio": (
            "matching again what is open, against the first time",
            "{:.3f} times",
        ),
        "peak_mb": ("most memory held", "{:.0f} MB"),
    },
    "places": {
        "above_bare_mb": ("most memory held, above the bare command", "{:.0f} MB"),
        "cpu_ratio_to_bulk_insert": ("against a bulk insert, in processor time", "{:.2f} times"),
        "same_ratio": ("the same list again, against the first time", "{:.2f} times"),
        "us_a_row": ("processor time for a row", "{:.0f} µs"),
        "bytes_a_row": ("the database, for a row", "{:.0f} bytes"),
    },
}
TITLES = {
    "search": "Search, by listings",
    "money": "Money, by statement lines",
    "places": "Postcodes, by rows of the list",
}
#: By half, the option that says its sizes.
ASKED = {"search": "--listings", "money": "--lines", "places": "--postcodes"}


class Command(BaseCommand):
    help = (
        "Measures search, money and lists of places on generated data. It leaves rows behind, so it wants a database"
        " of its own; script/bench makes one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--listings", type=sizes, default=[10_000, 100_000])
        parser.add_argument("--lines", type=sizes, default=[10_000, 100_000])
        parser.add_argument("--postcodes", type=sizes, default=[200_000])
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--json", type=Path, help="Write the figures here too.")
        parser.add_argument(
            "--together",
            action="store_true",
            help="Measure all in this one process. Memory is then only that of the largest.",
        )

    def handle(self, *args: Any, listings: list[int], lines: list[int], **options: Any) -> None:
        if Authority.objects.exclude(slug__startswith=payments.bench.SLUG).exists():
            raise CommandError(
                "This database holds a council, and the benchmark leaves rows behind."
                " Name an empty database in DATABASE_URL, or use script/bench."
            )
        chosen = {"search": listings, "money": lines, "places": options["postcodes"]}
        jobs = [(half, size) for half, asked in chosen.items() for size in asked]
        run = self._here if options["together"] else self._apart
        figures: Figures = {}
        for half, size in jobs:
            found = run(half, size, options["seed"])
            figures |= {f"{half}.{size}.{name}": value for name, value in found.items()}
        figures |= growth(figures, lines)
        if options["json"]:
            document = {"machine": machine(), "figures": figures}
            options["json"].write_text(json.dumps(document, indent=1, sort_keys=True) + "\n")
        self.stdout.write(table(figures))

    def _here(self, half: str, size: int, seed: int) -> Figures:
        say = partial(self._say, f"{half} {size:,}")
        if half == "search":
            make = partial(documents, seed)
            return search.bench.measure(make, size, AT, seed, say)
        if half == "places":
            return places(size, say)
        made = (made_statement(each) for each in statements(size, seed, ANCHOR))
        return payments.bench.measure(made, size, FERNSHIRE.short_name, AT, say)

    def _apart(self, half: str, size: int, seed: int) -> Figures:
        """In a process of its own, so that its memory is its own."""
        chosen = [f"{flag}={size if half == name else ''}" for name, flag in ASKED.items()]
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "figures.json"
            words = [sys.executable, "manage.py", "bench", "--together", *chosen]
            words += [f"--seed={seed}", f"--json={report}"]
            done = subprocess.run(words, stdout=subprocess.DEVNULL, check=False)  # noqa: S603
            if done.returncode:
                raise CommandError(f"Measuring {half} at {size:,} failed; the lines above say why.")
            found: Figures = json.loads(report.read_text())["figures"]
        return {name.rpartition(".")[2]: value for name, value in found.items()}

    def _say(self, about: str, words: str) -> None:
        self.stderr.write(f"  {about}: {words}")


def sizes(text: str) -> list[int]:
    """Numbers between commas, smallest first; none for an empty text."""
    return sorted(int(part.replace("_", "")) for part in text.split(",") if part.strip())


def documents(seed: int, count: int) -> Iterator[SearchDocument]:
    """So many documents of one council, the same each time."""
    return islice(endless_documents(seed, ANCHOR, authority_id=1), count)


def places(rows: int, say: Callable[[str], None]) -> Figures:
    """Reading a made-up directory of so many postcodes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "directory.csv"
        with file.open("w", newline="") as out:
            out.writelines(directory_lines(rows))
        others = islice(made_postcodes(), rows, 2 * rows)
        return marketplace.vocabulary.bench.measure(file, others, rows, say)


def made_statement(made: GeneratedStatement) -> MadeStatement:
    """A generated statement as the money benchmark takes it."""
    return MadeStatement(
        weekly_pence=made.weekly_pence,
        items=[
            MadeItem(
                payee=item.payee,
                price_pence=item.price_pence,
                unit=spec.unit,
                quantity=item.quantity,
                frequency=item.frequency,
                times=spec.times_from(START),
            )
            for item, spec in zip(made.items, made.specs, strict=True)
        ],
        approved=APPROVED,
        first=START,
        file=as_csv(list(made.lines)),
        truths=[line.truth for line in made.lines],
    )


def growth(figures: Figures, lines: list[int]) -> Figures:
    """What one line costs at each size over what it costs at the smallest. One is linear."""
    found: Figures = {}
    for name, speed in (("growth", "lines_per_s"), ("cpu_growth", "lines_per_cpu_s")):
        for size in lines:
            least = figures[f"money.{lines[0]}.{speed}"]
            found[f"money.{size}.{name}"] = least / figures[f"money.{size}.{speed}"]
    return found


def machine() -> dict[str, str | float | int]:
    """What the figures were measured on, and how busy it was with other work."""
    return {
        "cores": os.cpu_count() or 1,
        "python": platform.python_version(),
        "database": connection.vendor,
        "load": round(os.getloadavg()[0], 1),
    }


def table(figures: Figures) -> str:
    """The figures for a reader: one block a half, one column a size."""
    blocks = []
    for half, words in WORDS.items():
        found = sorted({int(name.split(".")[1]) for name in figures if name.startswith(half)})
        if found:
            head = f"{TITLES[half]:<50}" + "".join(f"{size:>14,}" for size in found)
            rows = [
                f"  {label:<48}"
                + "".join(f"{form.format(figures[f'{half}.{size}.{name}']):>14}" for size in found)
                for name, (label, form) in words.items()
            ]
            blocks.append("\n".join([head, *rows]))
    return "\n\n".join(blocks)
