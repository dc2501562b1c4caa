"""`manage.py invite_administrator COUNCIL "NAME <EMAIL>"`: a new link where a council has too few."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.accounts.queries import council_called, councils
from marketplace.accounts.rules import MAY_GIVE_ROLES, MAY_MAKE_COUNCILS
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.errors import DomainError
from marketplace.core.wording import one_text
from marketplace.council.making import invite_missing
from marketplace.council.management.asking import administrator_in
from marketplace.council.management.telling import links_words

COMMAND = SystemActor("invite_administrator", frozenset({MAY_GIVE_ROLES, MAY_MAKE_COUNCILS}))


class Command(BaseCommand):
    help = (
        "Makes a new link for an administrator of a council that has fewer than 2: because the first links"
        " ran out or were lost, or because administrators left. Where 2 are there, one of them invites"
        " and the other confirms, on the page of the people who work there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("council", help="The council's short word, such as fernshire.")
        parser.add_argument(
            "administrator", help='Like "Ada Wren <ada.wren@fernshire.example>", in quotes.'
        )

    def handle(self, *args: Any, council: str, administrator: str, **options: Any) -> None:
        authority = council_called(council)
        if authority is None:
            known = ", ".join(one.slug for one in councils()) or "none yet"
            raise CommandError(f"There is no council {council}. There are: {known}.")
        try:
            invited = invite_missing(
                by=Viewer.machine(COMMAND, now(), authority),
                authority=authority,
                administrator=administrator_in(administrator),
            )
        except DomainError as refusal:
            raise CommandError(one_text(refusal)) from refusal
        self.stdout.write("\n".join(links_words([invited])))
