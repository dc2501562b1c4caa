"""The site as it is run in production: its settings, PostgreSQL, `manage.py serve`, the reference proxy."""

import datetime
import http.client
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.conftest import ROOT
from tests.drills.demo_site import SMALL, script_module

LOOPBACK = "127.0.0.1"
#: A host of the demo council that is a name: a proxy chooses its certificate by it.
HOST = "fernshire.localhost"
#: Tenths of a second in which something must come to be so before it counts as a hang.
TRIES = 600
#: Only a hang lasts so long.
HANG_SECONDS = 120
DEPLOY = ROOT / "docs" / "deploy"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    #: As it came over the wire: compressed where it was compressed.
    body: bytes

    @property
    def bytes_sent(self) -> int:
        return len(self.body) + sum(
            len(key) + len(value) + 4 for key, value in self.headers.items()
        )


Address = int | Path


def connect(where: Address, timeout: float = HANG_SECONDS) -> socket.socket:
    """A plain connection to a port of this machine, or to a file."""
    if isinstance(where, int):
        return socket.create_connection((LOOPBACK, where), timeout=timeout)
    made = socket.socket(socket.AF_UNIX)
    made.settimeout(timeout)
    try:
        made.connect(str(where))
    except OSError:
        made.close()
        raise
    return made


