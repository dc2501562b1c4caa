"""The case, from the first page to a reconciled payment, with the site on PostgreSQL."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.drills.own_postgresql import OwnServer

CASE = "tests/journeys/test_case.py::test_case_runs_from_finding_to_a_reconciled_payment[script]"


@pytest.mark.slow
def test_case_when_on_postgresql_runs_as_on_sqlite(own_postgresql: OwnServer) -> None:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")}
    walked = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", CASE],
        cwd=ROOT,
        env={**inherited, "TEST_DATABASE_URL": own_postgresql.address()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert walked.returncode == 0, walked.stdout[-8_000:] + walked.stderr[-2_000:]
    assert "1 passed" in walked.stdout
