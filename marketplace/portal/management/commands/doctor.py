"""`manage.py doctor`: whether the site is well, a sentence for each check, and what to do."""

from argparse import ArgumentParser
from textwrap import indent
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.core.findings import HealthCheck, Weight
from marketplace.core.health import mail_server
from marketplace.portal.examination import Examined, examine_anew

MAIL = HealthCheck("mail_server", mail_server, Weight.SET_UP, seconds=20)


class Command(BaseCommand):
    help = "Says what is well and what is not, and what to do. Status 1 when somebody is needed."
    # It says itself what is wrong, and so must start when something is.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mail", action="store_true", help="Ask the mail server too.")

    def handle(self, *args: Any, mail: bool, **options: Any) -> None:
        examined = examine_anew([MAIL] if mail else [])
        for one in examined:
            self.stdout.write(in_words(one))
        wrong = sum(not one.finding.is_well for one in examined)
        if wrong:
            raise CommandError(f"{wrong} of {len(examined)} checks need somebody.")
        self.stdout.write(f"All {len(examined)} checks are well.")


def in_words(one: Examined) -> str:
    """A line for what is well; for what is not, with what to do on the next."""
    said = f"{one.check.name}: {one.finding.sentence}"
    if one.finding.is_well:
        return f"ok    {said}"
    stops = " The site cannot serve." if one.check.weight == Weight.STOPS else ""
    return f"WRONG {said}{stops}\n{indent(one.finding.to_do, ' ' * 6)}"
