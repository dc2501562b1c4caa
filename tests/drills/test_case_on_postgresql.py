"""The case, from the first page to a reconciled payment, with the site on PostgreSQL."""

import os
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT

CASE = "tests/journeys/test_case.py::test_case_runs_from_finding_to_a_reconciled_payment[script]"


@pytest.mark.slow
def test_case_when_on_postgresql_runs_as_on_sqlite(load: Any) -> None:
    services = load("services")
    with services.postgres(services.postgres_bin()) as address:
        walked = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", "0", CASE],
            cwd=ROOT,
            env={**os.environ, "TEST_DATABASE_URL": address},
            capture_output=True,
            text=True,
        )
    assert walked.returncode == 0, walked.stdout[-8_000:] + walked.stderr[-2_000:]
    assert "1 passed" in walked.stdout
