"""A backup taken under load, restored elsewhere, and both cut off by kill -9.

A real server answers searches, a real worker runs, and a process imports statements, edits a listing
and replaces evidence, all the while. Bounded: one small council for each database, one backup of it
under load, KILLS of each command.
"""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from marketplace.portal.backup.disk import stored
from marketplace.portal.backup.manifest import Manifest, read_manifest
from tests.conftest import ROOT
from tests.drills.demo_site import HANG_SECONDS, Site, page, wait_for
from tests.drills.own_postgresql import OwnServer, tell

pytestmark = pytest.mark.slow
KILLS = 3
#: After which of its lines a restore is killed: the last one comes as the database is put back.
RESTORE_SAYS = ("Checked: ", "Files of private: ", "Files of media: ")
#: How often a restore is tried while what a killed one started still runs.
MOST_TRIES = 10
#: Rounds of the load before the backup, and after it.
ROUNDS = 3
QUERIES = ("", "?q=care", "?q=garden", "?page=2", "?q=shopping+help")
RESULT = re.compile(r'href="(/(?:find|listings?|services?)/[^"#?]+)"')
DATABASES = ("sqlite", "postgresql")


@dataclass
class Drill:
    """Where it all lies, and how another empty database is made."""

    folder: Path
    server: OwnServer | None
    site: Site

    def elsewhere(self, name: str) -> Site:
        """An empty place with an empty database."""
        return Site(self.folder / name, self.server.empty(name) if self.server else "")


