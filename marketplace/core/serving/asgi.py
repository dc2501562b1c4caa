"""The site as an ASGI application: the event loop reads and sends, threads only answer.

A thread, and with it a database connection, is taken when the whole body is here, and given back
when the whole answer is made; how fast a visitor sends or reads holds neither. A server's WSGI
interface cannot do that: there the body is read in the thread, and that read cannot be broken off.
"""

import asyncio
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from marketplace.core.errors import Problem, problem
from marketplace.core.serving import rules
from marketplace.core.wording import sentence_of

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
#: Instead of the server's own name and version.
SERVER = (b"server", b"Handrail")
AT_ONCE_BYTES = 64_000


#: What Django's `get_wsgi_application` returns.
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Gone(Exception):
    """The visitor went away, or takes no more of the answer."""


class RefusedEarly(Exception):
    """Answered by us, before the site heard of it."""

    def __init__(self, status: HTTPStatus, why: Problem) -> None:
        super().__init__(why.code)
        self.status, self.why = status, why


def _busy() -> RefusedEarly:
    return RefusedEarly(HTTPStatus.SERVICE_UNAVAILABLE, problem("server_busy"))


@dataclass(frozen=True)
class ServingLimits:
    """What may be held at once and for how long; the usual ones are in the rules."""

    threads: int
    most_bytes: int
    body_seconds: Callable[[int], float] = rules.body_seconds
    wait_seconds: float = rules.WAIT_SECONDS
    send_seconds: float = rules.SEND_SECONDS
    large_bodies: int = rules.LARGE_BODIES

    @property
    def in_hand(self) -> int:
        """How many requests may be at work or wait for a thread."""
        return self.threads * (1 + rules.WAITING_FOR_EACH_THREAD)


class AsgiSite:
    """One in each server process."""

    def __init__(self, site: Wsgi, limits: ServingLimits) -> None:
        self.site = site
        self.limits = limits
        self.threads = ThreadPoolExecutor(limits.threads, "request")
        self.free = asyncio.Semaphore(limits.threads)
        #: Requests that are read and not answered; bodies that lie on disk.
        self.in_hand = self.large = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"{scope['type']} is not served.")
        with ExitStack() as held:
            body, answer = held.enter_context(_spool()), held.enter_context(_spool())
            environ = environ_of(scope, body)
            try:
                try:
                    await self._read(environ, receive, body, held)
                    start = await self._answer(environ, answer)
                except RefusedEarly as refusal:
                    start = _refuse(refusal, answer)
                await self._send(send, start, answer)
            except Gone:
                return

    async def _read(
        self, environ: Environ, receive: Receive, body: IO[bytes], held: ExitStack
    ) -> None:
        """The body, whole, and its length. One that says it is too long is left unread: the site
        refuses it by its length, as it refuses one that turns out to be (RequestSizeMiddleware)."""
        said = environ.get("CONTENT_LENGTH", "")
        is_too_long = bool(said) and (not said.isdigit() or int(said) > self.limits.most_bytes)
        if is_too_long or not (said or "HTTP_TRANSFER_ENCODING" in environ):
            return
        received, is_large = 0, False
        async for chunk in self._chunks(receive):
            received += len(chunk)
            if received > rules.IN_MEMORY_BYTES and not is_large:
                is_large = self._take_disk(held)
            if received > self.limits.most_bytes:
                break
            body.write(chunk)
        body.seek(0)
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ["CONTENT_LENGTH"] = str(received)

    async def _chunks(self, receive: Receive) -> AsyncIterator[bytes]:
        start, received, more = asyncio.get_running_loop().time(), 0, True
        while more:
            try:
                async with asyncio.timeout_at(start + self.limits.body_seconds(received)):
                    message = await receive()
            except TimeoutError:
                why = problem("body_too_slow")
                raise RefusedEarly(HTTPStatus.REQUEST_TIMEOUT, why) from None
            if message["type"] != "http.request":
                raise Gone
            received += len(message.get("body", b""))
            more = message.get("more_body", False)
            yield message.get("body", b"")

    def _take_disk(self, held: ExitStack) -> bool:
        """A place for a body that is too large for memory, until its request is answered."""
        if self.large >= self.limits.large_bodies:
            raise _busy()
        self.large += 1
        held.callback(self._leave_disk)
        return True

    def _leave_disk(self) -> None:
        self.large -= 1

    async def _answer(self, environ: Environ, answer: IO[bytes]) -> Message:
        """What the site says: the start of the answer, and in `answer` the rest."""
        if self.in_hand >= self.limits.in_hand:
            raise _busy()
        self.in_hand += 1
        try:
            await self._take_thread()
            try:
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self.threads, run, self.site, environ, answer)
            finally:
                self.free.release()
        finally:
            self.in_hand -= 1

    async def _take_thread(self) -> None:
        try:
            async with asyncio.timeout(self.limits.wait_seconds):
                await self.free.acquire()
        except TimeoutError:
            raise _busy() from None

    async def _send(self, send: Send, start: Message, answer: IO[bytes]) -> None:
        """The answer as fast as it is taken. When it is not, it ends unfinished, and so does the
        connection: a thread has nothing to do with it any more."""
        await send(start)
        answer.seek(0)
        chunk, more = answer.read(AT_ONCE_BYTES), True
        while more:
            following = answer.read(AT_ONCE_BYTES)
            more = bool(following)
            message = {"type": "http.response.body", "body": chunk, "more_body": more}
            try:
                async with asyncio.timeout(self.limits.send_seconds):
                    await send(message)
            except TimeoutError:
                raise Gone from None
            chunk = following


