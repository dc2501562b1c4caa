"""`manage.py school_terms COUNCIL`: list a council's school terms, set one, take one away."""

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
from marketplace.core.periods import Period, add_months
from marketplace.core.times import unknown_term_notes
from marketplace.core.wording import one_text, sentence_of
from marketplace.core.words import last_day_words, spoken_date
from marketplace.council.actions import remove_school_term, set_school_term
from marketplace.council.models import SchoolTerm
from marketplace.council.queries import school_terms
from marketplace.council.rules import MAY_SET_FIGURES

COMMAND = SystemActor("school_terms", frozenset({MAY_SET_FIGURES}))


class Command(BaseCommand):
    help = (
        "Lists a council's school terms, and for which days of the coming year none are set."
        ' With --add it sets one: school_terms fernshire --add "Autumn 2026" 2026-09-02 2026-10-24,'
        " where the second day is the first of the holiday. With --remove it takes one away."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("council", help="The council's slug, such as fernshire.")
        change = parser.add_mutually_exclusive_group()
        change.add_argument("--add", nargs=3, metavar=("NAME", "FROM", "UNTIL"))
        change.add_argument("--remove", metavar="NAME")

    def handle(
        self, *args: Any, council: str, add: list[str] | None, remove: str | None, **options: Any
    ) -> None:
        authority = council_called(council)
        if authority is None:
            known = ", ".join(one.slug for one in councils()) or "none yet"
            raise CommandError(f"There is no council {council}. There are: {known}.")
        by = Viewer.machine(COMMAND, now(), authority)
        try:
            if add:
                self._add(by, authority, *add)
            if remove is not None:
                remove_school_term(by=by, authority=authority, name=remove)
        except DomainError as refusal:
            raise CommandError(one_text(refusal)) from refusal
        self._list(by, authority)

    def _add(self, by: Viewer, authority: Authority, name: str, start: str, until: str) -> None:
        set_school_term(
            by=by, authority=authority, name=name, from_date=_day(start), until_date=_day(until)
        )

    def _list(self, by: Viewer, authority: Authority) -> None:
        for row in SchoolTerm.objects.visible_to(by).known():
            first, last = spoken_date(row.from_date), last_day_words(row.until_date)
            self.stdout.write(f"{row.name}: from {first} to {last}, both days included.")
        year = Period(by.today, add_months(by.today, 12))
        for note in unknown_term_notes(year, school_terms(authority.pk, year)):
            self.stdout.write(sentence_of(note))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is no day. Enter one like 2026-09-02.") from error
