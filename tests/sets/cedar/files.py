"""Statements: periods, overlaps, a missing page, pending rows, three layouts."""

from __future__ import annotations

import csv
import io
from copy import copy
from datetime import date, timedelta
from random import Random

from .days import FIRST_DAY, add_months
from .model import Account, Line

HEADS = {
    "paid_in_out": [
        "Transaction Date",
        "Transaction Type",
        "Sort Code",
        "Account Number",
        "Transaction Description",
        "Debit Amount",
        "Credit Amount",
        "Balance",
        "",
    ],
    "iso_signed": ["Date", "Status", "Description", "MCC", "Amount"],
    "crdr_balance": ["Date", "Description", "Amount", "CR/DR", "Balance"],
}
CAREFUL = ("duplicate payment", "payment outside the plan or in a pause")


class Statement:
    """One file: its days, its rows, its balances."""

    def __init__(self, account: Account, number: int, first: date, last: date) -> None:
        self.account, self.first, self.last = account, first, last
        self.file = f"{account.id}_{number}.csv"
        self.rows: list[Line] = []
        self.opening = self.closing = 0


def cut_points(rng: Random, stop: date) -> list[tuple[date, date]]:
    """The days of each file: monthly, four-weekly or quarterly."""
    kind, found, day = rng.choices(["month", "28", "quarter"], [50, 22, 28])[0], [], FIRST_DAY
    while day <= stop:
        after = (
            day + timedelta(days=28)
            if kind == "28"
            else add_months(day, 1 if kind == "month" else 3)
        )
        found.append((day, min(after - timedelta(days=1), stop)))
        day = after
    return found


def settle_opening(rng: Random, account: Account) -> None:
    """An opening balance with which the account never goes below nothing."""
    account.lines.sort(key=lambda line: (line.date, line.serial))
    run = low = 0
    for line in account.lines:
        run += line.pence
        low = min(low, run)
    account.opening = rng.randint(8000, 60000) - low


def missing_page(
    rng: Random, account: Account, spans: list[tuple[date, date]]
) -> list[tuple[date, date]]:
    """Now and then the last days of one file are on a page that nobody has."""
    if rng.random() > 0.16 or len(spans) < 3:
        return spans
    for _ in range(12):
        at = rng.randrange(1, len(spans) - 1)
        first, last = spans[at]
        gone = last - timedelta(days=rng.randint(3, 8))
        inside = [ln for ln in account.lines if gone < ln.date <= last]
        after = [ln for ln in account.lines if gone < ln.date <= last + timedelta(days=60)]
        if (
            gone <= first
            or not inside
            or any(ln.anchor or ln.group or ln.refund_of for ln in inside)
            or any(ln.type in CAREFUL or ln.rule in ("R4", "R13") for ln in after)
        ):
            continue
        drop = set(map(id, inside))
        account.gap = [ln for ln in account.lines if id(ln) in drop]
        spans[at] = (first, gone)
        return spans
    return spans


def statements(rng: Random, account: Account, stop: date) -> list[Statement]:
    """All files of an account, in the order in which they came."""
    settle_opening(rng, account)
    spans = missing_page(rng, account, cut_points(rng, stop))
    hidden = set(map(id, account.gap))
    shown: set[int] = set()
    found: list[Statement] = []
    for number, (first, last) in enumerate(spans, 1):
        if number > 1 and spans[number - 2][1] == first - timedelta(days=1) and rng.random() < 0.22:
            first -= timedelta(days=rng.randint(1, 6))
        statement = Statement(account, number, first, last)
        statement.opening = account.opening + sum(
            ln.pence for ln in account.lines if ln.date < first
        )
        rows = [ln for ln in account.lines if first <= ln.date <= last and id(ln) not in hidden]
        statement.closing = statement.opening + sum(ln.pence for ln in rows)
        statement.rows = [repeat(ln) if id(ln) in shown else ln for ln in rows]
        shown |= set(map(id, rows))
        if account.layout != "paid_in_out":
            statement.rows += pending(rng, account, last, hidden, stop)
        found.append(statement)
    return found


