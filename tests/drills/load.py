"""Visitors who send statements and change listings over HTTP, and books of what was acknowledged.

The books know what was sent and what the server said of it, and nothing of the product's own code.
"""

import http.client
import json
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from urllib.parse import urlencode

from tests.drills.demo_site import HANG_SECONDS, HOST, wait_for

LISTINGS, ACCOUNTS = 6, 2
HEADINGS = ("Date", "Payee", "Memo", "Amount")
#: Rows of a file: the worker keeps 250 at a time, so a kill may fall between two parts.
ROWS = 300
#: Files that wait to be read, or are being read, before nobody sends another.
MOST_WAITING = 2
UPLOAD = re.compile(r"/money/imports/uploads/([0-9a-f-]{36})/")
VERSION = re.compile(r'name="version" value="(\d+)"')
FOUND = 302
PAYEES = ("Amara Obi", "Fernshire Community Cars", "Corner shop", "Pool")


@dataclass(frozen=True)
class People:
    """What `load_child` made, by its numbers and public ids."""

    supplier: str
    listings: list[tuple[int, str]]
    accounts: list[tuple[int, int, str]]
    sessions: Mapping[str, str]

    @classmethod
    def told(cls, words: str) -> "People":
        return cls(**json.loads(words.strip().splitlines()[-1]))


@dataclass
class Books:
    """What was sent, and of that what the server said it had done."""

    made: set[str] = field(default_factory=set)
    made_for_sure: set[str] = field(default_factory=set)
    sent: Counter[tuple[str, int]] = field(default_factory=Counter)
    done: Counter[tuple[str, int]] = field(default_factory=Counter)
    titles: dict[int, list[str]] = field(default_factory=dict)
    rows: Counter[int] = field(default_factory=Counter)
    pence: Counter[int] = field(default_factory=Counter)
    files: int = 0

    def acknowledged(self) -> int:
        return len(self.made_for_sure) + self.done.total() + self.files


class Visitor:
    """Somebody signed in. What a killed server did not answer is answered with None."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.token = secrets.token_hex(16)
        #: The status and the words of the last answer to what was sent.
        self.heard = 0, ""
        self.cookies = f"sessionid={session}; csrftoken={self.token}"

    def get(self, path: str) -> str:
        answer = self._ask("GET", path, b"", {})
        return answer[1] if answer else ""

    def post(self, path: str, **answers: object) -> str | None:
        """Where the answer leads; "" for a page that says what is wrong."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **answers}).encode()
        return self._led("POST", path, body, "application/x-www-form-urlencoded")

    def send(self, path: str, name: str, data: bytes, **answers: object) -> str | None:
        """A form with a file."""
        mark = secrets.token_hex(16)
        fields = {"csrfmiddlewaretoken": self.token, **answers}.items()
        head = 'Content-Disposition: form-data; name="{}"'
        parts = [f"{head.format(key)}\r\n\r\n{value}\r\n".encode() for key, value in fields]
        file = f'{head.format("file")}; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
        parts.append(file.encode() + data + b"\r\n")
        body = b"".join(f"--{mark}\r\n".encode() + part for part in parts)
        kind = f"multipart/form-data; boundary={mark}"
        return self._led("POST", path, body + f"--{mark}--\r\n".encode(), kind)

    def _led(self, verb: str, path: str, body: bytes, kind: str) -> str | None:
        answer = self._ask(verb, path, body, {"Content-Type": kind})
        if answer is None:
            return None
        status, words, location = answer
        self.heard = status, words
        return location if status == FOUND else ""

    def _ask(
        self, verb: str, path: str, body: bytes, more: dict[str, str]
    ) -> tuple[int, str, str] | None:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=HANG_SECONDS)
        try:
            connection.request(verb, path, body or None, {"Cookie": self.cookies, **more})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.headers.get("Location", "")
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


