"""Importing and matching, killed at random moments: `python -m tests.drills.import_child SEED KILLS`.

The process forks whoever works, so that each of many lives costs no start; it says in the end how far
they came, and what is wrong.
"""

import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.db import connections  # noqa: E402

from payments.cards.actions import READER, confirm_upload, read_stored, take_upload  # noqa: E402
from payments.cards.errors import ReaderFailed, StatementRefused  # noqa: E402
from payments.cards.models import MoneyAccount, ReceivedLine, StatementUpload  # noqa: E402
from payments.ledger.models import Transfer  # noqa: E402
from payments.reconciliation.actions import MATCHER, match_open_lines  # noqa: E402
from payments.reconciliation.models import Match  # noqa: E402
from payments.reconciliation.queries.integrity import integrity_problems  # noqa: E402
from tests.factories.accounts import as_viewer  # noqa: E402
from tests.factories.reconciliation import WEDNESDAY, Money, make_money  # noqa: E402

#: After every week of the year that there may be.
AT = datetime(2027, 8, 30, 12, tzinfo=UTC)
PEOPLE = ("Margaret Ellery", "Alfred Moss")
#: The plan's support ends after a year.
WEEKS = 50
#: Of one life at most. Judgement: a statement takes some tenths of a second from upload to match.
LIVES_SECONDS = 0.5
#: Payments of a week's file that are new: support that is matched, and a shop that nobody planned.
PENCE = (-4950, -900, -700)
NAMES = ("AMARA OBI", "FERNSHIRE COMM CARS", "CORNER SHOP")


def file_of(week: int) -> bytes:
    """A week's payments, with the first of the week before once more: statements overlap."""
    shown = [(week, n) for n in range(len(PENCE))] + ([(week - 1, 0)] if week else [])
    rows = "".join(
        f"<STMTTRN><DTPOSTED>{day_of(of, n):%Y%m%d}\n<TRNAMT>{PENCE[n] / 100:.2f}\n<FITID>{of}-{n}\n"
        f"<NAME>{NAMES[n]}\n</STMTTRN>\n"
        for of, n in shown
    )
    return f"OFXHEADER:100\n<OFX><STMTRS><CURDEF>GBP\n<BANKTRANLIST>\n{rows}</BANKTRANLIST></OFX>".encode()


def day_of(week: int, number: int) -> datetime:
    day = WEDNESDAY + timedelta(weeks=week, days=number)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def work(people: list[Money], last_week: int = WEEKS) -> None:
    """What the worker and an officer do with each week's file, from wherever it was left."""
    for week in range(last_week):
        for money in people:
            # What somebody killed had sent is still committed for a moment, by their database process.
            # And whose reader was killed three times is given up, until somebody asks again.
            with suppress(StatementRefused, ReaderFailed):
                record(money, week)


def record(money: Money, week: int) -> None:
    name, officer = f"week-{week}", as_viewer(money.finance, AT)
    sent = StatementUpload.objects.filter(account=money.account, file_name=name).first()
    if sent is None:
        sent = take_upload(by=officer, account=money.account, data=file_of(week), filename=name)
    if sent.state == "reading":
        sent = read_stored(by=as_viewer(READER, AT), upload_id=sent.pk)
    if sent.state == "unreadable":  # its reader was killed too often: a person asks again
        StatementUpload.objects.filter(pk=sent.pk).update(tries=0, state="reading")
        sent = read_stored(by=as_viewer(READER, AT), upload_id=sent.pk)
    if sent.state == "staged":
        sent = confirm_upload(by=officer, upload_id=sent.pk, despite="It is hers.")
    if sent.state == "recording":
        read_stored(by=as_viewer(READER, AT), upload_id=sent.pk)
    if week >= weeks_matched(money):
        match_open_lines(by=as_viewer(MATCHER, AT), person_ids=[money.person.pk])


def weeks_matched(money: Money) -> int:
    """Each week has two payments that a rule matches."""
    return Match.objects.active().filter(line__account=money.account).count() // 2


def live(people: list[Money], seconds: float) -> bool:
    """Fork somebody who works, and kill them after so long. Returns whether they were at work then."""
    connections.close_all()
    worker = os.fork()
    if worker == 0:
        try:
            work(people)
        except BaseException:  # noqa: BLE001 - the fork must end, and say why
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    time.sleep(seconds)
    os.kill(worker, signal.SIGKILL)
    _, status = os.waitpid(worker, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("A worker ended by an error, which is above.")
    return os.WIFSIGNALED(status)


def wrong(money: Money, weeks: int) -> list[str]:
    """What was lost, doubled or moved twice."""
    account = MoneyAccount.objects.get(pk=money.account.pk)
    lines = Counter(
        ReceivedLine.objects.filter(account=account).values_list("provider_reference", flat=True)
    )
    said = {f"{week}-{n}" for week in range(weeks) for n in range(len(PENCE))}
    groups = account.lines.values("public_id")
    posted = Transfer.objects.filter(source="line", group__in=groups).count()
    matched = Match.objects.filter(line__account=account)
    found = {
        "lost": sorted(said - set(lines)),
        "doubled": sorted(ref for ref, times in lines.items() if times > 1),
        "postings too many": posted - len(said),
        "pence": account.available_pence - weeks * sum(PENCE),
        "matches": matched.active().count() - 2 * weeks,
        "matched and undone": matched.exclude(state="active").count(),
    }
    return [f"{money.person.name}: {words} {what}" for words, what in found.items() if what]


def main(seed: int, kills: int) -> None:
    chance = random.Random(seed)
    people = [make_money(name) for name in PEOPLE]
    at_work = sum(live(people, chance.random() * LIVES_SECONDS) for _ in range(kills))
    weeks = 1 + max(
        int(name.removeprefix("week-"))
        for name in StatementUpload.objects.values_list("file_name", flat=True)
    )
    for _ in range(2):  # The first may be the one who gives a file up, the second asks again.
        work(people, weeks)
    problems = [*(one for money in people for one in wrong(money, weeks)), *integrity_problems()]
    states = Counter(StatementUpload.objects.values_list("state", flat=True))
    sys.stdout.write(f"{at_work} killed at work, {weeks} weeks of {len(people)}, {dict(states)}\n")
    sys.stdout.write("".join(f"WRONG {one}\n" for one in problems))


main(int(sys.argv[1]), int(sys.argv[2]))
