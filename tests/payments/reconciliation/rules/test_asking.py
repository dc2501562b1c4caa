"""What is worth asking, by how closely a person's payments are checked."""

import pytest

from payments.reconciliation.rules.asking import Asking, Monitoring
from payments.reconciliation.rules.exception_rule import FindingKind

LIGHT = Asking(Monitoring.LIGHT, from_pence=20_000, sample_percent=10)
#: A number that the sample leaves out.
OUT = 1


@pytest.mark.parametrize("level", list(Monitoring))
def test_a_concern_is_work_however_closely_anybody_is_checked(level: Monitoring) -> None:
    assert Asking(level).makes_work(FindingKind.CONCERN, pence=1, number=OUT)


def test_information_is_work_only_where_checks_are_close() -> None:
    asked = {
        level: Asking(level).makes_work(FindingKind.INFORMATION, pence=99_999, number=0)
        for level in Monitoring
    }
    assert asked == {Monitoring.LIGHT: False, Monitoring.USUAL: False, Monitoring.CLOSE: True}


@pytest.mark.parametrize(("pence", "asked"), [(-19_999, False), (-20_000, True), (20_000, True)])
def test_a_question_where_checks_are_light_is_work_from_the_councils_amount(
    pence: int, asked: bool
) -> None:
    assert LIGHT.makes_work(FindingKind.QUESTION, pence=pence, number=OUT) is asked
    assert Asking().makes_work(FindingKind.QUESTION, pence=pence, number=OUT)


@pytest.mark.parametrize("percent", [0, 1, 10, 100])
def test_the_sample_of_any_hundred_in_a_row_is_the_councils_percentage(percent: int) -> None:
    light = Asking(Monitoring.LIGHT, 20_000, percent)
    taken = [light.makes_work(FindingKind.QUESTION, pence=1, number=n) for n in range(730, 830)]
    assert sum(taken) == percent
