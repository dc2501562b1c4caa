"""`manage.py trial_matching DIR`: what the matcher would make of a council's own past, and how right it is."""

import os
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.core.errors import DomainError, problem
from marketplace.core.wording import one_text
from payments.gateway.contract import tidy
from payments.reconciliation.trial.answering import answers_of
from payments.reconciliation.trial.answers import as_json
from payments.reconciliation.trial.errors import TrialRefused
from payments.reconciliation.trial.format import read_plans
from payments.reconciliation.trial.report import ENDINGS, json_of, written
from payments.reconciliation.trial.scoring import score
from payments.reconciliation.trial.statements import read_statements
from payments.reconciliation.trial.tables import ReportTable, Trial, by_type, headline, tables_of
from payments.reconciliation.trial.truth import read_truth

Told = Callable[[int, int], None]


class Command(BaseCommand):
    help = (
        "Tries the matcher on the plans and statements of a folder (plans.json, statements/*.csv), and where it"
        " has a truth.json says how right every match is. All is in memory: no database is read or written,"
        " and nothing is kept but the files that you name."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="The folder of the trial.")
        parser.add_argument(
            "--answers", type=Path, metavar="FILE", help="Write what is said of each row, as JSON."
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="Write a report: .html or .json."
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            self._try(folder, options["answers"], options["report"])
        except DomainError as refusal:
            raise CommandError(tidy(one_text(refusal))) from refusal

    def _try(self, folder: Path, answers: Path | None, report: Path | None) -> None:
        _check_targets(answers, report)
        trial = self._trial(folder)
        if answers:
            _write(answers, json_of(as_json(trial.answers)))
        if report:
            _write(report, written(trial, report.suffix.lower()))
        if trial.score:
            self._print(headline(trial.score))
            self._print(by_type(trial.score))
        else:
            self._print(tables_of(trial)[0])
        if trial.not_read:
            self.stdout.write(
                f"{len(trial.not_read):,} rows or files need a look; the report says which."
            )

    def _trial(self, folder: Path) -> Trial:
        if not folder.is_dir():
            raise TrialRefused(problem("trial_no_folder", folder=folder))
        plans, truth = read_plans(folder), read_truth(folder)
        files = read_statements(folder, plans, self._progress("statements read"))
        answers = answers_of(plans, files, self._progress("lines decided"))
        return Trial(
            council=plans.council.name,
            people=len(plans.people),
            files=len(files),
            rows=tuple(row for file in files for row in file.rows),
            not_read=tuple(one for file in files for one in file.not_read),
            answers=tuple(answers),
            score=score(truth.lines, answers) if truth else None,
        )

    def _progress(self, what: str) -> Told:
        """Says each tenth once."""
        said = {0}

        def tell(done: int, total: int) -> None:
            tenths = 10 * done // total
            if tenths not in said:
                said.add(tenths)
                self.stderr.write(f"{done:,} of {total:,} {what}")

        return tell

    def _print(self, table: ReportTable) -> None:
        rows = [[tidy(cell.text) for cell in row] for row in table.rows]
        heads = [heading.partition(":") for heading in table.columns.split("|")]
        widths = [
            max(len(line[place]) for line in ([head for head, _, _ in heads], *rows))
            for place in range(len(heads))
        ]
        self.stdout.write(f"\n{table.title}")
        for line in ([head for head, _, _ in heads], *rows):
            cells = [
                text.rjust(width) if mark else text.ljust(width)
                for text, width, (_, _, mark) in zip(line, widths, heads, strict=True)
            ]
            self.stdout.write("  ".join(cells).rstrip())


def _check_targets(answers: Path | None, report: Path | None) -> None:
    """What cannot be written is refused before the work, not after it."""
    if report and report.suffix.lower() not in ENDINGS:
        raise TrialRefused(problem("trial_report_ending", file=report))
    for file in filter(None, (answers, report)):
        if not file.absolute().parent.is_dir() or file.is_dir():
            raise TrialRefused(problem("trial_cannot_write", file=file, reason=os.strerror(2)))


def _write(file: Path, text: str) -> None:
    """Readable by whoever wrote it and nobody else: it holds payments of people."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as out:
            out.write(text)
    except OSError as error:
        refusal = problem("trial_cannot_write", file=file, reason=error.strerror)
        raise TrialRefused(refusal) from error