@pytest.fixture(scope="module", params=DATABASES)
def drill(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Drill:
    folder, server = tmp_path_factory.mktemp("backup"), None
    if request.param == "sqlite":
        site = Site(folder / "site")
        site.migrate_sqlite()
    else:
        server = request.getfixturevalue("own_postgresql")
        site = Site(folder / "site", server.migrated("backed_up"))
    site.must("-m", "tests.drills.backup_child", "prepare")
    return Drill(folder, server, site)


@contextmanager
def _loaded(site: Site) -> Iterator["subprocess.Popen[str]"]:
    """The process that changes things, from its first round on."""
    load = subprocess.Popen(
        [sys.executable, "-m", "tests.drills.backup_child", "load"],
        cwd=ROOT,
        env=site.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        _hear(load, ROUNDS)
        yield load
    finally:
        load.communicate()  # closes its stdin, on which it ends
    assert load.returncode == 0


def _hear(load: "subprocess.Popen[str]", rounds: int) -> None:
    assert load.stdout
    for _ in range(3 * rounds):
        assert load.stdout.readline(), "The load ended: its error is above."


def _answers(site: Site) -> dict[str, list[str]]:
    with site.served() as address:
        return {query: RESULT.findall(page(address + query)) for query in QUERIES}


def _said(site: Site, code: str) -> list[str]:
    return site.must("-c", f"import django; django.setup()\n{code}").split()


_COUNTS = (
    "from marketplace.core.models import AuditEvent as A\n"
    "print(*[A.objects.filter(event=e).count()"
    " for e in ('evidence_saved', 'listing_availability_set')])"
)
_EVIDENCE = (
    "from marketplace.accreditation.models import Evidence as E\n"
    "print(*E.objects.exclude(file='').values_list('file', flat=True))"
)


def test_backup_under_load_restored_elsewhere_is_whole(drill: Drill) -> None:
    site, backup = drill.site, drill.folder / "backup"
    wanted = _answers(site)
    assert any(wanted.values())
    with site.served() as address, site.running(*site.manage("work")), _loaded(site) as load:
        before = [int(count) for count in _said(site, _COUNTS)]
        begun = time.monotonic()
        taking = site.begin(*site.manage("backup", backup))
        while taking.poll() is None:
            page(address + QUERIES[1])
        taken = time.monotonic() - begun
        assert taking.returncode == 0, (site.var / "drill-log").read_text()[-2_000:]
        _hear(load, ROUNDS)
        assert page(address + QUERIES[1])
    manifest = read_manifest(backup)
    new = drill.elsewhere("elsewhere")
    begun = time.monotonic()
    new.must(*new.manage("restore", backup))
    restored = time.monotonic() - begun
    after = [int(count) for count in _said(new, _COUNTS)]
    live = [int(count) for count in _said(site, _COUNTS)]
    rows = sum(table.count for table in manifest.database.tables.values())
    tell(
        f"{rows} rows, {len(manifest.files) - 1} files, {manifest.size} bytes:"
        f" taken in {taken:.1f} s, restored in {restored:.1f} s;"
        f" {before} before, {after} in it, {live} when the load ended"
    )
    # All that was committed before is there, and the site went on meanwhile.
    assert all(was <= got <= ended for was, got, ended in zip(before, after, live, strict=True))
    assert all(got < ended for got, ended in zip(after, live, strict=True))
    _check_files(new, manifest)
    assert "The ledger is whole" in new.must(*new.manage("verify_ledger"))
    assert _answers(new) == wanted


def _check_files(new: Site, manifest: Manifest) -> None:
    """Every file is as the manifest says, and every row's file is there or was told to be missing."""
    for place in ("private", "media"):
        for name, file in manifest.under(place).items():
            assert stored(new.var / place / name) == file
    for name in _said(new, _EVIDENCE):
        assert (new.var / "private" / name).exists() or f"private/{name}" in manifest.missing


def test_backup_killed_anywhere_leaves_nothing_that_restore_takes(drill: Drill) -> None:
    site, backups = drill.site, drill.folder / "killed"
    backups.mkdir()
    place = drill.elsewhere("after_killed_backups")
    cut = 0
    for turn in range(KILLS):
        backup = backups / f"try-{turn}"
        taking = site.begin(*site.manage("backup", backup))
        cut += _kill_when(taking, partial(_has, backups, turn))
        for half in _half_made(backups):
            assert "only half of a backup" in place.run(*place.manage("restore", half)).stderr
    tell(f"backups killed: {cut} of {KILLS} midway")
    assert cut
    # pg_dump may go on for a moment after whoever started it; the lock is its as well.
    wait_for(lambda: site.run(*site.manage("backup", backups / "whole")).returncode == 0)
    assert _half_made(backups) == []
    place.must(*place.manage("restore", "--check", backups / "whole"))


def _kill_when(process: "subprocess.Popen[str]", is_so: Callable[[], bool]) -> bool:
    """kill -9 at a moment. False where it ended by itself before."""
    wait_for(lambda: is_so() or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    return process.wait(HANG_SECONDS) == -signal.SIGKILL


def _has(backups: Path, files: int) -> bool:
    """Whether a half-made backup has so many files: a later moment for each kill."""
    return any(_has_files(half, files) for half in _half_made(backups))


def _half_made(backups: Path) -> list[Path]:
    return list(backups.glob(".handrail-half-made-*"))


def _has_files(folder: Path, files: int) -> bool:
    return len([path for path in folder.rglob("*") if path.is_file()]) >= files


def test_restore_killed_anywhere_begins_again_or_is_refused(drill: Drill) -> None:
    backup = drill.folder / "to-restore"
    drill.site.must(*drill.site.manage("backup", backup))
    place = drill.elsewhere("after_killed_restores")
    cut = 0
    for words in RESTORE_SAYS:
        log = place.var / "drill-log"
        before = log.stat().st_size if log.exists() else 0
        putting = place.begin(*place.manage("restore", backup))
        cut += _kill_when(putting, partial(_says, log, before, words))
    tell(f"restores killed: {cut} of {len(RESTORE_SAYS)} midway")
    assert cut
    # pg_restore may go on for a moment after whoever started it: the lock is its as well.
    last = place.run(*place.manage("restore", backup))
    for _ in range(MOST_TRIES):
        if "at work already" not in last.stderr:
            break
        last = place.run(*place.manage("restore", backup))
    assert last.returncode == 0 or "The database is not empty" in last.stderr
    manifest = read_manifest(backup)
    _check_files(place, manifest)
    assert "The ledger is whole" in place.must(*place.manage("verify_ledger"))


def _says(log: Path, before: int, words: str) -> bool:
    return words in log.read_bytes()[before:].decode()
