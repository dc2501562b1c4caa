"""`manage.py council COUNCIL`: what a council is to the world outside; with options, set it."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.accounts.models import Authority
from marketplace.accounts.queries import council_called, councils, hosts_of, sender_of
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.errors import DomainError
from marketplace.core.wording import one_text
from marketplace.council.actions import (
    add_host,
    remove_host,
    set_addresses,
    set_card_processor,
)
from marketplace.council.queries import card_processor
from marketplace.council.rules import MAY_SET_OUTSIDE, ProcessorMode

COMMAND = SystemActor("council", frozenset({MAY_SET_OUTSIDE}))


class Command(BaseCommand):
    help = (
        "Says at which host names a council is served, where its mail leads, whom it comes from, and"
        " its account with the card processor. With options it sets them. A signing secret is read"
        " from a file, or with - from standard input, so that no list of processes shows it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("council", help="The council's slug, such as fernshire.")
        parser.add_argument("--add-host", help="Serve it, pages included, at this host name too.")
        parser.add_argument("--remove-host", help="Serve it at this host name no more.")
        parser.add_argument("--main-host", help="Which of its host names links in mail lead to.")
        parser.add_argument(
            "--mail-from", help='Whom its mail comes from; "" for the server\'s own.'
        )
        parser.add_argument("--card-account", help="The card processor's name for its account.")
        parser.add_argument("--card-mode", choices=list(ProcessorMode), default=ProcessorMode.LIVE)
        parser.add_argument("--card-secret-from", help="A file with a new signing secret, or -.")
        parser.add_argument(
            "--only-newest-secret", action="store_true", help="The one before counts no more."
        )

    def handle(self, *args: Any, council: str, **options: Any) -> None:
        authority = council_called(council)
        if authority is None:
            known = ", ".join(one.slug for one in councils()) or "none yet"
            raise CommandError(f"There is no council {council}. There are: {known}.")
        by = Viewer.machine(COMMAND, now(), authority)
        try:
            self._set(by, authority, options)
        except DomainError as refusal:
            raise CommandError(one_text(refusal)) from refusal
        self._tell(council_called(council) or authority)

    def _set(self, by: Viewer, authority: Authority, options: dict[str, Any]) -> None:
        if options["add_host"]:
            add_host(by=by, authority=authority, host=options["add_host"].lower())
        if options["remove_host"]:
            remove_host(by=by, authority=authority, host=options["remove_host"].lower())
        if options["main_host"] is not None or options["mail_from"] is not None:
            host, sender = options["main_host"], options["mail_from"]
            set_addresses(
                by=by,
                authority=authority,
                main_host=next(iter(hosts_of(authority)), "") if host is None else host,
                mail_from=authority.mail_from if sender is None else sender,
            )
        known = card_processor(authority.pk)
        if not (options["card_account"] or options["card_secret_from"]):
            return
        set_card_processor(
            by=by,
            authority=authority,
            account=options["card_account"] or (known.account if known else ""),
            mode=ProcessorMode(options["card_mode"]),
            secret=_read(options["card_secret_from"]),
            only_newest=options["only_newest_secret"],
        )

    def _tell(self, authority: Authority) -> None:
        known = card_processor(authority.pk)
        hosts = ", ".join(hosts_of(authority)) or "none yet"
        self.stdout.write(f"Host names, the main one first: {hosts}.")
        self.stdout.write(f"Mail comes from {sender_of(authority)}.")
        if known is None:
            self.stdout.write("No account with the card processor: its deliveries are refused.")
            return
        self.stdout.write(
            f"Card processor: {known.account}, {known.mode}, {len(known.secrets)} signing secrets."
        )


def _read(source: str | None) -> str:
    """The secret in a file or on standard input; empty where none is given."""
    if not source:
        return ""
    try:
        return (sys.stdin.read() if source == "-" else Path(source).read_text()).strip()
    except OSError as error:
        raise CommandError(f"{source} cannot be read: {error.strerror}.") from error
