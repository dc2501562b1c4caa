"""Several processes post, several seal, any of them is killed: the proof holds.

On PostgreSQL. No seal is ever mended, so one proof at the end shows any that broke.
"""

import random
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.drills.demo_site import Site
from tests.drills.own_postgresql import OwnServer, tell

pytestmark = pytest.mark.slow
POSTERS, SEALERS, KILLS, RUNS = 2, 2, 4, 30
#: Only a hang lasts so long.
HANG_SECONDS = 300


@pytest.fixture
def environment(own_postgresql: OwnServer, tmp_path: Path) -> dict[str, str]:
    """The variables under which a process of ours finds a migrated database of its own."""
    site = Site(tmp_path / "site", own_postgresql.migrated("sealed"))
    site.must("-m", "tests.drills.ledger_child", "prepare")
    return site.env


@dataclass
class Child:
    """One process, and every line that it said."""

    word: str
    env: dict[str, str]
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.drills.ledger_child", self.word],
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def hear(self, lines: int) -> None:
        """Wait for so many more lines. A process that ended before has failed."""
        assert self.process.stdout
        for _ in range(lines):
            line = self.process.stdout.readline()
            assert line, f"The process that would {self.word} ended: its error is above."
            self.said.append(line.strip())

    def kill(self) -> None:
        self.process.kill()
        self._hear_the_rest()

    def end(self) -> int:
        assert self.process.stdin
        self.process.stdin.close()
        self._hear_the_rest()
        return self.process.wait(HANG_SECONDS)

    def _hear_the_rest(self) -> None:
        """A kill may cut the last line short, which then counts as not said."""
        assert self.process.stdout
        rest = self.process.stdout.read()
        self.said += rest.splitlines() if rest.endswith("\n") else rest.splitlines()[:-1]
        self.process.wait(HANG_SECONDS)
        self.let_go()

    def let_go(self) -> None:
        """Close the pipes: one left open is a warning, which is an error here."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


def posted(env: dict[str, str]) -> list[str]:
    """The reference of every transfer that the database has."""
    read = (
        "from payments.ledger.models import Transfer;"
        "print(*Transfer.objects.values_list('reference', flat=True), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", read],
        cwd=ROOT,
        env=env,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.split()


def test_seals_when_made_while_several_post_and_some_are_killed_all_hold(
    environment: dict[str, str],
) -> None:
    chance = random.Random(7)
    running = [Child(word, environment) for word in ["post"] * POSTERS + ["seal"] * SEALERS]
    ended: list[Child] = []
    try:
        for _ in range(KILLS):
            which = chance.randrange(len(running))
            child = running[which]
            child.hear(chance.randint(1, 40) if child.word == "post" else chance.randint(1, 3))
            child.kill()
            ended.append(child)
            running[which] = Child(child.word, environment)
        last = running[-1]
        last.hear(RUNS)
        assert [child.end() for child in running] == [0] * len(running)
    finally:
        for child in running:
            child.process.kill()
            child.let_go()
    everybody = [*ended, *running]
    told = {line for child in everybody if child.word == "post" for line in child.said}
    found = posted(environment)
    lost, doubled = told - set(found), len(found) - len(set(found))
    tell(f"{KILLS} kills, {len(told)} transfers: {len(lost)} lost, {doubled} doubled")
    assert not lost
    assert doubled == 0
    # What was posted has no payment behind it, so the ledger is proved in itself.
    whole = "from payments.ledger.queries import problems; found = list(problems()); assert not found, found"
    verified = [sys.executable, "manage.py", "shell", "--no-imports", "-c", whole]
    subprocess.run(verified, cwd=ROOT, env=environment, check=True, timeout=HANG_SECONDS)
