"""`manage.py changepassword EMAIL`: Django's own, and it leaves a row in the audit trail."""

from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.db import transaction

from marketplace.accounts.queries import user_called
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.audit import record
from marketplace.core.clock import now

COMMAND = SystemActor("changepassword")


class Command(changepassword.Command):
    def handle(self, *args: Any, **options: Any) -> str | None:
        # The row comes after: nobody types a password while a transaction holds the database.
        said = super().handle(*args, **options)
        user = user_called(options["username"])
        if user is not None:
            with transaction.atomic():
                record(event="password_changed", by=Viewer.machine(COMMAND, now()), subject=user)
        return said
