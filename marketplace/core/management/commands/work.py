"""`manage.py work`: one thread for each lane, and a clock beside them that beats and ticks."""

import logging
import os
import signal
import threading
import time
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from marketplace.core import job_queue
from marketplace.core.clock import now
from marketplace.core.heartbeat import beat, sign_off
from marketplace.core.job_rules import BEAT_EVERY
from marketplace.core.management.lanes import Lane, recover

logger = logging.getLogger("handrail.worker")

TICK_SECONDS = 30.0
#: How often the main thread looks whether it is to stop, and what is due.
LOOK_SECONDS = 0.5


class Command(BaseCommand):
    help = "Runs queued jobs until stopped. --once runs what is ready and ends."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Run what is ready, then end.")
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between looks.")

    def handle(self, *args: Any, once: bool, interval: float, **options: Any) -> None:
        stop = threading.Event()
        lanes = [Lane(name, stop, interval) for name in job_queue.LANES]
        if once:
            run_once(lanes)
        else:
            Clock(lanes, stop).run()


def run_once(lanes: list[Lane]) -> None:
    """What is ready, the urgent first, and what that queues, all in this thread."""
    at = now()
    say_alive(lanes, at)
    job_queue.tick(at, watched_since=at)
    while any(lane.step() for lane in lanes):
        pass
    sign_off(lane.worker_id for lane in lanes)


def say_alive(lanes: list[Lane], at: datetime) -> None:
    beat([(lane.worker_id, lane.name) for lane in lanes], at)


class Clock:
    """The main thread. It runs no job, so no job keeps it from beating and ticking in time."""

    def __init__(self, lanes: list[Lane], stop: threading.Event) -> None:
        self.lanes = lanes
        self.stop = stop
        #: A plain flag: a signal may come while the event's own lock is held.
        self.stopping = False
        self.failures = 0
        self.next_beat = self.next_tick = 0.0
        self.watched_since: datetime | None = None

    def run(self) -> None:
        """Until a signal comes and every lane has finished the job in its hand."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.end)
        while not self.watched_since:
            self.look()
            if self.stopping:
                return
        for lane in self.lanes:
            lane.thread.start()
        while any(lane.thread.is_alive() for lane in self.lanes):
            self.look()
            self.check_lanes()
        self.leave()

    def end(self, number: int, frame: object) -> None:
        """The first signal asks; the second one does not wait for the jobs in hand."""
        if self.stopping:
            os._exit(1)
        self.stopping = True

    def look(self) -> None:
        """One turn: beat and tick where it is time, then rest a little."""
        try:
            self.turn(time.monotonic())
        except Exception:  # noqa: BLE001 - the clock outlives whatever happens
            self.failures += 1
            # Who did not beat in time may not judge others by their silence.
            self.watched_since = None
            self.next_beat = time.monotonic() + recover("the worker's clock", self.failures)
        time.sleep(LOOK_SECONDS)
        if self.stopping:
            self.stop.set()

    def turn(self, moment: float) -> None:
        if moment < self.next_beat:
            return
        say_alive(self.lanes, now())
        self.watched_since = self.watched_since or now()
        if moment >= self.next_tick and not self.stopping:
            job_queue.tick(now(), self.watched_since)
            self.next_tick = moment + TICK_SECONDS
        self.next_beat = moment + BEAT_EVERY.total_seconds()
        self.failures = 0

    def check_lanes(self) -> None:
        """A lane that ended by itself is a fault of ours: whoever supervises starts us anew."""
        ended = [lane.name for lane in self.lanes if not lane.thread.is_alive()]
        if ended and not self.stop.is_set():
            raise CommandError(f"The worker's lane {', '.join(ended)} ended by itself.")

    def leave(self) -> None:
        try:
            sign_off(lane.worker_id for lane in self.lanes)
        except DatabaseError:
            logger.warning("the worker left without a word: the database is away")
