"""`manage.py work`: run the queue, with a tick for schedules, retries and stale rows."""

import os
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django_tasks_db.management.commands.db_worker import Worker

from marketplace.core import job_queue
from marketplace.core.clock import now

TICK_SECONDS = 30.0


class Command(BaseCommand):
    help = "Runs queued jobs until stopped. --once runs what is ready and ends."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Run what is ready, then end.")
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between looks.")

    def handle(self, *args: Any, once: bool, interval: float, **options: Any) -> None:
        worker = self._worker(interval)
        if not once:
            worker.configure_signals()
        last_tick = 0.0
        while worker.running:
            if once or time.monotonic() - last_tick >= TICK_SECONDS:
                job_queue.tick(now())
                last_tick = time.monotonic()
            worker.run()
            if once:
                return
            time.sleep(interval)

    def _worker(self, interval: float) -> Worker:
        return Worker(
            queue_names=["default"],
            excluded_queue_names=[],
            interval=interval,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"work-{os.getpid()}",
        )
