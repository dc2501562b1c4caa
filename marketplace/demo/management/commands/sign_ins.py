"""`manage.py sign_ins`: the demo's address and one sign-in for each role."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from marketplace.accounts.models import Membership
from marketplace.accounts.rules import ROLE_LABELS, Role
from marketplace.accounts.validators import DEMO_PASSWORD


class Command(BaseCommand):
    help = "Prints where the demo is served and how to sign in as each role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        self.stdout.write(
            f"\n  http://127.0.0.1:{port}/\n\n  Password for all: {DEMO_PASSWORD}\n\n"
        )
        for role in Role:
            first = (
                Membership.objects.filter(role=role, user__email__endswith="@fernshire.example")
                .select_related("user")
                .order_by("pk")
                .first()
            )
            if first:
                where = "/cms-admin/" if role == Role.EDITOR else "/my/"
                self.stdout.write(
                    f"  {ROLE_LABELS[role]:<26}{first.user.email:<34}{where:<13}{first.user.name}"
                )
        self.stdout.write(
            "\n  Mail that would be sent: /sent-mail/    Who may see what: /access/\n\n"
        )