class Site:
    """A demo council on PostgreSQL, in a folder of its own, with production's settings."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.database = folder, database
        self.var = folder / "var"
        self.usual = {key: value for key, value in os.environ.items() if "HANDRAIL" not in key} | {
            "HANDRAIL_VAR": str(self.var),
            "DATABASE_URL": database,
        }
        self.production = {
            **self.usual,
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.production",
            "HANDRAIL_SECRET_KEY": "0123456789-a-key-for-drills-and-for-nothing-else-9876543210",
            "HANDRAIL_HOSTS": f"{HOST},{LOOPBACK}",
            "HANDRAIL_SMTP_HOST": LOOPBACK,
            "HANDRAIL_MAIL_FROM": "no-reply@fernshire.example",
        }

    def prepare(self) -> None:
        """Only development may load the demo."""
        development = {**self.usual, "DJANGO_SETTINGS_MODULE": "marketplace.settings.development"}
        self.manage("prepare", *SMALL, env=development)
        self.manage("createcachetable", env=self.production)
        self.manage("collectstatic", "--no-input", env=self.production)

    def manage(self, *words: str, env: dict[str, str]) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    @contextmanager
    def served(self, *words: str, where: Address, keep: int = -1, **env: str) -> Iterator[int]:
        """`manage.py serve` until the block ends; the number of its main process."""
        command = [sys.executable, "manage.py", "serve", *words]
        with (self.folder / "server-log").open("a") as log:
            server = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**self.production, **env},
                stdout=log,
                stderr=log,
                pass_fds=[keep] if keep >= 0 else [],
            )
            try:
                until(lambda: self.answers(where) or server.poll() is not None)
                assert server.poll() is None, (self.folder / "server-log").read_text()[-2_000:]
                yield server.pid
                assert server.poll() is None, (self.folder / "server-log").read_text()[-2_000:]
            finally:
                server.terminate()
                server.wait(HANG_SECONDS)

    def answers(self, where: Address) -> bool:
        try:
            return self.get(where, "/healthz").status == 200
        except OSError:
            return False

    def get(self, where: Address, path: str, **headers: str) -> Answer:
        """Without a proxy: what one would say is said in its place."""
        with connect(where) as made:
            asking = http.client.HTTPConnection(HOST)
            asking.sock = made
            return ask(asking, path, {"X-Forwarded-Proto": "https", **headers})

    def connections(self) -> int:
        """How many the site holds, asked over one more that is not counted."""
        question = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        with psycopg.connect(self.database) as asking:
            row = asking.execute(question).fetchone()
        assert row
        return int(row[0])


def ask(asking: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> Answer:
    asking.request("GET", path, headers={"Host": HOST, **headers})
    answer = asking.getresponse()
    return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())


class Proxy:
    """nginx with the reference file; ports, folders and the certificate are put in."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.socket = folder / "http.sock"
        self.trust = certificate(folder)

    def configuration(self, var: Path, plain_port: int) -> str:
        """The reference file with this machine's places. Each must be there to be replaced."""
        text = (DEPLOY / "nginx.conf").read_text()
        for old, new in {
            "listen 80 ": f"listen {LOOPBACK}:{plain_port} ",
            "listen 443 ": f"listen {LOOPBACK}:{self.port} ",
            "server_name handrail.fernshire.example;": f"server_name {HOST};",
            "unix:/run/handrail/http.sock": f"unix:{self.socket}",
            "/etc/ssl/handrail/": f"{self.folder}/",
            "/var/log/nginx/": f"{self.folder}/",
            "/srv/handrail/": f"{var}/",
            "/opt/handrail/": f"{ROOT}/",
        }.items():
            assert old in text, old
            text = text.replace(old, new)
        return text

    def write(self, var: Path, plain_port: int) -> Path:
        (self.folder / "handrail.conf").write_text(self.configuration(var, plain_port))
        whole = self.folder / "nginx.conf"
        temporary = "".join(
            f"{name}_temp_path {self.folder}/{name};"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        whole.write_text(
            f"daemon off; pid {self.folder}/pid; error_log {self.folder}/nginx-log;"
            f"{'user root;' if os.geteuid() == 0 else ''}"
            "worker_processes 1; events { worker_connections 768; }"
            f"http {{ include /etc/nginx/mime.types; {temporary} include {self.folder}/handrail.conf; }}"
        )
        return whole

    @contextmanager
    def running(self, var: Path, plain_port: int) -> Iterator[None]:
        command = [program("nginx"), "-e", str(self.folder / "nginx-log"), "-c"]
        command.append(str(self.write(var, plain_port)))
        tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert tested.returncode == 0, tested.stderr
        assert "warn" not in tested.stderr, tested.stderr
        proxy = subprocess.Popen(command)
        try:
            until(lambda: is_open(self.port))
            yield
        finally:
            proxy.terminate()
            proxy.wait(HANG_SECONDS)

    def connect(self) -> ssl.SSLSocket:
        return self.trust.wrap_socket(connect(self.port), server_hostname=HOST)

    def get(self, path: str, **headers: str) -> Answer:
        with self.connect() as made:
            asking = http.client.HTTPConnection(HOST)
            asking.sock = made
            return ask(asking, path, headers)


def certificate(folder: Path) -> ssl.SSLContext:
    """A certificate for the host, signed by itself and valid today; who trusts it and nothing else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    plain = serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    (folder / "privkey.pem").write_bytes(private)
    return ssl.create_default_context(cafile=str(folder / "fullchain.pem"))


def program(name: str) -> str:
    """Where `script/test --all` finds a proxy."""
    found: str = script_module("services").program(name, name)
    return found


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A listening socket that a child may inherit."""
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        listener.listen(128)
        listener.set_inheritable(True)
        yield listener


def until(is_so: Callable[[], object]) -> float:
    """Look until it is so; the seconds that it took."""
    begun = time.monotonic()
    for _ in range(TRIES):
        if is_so():
            return time.monotonic() - begun
        time.sleep(0.1)  # between two looks, never instead of one
    raise AssertionError("it never came to be so")


UNFINISHED = (
    f"POST /account/login/ HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\n"
    f"Origin: https://{HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "Content-Length: 1000\r\nCookie: csrftoken=" + "x" * 32 + "\r\n\r\na="
).encode()


@contextmanager
def unfinished(count: int, make: Callable[[], socket.socket]) -> Iterator[list[socket.socket]]:
    """So many requests that say they go on, and do not."""
    with ExitStack() as stack:
        held = [stack.enter_context(make()) for _ in range(count)]
        for each in held:
            each.sendall(UNFINISHED)
        yield held
