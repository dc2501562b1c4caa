"""`manage.py roles COUNCIL`: list who is what; with an e-mail address and a role, give or end one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.accounts.actions.roles import end_role, give_role
from marketplace.accounts.queries import council_called, roles_held, user_called
from marketplace.accounts.rules import MAY_GIVE_ROLES, MAY_GIVE_ROLES_ALONE, Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.errors import DomainError
from marketplace.core.wording import one_text

COMMAND = SystemActor("roles", frozenset({MAY_GIVE_ROLES, MAY_GIVE_ROLES_ALONE}))


class Command(BaseCommand):
    help = (
        "Lists who holds which role in a council. With EMAIL and ROLE it gives one:"
        " roles fernshire priya@fernshire.example approver --limit 35000; with --end it ends it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("council", help="The council's slug, such as fernshire.")
        parser.add_argument("email", nargs="?", default="")
        parser.add_argument("role", nargs="?", choices=[role.value for role in Role])
        parser.add_argument(
            "--limit", type=int, default=0, help="Pence a week an approver may sign."
        )
        parser.add_argument("--end", action="store_true", help="End the role from today.")

    def handle(self, *args: Any, council: str, email: str, **options: Any) -> None:
        authority = council_called(council)
        if authority is None:
            raise CommandError(f"There is no council {council}.")
        by = Viewer.machine(COMMAND, now(), authority)
        if not email:
            for who, role in roles_held(by):
                self.stdout.write(f"{who}: {role.label}")
            return
        user = user_called(email)
        if user is None or options["role"] is None:
            raise CommandError("Give the email address of an account, and a role.")
        facts: dict[str, Any] = {
            "user_id": user.pk,
            "authority_id": authority.pk,
            "role": Role(options["role"]),
        }
        try:
            if options["end"]:
                end_role(by=by, **facts)
            else:
                give_role(by=by, approval_limit_pence=options["limit"], **facts)
        except DomainError as refusal:
            raise CommandError(one_text(refusal)) from refusal
        self.stdout.write(f"{options['role']} {'ended' if options['end'] else 'given'}: {email}.")
