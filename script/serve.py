"""Serves the site on the listening socket that script/run opened: serve.py FILE_NUMBER.

The server's own command line opens one with SO_REUSEPORT in each worker, and then two servers can
share a port unseen. In production that is wanted; see docs/operating.md.
"""

from __future__ import annotations

import os
import sys
from functools import partial

from granian import Granian
from granian._granian import SocketHolder
from house import ROOT
from processes import end_with

BLOCKING_THREADS = 4


class OnGivenSocket(Granian):
    """The server over a socket that is open already."""

    given = -1

    def _init_shared_socket(self) -> None:
        is_a_file = False
        self._ssp, self._sso = None, None
        self._shd = SocketHolder(self.given, is_a_file, self.backlog)


def main() -> None:
    # Here and not in script/: the site's packages, and none of the scripts' own names.
    sys.path[0] = str(ROOT)
    OnGivenSocket.given = int(sys.argv[1])
    os.set_blocking(OnGivenSocket.given, False)
    # A worker ends with the server's main process even when that is killed.
    os.register_at_fork(after_in_child=partial(end_with, os.getpid()))
    OnGivenSocket(
        "marketplace.wsgi:application",
        interface="wsgi",
        blocking_threads=BLOCKING_THREADS,
        log_level="warning",
    ).serve()


if __name__ == "__main__":
    main()
