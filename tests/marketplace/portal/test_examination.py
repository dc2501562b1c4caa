"""A check that fails, hangs or lies spoils no other, and is asked no more often than it says."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

import pytest

from marketplace.core.findings import HealthCheck, HealthFinding, Weight
from marketplace.portal.examination import Examiner

WELL = HealthFinding(True, "Well.")
pytestmark = pytest.mark.django_db


def check(name: str, look: Callable[[datetime], HealthFinding], **facts: object) -> HealthCheck:
    return HealthCheck(name, look, **facts)  # type: ignore[arg-type]


def test_check_that_raises_is_not_well_and_the_others_are_looked_at(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(at: datetime) -> HealthFinding:
        raise RuntimeError("wilhelmina")

    found = Examiner().examine([check("bad", fail), check("good", lambda at: WELL)])
    assert [one.finding.is_well for one in found] == [False, True]
    assert "RuntimeError" in found[0].finding.sentence
    assert "wilhelmina" not in found[0].finding.sentence
    assert caplog.records[0].exc_info


def test_check_that_hangs_is_not_waited_for_nor_started_again() -> None:
    let_go, began = Event(), []

    def hang(at: datetime) -> HealthFinding:
        began.append(at)
        let_go.wait()
        return WELL

    hanging = check("hanging", hang, seconds=0.01, valid_for=timedelta(0))
    examiner = Examiner()
    for _ in range(3):
        found = examiner.examine([hanging, check("good", lambda at: WELL)])
        assert [one.finding.is_well for one in found] == [False, True]
    assert len(began) == 1
    let_go.set()
    examiner.looks["hanging"].thread.join()
    (after,) = examiner.examine([check("hanging", lambda at: WELL, valid_for=timedelta(0))])
    assert after.finding.is_well


def test_finding_stands_however_many_ask() -> None:
    looked = []

    def look(at: datetime) -> HealthFinding:
        looked.append(at)
        return WELL

    examiner = Examiner()
    for _ in range(5):
        examiner.examine([check("asked", look, valid_for=timedelta(hours=1))])
    assert len(looked) == 1


def test_change_is_logged_once_each_way(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "handrail.health")
    ill = HealthFinding(False, "Ill.")
    answers = iter([WELL, ill, ill, WELL, WELL])
    examiner = Examiner()
    for _ in range(5):
        examiner.examine([check("it", lambda at: next(answers), valid_for=timedelta(0))])
    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("ERROR", "it is not well: Ill."),
        ("INFO", "it is well again"),
    ]


def test_checks_that_all_hang_hold_nobody_for_longer_than_one_patience() -> None:
    let_go, began = Event(), []

    def hang(at: datetime) -> HealthFinding:
        began.append(at)
        let_go.wait()
        return WELL

    hanging = [check(f"hanging-{number}", hang, seconds=3_600) for number in range(5)]
    stops = check("stops", hang, weight=Weight.STOPS, seconds=3_600)
    examiner = Examiner(patience=0.01)
    found = examiner.examine([*hanging, stops])
    assert not any(one.finding.is_well for one in found)
    # The time was over with the first, which is the one that decides.
    assert list(examiner.looks) == ["stops"]
    let_go.set()
    examiner.looks["stops"].thread.join()
    assert examiner.examine([stops])[0].finding.is_well
    assert len(began) == 1
