"""Several acts at one moment, each in a thread and a connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection

from marketplace.core.errors import DomainError


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do them together; answers the codes of what was refused, in order."""
    barrier = threading.Barrier(len(acts))
    codes: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=60)
            act()
        except DomainError as refusal:
            codes.extend(refusal.codes)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return sorted(codes)
