"""How many requests were served and how long they took; and any figures as Prometheus reads them.

A server is several processes behind one port, and whoever asks reaches any of them. So each process
writes its counts into a file, at most every few seconds, and whoever is asked adds up those of all
processes of the same server. A process that ended is still counted, a server that was started again
begins at zero, as the reader of counters expects.
"""

import contextlib
import json
import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from time import monotonic, time
from uuid import uuid4

from django.conf import settings

from marketplace.core.findings import Gauge
from marketplace.core.heartbeat import place

#: Upper bounds in seconds. Judgement: what is felt as at once, as quick, as slow, and as given up.
BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
#: Seconds between two writings of a process's file.
WRITTEN_EVERY = 5.0
KEPT_SECONDS = 86_400
Key = tuple[str, ...]


class RequestCounts:
    """The counts of this process: requests by route, method and status; durations by route."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._name = f"{uuid4().hex}.json"
        self._pid = 0
        self._written = 0.0
        self._clear()

    def _clear(self) -> None:
        self.requests: Counter[Key] = Counter()
        self.buckets: Counter[Key] = Counter()
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def add(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request, and write the file where that is due. Raises nothing for a full disk."""
        known = method if method in METHODS else "other"
        bound = next((str(one) for one in BUCKETS if seconds <= one), "+Inf")
        with self._lock:
            self._begin_in_a_new_process()
            self.requests[route, known, str(status)] += 1
            self.buckets[route, bound] += 1
            self.seconds[route] += seconds
            due = monotonic() - self._written >= WRITTEN_EVERY
        if due:
            self.write()

    def _begin_in_a_new_process(self) -> None:
        if self._pid != os.getpid():
            self._pid, self._name = os.getpid(), f"{uuid4().hex}.json"
            self._clear()
            _forget_old_servers()

    def write(self) -> None:
        """Put the counts where the server's other processes find them."""
        with self._lock:
            self._written = monotonic()
            told = [[*key, count] for key, count in self.requests.items()]
            timed = [[*key, count] for key, count in self.buckets.items()]
            text = json.dumps([told, timed, list(self.seconds.items())])
        # A count that could not be written is written with the next one.
        with contextlib.suppress(OSError):
            folder = _folder()
            folder.mkdir(parents=True, exist_ok=True)
            draft = folder / f"{self._name}.draft"
            draft.write_text(text)
            draft.replace(folder / self._name)


counts = RequestCounts()


def _server() -> str:
    """This server: the process that started this one, as long as it runs."""
    parent = os.getppid()
    try:
        began = Path(f"/proc/{parent}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        began = ""
    return blake2b(f"{place()} {parent} {began}".encode(), digest_size=8).hexdigest()


def _forget_old_servers() -> None:
    """Remove the counts of servers that wrote none for a day."""
    for folder in Path(settings.METRICS_DIR).glob("*"):
        if folder != _folder() and folder.stat().st_mtime < time() - KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _folder() -> Path:
    return Path(settings.METRICS_DIR) / _server()


def request_lines() -> Iterator[str]:
    """The requests of all processes of this server, with a histogram of their durations by route."""
    counts.write()
    requests: Counter[Key] = Counter()
    buckets: Counter[Key] = Counter()
    seconds: defaultdict[str, float] = defaultdict(float)
    for file in _folder().glob("*.json"):
        told, timed, spent = json.loads(file.read_text())
        requests.update({tuple(key): count for *key, count in told})
        buckets.update({tuple(key): count for *key, count in timed})
        for route, one in spent:
            seconds[route] += one
    yield from _head("handrail_http_requests_total", "counter", "Requests answered.")
    for (route, method, status), count in sorted(requests.items()):
        labels = {"route": route, "method": method, "status": status}
        yield _line("handrail_http_requests_total", labels, count)
    yield from _histogram("handrail_http_request_duration_seconds", buckets, seconds)


def _histogram(name: str, buckets: Counter[Key], seconds: Mapping[str, float]) -> Iterator[str]:
    yield from _head(name, "histogram", "Seconds until a request was answered.")
    for route, spent in sorted(seconds.items()):
        total = 0
        for bound in (*map(str, BUCKETS), "+Inf"):
            total += buckets[route, bound]
            yield _line(f"{name}_bucket", {"route": route, "le": bound}, total)
        yield _line(f"{name}_sum", {"route": route}, spent)
        yield _line(f"{name}_count", {"route": route}, total)


def gauge_lines(gauges: Iterable[Gauge]) -> Iterator[str]:
    """Figures of now, those of one name together, as the format asks."""
    told = ""
    for gauge in sorted(gauges, key=lambda one: one.name):
        if gauge.name != told:
            yield from _head(gauge.name, "gauge", gauge.meaning)
            told = gauge.name
        yield _line(gauge.name, gauge.labels, gauge.value)


def _head(name: str, kind: str, meaning: str) -> Iterator[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"


def _line(name: str, labels: Mapping[str, str], value: float) -> str:
    shown = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{shown}}} {value:.10g}" if shown else f"{name} {value:.10g}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
