"""Whether the database answers and has every table, and whether there is room on the disks."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages

from marketplace.core.findings import Gauge, HealthCheck, HealthFinding, Weight
from marketplace.core.queries import migrations_missing, schema_answers

#: Judgement: room for a few of the largest requests, and for the database to close in order.
LEAST_FREE_BYTES = 200_000_000
#: Judgement: time for somebody to make room before the least is reached.
LITTLE_FREE_BYTES = 2_000_000_000
MEGABYTE = 1_000_000


def database(at: datetime) -> HealthFinding:
    """Whether the database answers a question that asks for nothing."""
    schema_answers()
    return HealthFinding(True, "The database answers.")


def migrations(at: datetime) -> HealthFinding:
    """Whether the tables are those of this release."""
    missing = migrations_missing()
    if not missing:
        return HealthFinding(True, "The database has the tables of this release.")
    return HealthFinding(
        False, f"The database lacks {missing} migrations of this release.", "Run manage.py migrate."
    )


def data_folders() -> Iterator[Path]:
    """Every folder that the site writes to, whether or not it is there yet."""
    yield Path(settings.VAR_DIR)
    yield Path(settings.MEDIA_ROOT)
    yield Path(settings.SEARCH_INDEX_DIR)
    yield Path(storages["private"].base_location)  # type: ignore[attr-defined]
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        yield Path(database["NAME"]).parent


def least_free() -> int:
    """The bytes free on the fullest of the disks that hold the site's folders."""
    return min(shutil.disk_usage(folder).free for folder in data_folders() if folder.exists())


def disk(at: datetime) -> HealthFinding:
    """Whether what is sent can still be kept."""
    free = least_free()
    gauge = Gauge(
        "handrail_disk_free_bytes", free, "Bytes free on the fullest disk of the site's folders."
    )
    return HealthFinding(
        free >= LEAST_FREE_BYTES, f"{free // MEGABYTE:,} MB are free.", _MAKE_ROOM, (gauge,)
    )


def disk_room(at: datetime) -> HealthFinding:
    """Whether the disk will be full before long."""
    free = least_free()
    enough = "enough" if free >= LITTLE_FREE_BYTES else "little"
    return HealthFinding(
        free >= LITTLE_FREE_BYTES,
        f"{free // MEGABYTE:,} MB are free, which is {enough} for the next weeks.",
        _MAKE_ROOM,
    )


_MAKE_ROOM = (
    "Make room on the disk that holds the data folder. What may be deleted at any time is"
    " the search index."
)
MACHINE = (
    HealthCheck("database", database, Weight.STOPS),
    HealthCheck("migrations", migrations, Weight.STOPS, valid_for=timedelta(minutes=5), seconds=20),
    HealthCheck("disk", disk, Weight.STOPS),
    HealthCheck("disk_room", disk_room),
)
