"""`manage.py examine_seal NUMBER`: record why a broken seal is broken."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from marketplace.accounts.queries import council_called, user_called
from marketplace.accounts.viewer import Viewer
from marketplace.core.clock import now
from marketplace.core.errors import DomainError
from marketplace.core.wording import one_text
from payments.ledger.actions import examine_seal


class Command(BaseCommand):
    help = (
        "Records that an auditor looked into a broken seal, and why it is broken. verify_ledger names"
        ' broken seals: examine_seal 12 --council fernshire --by auditor@example.org --reason "..."'
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("seal", type=int, help="The seal's number, as verify_ledger says it.")
        parser.add_argument("--council", required=True, help="The auditor's council, by its slug.")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="The auditor's account.")
        parser.add_argument("--reason", required=True, help="What was found out.")

    def handle(self, *args: Any, seal: int, council: str, **options: Any) -> None:
        authority, user = council_called(council), user_called(options["by"])
        if authority is None or user is None:
            raise CommandError(f"There is no council {council}, or no account {options['by']}.")
        by = Viewer.of(user, authority, now())
        try:
            examine_seal(by=by, seal_id=seal, reason=options["reason"])
        except DomainError as refusal:
            raise CommandError(one_text(refusal)) from refusal
        except PermissionDenied as refusal:
            raise CommandError(f"{user.email}: {refusal}") from refusal
        self.stdout.write(f"Seal {seal} is recorded as examined by {user.email}.")
