"""Statement files: balances, months, overlaps, pending lines, a page missing, three layouts."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from copy import copy

from .people import Person
from .truth import Line
from .world import START, Day, add_months

CODES = {
    "card": "DEB",
    "back": "DEB",
    "fp": "FPO",
    "so": "SO",
    "dd": "DD",
    "in": "FPI",
    "bgc": "BGC",
    "fpi": "FPI",
    "chg": "CHG",
    "int": "INT",
    "tfr": "TFR",
    "cash": "CPT",
}
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
    "crdr_balance": ["Date", "Description", "Amount", "Balance"],
}


class Account:
    """One account's lines in booking order, with the balance after each."""

    def __init__(self, record: dict, person: Person, lines: list[Line], end: Day) -> None:
        self.record, self.rng, self.end = (
            record,
            random.Random(f"files:{record['id']}:{person.rng.random()}"),
            end,
        )
        self.lines = sorted(
            (line for line in lines if line.account == record["id"]), key=lambda line: line.date
        )
        self.newest_first = record["layout"] == "paid_in_out" or self.rng.random() < 0.3
        self.extra = record["layout"] == "iso_signed" and self.rng.random() < 0.05
        self.held = {id(line.refund_of) for line in lines if line.refund_of}
        self._balances()

    def _balances(self) -> None:
        running, low = 0, 0
        for line in self.lines:
            running += line.pence
            low = min(low, running)
        opening = (
            max(self.record["opening_balance_pence"], 2500 - low)
            if low < 0
            else self.record["opening_balance_pence"]
        )
        self.record["opening_balance_pence"] = opening
        self.after: dict[int, int] = {}
        for line in self.lines:
            opening += line.pence
            self.after[id(line)] = opening

    def spans(self) -> list[tuple[Day, Day]]:
        """The months a file covers; some accounts send one, some two or three at once."""
        step, made, first = self.rng.choice([1, 1, 2, 3]), [], START
        while first <= self.end:
            last = min(
                self.end,
                add_months(START.replace(day=1), len(made) * step + step) - dt.timedelta(1),
            )
            made.append((first, last))
            first = last + dt.timedelta(1)
        return made

    def files(self) -> list[tuple[dict, str, list[Line]]]:
        """Statement record, text and rows of every file, in the order in which they came."""
        made, spans, _balance = [], self.spans(), self.record["opening_balance_pence"]
        for number, (first, last) in enumerate(spans):
            start = first
            if number and self.rng.random() < 0.12:
                start = first - dt.timedelta(self.rng.randrange(3, 10))
            elif number and self.rng.random() < 0.015:
                start = spans[number - 1][0]
            rows = self._page([line for line in self.lines if start <= line.date <= last])
            if not rows:
                continue
            opening = self.after[id(rows[0])] - rows[0].pence
            closing = self.after[id(rows[-1])]
            shown = [self._again(line, number) for line in rows]
            waiting = self._pending(last)
            made.append(
                self._file(
                    f"{self.record['id']}_{number + 1}.csv", shown, waiting, opening, closing
                )
            )
        return made

    def _page(self, rows: list[Line]) -> list[Line]:
        """Now and then the first or last page is missing, never one that other lines lean on."""
        if len(rows) < 16 or self.rng.random() > 0.03:
            return rows
        count = self.rng.randrange(4, 8)
        gone, kept = (
            (rows[:count], rows[count:])
            if self.rng.random() < 0.5
            else (rows[-count:], rows[:-count])
        )
        return rows if any(line.linked or id(line) in self.held for line in gone) else kept

    def _again(self, line: Line, number: int) -> Line:
        """The line itself, or a repeat of it where an earlier file held it."""
        if not line.place[0]:
            line.place = (f"{self.record['id']}_{number + 1}.csv", 0)
            return line
        repeat = copy(line)
        repeat.same_as, repeat.label, repeat.type, repeat.items, repeat.matchable = (
            line,
            "duplicate_export",
            "re-exported lines",
            [],
            False,
        )
        repeat.also_ok = (
            sorted({*line.also_ok, line.rule} - {""}) if line.rule or line.also_ok else []
        )
        (
            repeat.rule,
            repeat.may_claim,
            repeat.candidates,
            repeat.group,
            repeat.refund_of,
            repeat.difficulty,
        ) = "", False, [], "", None, "plain"
        repeat.why = f"the same booking as in {line.place[0]}"
        if self.rng.random() < 0.06:
            repeat.text = self.rng.choice(
                [
                    " ".join(line.text.split())[:32].strip(),
                    line.text + " GBP",
                    line.text.replace(" REF ", " "),
                ]
            )
            repeat.why += ", the words changed a little" if repeat.text != line.text else ""
            repeat.difficulty = "hard"
        self.after[id(repeat)] = self.after[id(line)]
        return repeat

    def _pending(self, last: Day) -> list[Line]:
        """Card lines not yet booked when the file was made."""
        if self.record["layout"] == "paid_in_out" or last == self.end:
            return []
        made = []
        for line in self.lines:
            if (
                last < line.date <= last + dt.timedelta(3)
                and line.channel == "card"
                and line.pence < 0
                and (line.bought or line.date) <= last
                and self.rng.random() < 0.75
            ):
                wait = self._wait(line, max(line.bought or last, last - dt.timedelta(3)))
                if self.rng.random() < 0.1:
                    wait.pence, wait.why = (
                        line.pence - self.rng.choice([100, 150, 200, -100, -50]),
                        "pending, booked later with another sum",
                    )
                wait.booked_as = line
                made.append(wait)
        if self.lines and self.rng.random() < 0.03:
            like = self.rng.choice(
                [line for line in self.lines if line.channel == "card" and line.pence < 0]
                or self.lines[:1]
            )
            gone = self._wait(like, last)
            gone.why = "pending, never booked"
            if like.pence < 0 and like.channel == "card":
                made.append(gone)
        return made

    def _wait(self, line: Line, day: Day) -> Line:
        text = self.rng.choice(
            [line.text, line.text, " ".join(line.text.split())[:25].strip(), f"PENDING {line.text}"]
        )
        return Line(
            line.account,
            line.person,
            day,
            line.pence if line.pence < 0 else -100,
            text,
            "pending lines",
            "pending",
            "plain",
            why="pending, booked in the next file",
            channel="card",
            mcc=line.mcc,
        )

    def _file(
        self, name: str, shown: list[Line], waiting: list[Line], opening: int, closing: int
    ) -> tuple[dict, str, list[Line]]:
        layout = self.record["layout"]
        rows = list(reversed(shown)) if self.newest_first else shown
        rows = waiting + rows if self.newest_first else rows + waiting
        for number, line in enumerate(rows, 1):
            line.place = (name, number)
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n" if layout == "crdr_balance" else "\n")
        extra = self.extra and max(line.date for line in rows) >= Day(2026, 3, 1)
        writer.writerow(HEADS[layout] + (["Category"] if extra else []))
        for line in rows:
            writer.writerow(getattr(self, f"_{layout}")(line) + (["General"] if extra else []))
        record = {
            "file": name,
            "account": self.record["id"],
            "layout": layout,
            "opening_pence": opening,
            "closing_pence": closing,
            "rows": len(rows),
        }
        return record, ("\ufeff" if layout == "crdr_balance" else "") + out.getvalue(), rows

    def _paid_in_out(self, line: Line) -> list[str]:
        out, into = (money(-line.pence), "") if line.pence < 0 else ("", money(line.pence))
        code = (
            "BP"
            if line.channel == "fp" and line.text.startswith(("BP ", "BILL"))
            else CODES[line.channel]
        )
        return [
            line.date.strftime("%d/%m/%Y"),
            code,
            f"'{self.record['sort_code']}",
            self.record["account_number"],
            line.text,
            out,
            into,
            money(self.after[id(line)]),
            "",
        ]

    def _iso_signed(self, line: Line) -> list[str]:
        status = "PENDING" if line.label == "pending" else "SETTLED"
        return [
            line.date.isoformat(),
            status,
            line.text,
            line.mcc if line.channel in ("card", "back", "cash") else "",
            money(line.pence),
        ]

    def _crdr_balance(self, line: Line) -> list[str]:
        amount = f"£{abs(line.pence) / 100:,.2f} {'DR' if line.pence < 0 else 'CR'}"
        if line.label == "pending":
            return [line.date.strftime("%d %b %Y"), line.text, amount, "Pending"]
        after = self.after[id(line)]
        return [
            line.date.strftime("%d %b %Y"),
            line.text,
            amount,
            f"£{abs(after) / 100:,.2f} {'CR' if after >= 0 else 'DR'}",
        ]


def money(pence: int) -> str:
    """Pounds and pence without thousands marks."""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"
