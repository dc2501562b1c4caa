"""Statements: three layouts, pages, overlaps, pending lines, a page lost."""

import csv
import io
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from random import Random

from . import days as d
from .life import Life
from .plans import Account
from .truth import Draft, name_key

CUTS = {"month": 1, "quarter": 3, "year": 24}


@dataclass
class Page:
    """One file as the bank gave it."""

    account: Account
    first: date
    last: date
    file: str = ""
    opening: int = 0
    closing: int = 0
    rows: list[tuple[Draft, int | None]] = field(default_factory=list)


def spans(a: Account, end: date, r: Random) -> list[d.Span]:
    """The days each page covers, some reaching back into the one before."""
    out, first, n = [], d.FIRST_DAY, CUTS[a.pages]
    while first <= end:
        last = d.month_end(first)
        for _ in range(n - 1):
            last = d.month_end(d.plus(last, 1))
        back = r.choice([4, 7, 10, 14, 31]) if a.overlap and out and r.random() < 0.3 else 0
        out.append((max(d.FIRST_DAY, d.plus(first, -back)), min(last, end)))
        first = d.plus(last, 1)
    return out


def lose(todo: list[d.Span], lines: list[Draft], r: Random) -> list[d.Span]:
    """Leave out one page in the middle if nothing elsewhere leans on it."""
    if len(todo) < 6 or r.random() > 0.3:
        return todo
    leaning = {id(x) for line in lines for x in line.links()}
    for at in r.sample(range(1, len(todo) - 1), len(todo) - 2):
        a, b = todo[at]
        near = [x for x in lines if d.plus(a, -6) <= x.day <= d.plus(b, 6)]
        if not any(
            x.label == "exception"
            or x.group
            or x.refund_of
            or id(x) in leaning
            or "owed" in x.why
            or x.type == "genuine repeat"
            for x in near
        ):
            return todo[:at] + todo[at + 1 :]
    return todo


def open_with(lines: list[Draft], r: Random) -> int:
    """An opening balance that never lets the account fall below nothing."""
    low = run = 0
    for x in lines:
        run += x.pence
        low = min(low, run)
    return -low + r.randint(2000, 60000)


def pages(life: Life, account: Account, end: date, r: Random) -> list[Page]:
    """All files of one account, with each line's place in them."""
    lines = sorted((x for x in life.lines if x.account is account), key=lambda x: x.day)
    account.opening = open_with(lines, r)
    shown: dict[int, Draft] = {}
    out = []
    for first, last in lose(spans(account, end, r), lines, r):
        before = account.opening + sum(x.pence for x in lines if x.day < first)
        page = Page(account, first, last, f"{account.id}_{len(out) + 1}.csv", before, before)
        booked = [x for x in lines if first <= x.day <= last]
        if r.random() < 0.12:
            booked = sorted(booked, key=lambda x: (x.day, r.random()))
        for x in booked:
            page.closing += x.pence
            page.rows.append((again(x, shown, r), page.closing))
        waiting = [(y, None) for y in pending(life, account, lines, last, end, r)]
        order = account.layout == "paid_in_out" or (
            account.layout == "iso_signed" and account.style % 2 == 0
        )
        page.rows = waiting + page.rows[::-1] if order else page.rows + waiting
        out.append(page)
    for p in [
        x for page in out for x, _ in page.rows if x.booked_as and id(x.booked_as) not in shown
    ]:
        p.booked_as, p.why = None, "not yet booked; the page that has it was lost"
    return out


def again(line: Draft, shown: dict[int, Draft], r: Random) -> Draft:
    """The line itself, or its repeat when a page before had it."""
    if id(line) not in shown:
        shown[id(line)] = line
        return line
    twin = copy(line)
    twin.label, twin.type, twin.same_as, twin.booked_as = (
        "duplicate_export",
        "re-exported lines",
        line,
        None,
    )
    twin.why = "the same line again with a later page; " + line.why
    if line.means == "card" and r.random() < 0.2 and len(line.text) > 16:
        twin.text = line.text.split(" CD ")[0].split(" ON ")[0].upper()[:40].strip()
    return twin


