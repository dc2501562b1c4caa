"""The lock is everything: whatever an installed package asks for is in it, extras included.

Packages are installed with --no-deps, so what the lock lacks is not there at all.
"""

from collections.abc import Callable, Iterator
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

REQUIREMENTS = ROOT / "requirements"
Asks = Callable[[str], list[str] | None]
Lock = dict[str, Requirement]


def read(file: Path) -> Iterator[Requirement]:
    """The requirements of an .in or a lock, those of files that it names included."""
    for line in file.read_text().splitlines():
        if line.startswith("-r "):
            yield from read(file.parent / line[3:])
        elif line and not line.startswith((" ", "#", "-")):
            yield Requirement(line.removesuffix("\\").strip())


def by_name(requirements: Iterator[Requirement]) -> Lock:
    return {canonicalize_name(one.name): one for one in requirements}


def lacks(roots: list[Requirement], lock: Lock, asks: Asks) -> set[str]:
    """What is asked for here, directly or not and whatever the machine, and not locked as asked."""
    missing, seen, todo = set(), set(), [(one, "us") for one in roots]
    while todo:
        wanted, by = todo.pop()
        name = canonicalize_name(wanted.name)
        pinned = lock.get(name)
        if pinned is None or not fits(wanted, pinned):
            missing.add(f"{name}, asked for as {wanted} by {by}")
            continue
        for extra in ["", *pinned.extras]:
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            todo += [
                (one, name)
                for one in map(Requirement, asks(name) or [])
                if one.marker is None or one.marker.evaluate({"extra": extra})
            ]
    return missing


def fits(wanted: Requirement, pinned: Requirement) -> bool:
    (pin,) = pinned.specifier
    return wanted.extras <= pinned.extras and wanted.specifier.contains(pin.version)


@pytest.mark.parametrize("name", ["base", "dev"])
def test_lock_when_compared_with_the_installed_packages_lacks_nothing(name: str) -> None:
    lock = by_name(read(REQUIREMENTS / f"{name}.txt"))
    assert lacks(list(read(REQUIREMENTS / f"{name}.in")), lock, requires) == set()
    assert len(lock) > 50


@pytest.mark.parametrize("name", ["base", "dev"])
def test_lock_when_read_pins_each_package_to_one_version_with_hashes(name: str) -> None:
    text = (REQUIREMENTS / f"{name}.txt").read_text()
    lock = list(read(REQUIREMENTS / f"{name}.txt"))
    assert [str(one) for one in lock if not str(one.specifier).startswith("==")] == []
    assert text.count("==") == len(lock)
    assert all(" \\\n    --hash=sha256:" in part for part in text.split("==")[1:])


ASKED = {
    "wagtail": ['Willow[heif]<2,>=1.11; extra == ""', "anyascii>=0.3", "tzdata; extra == 'zones'"],
    "willow": ["filetype>=1", 'pillow-heif>=1; extra == "heif"', 'numpy; platform_system == "No"'],
}
SOUND = [
    "wagtail==7.4.4",
    "willow[heif]==1.12.0",
    "anyascii==0.3.3",
    "filetype==1.2",
    "pillow-heif==1.8",
]


@pytest.mark.parametrize(
    ("lock", "missing"),
    [
        (SOUND, set()),
        ([*SOUND[:1], "willow==1.12.0", *SOUND[2:]], {"willow"}),
        (SOUND[:-1], {"pillow-heif"}),
        ([*SOUND[:1], "willow[heif]==1.9", *SOUND[2:]], {"willow"}),
        (SOUND[1:], {"wagtail"}),
    ],
    ids=["sound", "without the extra", "without what the extra asks", "too old", "not there"],
)
def test_lacks_when_planted_finds_it_and_nothing_else(lock: list[str], missing: set[str]) -> None:
    found = lacks([Requirement("wagtail~=7.4")], by_name(map(Requirement, lock)), ASKED.get)
    assert {one.split(",")[0] for one in found} == missing
