"""Whether page, read model, ledger and reference agree for every day of a year, of many people.

`python -m tests.payments.reconciliation.proof.year --people 60` prints what was compared, and every
difference. `--part 1/2` takes every second person only, so that two can run beside each other.
On SQLite, or where TEST_DATABASE_URL says.
"""

import argparse
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import django


@dataclass
class Findings:
    """How often each figure was compared, and where two places said something else."""

    compared: Counter[str] = field(default_factory=Counter)
    differing: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)

    def note(self, what: str, said: str, *, differs: bool) -> None:
        self.compared[what] += 1
        if differs:
            self.differing[what] += 1
            self.differences.append(said)

    def lines(self) -> Iterator[str]:
        """A table of what was compared."""
        yield f"{'Compared':58} {'times':>9} {'differ':>7}"
        for what, times in sorted(self.compared.items()):
            yield f"{what:58} {times:9,} {self.differing[what]:7,}"
        total = sum(self.compared.values())
        yield f"{'Together':58} {total:9,} {sum(self.differing.values()):7,}"
        yield "Recorded: " + ", ".join(f"{n} {what}" for what, n in sorted(self.taken.items()))


def prove_year(numbers: Iterable[int], findings: Findings) -> None:
    """Live the year of each of these people, read every day of it, and leave nothing behind."""
    from django.db import transaction

    from tests.payments.reconciliation.proof.staff import make_staff

    with transaction.atomic():
        staff = make_staff()
        for number in numbers:
            with transaction.atomic():
                _prove_person(staff, number, findings)
                transaction.set_rollback(True)
            say(
                f"person {number}: {len(findings.differences)} differences",
                *findings.differences[-3:],
            )
        transaction.set_rollback(True)


def _prove_person(staff: object, number: int, findings: Findings) -> None:
    from tests.payments.reconciliation.proof.figures import compared
    from tests.payments.reconciliation.proof.life import FIRST, Life
    from tests.payments.reconciliation.proof.said import said_of

    life = Life.of(staff, number)  # type: ignore[arg-type]
    seen = {}
    for day in life.days():
        shares = life.case.purse.differences()
        where = f"person {number} on {day}"
        findings.note("shares of every payment", f"{where}: {shares}", differs=bool(shares))
        if day < FIRST:
            continue
        said = said_of(life.case.subject.person, day, None)
        for each in compared(said, life.case.subject.told.figures(day, day)):
            what = f"{each.where}: {each.figure}"
            findings.note(what, f"{where}: {each}", differs=each.differs)
        seen[day] = said
    for day in list(seen)[number % 7 :: 7]:
        again = said_of(life.case.subject.person, day, day)
        findings.note(
            "a day as known then, read again at the end of the year",
            f"person {number} on {day} as known then: {again} is not {seen[day]}",
            differs=again != seen[day],
        )
    findings.taken.update(type(step).__name__ for steps in life.events.values() for step in steps)
    findings.taken["payments"] += len(life.case.purse.lines)
    findings.taken["refusals"] += len(life.case.subject.refused)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--part", default="1/1")
    given = parser.parse_args(arguments)
    part, parts = map(int, given.part.split("/"))
    findings = Findings()
    with_database(lambda: prove_year(range(part - 1, given.people, parts), findings))
    say(*findings.differences, *findings.lines())
    return 1 if findings.differences else 0


def say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def with_database(work: Callable[[], None]) -> None:
    """On a copy of a migrated database, which is gone afterwards."""
    from django.conf import settings
    from django.db import connection

    from tests.migrated import (
        copy_on_server,
        drop_on_server,
        make_template,
        template_database,
        use_database,
    )

    settings.TEST_DIR.mkdir(parents=True, exist_ok=True)
    make_template()
    server, name = str(connection.settings_dict["NAME"]), f"handrail_year_{os.getpid()}"
    if connection.vendor == "sqlite":
        name = str(settings.TEST_DIR / "year.sqlite3")
        shutil.copyfile(template_database(), name)
    else:
        copy_on_server(name)
    use_database(name)
    try:
        work()
    finally:
        use_database(server)
        if connection.vendor == "postgresql":
            drop_on_server(name)
        shutil.rmtree(settings.TEST_DIR, ignore_errors=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
    django.setup()
    sys.exit(main(sys.argv[1:]))
