"""The year of a person, as the script lives it for many."""

import pytest

from tests.payments.reconciliation.proof.year import Findings, prove_year


@pytest.mark.slow
@pytest.mark.django_db
def test_page_read_model_and_ledger_agree_on_every_day_of_a_year() -> None:
    findings = Findings()
    prove_year([17], findings)
    assert findings.differences == []
    assert findings.compared["page and reference: left"] == 365