def _spool() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(max_size=rules.IN_MEMORY_BYTES)


def _refuse(refusal: RefusedEarly, answer: IO[bytes]) -> Message:
    answer.seek(0)
    answer.truncate()
    answer.write(sentence_of(refusal.why).encode())
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"x-content-type-options", b"nosniff"),
        (b"retry-after", b"30"),
        (b"connection", b"close"),
        SERVER,
    ]
    return {"type": "http.response.start", "status": refusal.status.value, "headers": headers}


def run(site: Wsgi, environ: Environ, answer: IO[bytes]) -> Message:
    """In a thread: the site's whole answer. Closing it is what gives the connection back."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        started.append((status, headers))

    chunks = site(environ, start_response)
    try:
        for chunk in chunks:
            answer.write(chunk)
    finally:
        close = getattr(chunks, "close", None)
        if close:
            close()
    status, headers = started[-1]
    pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {
        "type": "http.response.start",
        "status": int(status.split(" ", 1)[0]),
        "headers": [*pairs, SERVER],
    }


def environ_of(scope: Message, body: IO[bytes]) -> Environ:
    """WSGI's words for a request (PEP 3333): each byte of the path and of a header is one character."""
    path = unquote_to_bytes(scope.get("raw_path") or scope["path"].encode())
    server = scope.get("server") or ("localhost", "80")
    return {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0] or "localhost",
        "SERVER_PORT": str(server[1] or 80),
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **_headers(scope["headers"]),
    }


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Those sent twice are joined. One with an underscore is left out: it would pass for the one
    with a hyphen, which a proxy sets and a visitor must not (X_Forwarded_For)."""
    found: dict[str, list[str]] = defaultdict(list)
    for raw, value in pairs:
        name = raw.decode("latin-1").upper()
        if "_" not in name:
            found[name.replace("-", "_")].append(value.decode("latin-1"))
    apart = {"COOKIE": "; "}
    bare = {"CONTENT_TYPE", "CONTENT_LENGTH"}
    return {
        name if name in bare else f"HTTP_{name}": apart.get(name, ",").join(values)
        for name, values in found.items()
    }
