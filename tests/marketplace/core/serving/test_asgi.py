"""Bodies are read before a thread is taken, answers are sent after it was given back."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from marketplace.core.serving.asgi import AsgiSite, ServingLimits, environ_of
from marketplace.core.wording import SENTENCES

Message = dict[str, Any]
#: What is in any case longer than the test: only what never comes waits so long.
LONG = 60.0


class Visitor:
    """Sends the messages, then nothing; keeps what it is sent."""

    def __init__(self, *messages: Message) -> None:
        self.messages = list(messages)
        self.heard: list[Message] = []
        #: How many messages it takes before it takes no more.
        self.takes = 1_000

    async def receive(self) -> Message:
        if not self.messages:
            await asyncio.sleep(LONG)
        return self.messages.pop(0)

    async def send(self, message: Message) -> None:
        if len(self.heard) >= self.takes:
            await asyncio.sleep(LONG)
        self.heard.append(message)

    @property
    def status(self) -> int:
        return self.heard[0]["status"] if self.heard else 0

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.heard[1:])

    @property
    def headers(self) -> dict[str, str]:
        return {k.decode(): v.decode() for k, v in self.heard[0]["headers"]}


def part(body: bytes, more: bool = True) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def scope(*headers: tuple[str, str], path: str = "/", method: str = "POST") -> Message:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("latin-1"),
        "query_string": b"q=1",
        "server": ("127.0.0.1", "8000"),
        "client": ("192.0.2.7", "4000"),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }


class Site:
    """Says back what it was sent, and remembers what it knew of the request."""

    def __init__(self, say: bytes | None = None) -> None:
        self.say = say
        self.environ: dict[str, Any] = {}
        self.closed = False

    def __call__(self, environ: dict[str, Any], start: Callable[..., None]) -> Iterable[bytes]:
        self.environ = environ
        said = environ["wsgi.input"].read() if self.say is None else self.say
        start("200 OK", [("Content-Type", "text/plain")])
        return self.chunks(said)

    def chunks(self, said: bytes) -> Iterator[bytes]:
        try:
            yield said
        finally:
            self.closed = True


def limits(**changed: Any) -> ServingLimits:
    usual: dict[str, Any] = {"threads": 1, "most_bytes": 200_000}
    return ServingLimits(**{**usual, **changed})


def visit(site: Site, visitor: Visitor, asked: Message, **changed: Any) -> Visitor:
    async def once() -> None:
        await AsgiSite(site, limits(**changed))(asked, visitor.receive, visitor.send)

    asyncio.run(once())
    return visitor


SAYS_TEN = ("content-length", "10")


def test_body_when_it_comes_in_parts_is_whole_for_the_site() -> None:
    site = Site()
    visitor = visit(site, Visitor(part(b"hello"), part(b"world", more=False)), scope(SAYS_TEN))
    assert (visitor.status, visitor.body) == (200, b"helloworld")
    assert site.closed
    assert visitor.headers["server"] == "Handrail"


def test_body_when_it_stops_coming_is_refused_before_the_site_hears_of_it() -> None:
    site = Site()
    visitor = visit(site, Visitor(part(b"he")), scope(SAYS_TEN), body_seconds=lambda _: 0.01)
    assert visitor.status == 408
    assert visitor.body.decode() == SENTENCES["body_too_slow"]
    assert visitor.headers["connection"] == "close"
    assert site.environ == {}


def test_body_when_the_visitor_goes_away_is_not_answered() -> None:
    visitor = visit(Site(), Visitor(part(b"he"), {"type": "http.disconnect"}), scope(SAYS_TEN))
    assert visitor.heard == []


def test_body_when_it_says_it_is_too_long_is_left_unread() -> None:
    site = Site()
    visit(site, Visitor(), scope(("content-length", "200001")))
    assert site.environ["CONTENT_LENGTH"] == "200001"


def test_body_when_it_turns_out_too_long_is_read_no_further() -> None:
    site, visitor = Site(), Visitor(*[part(b"x" * 150_000)] * 3)
    visit(site, visitor, scope(("transfer-encoding", "chunked")))
    assert int(site.environ["CONTENT_LENGTH"]) > 200_000
    assert len(visitor.messages) == 1


def test_body_when_it_does_not_say_how_long_is_measured() -> None:
    site = Site()
    visitor = Visitor(part(b"abc"), part(b"", more=False))
    visit(site, visitor, scope(("transfer-encoding", "chunked")))
    assert site.environ["CONTENT_LENGTH"] == "3"
    assert "HTTP_TRANSFER_ENCODING" not in site.environ


def test_request_when_it_has_no_body_waits_for_none() -> None:
    assert visit(Site(b"page"), Visitor(), scope(method="GET")).body == b"page"


def test_large_bodies_when_the_disk_has_its_share_are_told_to_come_again() -> None:
    large = Visitor(part(b"x" * 100_000, more=False))
    visitor = visit(Site(), large, scope(("content-length", "100000")), large_bodies=0)
    assert visitor.status == 503
    assert visitor.body.decode() == SENTENCES["server_busy"]


def test_answer_when_it_is_large_arrives_whole() -> None:
    said = bytes(range(256)) * 1_000
    assert visit(Site(said), Visitor(), scope(method="GET")).body == said


def test_answer_when_nobody_takes_it_holds_no_thread() -> None:
    site, slow, quick = Site(b"x" * 300_000), Visitor(), Visitor()
    slow.takes = 2

    async def both() -> None:
        application = AsgiSite(site, limits())
        first = asyncio.create_task(application(scope(method="GET"), slow.receive, slow.send))
        await application(scope(method="GET"), quick.receive, quick.send)
        assert not first.done()
        first.cancel()

    asyncio.run(both())
    assert len(quick.body) == 300_000


def test_answer_when_nobody_takes_it_ends_unfinished() -> None:
    site, visitor = Site(b"x" * 300_000), Visitor()
    visitor.takes = 2
    visit(site, visitor, scope(method="GET"), send_seconds=0.01)
    assert site.closed
    assert visitor.heard[-1]["more_body"]


class Slow(Site):
    """Answers when it is let go."""

    def __init__(self) -> None:
        super().__init__(b"page")
        self.go = threading.Event()

    def __call__(self, environ: dict[str, Any], start: Callable[..., None]) -> Iterable[bytes]:
        assert self.go.wait(LONG)
        return super().__call__(environ, start)


def test_requests_when_all_threads_are_long_at_work_are_told_to_come_again() -> None:
    site, first, second = Slow(), Visitor(), Visitor()

    async def both() -> None:
        application = AsgiSite(site, limits(wait_seconds=0.01))
        at_work = asyncio.create_task(application(scope(method="GET"), first.receive, first.send))
        while application.in_hand == 0:
            await asyncio.sleep(0)
        await application(scope(method="GET"), second.receive, second.send)
        site.go.set()
        await at_work

    asyncio.run(both())
    assert (first.status, second.status) == (200, 503)
    assert second.headers["retry-after"] == "30"


def test_requests_when_too_many_wait_are_told_at_once() -> None:
    site, visitors = Slow(), [Visitor() for _ in range(limits().in_hand + 3)]

    async def all_of_them() -> None:
        application = AsgiSite(site, limits(wait_seconds=LONG))
        tasks = [
            asyncio.create_task(application(scope(method="GET"), one.receive, one.send))
            for one in visitors
        ]
        while sum(task.done() for task in tasks) < 3:
            await asyncio.sleep(0)
        site.go.set()
        await asyncio.gather(*tasks)

    asyncio.run(all_of_them())
    statuses = [one.status for one in visitors]
    assert statuses.count(503) == 3
    assert statuses.count(200) == limits().in_hand


def test_environ_when_a_header_passes_for_another_leaves_it_out() -> None:
    asked = scope(
        ("x_forwarded_for", "203.0.113.1"), ("cookie", "a=1"), ("cookie", "b=2"), ("accept", "x")
    )
    environ = environ_of(asked, None)  # type: ignore[arg-type]
    assert "HTTP_X_FORWARDED_FOR" not in environ
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_ACCEPT"] == "x"


def test_environ_when_the_path_is_odd_keeps_each_byte() -> None:
    environ = environ_of(scope(path="/caf%C3%A9/%ff"), None)  # type: ignore[arg-type]
    assert environ["PATH_INFO"].encode("latin-1") == b"/caf\xc3\xa9/\xff"


def test_anything_but_a_request_is_not_served() -> None:
    with pytest.raises(ValueError, match="websocket is not served"):
        visit(Site(), Visitor(), {"type": "websocket"})
