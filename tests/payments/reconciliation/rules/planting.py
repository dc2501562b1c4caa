"""Adding a rule of exceptions to the product for one test: one file, and nothing else."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from payments.reconciliation.rules import exceptions
from payments.reconciliation.rules.exception_registry import exception_rules
from payments.reconciliation.rules.version import rule_version

SOURCE = '''"""A made-up rule: spending on a Sunday."""

from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    FindingKind,
    LineFacts,
    Resolution,
)
from payments.reconciliation.rules.figures import TWICE_WITHIN


def find(facts: LineFacts) -> str | None:
    is_sunday = facts.line.day.weekday() == 6
    return "It was paid on a Sunday." if is_sunday and not facts.is_matched else None


RULE = ExceptionRule(
    code="{code}",
    title="Paid on a Sunday",
    meaning="paid on a Sunday",
    kind=FindingKind.CONCERN,
    find=find,
    law="the council",
    resolutions=(Resolution.PLAN_CHANGED,),
    within=TWICE_WITHIN,
)
'''


class Plant(Protocol):
    def __call__(self, name: str, *, code: str) -> None: ...


def forget_rules() -> None:
    importlib.invalidate_caches()
    exception_rules.cache_clear()
    rule_version.cache_clear()


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plant]:
    """Writes a made-up rule where the registry looks; it is gone after the test."""
    monkeypatch.setattr(exceptions, "__path__", [*exceptions.__path__, str(tmp_path)])
    names = []

    def write(name: str, *, code: str) -> None:
        (tmp_path / f"{name}.py").write_text(SOURCE.format(code=code))
        names.append(name)
        forget_rules()

    yield write
    monkeypatch.undo()
    for name in names:
        sys.modules.pop(f"{exceptions.__name__}.{name}", None)
        exceptions.__dict__.pop(name, None)
    forget_rules()
