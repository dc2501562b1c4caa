"""docs/money.md and the rules of exceptions say the same."""

from tests.payments.reconciliation.rules.documented import documented_table, table_of_rules
from tests.payments.reconciliation.rules.planting import Plant


def test_the_table_of_exceptions_is_what_the_rules_say() -> None:
    assert documented_table() == table_of_rules(), f"docs/money.md needs:\n{table_of_rules()}"


def test_the_table_when_a_rule_is_added_is_wrong(plant: Plant) -> None:
    plant("sunday", code="R99")
    assert documented_table() != table_of_rules()
    row = "| R99 | paid on a Sunday | concern | finance officer | 3 | plan changed | the council |"
    assert row in table_of_rules().splitlines()
