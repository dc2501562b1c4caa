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


KEY = WHOLE["HANDRAIL_SECRET_KEY"]
POSTGRESQL = "postgres://handrail@127.0.0.1:1/handrail"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"HANDRAIL_SECRET_KEY": "x"}, "HANDRAIL_SECRET_KEY can be guessed"),
        ({"HANDRAIL_SECRET_KEY": "abab" * 20}, "HANDRAIL_SECRET_KEY can be guessed"),
        ({"HANDRAIL_SECRET_KEY_FALLBACKS": f"{KEY}, old"}, "HANDRAIL_SECRET_KEY_FALLBACKS can be"),
        ({"HANDRAIL_THREADS": "0"}, "Set it to a whole number of 1 or more"),
        ({"HANDRAIL_PROCESSES": "many"}, "HANDRAIL_PROCESSES is “many”"),
        ({"HANDRAIL_HSTS_PRELOAD": "yes"}, "HANDRAIL_HSTS_PRELOAD is “yes”"),
        (
            {"DATABASE_URL": POSTGRESQL, "HANDRAIL_THREADS": "20"},
            "2 processes × 20 threads + 1 workers × 4 = 44 database connections are more",
        ),
    ],
)
def test_production_when_a_value_is_worthless_does_not_start(
    changed: dict[str, str], said: str, tmp_path: Path
) -> None:
    result = manage_check({**WHOLE, **changed}, tmp_path)
    assert result.returncode != 0
    assert said in result.stderr


CHOSEN = (
    "from django.conf import settings as s;"
    "print(s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD, len(s.SECRET_KEY_FALLBACKS))"
)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "False False 0"),
        (
            {
                "HANDRAIL_HSTS_SUBDOMAINS": "1",
                "HANDRAIL_HSTS_PRELOAD": "1",
                "HANDRAIL_SECRET_KEY_FALLBACKS": f"{KEY[::-1]},{KEY[1:]}",
            },
            "True True 2",
        ),
    ],
)
def test_production_when_something_is_chosen_does_it(
    changed: dict[str, str], said: str, tmp_path: Path
) -> None:
    environment = {
        **WHOLE,
        **changed,
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.production",
        "HANDRAIL_VAR": str(tmp_path),
    }
    printed = subprocess.run(
        [sys.executable, "-c", CHOSEN],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert printed.stdout.strip() == said