class Load:
    """Two threads that go on until they are told to end: one of listings, one of statements."""

    def __init__(self, port: int, people: People, waiting: Callable[[], int]) -> None:
        self.people, self.books, self.waiting = people, Books(), waiting
        self.supplier, self.checker, self.finance = (
            Visitor(port, people.sessions[who]) for who in ("supplier", "checker", "finance")
        )
        self.books.titles = {
            pk: [f"Garden help {number}"] for number, (pk, _) in enumerate(people.listings)
        }
        self.over = threading.Event()
        self.failed: list[BaseException] = []

    @contextmanager
    def running(self) -> Iterator[None]:
        """The last statement is sent until it is acknowledged, so the server must stand at the end."""
        threads = [
            threading.Thread(target=self._until_over, args=(turn,))
            for turn in (self._change_listings, self._send_statement)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join(HANG_SECONDS)
        assert not self.failed, self.failed

    def _until_over(self, turn: Callable[[int], None]) -> None:
        number = 0
        try:
            while not self.over.is_set():
                turn(number)
                number += 1
        except BaseException as error:  # noqa: BLE001 - the drill says it in the main thread
            self.failed.append(error)

    def _change_listings(self, number: int) -> None:
        """A new draft; then one listing is taken down, changed, sent, checked and published."""
        title = f"Made {number}"
        self.books.made.add(title)
        words = {"title": title, "summary": "A draft."}
        if self.supplier.post(f"/my-listings/new/{self.people.supplier}/", **words):
            self.books.made_for_sure.add(title)
        pk, listing = self.people.listings[number % LISTINGS]
        mine, check = f"/my-listings/{listing}/", f"/listings-to-check/{listing}/"
        self.supplier.post(f"{mine}take-down/")
        self._describe(pk, f"{mine}words/", f"Garden help, turn {number}")
        self.supplier.post(f"{mine}submit/")
        version = VERSION.search(self.checker.get(check))
        if version:
            self._note("listing_published", pk)
            led = self.checker.post(f"{check}publish/", version=version[1])
            self._note("listing_published", pk, led == "/listings-to-check/")

    def _describe(self, pk: int, address: str, title: str) -> None:
        version = VERSION.search(self.supplier.get(address))
        if not version:
            return
        self._note("listing_described", pk)
        words = {"summary": "At home.", "description": "Weeding.", "version": version[1]}
        led = self.supplier.post(address, title=title, **words)
        if led is None or led:
            # Whoever heard nothing cannot know: both the one before and this one may be there.
            known = self.books.titles[pk] if led is None else []
            self.books.titles[pk] = [*known, title]
        self._note("listing_described", pk, bool(led))

    def _note(self, event: str, pk: int, is_done: bool | None = None) -> None:
        if is_done is None:
            self.books.sent[event, pk] += 1
        elif is_done:
            self.books.done[event, pk] += 1

    def _send_statement(self, number: int) -> None:
        confirm_all(self.finance)
        if self.waiting() >= MOST_WAITING:
            time.sleep(0.1)  # between two looks, never instead of one
            return
        at = self.books.files
        pk, _, account = self.people.accounts[at % ACCOUNTS]
        pence = pence_of(at)
        data, name = csv_of(at, pence), f"{at}.csv"
        sent = partial(self.finance.send, "/money/imports/new/", name, data, account=account)
        wait_for(lambda: bool(sent()))
        self.books.files += 1
        self.books.rows[pk] += len(pence)
        self.books.pence[pk] += sum(pence)


def confirm_all(finance: Visitor) -> None:
    """Say yes to every statement on the way; to one that is not read yet it comes to nothing."""
    for upload in sorted(set(UPLOAD.findall(finance.get("/money/imports/")))):
        finance.post(f"/money/imports/uploads/{upload}/confirm/")


def pence_of(file: int) -> list[int]:
    """Each amount twice, so that one that is read twice is not taken for its twin."""
    return [-(100 + file * ROWS // 2 + row // 2) for row in range(ROWS)]


def csv_of(file: int, pence: list[int]) -> bytes:
    day = date(2026, 9, 1) + timedelta(days=file // ACCOUNTS)
    lines = [",".join(HEADINGS)]
    for row, amount in enumerate(pence):
        payee = PAYEES[row // 2 % len(PAYEES)]
        lines.append(f"{day:%d/%m/%Y},{payee},Visit,-{-amount // 100}.{-amount % 100:02}")
    return "\n".join(lines).encode()
