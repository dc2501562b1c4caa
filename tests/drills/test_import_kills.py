"""Who imports and matches is killed at a hundred random moments, over small statements that overlap.

Whoever comes next goes on from the rows alone. Bounded: KILLS; each run prints its seed.
"""

import secrets
from pathlib import Path

import pytest

from tests.drills.demo_site import Site
from tests.drills.own_postgresql import tell

pytestmark = pytest.mark.slow
KILLS = 100


@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_import_and_match_killed_at_a_hundred_moments_lose_double_and_move_nothing_twice(
    tmp_path: Path, request: pytest.FixtureRequest, database: str
) -> None:
    seed = secrets.randbelow(1_000_000)
    if database == "postgresql":
        server = request.getfixturevalue("own_postgresql")
        site = Site(tmp_path / "site", server.migrated(f"import_{secrets.token_hex(4)}"))
    else:
        site = Site(tmp_path / "site")
        site.migrate_sqlite()
    said = site.must("-m", "tests.drills.import_child", str(seed), str(KILLS))
    tell(f"{database}, seed {seed}: {said.strip()}")
    assert "WRONG" not in said, said
    assert said.startswith(f"{KILLS} killed at work"), said
