"""What reading a list of postcodes costs, for the project's benchmark command."""

import resource
import sys
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from time import process_time

from django.db import connection, transaction

from marketplace.accounts.viewer import Viewer
from marketplace.core.clock import now
from marketplace.vocabulary.imports.files import PlaceFile
from marketplace.vocabulary.management.reading import LOADER, Area, PlaceReading
from marketplace.vocabulary.models import Postcode

#: One code, its point and whether it ended.
MadePostcode = tuple[str, float, float, bool]
Say = Callable[[str], None]


def measure(file: Path, others: Iterable[MadePostcode], rows: int, say: Say) -> dict[str, float]:
    """Figures by name, of a list of so many rows. `others` are as many that are not in it."""
    bare = peak_mb()
    before = _bytes_held()
    say("reading the list")
    first = _cpu(lambda: _read(file, say))
    above = peak_mb() - bare
    held = _bytes_held() - before
    say("the same again")
    again = _cpu(lambda: _read(file, say))
    say("inserting as many rows with nothing read")
    plain = _cpu(lambda: _insert(others))
    return {
        "above_bare_mb": above,
        "cpu_ratio_to_bulk_insert": first / plain,
        "same_ratio": again / first,
        "us_a_row": first / rows * 1e6,
        "bytes_a_row": held / rows,
    }


def _read(file: Path, say: Say) -> None:
    with PlaceFile(file) as opened:
        PlaceReading(Viewer.machine(LOADER, now()), opened, Area(), say).run()


def _insert(rows: Iterable[MadePostcode]) -> None:
    """In chunks, all taken back."""
    made = (Postcode(code=code, latitude=lat, longitude=long) for code, lat, long, _ in rows)
    with transaction.atomic():
        while chunk := list(islice(made, 2_000)):
            Postcode.objects.bulk_create(chunk)
        transaction.set_rollback(True)


def _cpu(call: Callable[[], None]) -> float:
    start = process_time()
    call()
    return process_time() - start


def _bytes_held() -> int:
    """The size of the database."""
    sizes = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        "postgresql": "SELECT pg_database_size(current_database())",
    }
    with connection.cursor() as cursor:
        cursor.execute(sizes[connection.vendor])
        return int(cursor.fetchone()[0])


def peak_mb() -> float:
    """The most memory that this process has used so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)
