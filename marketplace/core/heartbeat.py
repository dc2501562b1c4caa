"""Signs of life of the workers: who beats, who is silent, who is certainly gone."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from marketplace.core.job_rules import SILENT_AFTER
from marketplace.core.models import WorkerBeat


def place() -> str:
    """This machine since it started, and the space that its process numbers are counted in.

    Two containers may share a host's name and not its processes. Empty where this cannot be read.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""


@transaction.atomic
def beat(workers: Iterable[tuple[str, str]], at: datetime) -> None:
    """Say that these live: pairs of a worker's id and its lane. A row that was lost is made again."""
    here = place()
    rows = [
        WorkerBeat(worker_id=worker_id, lane=lane, place=here, process=os.getpid(), beat_at=at)
        for worker_id, lane in workers
    ]
    WorkerBeat.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["worker_id"], update_fields=["beat_at"]
    )


def sign_off(worker_ids: Iterable[str]) -> None:
    """Say that these end by themselves, with nothing in hand."""
    WorkerBeat.objects.filter(worker_id__in=list(worker_ids)).delete()


def is_gone(beat: WorkerBeat) -> bool:
    """Whether its process ended, as far as this machine can tell. False says nothing."""
    if not beat.place or beat.place != place():
        return False
    try:
        os.kill(beat.process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass  # it lives, as somebody else's
    return False


def is_living(beat: WorkerBeat, at: datetime, watched_since: datetime) -> bool:
    """Whether a worker may still be at work.

    Silence counts against it only where whoever asks has beaten all that time: after a stop of the
    database everybody was silent, and the first to come back must not take the others for dead.
    """
    if is_gone(beat):
        return False
    silent = beat.beat_at <= at - SILENT_AFTER
    return not (silent and watched_since <= at - SILENT_AFTER)
