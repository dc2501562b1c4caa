"""The ways in which a bank writes a public payer."""

import pytest

from payments.reconciliation.rules.payers import ways_to_write


@pytest.mark.parametrize(
    ("payer", "written"),
    [
        ("Fernshire County Council", {"FERNSHIRE CC", "FERNSHIRECC", "FCC", "FERNSHIRE COUNTY"}),
        ("Ashby Borough Council", {"ASHBY BC", "ASHBY COUNCIL", "ABC"}),
        ("Birchley Metropolitan Borough Council", {"BIRCHLEY MBC", "BMBC"}),
        ("Wrenford Council", {"WRENFORD CC", "WRENFORDCC"}),
    ],
)
def test_a_council_is_written_in_full_and_shortened(payer: str, written: set[str]) -> None:
    assert {payer, *written} <= set(ways_to_write(payer))


def test_another_payer_is_written_as_it_is_and_by_its_letters() -> None:
    assert ways_to_write("Kestrel Trust") == ("Kestrel Trust",)
    assert set(ways_to_write("NHS Fernshire Care Board")) == {"NHS Fernshire Care Board", "NFCB"}
