"""From a year's lines to statement files: order, balances, overlaps, pending lines, a page missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from random import Random

from .layouts import Row
from .model import FIRST_DAY, Line, Person


@dataclass
class Book:
    """All files of all accounts and the truth of every row."""

    statements: list[dict[str, object]] = field(default_factory=list)
    contents: dict[str, tuple[Person, list[Row]]] = field(default_factory=dict)
    truths: list[dict[str, object]] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    waiting: list[tuple[dict[str, object], str, Line]] = field(default_factory=list)


@dataclass
class Span:
    """One export: the days it holds."""

    first: date
    last: date


def ordered(rng: Random, person: Person, last: date) -> list[Line]:
    """The year's lines by day; within a day mixed, what belongs together kept in its order."""
    mixed, mark, before = [], 0.0, False
    for place, line in enumerate(person.lines):
        if not FIRST_DAY <= line.date <= last:
            continue
        mark = mark if before and line.linked else rng.random()
        before = line.linked
        mixed.append((line.date, mark, place, line))
    mixed.sort(key=lambda entry: entry[:3])
    lines = [entry[3] for entry in mixed]
    for place, line in enumerate(lines):
        line.seq = place
    return lines


def opening(rng: Random, lines: list[Line]) -> int:
    """A balance to begin with that never lets the account go far below nothing."""
    low = balance = 0
    for line in lines:
        balance += line.pence
        low = min(low, balance)
    return max(rng.randrange(20000, 260000), -low + rng.randrange(500, 40000))


def spans(rng: Random, lines: list[Line], last: date) -> list[Span]:
    """Monthly, four-weekly or quarterly exports; some begin before the last one ended, one may end too soon."""
    step, made, day = rng.choice([30, 30, 30, 31, 28, 91]), [], FIRST_DAY
    while day <= last:
        end = min(last, day + timedelta(days=step - 1))
        begin = day - timedelta(days=rng.randrange(3, 10)) if made and rng.random() < 0.2 else day
        made.append(Span(begin, end))
        day = end + timedelta(days=1)
    if rng.random() < 0.2 and len(made) > 3:
        lose_a_page(rng, made, lines)
    return made


def lose_a_page(rng: Random, made: list[Span], lines: list[Line]) -> None:
    """The last days of one export are missing, if nothing in them is needed to understand another line."""
    at = rng.randrange(1, len(made) - 1)
    cut = made[at].last - timedelta(days=rng.randrange(4, 10))
    lost = [line for line in lines if cut < line.date <= made[at].last]
    if lost and not any(line.linked for line in lost):
        made[at + 1].first = max(made[at + 1].first, made[at].last + timedelta(days=1))
        made[at].last = cut


def pending_of(rng: Random, line: Line) -> Line:
    """A card line before it is booked: earlier day, other words, now and then another amount."""
    words = line.text.split()
    text = rng.choice(
        [
            line.text,
            " ".join(words[:-1]) if len(words) > 3 else line.text,
            f"PENDING {line.text}"[:40].strip(),
            line.text[:22].strip(),
        ]
    )
    pence = line.pence
    if rng.random() < 0.15:
        pence = -round(-line.pence * rng.choice([1.1, 1.2, 0.9, 0.85]))
    return Line(
        line.bought or line.date,
        pence,
        text,
        "pending",
        "pending lines",
        "not booked yet; it comes again when it settles",
        line.code,
        line.mcc,
        difficulty="hard",
    )


def vanishing(rng: Random, day: date) -> Line:
    """A hold that never becomes a payment."""
    text, pence, mcc = rng.choice(
        [
            ("AUTH PAY AT PUMP HARROWDEN", 9900, "5542"),
            ("HOTEL HOLD DUNMERE", 5000, "7011"),
            ("CARD CHECK PELLMERE", 100, "4121"),
            ("TAXI HOLD OUSEBY", 1500, "4121"),
        ]
    )
    return Line(
        day,
        -pence,
        text,
        "pending",
        "pending lines",
        "a hold that is not booked in any later file",
        "DEB",
        mcc,
        difficulty="hard",
    )


def day_mixed(rng: Random, lines: list[Line]) -> list[Line]:
    """The same days in another order within the day, where order says nothing."""
    if rng.random() > 0.25:
        return lines
    return sorted(
        lines, key=lambda line: (line.date, line.seq if line.linked else rng.random() * 1000)
    )


