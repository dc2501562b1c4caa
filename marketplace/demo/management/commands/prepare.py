"""`manage.py prepare`: bring the database up to date and load the demo council if there is none."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from marketplace.accounts.models import Authority
from marketplace.core.clock import today
from marketplace.core.failing import is_full_disk
from marketplace.demo.load.everything import DemoSize, load_demo
from search.queries import backend

SEED = 2026


class Command(BaseCommand):
    help = "Migrates, loads the demo council once, and builds the search index."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--listings", type=int, default=400, help="Suppliers to make.")
        parser.add_argument("--people", type=int, default=60, help="People to make.")
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, *args: Any, listings: int, people: int, seed: int, **options: Any) -> None:
        try:
            self._make_ready(DemoSize(listings, people), seed)
        except KeyboardInterrupt:
            # Nothing half-made is kept, so there is nothing that a traceback would help with.
            raise SystemExit(130) from None
        except (DatabaseError, OSError) as error:
            if not is_full_disk(error):
                raise
            raise CommandError(
                "The disk is full. Free some space and run the same command again."
            ) from error
        call_command("sign_ins", stdout=self.stdout)

    def _make_ready(self, size: DemoSize, seed: int) -> None:
        # The server warns of a folder for static files that is not there.
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        self._migrate()
        if Authority.objects.exists():
            self._say_age()
        else:
            self._load(size, seed)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("  making the tables (about 20 seconds)")
            call_command("migrate", verbosity=0, interactive=False)

    def _load(self, size: DemoSize, seed: int) -> None:
        start = time.monotonic()
        authority = load_demo(seed=seed, anchor=today(), size=size, say=self._progress)
        self._progress("the search index")
        backend().rebuild(authority.pk)
        self.stdout.write(f"  loaded in {time.monotonic() - start:.0f} s")

    def _progress(self, words: str) -> None:
        self.stdout.write(f"  {words}")
        self.stdout.flush()

    def _say_age(self) -> None:
        for authority in Authority.objects.exclude(demo_anchor_date=None):
            age = (today() - authority.demo_anchor_date).days if authority.demo_anchor_date else 0
            if age > 45:
                self.stdout.write(
                    f"  The demo has grown old: its dates are counted from {age} days ago."
                    " script/run --reset loads it anew."
                )
