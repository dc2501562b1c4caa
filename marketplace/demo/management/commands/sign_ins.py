"""`manage.py sign_ins`: how to sign in to the demo, one person for each role."""

from typing import Any

from django.core.management.base import BaseCommand

from marketplace.accounts.models import Membership
from marketplace.accounts.rules import Role
from marketplace.accounts.validators import DEMO_PASSWORD


class Command(BaseCommand):
    help = "Prints how to sign in to the demo as each role."

    def handle(self, *args: Any, **options: Any) -> None:
        lines = [self._line(role) for role in Role]
        if any(lines):
            self.stdout.write(f"\n  Password for all: {DEMO_PASSWORD}\n\n")
            self.stdout.write("\n".join(filter(None, lines)))
            self.stdout.write(
                "\n  Mail that would be sent: /sent-mail/    Who may see what, for staff: /access/\n\n"
            )

    def _line(self, role: Role) -> str:
        """The first of a role whom the tour names; people made by number only have numbers."""
        first = (
            Membership.objects.filter(role=role, user__email__endswith="@fernshire.example")
            .exclude(user__email__regex=r"\d@")
            .select_related("user")
            .order_by("pk")
            .first()
        )
        if first is None:
            return ""
        where = "/cms-admin/" if role == Role.EDITOR else "/my/"
        return f"  {role.label:<26}{first.user.email:<34}{where:<13}{first.user.name}"