def key_of(book: Book, person: Person, day: date, pence: int, text: str) -> str:
    """Account, date, pence, hash of the text, and which of the same it is."""
    stem = f"{person.account}:{day}:{pence}:{sha256(text.encode()).hexdigest()[:8]}"
    book.seen[stem] += 1
    return f"{stem}:{book.seen[stem]}"


def truth_row(book: Book, person: Person, file: str, row: int, line: Line) -> dict[str, object]:
    """The record of one row; a row seen before is a repeat of the first."""
    record: dict[str, object] = {
        "file": file,
        "row": row,
        "key": key_of(book, person, line.date, line.pence, line.text),
        "account": person.account,
        "person": person.id,
        "date": line.date.isoformat(),
        "pence": line.pence,
        "text": line.text,
        "label": line.label,
        "type": line.type,
        "difficulty": line.difficulty,
        "items": [list(part) for part in line.items],
        "rule": line.rule,
        "also_ok": line.also_ok,
        "matchable": line.matchable,
        "may_claim": line.may_claim,
        "why": line.why,
    }
    if line.key:
        record.update(
            label="duplicate_export",
            type="re-exported lines",
            same_as=line.key,
            why=f"the same booking came in an earlier file ({line.type}): {line.why}",
        )
    else:
        line.key = str(record["key"])
    if line.candidates:
        record["candidates"] = line.candidates
    if line.group:
        record["group"] = line.group
    if line.refund_of:
        book.waiting.append((record, "refund_of", line.refund_of))
    return record


def add_file(
    rng: Random, book: Book, person: Person, number: int, span: Span, lines: list[Line], start: int
) -> None:
    """One export with its rows, balances and truth."""
    inside = [line for line in lines if span.first <= line.date <= span.last]
    if not inside:
        return
    balance = start + sum(line.pence for line in lines[: inside[0].seq])
    shown: list[tuple[Line, Row, Line | None]] = []
    opened = balance
    for line in day_mixed(rng, inside):
        balance += line.pence
        shown.append(
            (line, Row(line.date, line.pence, line.text, line.code, line.mcc, False, balance), None)
        )
    if person.layout != "paid_in_out":
        shown += [
            (hold, Row(hold.date, hold.pence, hold.text, hold.code, hold.mcc, True, 0), settled)
            for hold, settled in holds(rng, person, span, lines)
        ]
    file = f"{person.account}_{number}.csv"
    rows = [row for _, row, _ in shown]
    write_truth(book, person, file, shown)
    newest_first = person.layout == "paid_in_out"
    book.contents[file] = (person, rows[::-1] if newest_first else rows)
    book.statements.append(
        {
            "file": file,
            "account": person.account,
            "layout": person.layout,
            "opening_pence": opened,
            "closing_pence": balance,
            "rows": len(rows),
        }
    )


def write_truth(
    book: Book, person: Person, file: str, shown: list[tuple[Line, Row, Line | None]]
) -> None:
    """Truth of the rows, in booked order, with the row number the file gives them."""
    count = len(shown)
    for place, (line, _, settled) in enumerate(shown):
        row = count - place if person.layout == "paid_in_out" else place + 1
        record = truth_row(book, person, file, row, line)
        if settled:
            book.waiting.append((record, "booked_as", settled))
        book.truths.append(record)


def holds(
    rng: Random, person: Person, span: Span, lines: list[Line]
) -> list[tuple[Line, Line | None]]:
    """What was pending on the day of the export."""
    found: list[tuple[Line, Line | None]] = []
    for line in lines:
        if (
            line.code == "DEB"
            and line.pence < 0
            and line.bought
            and line.bought <= span.last < line.date
            and rng.random() < 0.6
        ):
            found.append((pending_of(rng, line), line))
    if person.account_kind == "card" and rng.random() < 0.02:
        found.append((vanishing(rng, span.last), None))
    return sorted(found, key=lambda pair: pair[0].date)


def file_away(rng: Random, book: Book, person: Person, last: date) -> None:
    """All files of one account."""
    lines = ordered(rng, person, last)
    person.lines = lines
    person.opening = opening(rng, lines)
    for number, span in enumerate(spans(rng, lines, last), 1):
        add_file(rng, book, person, number, span, lines, person.opening)


def settle_links(book: Book) -> None:
    """Keys of the lines that others point to; a link to a line in no file is left out."""
    for record, word, line in book.waiting:
        if line.key:
            record[word] = line.key
