"""Why a line is this or that, in a sentence that the person and the auditor can both read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from marketplace.core.pence import format_pounds
from marketplace.listings.rules import WEEKDAYS, PriceUnit
from payments.reconciliation.rules.allocation import Allocated
from payments.reconciliation.rules.amount_fit import AmountFit, pence_for
from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.due_dates import is_on_one_day
from payments.reconciliation.rules.payees import payee_key
from payments.reconciliation.rules.shapes import Explanation
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.values import (
    FitKind,
    Income,
    PaymentLine,
    Planned,
    Settled,
    TargetKind,
)


def say_day(day: date) -> str:
    """A day of the last months, without its year."""
    return f"{day.day} {day:%B}"


def say_date(day: date) -> str:
    """A day with its year, as the title of a task has it."""
    return f"{say_day(day)} {day.year}"


def say_units(units_c: int, unit: str) -> str:
    """Hundredths of a unit as people say them: "3 hours", "1 session", "2.5 hours"."""
    whole, part = divmod(units_c, 100)
    count = f"{whole}.{part:02}".rstrip("0").rstrip(".") if part else str(whole)
    word = unit.replace("_", " ")
    return f"{count} {word if units_c == 100 else word + 's'}"


def say_price(planned: Planned) -> str:
    """The price of one unit: "£16.50 an hour", "£4.50 each"."""
    pounds, unit = format_pounds(planned.price_pence), planned.unit
    if unit == PriceUnit.ITEM:
        return f"{pounds} each"
    return f"{pounds} {'an' if unit == PriceUnit.HOUR else 'a'} {unit}"


def frequency_words(planned: Planned) -> str:
    """How often an item is planned: "planned every Wednesday", "planned every 3 months"."""
    if planned.due_on:
        return "planned in some weeks" if planned.every_days else _on_dates(planned.due_on)
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
    return f"planned every {'week' if planned.weekday is None else WEEKDAYS[planned.weekday].label}"


def _on_dates(days: Sequence[date]) -> str:
    """ "planned on 5 October 2026", or on how many days where there are several."""
    return f"planned on {say_date(days[0])}" if len(days) == 1 else f"planned on {len(days)} days"


def why_candidate(line: PaymentLine, candidate: Candidate, days: int | None = None) -> str:
    """What the line would be, and what says so. ``days`` is how late (+) or early (-) it came."""
    if isinstance(candidate.source, Income):
        return _why_income(line, candidate.source, candidate)
    why = _why_planned(candidate.source, candidate.fit)
    return " ".join([why, *_named_by(line, candidate, days)])


def why_allocated(line: PaymentLine, allocated: Allocated, planned: Iterable[Planned]) -> str:
    """What a matched line is, and what says so."""
    candidate, how = allocated.candidate, allocated.how
    if isinstance(candidate.source, Income):
        return why_candidate(line, candidate, how.days)
    pieces = {(each.id, each.price_pence): each for each in planned}
    what = _SAY[how.kind](how, pieces, line)
    return " ".join([what, *_named_by(line, candidate, how.days)])


def why_kind(kind: TargetKind) -> str:
    """What a line is that is for nobody."""
    return f"{kind.label[0].upper()}{kind.label[1:]}."


def _why_planned(planned: Planned, fit: AmountFit) -> str:
    price, who = format_pounds(planned.price_pence), planned.label
    if fit.kind is FitKind.PART:
        part = say_units(fit.units_c, planned.unit)
        return (
            f"{part} with {who} at {price}, of the "
            f"{say_units(planned.units_c, planned.unit)} {frequency_words(planned)}."
        )
    if fit.kind is FitKind.SEVERAL:
        each = format_pounds(pence_for(planned, planned.units_c))
        often = frequency_words(planned)
        return f"{fit.periods} payments of {each} to {who} at once; it is {often}."
    if fit.kind is FitKind.NEAR:
        expected = format_pounds(pence_for(planned, planned.units_c))
        side = "less" if fit.off_pence < 0 else "more"
        off = format_pounds(abs(fit.off_pence))
        often = frequency_words(planned)
        return f"{expected} to {who}, {often}. {off} {side}, inside what is allowed."
    units = say_units(fit.units_c, planned.unit)
    return f"{units} with {who} at {price}, {frequency_words(planned)}."


def _named_by(line: PaymentLine, candidate: Candidate, days: int | None) -> list[str]:
    sentences = []
    if candidate.strength is Strength.REFERENCE:
        sentences.append("The reference on the payment is the plan’s.")
    elif payee_key(line.payee) in candidate.source.aliases:
        sentences.append("Staff have confirmed this payee name before.")
    elif candidate.strength is Strength.WEAK_NAME:
        sentences.append("The payee name is only a little alike.")
    # For several periods at once there is no one date.
    if days and candidate.fit.kind is not FitKind.SEVERAL:
        sentences.append(_which_time(line, candidate.source, days))
    return sentences


def _which_time(line: PaymentLine, source: Planned | Income, days: int) -> str:
    """Which planned time it fits, so many days before (+) or after (-) it.

    Not that it came late or early: beside the other times of the plan it may be neither, as where it
    was paid on the day of the next one, at the price of before.
    """
    day = say_date(line.day - timedelta(days))
    count = f"{abs(days)} day{'s' if abs(days) != 1 else ''}"
    edge = "up to" if days > 0 else "from"
    if isinstance(source, Planned) and is_on_one_day(source):
        edge = "of"
    side = "before" if days > 0 else "after"
    return f"It fits the planned time {edge} {day}, {count} {side} the payment."


def _why_income(line: PaymentLine, income: Income, candidate: Candidate) -> str:
    what = "contribution" if income.kind is TargetKind.CONTRIBUTION else "payment"
    by = ", known by its reference" if candidate.strength is Strength.REFERENCE else ""
    return f"A {what} from {income.label}: {_say_amount(line, income, candidate.fit)}{by}."


def _say_amount(line: PaymentLine, income: Income, fit: AmountFit) -> str:
    pounds = format_pounds(line.amount_pence)
    if fit.joint:
        weekly, once = format_pounds(fit.joint.weekly_pence), format_pounds(fit.joint.once_pence)
        return (
            f"{pounds}, {weekly} of it as agreed for {say_day(fit.joint.day)}, and {once} as agreed once"
            f" for {say_day(fit.joint.once_day)}"
        )
    if fit.agreed_for:
        return f"{pounds}, as agreed for {say_day(fit.agreed_for)}"
    if fit.kind is FitKind.NONE:
        return f"{pounds}, not the amount agreed"
    if income.usual_pence and line.amount_pence == fit.periods * income.usual_pence:
        count = "1 payment" if fit.periods == 1 else f"{fit.periods} payments"
        return f"{count} of {format_pounds(income.usual_pence)}"
    spell = "1 week" if fit.periods == 1 else f"{fit.periods} weeks"
    return f"{spell} at {format_pounds(line.amount_pence // fit.periods)}"


def why_not_weeks(line: PaymentLine, income: Income) -> str:
    """The payer is known, and the amount is no number of weeks, or not what is paid once."""
    payer = f"{income.label[0].upper()}{income.label[1:]}"
    if not income.weekly_pence and (agreed := agreed_near(income, line.day)):
        day, pence = agreed
        return (
            f"{payer} pays {format_pounds(pence)} once, on {say_day(day)}; "
            f"{format_pounds(line.amount_pence)} is another amount."
        )
    return (
        f"{payer} pays "
        f"{format_pounds(income.weekly_pence)} a week; "
        f"{format_pounds(line.amount_pence)} is not a number of weeks."
    )


def agreed_near(income: Income, day: date) -> tuple[date, int] | None:
    """The day and pence of the agreed payment that is nearest to a day."""
    return min(income.payments, key=lambda each: abs(each[0] - day), default=None)


def why_refund(purchase: Settled, label: str, *, by_id: bool) -> str:
    """Which purchase a refund gives back."""
    pounds = format_pounds(-purchase.line.amount_pence)
    known = " The card provider’s own number says so." if by_id else ""
    return f"A refund of the {pounds} paid to {label} on {say_day(purchase.line.day)}.{known}"


_Pieces = Mapping[tuple[int, int], Planned]


def _say_share(how: Explanation, pieces: _Pieces, line: PaymentLine) -> str:
    share = how.shares[0]
    piece = pieces[share.item_id, share.price_pence]
    fit = AmountFit(how.kind, share.units_c, how.off_pence)
    return _why_planned(piece, fit)


def _say_several(how: Explanation, pieces: _Pieces, line: PaymentLine) -> str:
    piece = pieces[how.shares[0].item_id, how.shares[0].price_pence]
    each = {share.pence for share in how.shares}
    often = frequency_words(piece)
    if len(each) == 1:
        fit = AmountFit(FitKind.SEVERAL, piece.units_c * len(how.shares), periods=len(how.shares))
        return _why_planned(piece, fit)
    sums = " and ".join(format_pounds(share.pence) for share in how.shares)
    return f"{sums} to {piece.label} at once; it is {often}."


def _say_together(how: Explanation, pieces: _Pieces, line: PaymentLine) -> str:
    pence = dict(how.result)
    labels = {share.item_id: pieces[share.item_id, share.price_pence].label for share in how.shares}
    said = [f"{format_pounds(amount)} to {labels[item]}" for item, amount in pence.items()]
    return f"{', '.join(said[:-1])} and {said[-1]}, paid together."


def _say_in_range(how: Explanation, pieces: _Pieces, line: PaymentLine) -> str:
    piece = pieces[how.shares[0].item_id, how.shares[0].price_pence]
    return f"Pay of {piece.label}, between the amounts agreed, {frequency_words(piece)}."


def _say_in_parts(how: Explanation, pieces: _Pieces, line: PaymentLine) -> str:
    piece = pieces[how.shares[0].item_id, how.shares[0].price_pence]
    whole = format_pounds(pence_for(piece, piece.units_c))
    return f"Part of {whole} to {piece.label}; another payment is the rest of it."


def _say_net(how: Explanation, pieces: _Pieces, line: PaymentLine) -> str:
    piece = pieces[how.shares[0].item_id, how.shares[0].price_pence]
    return f"A bill of {piece.label} less {format_pounds(-how.off_pence)}, a credit note."


_SAY: Mapping[FitKind, Callable[[Explanation, _Pieces, PaymentLine], str]] = {
    FitKind.FULL: _say_share,
    FitKind.PART: _say_share,
    FitKind.NEAR: _say_share,
    FitKind.SEVERAL: _say_several,
    FitKind.TOGETHER: _say_together,
    FitKind.RANGE: _say_in_range,
    FitKind.IN_PARTS: _say_in_parts,
    FitKind.NET: _say_net,
}
