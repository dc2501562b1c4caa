"""The site behind the reference proxies: what is sent, what is refused, what is passed on."""

import gzip
import re
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from tests.drills.production import DEPLOY, HOST, Answer, Proxy, program

pytestmark = pytest.mark.slow
MOST_BYTES = 100_000
MOST_PAGES = 40
RESULTS = "/find/?q=washing&place=Brackenford"
BEGIN = [
    "/",
    "/help-and-advice/",
    RESULTS,
    f"{RESULTS}&kind=personal_assistant&part=morning&sort=price",
    "/find/?q=zither&place=Brackenford&kind=care_home",
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
]
UUID = "-".join(f"[0-9a-f]{{{length}}}" for length in (8, 4, 4, 4, 12))
#: What a browser that was made this century says.
ASKS = {"Accept-Encoding": "gzip, deflate, br"}


class Parts(HTMLParser):
    """What a browser fetches of a page, and where the page leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.files: set[str] = set()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in ("img", "script") and said.get("src"):
            self.files.add(str(said["src"]))
        if tag == "link" and said.get("rel") in ("stylesheet", "icon", "manifest"):
            self.files.add(str(said["href"]))
        if tag == "a" and str(said.get("href")).startswith("/"):
            self.links.append(str(said["href"]))


def text_of(answer: Answer) -> str:
    squeezed = answer.headers.get("content-encoding") == "gzip"
    return (gzip.decompress(answer.body) if squeezed else answer.body).decode()


class Visit:
    """Pages fetched through the proxy, and what each weighs with all that belongs to it."""

    def __init__(self, proxy: Proxy) -> None:
        self.proxy = proxy
        self.files: dict[str, int] = {}

    def file(self, address: str) -> int:
        if address not in self.files:
            answer = self.proxy.get(address, **ASKS)
            assert answer.status == 200, address
            self.files[address] = answer.bytes_sent
        return self.files[address]

    def page(self, address: str) -> tuple[int, list[str]] | None:
        """Bytes, and links; None where it is no page of ours for anybody."""
        answer = self.proxy.get(address, **ASKS)
        if answer.status != 200 or not answer.headers["content-type"].startswith("text/html"):
            return None
        assert answer.headers["content-encoding"] == "gzip", address
        parts = Parts(text_of(answer))
        files = {urljoin(address, file) for file in parts.files}
        assert files, address
        return answer.bytes_sent + sum(self.file(file) for file in files), parts.links


def test_public_pages_weigh_little(proxied: Proxy) -> None:
    """What crosses the wire on a first visit: the page, its stylesheet, its pictures, their heads."""
    visit, weights, ahead = Visit(proxied), {}, [*BEGIN, comparison(proxied)]
    while ahead and len(weights) < MOST_PAGES:
        address = ahead.pop(0)
        found = visit.page(address)
        if found is not None:
            weights[address], links = found
            seen = {*weights, *ahead}
            # One of each kind of address is enough: a listing is as heavy as the next.
            kinds = {urlsplit(one).path.split("/")[1] for one in seen if one not in BEGIN}
            ahead += [one for one in dict.fromkeys(links) if is_new(one, seen, kinds)]
    assert {*BEGIN, comparison(proxied)} <= set(weights)
    heavy = {where: size for where, size in weights.items() if size > MOST_BYTES}
    sys.stdout.write(f"\n{len(weights)} pages, the heaviest {max(weights.values())} bytes\n")
    assert heavy == {}


def comparison(proxied: Proxy) -> str:
    """The address of two results side by side."""
    found = re.findall(rf"/listings/[\w-]*?({UUID})/", text_of(proxied.get(RESULTS)))
    first, second = list(dict.fromkeys(found))[:2]
    return f"/compare/?with={first}&with={second}"


def is_new(link: str, seen: set[str], kinds: set[str]) -> bool:
    kind = urlsplit(link).path.split("/")[1]
    if link in seen or kind in kinds or kind in ("static", "media", "cms-documents"):
        return False
    kinds.add(kind)
    return True


def test_files_of_the_site_come_compressed_and_are_kept(proxied: Proxy) -> None:
    page = proxied.get("/")
    style = next(one for one in Parts(text_of(page)).files if one.endswith(".css"))
    answer = proxied.get(style, **ASKS)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_page_says_nothing_of_the_server_behind(proxied: Proxy) -> None:
    answer = proxied.get("/")
    assert answer.headers["server"] == "nginx"
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert "granian" not in str(answer.headers).lower()


@pytest.mark.parametrize(
    "path",
    [
        "/media/original_images/x.jpg",
        "/media/images/../private/x",
        "/media/images/%2e%2e/private/x",
        "/static/../handrail.sqlite3",
        "/unavailable.html",
    ],
)
def test_files_that_are_nobodys_are_not_there(proxied: Proxy, path: str) -> None:
    assert proxied.get(path).status in (400, 404)


def send(proxied: Proxy, path: str, size: int) -> bytes:
    """The answer to a body of so many bytes, said and not sent."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {size}\r\nConnection: close\r\n"
    )
    with proxied.connect() as made:
        made.sendall(f"{head}\r\n".encode())
        return b"".join(iter(lambda: made.recv(64_000), b""))


def test_form_that_is_too_large_is_refused_in_words(proxied: Proxy) -> None:
    heard = send(proxied, "/account/login/", 3_200_000)
    assert heard.startswith(b"HTTP/1.1 413 ")
    assert b"<h1>Your file is too large</h1>" in heard


def test_file_that_is_too_large_is_refused_in_words(proxied: Proxy) -> None:
    assert b"<h1>Your file is too large</h1>" in send(proxied, "/money/imports/new/", 22_100_000)


def test_file_of_permitted_size_reaches_the_site(proxied: Proxy) -> None:
    """Nobody is signed in, so the site sends them to do that; a form's cap would answer 413."""
    head = (
        f"POST /money/imports/new/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 5000000\r\n"
        "Connection: close\r\n\r\n"
    )
    with proxied.connect() as made:
        made.sendall(head.encode() + b"x" * 5_000_000)
        assert made.recv(12) in (b"HTTP/1.1 302", b"HTTP/1.1 403")


def test_sign_in_form_arrives_whole(proxied: Proxy) -> None:
    """A form through proxy, event loop and thread: the page names the field that was left out."""
    page = proxied.get("/account/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text_of(page))
    assert token
    cookie = page.headers["set-cookie"].split(";")[0]
    body = f"csrfmiddlewaretoken={token[1]}&login=nobody%40fernshire.example&password=caf%C3%A9"
    head = (
        f"POST /account/login/ HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n"
        f"Referer: https://{HOST}/account/login/\r\nCookie: {cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with proxied.connect() as made:
        made.sendall((head + body).encode())
        heard = b"".join(iter(lambda: made.recv(64_000), b"")).decode()
    assert heard.startswith("HTTP/1.1 200 ")
    assert 'value="nobody@fernshire.example"' in heard


def test_log_holds_no_query_and_no_one_time_link(proxied: Proxy) -> None:
    proxied.get("/find/?q=dementia")
    proxied.get("/account/password/reset/key/3-c0ffee/")
    proxied.get("/account/confirm-email/c0ffee/")
    log = (proxied.folder / "handrail.log").read_text()
    assert "/find/" in log
    assert "/account/password/reset/key/-" in log
    assert "dementia" not in log
    assert "c0ffee" not in log


def test_caddy_takes_its_reference_file() -> None:
    command = [program("caddy"), "validate", "--adapter", "caddyfile", "--config"]
    done = subprocess.run(
        [*command, str(DEPLOY / "Caddyfile")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
