"""Which tests one worker takes together, because what they share takes long to make.

By path, and not by pytest-xdist's mark: how the mark reaches the scheduler hangs on pytest's insides.
"""

from xdist.scheduler import LoadScopeScheduling

#: What begins like this belongs to one unit of work, by its name.
TOGETHER = {
    "tests/walks/": "walks",
    "tests/marketplace/demo/test_over_time.py": "demo over time",
    "tests/planted_room/": "planted room",
    "tests/drills/test_held_sockets.py": "production",
    "tests/drills/test_proxy.py": "production",
    "tests/drills/test_readiness.py": "readiness",
    "tests/drills/test_index_damage.py": "index damage",
    "tests/drills/test_backup.py": "backup",
    "tests/drills/test_worker.py": "worker",
    "tests/script/test_run.py": "script/run",
}
#: The longest single tests begin first, so that no worker is idle while one of them ends.
FIRST = (
    "tests/drills/test_full_disk.py",
    "tests/drills/test_kills.py",
    "tests/payments/reconciliation/proof/test_year.py",
    "tests/drills/test_case_on_postgresql.py",
    "tests/journeys/test_new_council.py",
    "tests/journeys/test_case.py",
)


def unit_of(nodeid: str) -> str:
    """The unit of work to which a test belongs: most are one by themselves."""
    return next((unit for start, unit in TOGETHER.items() if nodeid.startswith(start)), nodeid)


def order_of(nodeid: str) -> int:
    """The lower, the sooner it begins."""
    return not nodeid.startswith((*FIRST, *TOGETHER))


class UnitScheduling(LoadScopeScheduling):
    """A free worker takes the next unit; the largest come first."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)
