"""A payee of the plan whose amount or date is not what was planned."""

from marketplace.core.pence import format_pounds
from payments.reconciliation.rules.amount_fit import pence_for
from payments.reconciliation.rules.exception_rule import (
    Doubt,
    ExceptionRule,
    LineFacts,
    Resolution,
    Severity,
)
from payments.reconciliation.rules.reasons import frequency_words, say_price
from payments.reconciliation.rules.values import PaymentLine, Planned


def find(facts: LineFacts) -> str | None:
    """A planned payee with another amount, or with the amount when every due date near is used up."""
    if facts.doubt is Doubt.TAKEN and facts.chosen and facts.repeat_of is None:
        label = facts.chosen.source.label
        return f"Looks like {label}, but payments planned near this date are already matched."
    if facts.named is not None and isinstance(facts.named.source, Planned):
        return _other_amount(facts.line, facts.named.source)
    return None


def _other_amount(line: PaymentLine, planned: Planned) -> str:
    amount = format_pounds(abs(line.amount_pence))
    expected = pence_for(planned, planned.units_c)
    price = say_price(planned)
    if -line.amount_pence > expected:
        return (
            f"The plan has {planned.label} at {price}, {format_pounds(expected)} in all, "
            f"{frequency_words(planned)}; "
            f"{amount} is {format_pounds(-line.amount_pence - expected)} more."
        )
    return (
        f"The plan has {planned.label} at {price}; "
        f"{amount} is not a whole number of {planned.unit.replace('_', ' ')}s."
    )


RULE = ExceptionRule(
    code="R3",
    title="The amount differs from the plan",
    meaning="the amount differs from the plan, or the dates near it are paid",
    severity=Severity.LOOK,
    find=find,
    resolutions=(Resolution.MATCHED, Resolution.PLAN_CHANGED, Resolution.REPAID),
)
