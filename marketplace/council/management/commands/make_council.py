"""`manage.py make_council`: a new council with all that it begins with, and its first administrators."""

import logging
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.accounts.models import Authority
from marketplace.accounts.queries import council_called, hosts_of, roles_held
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.errors import DomainError
from marketplace.core.queries import migrations_missing
from marketplace.core.rooms import collected
from marketplace.core.wording import one_text
from marketplace.council.making import make_council
from marketplace.council.management.asking import (
    QUESTIONS,
    administrator_in,
    answers_from,
    as_options,
    ask_what_is_missing,
    missing_options,
)
from marketplace.council.management.telling import made_words
from marketplace.council.queries import taken_by_councils

NOT_MADE = "No council was made."


class Command(BaseCommand):
    help = (
        "Makes a council: its host names, its first two administrators with a link for each, and what"
        " every council begins with (words to search by, accreditation schemes, England's charging"
        " figures, first pages). On a terminal it asks for whatever no option says. Either all of it"
        " is made or none; a council that is there already is left as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        for one in QUESTIONS:
            parser.add_argument(
                one.option, dest=one.field, metavar="TEXT", help=f"{one.label}: {one.hint}."
            )
        parser.add_argument(
            "--host",
            dest="hosts",
            metavar="NAME",
            action="append",
            help="A host name, like care.fernshire.example. Again for each more; the main one first.",
        )
        parser.add_argument(
            "--administrator",
            dest="administrators",
            action="append",
            metavar='"NAME <EMAIL>"',
            help='One of the first two: "Ada Wren <ada.wren@fernshire.example>". Given twice.',
        )

    def handle(self, *args: Any, **given: Any) -> None:
        if missing := migrations_missing():
            raise CommandError(
                f"The database lacks {missing} migrations of this release. Run manage.py migrate"
                f" first. {NOT_MADE}"
            )
        _refuse_what_is_there(given["slug"])
        self._complete(given)
        actor = SystemActor("make_council", frozenset(collected().permissions))
        try:
            with _quietly():
                made = make_council(
                    by=Viewer.machine(actor, now()),
                    answers=answers_from(given),
                    administrators=[administrator_in(one) for one in given["administrators"]],
                )
        except DomainError as refusal:
            raise CommandError(f"{one_text(refusal)} {NOT_MADE}{_kept(given)}") from refusal
        self.stdout.write(made_words(made))

    def _complete(self, given: dict[str, Any]) -> None:
        """Ask for what is missing where somebody is there to answer; refuse where nobody is."""
        if sys.stdin.isatty():
            try:
                ask_what_is_missing(given, taken_by_councils(), self.stdout.write)
            except (EOFError, KeyboardInterrupt):
                raise CommandError(f"Stopped. {NOT_MADE}{_kept(given)}") from None
        elif missing := missing_options(given):
            raise CommandError(
                f"Give {', '.join(missing)} too, or run this on a terminal, where it asks."
                f" {NOT_MADE}"
            )


@contextmanager
def _quietly() -> Iterator[None]:
    """Without a line in the log for each of the dozens of jobs that the first pages queue: whoever
    runs the command reads its end."""
    logger = logging.getLogger("handrail.requests")
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)


def _kept(given: dict[str, Any]) -> str:
    """What was typed so far, so that nobody types it twice."""
    options = as_options(given)
    if not options or not sys.stdin.isatty():
        return ""
    return f" What you entered is kept in this line:\n  manage.py make_council {options}"


def _refuse_what_is_there(slug: str | None) -> None:
    there = council_called(slug) if slug else None
    if there is not None:
        raise CommandError(_what_is_there(there))


def _what_is_there(there: Authority) -> str:
    """What a council has already, for whoever would have made it a second time."""
    viewer = Viewer.machine(SystemActor("make_council"), now(), there)
    held = [email for email, role in roles_held(viewer) if role == Role.ADMINISTRATOR]
    administrators = ", ".join(held) or (
        "none has opened their link yet; manage.py invite_administrator makes a new one"
    )
    return (
        f"There is a council {there.slug} already: {there.name}, at {', '.join(hosts_of(there))}."
        f" Administrators: {administrators}. Nothing was changed."
    )
