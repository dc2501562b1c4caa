"""Which rules there are, and which finding is worked first."""

from datetime import date

import pytest

from payments.reconciliation.rules.decisions import Finding
from payments.reconciliation.rules.exception_registry import (
    due_date,
    exception_rules,
    most_pressing,
    title_of,
)
from payments.reconciliation.rules.exception_rule import FindingKind
from payments.reconciliation.rules.figures import LOOKED_AT
from tests.payments.reconciliation.rules.planting import Plant

CASH, TWICE, OFF_PLAN, LAPSED = (Finding(code, code) for code in ("R10", "R13", "R1", "R20"))


def test_the_most_pressing_finding_when_kinds_differ_is_the_concern() -> None:
    assert most_pressing([OFF_PLAN, TWICE, LAPSED]) is TWICE


def test_the_most_pressing_finding_when_kinds_agree_is_the_soonest_due() -> None:
    assert most_pressing([OFF_PLAN, CASH]) is CASH


def test_the_most_pressing_finding_when_there_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        most_pressing([])


def test_rules_when_collected_come_most_pressing_first() -> None:
    kinds = [rule.kind for rule in exception_rules().values()]
    assert kinds == sorted(kinds, key=list(FindingKind).index)
    assert all(rule.within.usual > 0 and rule.resolutions for rule in exception_rules().values())


def test_a_due_date_counts_the_rules_days() -> None:
    within = {figure.key: figure.usual for figure in LOOKED_AT}
    found = date(2026, 9, 21)
    assert due_date("R13", found, within) == date(2026, 9, 24)
    assert due_date("R13", found, {**within, "exception_twice_days": 10}) == date(2026, 10, 1)
    assert {rule.within for rule in exception_rules().values()} == set(LOOKED_AT)


def test_a_title_when_its_rule_is_gone_is_the_code() -> None:
    assert title_of("R13") == "Possibly paid twice"
    assert title_of("R0") == "R0"


def test_a_code_when_two_files_have_it_is_refused(plant: Plant) -> None:
    plant("again", code="R13")
    with pytest.raises(ValueError, match="R13, which another rule has too"):
        exception_rules()