def pending(
    life: Life, account: Account, lines: list[Draft], last: date, end: date, r: Random
) -> list[Draft]:
    """Card payments made but not booked when the page was taken."""
    if account.layout == "paid_in_out" or last >= end:
        return []
    out = []
    for x in [y for y in lines if y.means == "card" and y.bought and y.bought <= last < y.day]:
        p = copy(x)
        p.label, p.type, p.day, p.booked_as, p.items, p.matchable, p.rule, p.also_ok = (
            "pending",
            "pending lines",
            x.bought,
            x,
            [],
            False,
            "",
            [],
        )
        p.refund_of, p.group, p.candidates, p.may_claim, p.why, p.difficulty = (
            None,
            None,
            [],
            False,
            "not yet booked; it comes with the next page",
            "plain",
        )
        p.text = (
            r.choice([x.pending_text, x.pending_text, f"{x.pending_text} PENDING", x.text])
            .strip()
            .upper()
            or x.text
        )
        if x.label == "off_plan" and r.random() < 0.5:
            p.pence = r.choice([-100, -round(x.pence / -1.1), -9900])
        if x.mcc in ("4121", "5811") and r.random() < 0.1:
            p.pence = r.choice([-100, -2000, -round(x.pence / -1.1)])
        out.append(p)
    old = [
        y
        for y in lines
        if y.means == "card"
        and y.day <= last
        and (y.label == "off_plan" or y.mcc in ("4121", "7011", "5811"))
    ]
    if old and r.random() < 0.07:
        x = r.choice(old)
        p = Draft(
            x.who,
            account,
            d.plus(last, -r.randint(0, 2)),
            x.pence,
            x.pending_text.upper() or x.text,
            "pending",
            "pending lines",
            "plain",
            "never booked: the hold was let go",
            mcc=x.mcc,
            means="card",
        )
        out.append(p)
    return out


def number(page_list: list[Page]) -> None:
    """Give each printed line its file, row and key."""
    seen: dict[str, int] = {}
    for page in page_list:
        for row, (line, _) in enumerate(page.rows, 1):
            line.file, line.row = page.file, row
            name_key(line, seen)


def pounds(pence: int) -> str:
    """Pence as pounds with two places."""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def fancy(pence: int) -> str:
    """With a pound sign and thousands."""
    return f"{'-' if pence < 0 else ''}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def printed(page: Page) -> str:
    """The file's text in the account's layout."""
    out = io.StringIO()
    w = csv.writer(out, lineterminator="\r\n" if page.account.style == 5 else "\n")
    {"paid_in_out": in_out, "iso_signed": signed, "crdr_balance": crdr}[page.account.layout](
        w, page
    )
    return ("\ufeff" if page.account.layout == "crdr_balance" else "") + out.getvalue()


def in_out(w, page: Page) -> None:
    """Two amount columns, newest first."""
    a = page.account
    w.writerow(
        [
            "Transaction Date",
            "Transaction Type",
            "Sort Code",
            "Account Number",
            "Transaction Description",
            "Debit Amount",
            "Credit Amount",
            "Balance",
            "$",
        ]
    )
    for x, balance in page.rows:
        out, into = (pounds(-x.pence), "") if x.pence < 0 else ("", pounds(x.pence))
        w.writerow(
            [
                x.day.strftime("%d/%m/%Y"),
                x.code,
                "'" + a.sort_code,
                a.number,
                x.text,
                out,
                into,
                pounds(balance),
                "$",
            ]
        )


def signed(w, page: Page) -> None:
    """ISO days, status, kind of shop, one signed amount; a column more from spring for some."""
    more = page.account.style % 3 == 1 and page.first >= date(2026, 4, 1)
    w.writerow(
        ["Date", "Status", "MCC", "Description", "Amount", "Balance"] + (["Card"] if more else [])
    )
    for x, balance in page.rows:
        row = [
            x.day.isoformat(),
            "PENDING" if balance is None else "SETTLED",
            x.mcc,
            x.text,
            pounds(x.pence),
            "" if balance is None else pounds(balance),
        ]
        w.writerow(row + ([f"****{4000 + int(page.account.number[-3:])}"] if more else []))


def crdr(w, page: Page) -> None:
    """Pounds with thousands, CR or DR, and the word Pending."""
    w.writerow(["Date", "Description", "Amount", "CR/DR", "Balance"])
    for x, balance in page.rows:
        w.writerow(
            [
                x.day.strftime("%d/%m/%Y"),
                x.text,
                fancy(abs(x.pence)),
                "CR" if x.pence > 0 else "DR",
                "Pending" if balance is None else fancy(balance),
            ]
        )
