"""`manage.py figures COUNCIL`: list a council's figures; with a key and a value, set one."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.accounts.models import Authority
from marketplace.accounts.queries import council_called, councils
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.errors import DomainError
from marketplace.core.rooms import collected
from marketplace.core.wording import one_text
from marketplace.council.actions import set_figure
from marketplace.council.queries import figures
from marketplace.council.rules import MAY_SET_FIGURES

COMMAND = SystemActor("figures", frozenset({MAY_SET_FIGURES}))


class Command(BaseCommand):
    help = (
        "Lists a council's figures with their source."
        " With KEY and VALUE it sets one: figures fernshire plan_decide_days 10 --from 2027-04-01"
        ' --source "Cabinet, 3 March 2027"'
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("council", help="The council's slug, such as fernshire.")
        parser.add_argument("key", nargs="?", default="")
        parser.add_argument("value", nargs="?", type=int)
        parser.add_argument("--from", dest="from_date", type=date.fromisoformat)
        parser.add_argument("--source", default="")

    def handle(self, *args: Any, council: str, key: str, **options: Any) -> None:
        authority = council_called(council)
        if authority is None:
            known = ", ".join(one.slug for one in councils()) or "none yet"
            raise CommandError(f"There is no council {council}. There are: {known}.")
        by = Viewer.machine(COMMAND, now(), authority)
        if not key:
            self._list(by, authority)
            return
        if options["value"] is None or not options["source"]:
            raise CommandError("Give the value, and with --source the decision it rests on.")
        try:
            set_figure(
                by=by,
                authority=authority,
                key=key,
                value=options["value"],
                from_date=options["from_date"] or by.today,
                source=options["source"],
            )
        except DomainError as refusal:
            raise CommandError(one_text(refusal)) from refusal
        self.stdout.write(f"{key} is {options['value']} from {options['from_date'] or by.today}.")

    def _list(self, by: Viewer, authority: Authority) -> None:
        declared = collected().figures
        values = figures(authority.pk, list(declared), by.today)
        for key, figure in sorted(declared.items()):
            self.stdout.write(f"{key}: {values[key]} {figure.unit}. {figure.label}.")
            self.stdout.write(f"    usually {figure.usual}; {figure.source}")
            if figure.not_used_yet:
                self.stdout.write("    not used in any calculation yet")
