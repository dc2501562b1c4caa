"""What PostgreSQL must prove when SQLite has run every test already: `--second-database`.

Tests of pages, words, permissions and the demo are left out: what those ask of the database is asked
by queries and actions, which have tests of their own. The run fails at its end if there is a file of actions, of
queries or of QuerySets of which it called nothing, and names whatever else it did not call.
"""

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

import pytest

from tests import called

OPTION = "--second-database"
#: In the name of a file or a folder of tests: that they are about pages, words or permissions, or
#: about the demo, which only calls what has tests of its own.
SAME_ON_BOTH = re.compile(
    r"(^|_)(views?|pages?|forms?|components?|words|wording|permissions|walks|gates|demo)(_|$)"
)
#: Whoever asks for one of these uses the database.
FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def add_option(parser: pytest.Parser) -> None:
    parser.addoption(
        OPTION,
        action="store_true",
        help="leave out what is the same on any database, and see that every query is asked",
    )


def uses_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("sqlite"):
        return False
    asked = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db")) or bool(asked & FIXTURES)


def may_differ(path: str, marks: set[str]) -> bool:
    """Whether a test that uses the database may prove more on the second than on the first."""
    if "postgresql" in marks:
        return True
    parts = PurePath(path).with_suffix("").parts
    return "pages" not in marks and not any(SAME_ON_BOTH.search(part) for part in parts)


class SecondDatabase:
    """Chooses the tests, and gathers from every worker what they called."""

    def __init__(self) -> None:
        self.calls: called.Calls | None = None
        self.watched: set[str] = set()
        self.seen: set[str] = set()

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        same = [item for item in items if not _may_differ(config, item)]
        config.hook.pytest_deselected(items=same)
        items[:] = [item for item in items if _may_differ(config, item)]

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """In whatever process is going to run the tests."""
        if not session.config.option.collectonly:
            self.calls = called.Calls(called.asks_the_database())

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker is done."""
        watched, seen = getattr(node, "workeroutput", {}).get(OPTION, ((), ()))
        self.add(watched, seen)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.calls:
            self.add(self.calls.watched, self.calls.seen)
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[OPTION] = sorted(self.watched), sorted(self.seen)
        elif self.untouched:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.untouched:
            terminalreporter.section("mark a test postgresql that calls something of")
            terminalreporter.line("\n".join(self.untouched))
        if self.never_called:
            terminalreporter.section("not called on this database")
            terminalreporter.line("\n".join(self.never_called))

    def add(self, watched: Iterable[str], seen: Iterable[str]) -> None:
        self.watched.update(watched)
        self.seen.update(seen)

    @property
    def untouched(self) -> list[str]:
        """The files of which nothing was called."""
        return sorted(_files(self.watched) - _files(self.seen))

    @property
    def never_called(self) -> list[str]:
        return sorted(self.watched - self.seen)


def _files(names: Iterable[str]) -> set[str]:
    return {name.partition(":")[0] for name in names}


def _may_differ(config: pytest.Config, item: pytest.Item) -> bool:
    path = str(item.path.relative_to(config.rootpath))
    return may_differ(path, {mark.name for mark in item.iter_markers()})
