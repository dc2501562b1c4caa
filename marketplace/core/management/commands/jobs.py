"""`manage.py jobs`: how the queue is, in sentences; `--again` starts parked jobs anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.core import job_queue
from marketplace.core.clock import now
from marketplace.core.queries import QueueState, queue_state


class Command(BaseCommand):
    help = "Says whether the worker lives, what waits and what is parked. Status 1 if not well."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="Start every parked job anew.")

    def handle(self, *args: Any, again: bool, **options: Any) -> None:
        if again:
            self.stdout.write(f"Parked jobs started anew: {job_queue.again(now())}.")
        state = queue_state(now())
        self.stdout.write(in_sentences(state))
        if not state.is_worked or state.parked:
            raise CommandError("The queue needs somebody.")


def in_sentences(state: QueueState) -> str:
    """What an operator must know, a line for each thing."""
    last = f"The last sign of life came at {state.last_beat}." if state.last_beat else ""
    alive = "A worker is at work." if state.is_worked else f"No worker is at work. {last}".strip()
    since = f", the oldest since {state.waiting_since}" if state.waiting else ""
    parked = [f"Parked: {count} of {path}." for path, count in sorted(state.parked.items())]
    return "\n".join([alive, f"Jobs that wait: {state.waiting}{since}.", *parked])