def repeat(line: Line) -> Line:
    """The same row exported once more."""
    again = copy(line)
    again.same_as, again.label, again.type = line, "duplicate_export", "re-exported lines"
    again.matchable, again.rule, again.also, again.may_claim = (
        False,
        "",
        ["", line.rule] if line.rule else [],
        False,
    )
    again.why, again.difficulty, again.group = "the same row as in an earlier file", "plain", ""
    return again


def pending(rng: Random, account: Account, last: date, hidden: set[int], stop: date) -> list[Line]:
    """Card rows not yet booked on the last day of a file: some change words or sum, some vanish."""
    found = []
    if last >= stop:
        return found
    for line in account.lines:
        if (
            line.card
            and line.pence < 0
            and line.bought
            and line.bought <= last < line.date
            and id(line) not in hidden
            and rng.random() < 0.85
        ):
            found.append(waiting(rng, line))
    if rng.random() < 0.05:
        text = rng.choice(
            [
                "HARLING GARAGE PAY AT PUMP",
                "HOTEL PRE-AUTH",
                "HARLINGSTOKE PARKING APP",
                "SUMUP  *CARD CHECK",
            ]
        )
        ghost = Line(
            account,
            last,
            -rng.choice([100, 1, 9900, 4500]),
            text,
            "DEB",
            "pending lines",
            label="pending",
            why="held by a shop, never booked",
            status="PENDING",
            mcc="5542",
            difficulty="hard",
        )
        found.append(ghost)
    return found


def waiting(rng: Random, line: Line) -> Line:
    """The row of a payment before it is booked."""
    row = Line(
        line.account,
        line.bought or line.date,
        line.pence,
        line.text,
        line.code,
        "pending lines",
        label="pending",
        status="PENDING",
        mcc=line.mcc,
        booked_as=line,
    )
    luck = rng.random()
    words = line.text.split()
    if luck < 0.35 and len(words) > 2:
        row.text = " ".join(words[: max(len(words) - 1, 2)])
    elif luck < 0.5:
        row.text = "PENDING " + line.text
    if rng.random() < 0.12 and row.pence < -500:
        row.pence = -(-(row.pence - rng.choice([100, 250])) // 50 * 50)
    row.why, row.difficulty = (
        "not yet booked; the booked row comes with the next file",
        "plain" if row.pence == line.pence else "hard",
    )
    return row


def money(pence: int) -> str:
    """Pounds with two places."""
    return f"{pence // 100}.{pence % 100:02d}"


def render(statement: Statement) -> bytes:
    """The file as the bank wrote it; numbers the rows."""
    account, out = statement.account, io.StringIO()
    write = csv.writer(out, lineterminator="\r\n" if account.layout == "crdr_balance" else "\n")
    write.writerow(HEADS[account.layout])
    run, ready = statement.opening, []
    for line in statement.rows:
        if line.status != "PENDING":
            run += line.pence
        ready.append((line, run))
    if account.layout == "paid_in_out" or (
        account.layout == "crdr_balance" and account.voice % 3 == 0
    ):
        ready.reverse()
    for number, (line, balance) in enumerate(ready, 1):
        line.file, line.row = statement.file, number
        write.writerow(cells(account, line, balance))
    text = out.getvalue()
    return ("\ufeff" + text if account.layout == "crdr_balance" else text).encode("utf-8")


def cells(account: Account, line: Line, balance: int) -> list[str]:
    """The cells of one row in the layout of the account."""
    uk, size = line.date.strftime("%d/%m/%Y"), abs(line.pence)
    if account.layout == "paid_in_out":
        return [
            uk,
            line.code,
            "'" + account.sort_code,
            account.account_number,
            line.text,
            money(size) if line.pence < 0 else "",
            money(size) if line.pence > 0 else "",
            money(balance),
            "",
        ]
    if account.layout == "iso_signed":
        return [
            line.date.isoformat(),
            line.status,
            line.text,
            line.mcc,
            ("-" if line.pence < 0 else "") + money(size),
        ]
    shown = "Pending" if line.status == "PENDING" else f"£{balance / 100:,.2f}"
    return [uk, line.text, f"£{size / 100:,.2f}", "DR" if line.pence < 0 else "CR", shown]
