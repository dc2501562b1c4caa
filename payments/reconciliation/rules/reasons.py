"""Why, in a sentence that the person and the auditor can both read."""

from collections.abc import Sequence
from datetime import date

from marketplace.core.pence import format_pounds
from marketplace.core.words import per_unit
from payments.reconciliation.rules.fits import Fit, pence_for
from payments.reconciliation.rules.options import Option
from payments.reconciliation.rules.payees import payee_key
from payments.reconciliation.rules.values import (
    Income,
    Line,
    Planned,
    Settled,
    Shape,
    Strength,
    TargetKind,
)

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOTHING = (
    "Nothing in the plan costs this. Not refused: off-plan spending can be right. "
    "Ask what it was for."
)
NOTHING_IN = "Nobody was expecting this money in. Ask who paid it, and what it is for."


def say_day(day: date) -> str:
    return f"{day.day} {day:%B}"


def say_units(units_c: int, unit: str) -> str:
    """Hundredths of a unit as people say them: "3 hours", "1 session", "2.5 hours"."""
    whole, part = divmod(units_c, 100)
    count = f"{whole}.{part:02}".rstrip("0").rstrip(".") if part else str(whole)
    word = unit.replace("_", " ")
    return f"{count} {word if units_c == 100 else word + 's'}"


def say_rhythm(planned: Planned) -> str:
    if planned.every_months:
        months = planned.every_months
        return f"planned every {'month' if months == 1 else f'{months} months'}"
    if not planned.every_days:
        return "planned once"
    weeks, rest = divmod(planned.every_days, 7)
    if rest:
        return f"planned every {planned.every_days} days"
    if weeks > 1:
        return f"planned every {weeks} weeks"
    return f"planned every {'week' if planned.weekday is None else _DAYS[planned.weekday]}"


def why_option(line: Line, option: Option, days: int | None = None) -> str:
    """What the line would be, and what says so. ``days`` is how late (+) or early (-) it came."""
    if isinstance(option.source, Income):
        return _why_income(line, option.source, option)
    told = _why_planned(option.source, option.fit)
    return " ".join([told, *_named_by(line, option, days)])


def _why_planned(planned: Planned, fit: Fit) -> str:
    price, who = format_pounds(planned.price_pence), planned.label
    if fit.shape is Shape.PART:
        part = say_units(fit.units_c, planned.unit)
        return (
            f"{part} with {who} at {price}, of the "
            f"{say_units(planned.units_c, planned.unit)} {say_rhythm(planned)}."
        )
    if fit.shape is Shape.SEVERAL:
        each = format_pounds(pence_for(planned, planned.units_c))
        return f"{fit.periods} payments of {each} to {who} at once; it is {say_rhythm(planned)}."
    if fit.shape is Shape.NEAR:
        expected = format_pounds(pence_for(planned, planned.units_c))
        side = "less" if fit.off_pence < 0 else "more"
        off = format_pounds(abs(fit.off_pence))
        return f"{expected} to {who}, {say_rhythm(planned)}. {off} {side}, inside what is allowed."
    return f"{say_units(fit.units_c, planned.unit)} with {who} at {price}, {say_rhythm(planned)}."


def _named_by(line: Line, option: Option, days: int | None) -> list[str]:
    told = []
    if option.strength is Strength.REFERENCE:
        told.append("The reference on the payment is the plan’s.")
    elif payee_key(line.payee) in option.source.aliases:
        told.append("Staff have confirmed this payee name before.")
    elif option.strength is Strength.WEAK_NAME:
        told.append("The payee name is only a little alike.")
    if days:
        count = f"{abs(days)} day{'s' if abs(days) != 1 else ''}"
        told.append(f"It came {count} {'late' if days > 0 else 'early'}.")
    return told


def _why_income(line: Line, income: Income, option: Option) -> str:
    weeks = option.fit.periods
    weekly = format_pounds(line.amount_pence // weeks)
    what = "contribution" if income.kind is TargetKind.CONTRIBUTION else "payment"
    spell = "1 week" if weeks == 1 else f"{weeks} weeks"
    by = ", known by its reference" if option.strength is Strength.REFERENCE else ""
    return f"A {what} from {income.label}: {spell} at {weekly}{by}."


def why_refund(purchase: Settled, label: str, *, by_id: bool) -> str:
    """Which purchase a refund gives back."""
    pounds = format_pounds(-purchase.line.amount_pence)
    known = " The card provider’s own number says so." if by_id else ""
    return f"A refund of the {pounds} paid to {label} on {say_day(purchase.line.day)}.{known}"


def why_no_refund(line: Line, nearest: Line | None, days: int) -> str:
    pounds = format_pounds(line.amount_pence)
    told = f"A refund with no purchase of {pounds} in the last {days} days."
    if nearest is not None:
        other = format_pounds(-nearest.amount_pence)
        told += f" Nearest: {other} on {say_day(nearest.day)}."
    return told


def why_tie(options: Sequence[Option]) -> str:
    """Several things fit equally well, so a person must choose."""
    labels = sorted({option.source.label for option in options})
    if len(labels) == 1:
        return f"Several plan lines for {labels[0]} fit equally well. Choose one."
    return f"{', '.join(labels[:-1])} and {labels[-1]} fit equally well. Choose one."


def why_taken(option: Option) -> str:
    """It fits, but every due date near it has been paid."""
    return f"It would be {option.source.label}, but what is planned near this date is already paid."


def why_contested(option: Option) -> str:
    """Another line fits the same due date as well as this one."""
    return f"It would be {option.source.label}, but another payment fits the same planned date."


def why_twin(line: Line, first: Line) -> str:
    pounds = format_pounds(abs(line.amount_pence))
    when = "on the same day" if line.day == first.day else f"on {say_day(first.day)}"
    if line.amount_pence > 0:
        return f"{pounds} came in from the same payer {when} too. It may have been paid twice."
    return f"The same payee was paid {pounds} {when} too. It may have been paid twice."


def why_old(since: date, today: date) -> str:
    """How long a person has been needed."""
    return f"It has waited for {(today - since).days} days."


def why_no_fit(line: Line, option: Option) -> str:
    """The name agrees and the amount does not."""
    amount = format_pounds(abs(line.amount_pence))
    if isinstance(option.source, Income):
        return (
            f"{option.source.label[0].upper()}{option.source.label[1:]} pays "
            f"{format_pounds(option.source.weekly_pence)} a week; {amount} is not a number of weeks."
        )
    planned = option.source
    expected = pence_for(planned, planned.units_c)
    price = f"{format_pounds(planned.price_pence)} {per_unit(planned.unit)}"
    if -line.amount_pence > expected:
        return (
            f"The plan has {planned.label} at {price}, {format_pounds(expected)} in all, "
            f"{say_rhythm(planned)}; {amount} is {format_pounds(-line.amount_pence - expected)} more."
        )
    return (
        f"The plan has {planned.label} at {price}; "
        f"{amount} is not a whole number of {planned.unit.replace('_', ' ')}s."
    )
