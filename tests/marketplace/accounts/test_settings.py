"""Production settings: a missing variable stops the start and says which."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WHOLE = {
    "HANDRAIL_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "HANDRAIL_HOSTS": "handrail.fernshire.example",
    "DATABASE_URL": "sqlite:///:memory:",
    "HANDRAIL_SMTP_HOST": "smtp.fernshire.example",
    "HANDRAIL_MAIL_FROM": "no-reply@fernshire.example",
}


def manage_check(environment: dict[str, str], tmp_path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.production",
            "HANDRAIL_VAR": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_when_whole_passes_the_deployment_check(tmp_path: Path) -> None:
    result = manage_check(WHOLE, tmp_path)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_production_when_a_variable_is_missing_names_it(name: str, tmp_path: Path) -> None:
    result = manage_check({k: v for k, v in WHOLE.items() if k != name}, tmp_path)
    assert result.returncode != 0
    assert f"The environment variable {name} is not set" in result.stderr
