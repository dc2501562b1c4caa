"""Lines by independent hands: what the matcher says of them stays as right as it was measured.

The floors are below what docs/measurements.md publishes for 300 people, because 40 people are few; they are
there to be seen when something makes the matcher worse.
"""

import importlib
import sys
from pathlib import Path

import pytest

from payments.reconciliation.trial.answering import answers_of
from payments.reconciliation.trial.format import read_plans
from payments.reconciliation.trial.scoring import Score, score
from payments.reconciliation.trial.statements import read_statements
from payments.reconciliation.trial.truth import read_truth

#: Each takes as long as a hundred other tests: one runs always, the others are drills.
SETS = [
    "cedar",
    pytest.param("dogwood", marks=pytest.mark.slow),
    pytest.param("amber", marks=pytest.mark.slow),
    pytest.param("birch", marks=pytest.mark.slow),
]


def scored(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> Score:
    write = importlib.import_module(f"tests.sets.{name}.write")
    asked = ["write", str(folder), "--people", "40", "--months", "12", "--seed", "7"]
    monkeypatch.setattr(sys, "argv", asked)
    write.main()
    plans, truth = read_plans(folder), read_truth(folder)
    assert truth is not None
    files = read_statements(folder, plans, lambda done, total: None)
    return score(truth.lines, answers_of(plans, files, lambda done, total: None))


@pytest.mark.parametrize("name", SETS)
def test_lines_of_an_independent_hand_are_matched_rightly_and_mostly(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = scored(tmp_path, name, monkeypatch).total
    assert every.lines > 3000
    assert every.wrong * 200 <= every.automatic
    assert every.right * 100 >= 75 * every.matchable


def test_sets_import_nothing_of_the_product() -> None:
    root = Path(importlib.import_module("tests.sets").__path__[0])
    sources = [file.read_text() for file in root.rglob("*.py")]
    assert sources
    for words in ("from payments", "from marketplace", "import payments", "import marketplace"):
        assert not any(words in source for source in sources)
