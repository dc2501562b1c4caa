"""A payee of the plan whose amount or date is not what was planned."""

from marketplace.core.pence import format_pounds
from payments.reconciliation.rules.amount_fit import fit_spending, pence_for
from payments.reconciliation.rules.exception_rule import (
    Doubt,
    ExceptionRule,
    FindingKind,
    LineFacts,
    Resolution,
)
from payments.reconciliation.rules.reasons import frequency_words, say_price
from payments.reconciliation.rules.values import FitKind, PaymentLine, Planned


def find(facts: LineFacts) -> str | None:
    """A planned payee with another amount, or with the amount when every due date near is used up."""
    if facts.how is not None and facts.how.kind is FitKind.NEAR:
        return _let_pass(facts.how.off_pence)
    if facts.doubt is Doubt.TAKEN and facts.chosen and facts.repeat_of is None:
        return _price_then(facts) or _dates_taken(facts.chosen.source.label)
    if facts.named is not None and isinstance(facts.named.source, Planned):
        return _other_amount(facts.line, facts.named.source)
    return None


def _let_pass(off_pence: int) -> str:
    side = "more" if off_pence > 0 else "less"
    return f"{format_pounds(abs(off_pence))} {side} than planned, inside what is allowed."


def _dates_taken(label: str) -> str:
    return f"Looks like {label}, but payments planned near this date are already matched."


def _price_then(facts: LineFacts) -> str | None:
    """Where the line has another price on that day than the one that fits."""
    in_force = next((each for each in facts.pieces if each.holds_on(facts.line.day)), None)
    if in_force is None:
        return None
    settings = facts.settings
    fit = fit_spending(in_force, -facts.line.amount_pence, settings)
    return _other_amount(facts.line, in_force) if fit.kind is FitKind.NONE else None


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
    kind=FindingKind.QUESTION,
    find=find,
    law="the plan as agreed: its price and hours",
    resolutions=(Resolution.MATCHED, Resolution.PLAN_CHANGED, Resolution.REPAID),
)
