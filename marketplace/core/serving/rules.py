"""How long and how much of a server a visitor may hold, and how many connections it all takes."""

from dataclasses import dataclass

#: A body may take so long, as the request time-outs that Apache ships with (mod_reqtimeout: body=20).
BODY_SECONDS = 20.0
#: And a second more for so many bytes that came: a photograph of 10 MB over a telephone's slow
#: 100 kilobit line still arrives, a byte now and then does not.
BODY_BYTES_A_SECOND = 8_000
#: How long an answer may wait until the visitor takes more of it: nginx's send_timeout.
SEND_SECONDS = 60.0
#: How long a request that was read may wait for a thread before it is told to come again.
WAIT_SECONDS = 20.0
#: And how many may wait: more would be answered after their visitor has gone.
WAITING_FOR_EACH_THREAD = 16
#: What is larger lies on disk while it comes or goes.
IN_MEMORY_BYTES = 64_000
#: Bodies larger than that at once, in one process: a bound on the disk (32 of 21 MB are 672 MB).
LARGE_BODIES = 32
#: Sockets at once, in one process; those that say nothing are closed after HEADER_SECONDS.
OPEN_SOCKETS = 512
HEADER_SECONDS = 15


def body_seconds(received: int) -> float:
    """How many seconds after its head a body may still be coming, when so many bytes of it came."""
    return BODY_SECONDS + received / BODY_BYTES_A_SECOND


@dataclass(frozen=True)
class ServerCapacity:
    """What runs on one machine: server processes, request threads in each, job workers.

    A request thread holds one database connection and keeps it; a job worker holds `of_each_worker`.
    """

    processes: int
    threads: int
    workers: int
    of_each_worker: int

    @property
    def connections(self) -> int:
        """The most database connections that all of it can hold at once."""
        return self.processes * self.threads + self.workers * self.of_each_worker

    @property
    def sum(self) -> str:
        """The same as a sum, for a sentence."""
        return (
            f"{self.processes} processes × {self.threads} threads"
            f" + {self.workers} workers × {self.of_each_worker} = {self.connections}"
        )
