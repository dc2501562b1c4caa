"""The benchmark runs, is right about its own truth, and leaves the money whole."""

import pytest

from payments.bench import run
from payments.cards.models import ReceivedLine
from payments.ledger.triggers import missing_triggers
from payments.reconciliation.queries.wholeness import problems


@pytest.mark.django_db
def test_the_benchmark_names_its_figures_and_matches_nearly_all_and_nearly_only_right() -> None:
    figures = run([150], seed=3)
    assert set(figures) == {
        f"money.150.{name}"
        for name in (
            "lines",
            "lines_per_s",
            "import_per_s",
            "match_per_s",
            "rows_left",
            "ratio_to_bulk_insert",
            "precision",
            "recall",
            "peak_mb",
            "growth",
        )
    }
    assert figures["money.150.lines"] == ReceivedLine.objects.count() == 150
    assert figures["money.150.precision"] >= 0.99
    assert figures["money.150.recall"] >= 0.9
    assert list(problems()) == []
    assert missing_triggers() == []
