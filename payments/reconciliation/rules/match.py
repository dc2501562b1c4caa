"""Deciding what each of one person's open lines is. Same input in any order, same answer.

Tiers: T0 the provider's own id, T1 a reference, T2 amount, date and payee, T4 a rhythm confirmed
before, T5 a suggestion that only a person may accept. A tie is never decided.
"""

from collections.abc import Iterable

from payments.reconciliation.rules import passes, reasons
from payments.reconciliation.rules.exceptions import is_old
from payments.reconciliation.rules.fits import Due, pence_for
from payments.reconciliation.rules.options import Option, leaders, options_for, twins
from payments.reconciliation.rules.payees import payee_key
from payments.reconciliation.rules.values import (
    Case,
    Claim,
    Decision,
    Finding,
    Income,
    Line,
    Outcome,
    Planned,
    Rival,
    Settled,
    Shape,
    Strength,
    TargetKind,
    Tier,
)

_TIERS = {Strength.REFERENCE: Tier.REFERENCE}
MOST_RIVALS = 5


def decide(case: Case) -> list[Decision]:
    """A decision for every open line, in line order."""
    lines = sorted(case.lines, key=lambda line: (line.day, line.id))
    options = {line.id: options_for(line, case) for line in lines}
    repeats = _doubtful_repeats(case, options)
    best = [
        (line, ahead)
        for line in lines
        if line.id not in repeats and (ahead := leaders(options[line.id]))
    ]
    book = passes.Book.of(case.settled)
    passes.one_to_one(best, book, case.settings)
    passes.incomes(best, book)
    passes.parts(best, book, case.settings)
    passes.several(best, book, case.settings)
    purchases = [*case.settled, *_just_matched(lines, book)]
    back = passes.refunds(
        [line for line in lines if line.amount_pence > 0 and not _is_named(options[line.id])],
        purchases,
        book.used,
        case.settings.refund_days,
    )
    labels = {planned.id: planned.label for planned in case.planned}
    decisions = []
    for line in sorted(lines, key=lambda line: line.id):
        if line.id in book.given:
            decisions.append(_matched(line, options[line.id], book, case))
        elif line.id in back:
            decisions.append(_refund(line, back[line.id], labels))
        else:
            decisions.append(
                _undecided(line, options[line.id], repeats.get(line.id), purchases, book, case)
            )
    return decisions


def _doubtful_repeats(case: Case, options: dict[int, tuple[Option, ...]]) -> dict[int, Line]:
    """Repeats that a person must see: not those that the plan has room for in one period.

    Two equal refunds are no repeat: each has its own purchase, or none.
    """
    repeats = twins(case)
    return {
        line.id: repeats[line.id].first
        for line in case.lines
        if line.id in repeats
        and (line.amount_pence < 0 or options[line.id])
        and not _has_room(options[line.id], repeats[line.id].place)
    }


def _has_room(options: tuple[Option, ...], place: int) -> bool:
    best = options[0] if options else None
    return (
        best is not None
        and best.fits
        and isinstance(best.source, Planned)
        and (best.fit.units_c * place <= best.source.units_c or best.source.every_days == 1)
    )


def _is_named(options: tuple[Option, ...]) -> bool:
    return any(option.strength in passes.AUTO for option in options)


def _just_matched(lines: Iterable[Line], book: passes.Book) -> list[Settled]:
    return [
        Settled(line, given[0].kind, given[0].source.id, given[1])
        for line in lines
        if (given := book.given.get(line.id)) is not None
    ]


def _matched(line: Line, options: tuple[Option, ...], book: passes.Book, case: Case) -> Decision:
    option, claims, days = book.given[line.id]
    several = option.fit.shape is Shape.SEVERAL
    tier = Tier.STANDING if several else _TIERS.get(option.strength, Tier.AMOUNT_DATE_PAYEE)
    return Decision(
        line_id=line.id,
        outcome=Outcome.MATCHED,
        reason=reasons.why_option(line, option, days),
        tier=tier,
        target_kind=option.kind,
        target_id=option.source.id,
        claims=claims,
        features=_features(option, days),
        rivals=_rivals(line, options, option, case),
        findings=tuple(sorted({*_about_line(line, case), *_about_supplier(option)})),
    )


def _refund(line: Line, purchase: Settled, labels: dict[int, str]) -> Decision:
    label = labels.get(purchase.target_id, purchase.line.payee)
    by_id = passes.same_provider_ref(line, purchase.line)
    return Decision(
        line_id=line.id,
        outcome=Outcome.MATCHED,
        reason=reasons.why_refund(purchase, label, by_id=by_id),
        tier=Tier.PROVIDER_ID if by_id else Tier.AMOUNT_DATE_PAYEE,
        target_kind=TargetKind.PLAN_ITEM,
        target_id=purchase.target_id,
        claims=(Claim("refund", purchase.line.id, purchase.line.day),),
        features=(("days", (line.day - purchase.line.day).days),),
    )


def _undecided(
    line: Line,
    options: tuple[Option, ...],
    twin: Line | None,
    purchases: list[Settled],
    book: passes.Book,
    case: Case,
) -> Decision:
    findings = set(_about_line(line, case))
    if line.amount_pence < 0 and line.mcc in case.settings.cash_mccs:
        findings.add(Finding("R10", "Cash was drawn. Ask for the receipts."))
    if twin is not None:
        findings.add(Finding("R13", reasons.why_twin(line, twin)))
    since = line.received or line.day
    if case.today and is_old(since, case.today, case.settings.old_after_days):
        findings.add(Finding("R27", reasons.why_old(since, case.today)))
    fitting = tuple(option for option in options if option.fits)
    if fitting:
        return _suggested(line, fitting, twin, findings, book, case)
    finding = _why_unmatched(line, options, purchases, case)
    pressing = next((f for f in findings if f.code == "R13"), finding)
    return Decision(
        line_id=line.id,
        outcome=Outcome.UNMATCHED,
        reason=pressing.sentence,
        rivals=_rivals(line, options, None, case),
        findings=tuple(sorted({*findings, finding})),
    )


def _suggested(
    line: Line,
    fitting: tuple[Option, ...],
    twin: Line | None,
    findings: set[Finding],
    book: passes.Book,
    case: Case,
) -> Decision:
    option = min(fitting, key=lambda o: (o.rank, _days_off(line, o, case), o.target))
    ties = [o for o in fitting if o.rank == option.rank]
    dues = option.dues(line, case.settings)
    nearest = min(dues, key=lambda d: (abs(d.distance(line.day)), d.first), default=None)
    days = nearest.distance(line.day) if nearest else 0
    sure = not _is_new(option) and option.strength in passes.AUTO
    free = [d for d in dues if (*option.target, d.first.toordinal()) not in book.used]
    if twin is not None:
        reason = reasons.why_twin(line, twin)
    elif len(ties) > 1:
        reason = reasons.why_tie(ties)
    elif sure and free:
        reason = reasons.why_contested(option)
    elif sure:
        reason = reasons.why_taken(option)
        findings.add(Finding("R3", reason))
    else:
        reason = reasons.why_option(line, option, days)
    return Decision(
        line_id=line.id,
        outcome=Outcome.SUGGESTED,
        reason=reason,
        tier=Tier.SUGGESTION,
        target_kind=option.kind,
        target_id=option.source.id,
        claims=_suggested_claims(line, option, nearest, book, case),
        features=_features(option, days),
        rivals=_rivals(line, fitting, option, case),
        findings=tuple(sorted({*findings, *_about_supplier(option)})),
    )


def _suggested_claims(
    line: Line, option: Option, nearest: Due | None, book: passes.Book, case: Case
) -> tuple[Claim, ...]:
    """What would be used up if a person accepts."""
    dues = [nearest] if nearest else []
    if option.fit.shape is Shape.SEVERAL:
        dues = passes.several_dues(line, option, book, case.settings) or dues
    units_c = option.fit.units_c // max(len(dues), 1)
    return tuple(Claim(*option.target, due.first, units_c) for due in dues)


def _is_new(option: Option) -> bool:
    """Whether the line waits because this shape is not yet trusted, not because a date is taken."""
    if option.fit.shape is Shape.SEVERAL:
        return not option.fit.trusted
    return option.fit.shape is Shape.NEAR and option.strength > Strength.SAME_NAME


def _why_unmatched(
    line: Line, options: tuple[Option, ...], purchases: list[Settled], case: Case
) -> Finding:
    named = [option for option in options if option.strength is not Strength.WEAK_NAME]
    if named:
        return Finding(_code_for_no_fit(line, named[0]), reasons.why_no_fit(line, named[0]))
    if line.amount_pence > 0:
        return _unexpected_income(line, purchases, case)
    if payee_key(line.payee) in case.same_need:
        return Finding("R2", "Not a payee in the plan, but a supplier for the same need.")
    return Finding("R1", reasons.NOTHING)


def _code_for_no_fit(line: Line, option: Option) -> str:
    if isinstance(option.source, Income):
        return "R8" if line.amount_pence < option.source.weekly_pence * 4 else "R9"
    return "R3"


def _unexpected_income(line: Line, purchases: list[Settled], case: Case) -> Finding:
    alike = [p.line for p in purchases if passes.same_payee(line, p.line)]
    looks_like_refund = "REFUND" in line.payee.upper() or bool(line.mcc) or bool(alike)
    if not looks_like_refund:
        return Finding("R1", reasons.NOTHING_IN)
    nearest = min(
        alike,
        key=lambda p: (abs(p.amount_pence + line.amount_pence), (line.day - p.day).days, p.id),
        default=None,
    )
    return Finding("R15", reasons.why_no_refund(line, nearest, case.settings.refund_days))


def _about_line(line: Line, case: Case) -> Iterable[Finding]:
    if line.amount_pence < 0 and line.mcc in case.settings.restricted_mccs:
        yield Finding("R11", "The council asks to know of spending at this kind of shop.")


def _about_supplier(option: Option) -> Iterable[Finding]:
    if isinstance(option.source, Planned) and not option.source.accredited:
        yield Finding("R20", f"{option.source.label} is not accredited now. Nothing is refused.")


def _features(option: Option, days: int) -> tuple[tuple[str, int], ...]:
    expected = (
        pence_for(option.source, option.source.units_c)
        if isinstance(option.source, Planned)
        else option.source.weekly_pence * option.fit.periods
    )
    return (
        ("strength", int(option.strength)),
        ("shape", int(option.fit.shape)),
        ("days", days),
        ("expected_pence", expected),
        ("off_pence", option.fit.off_pence),
        ("units_c", option.fit.units_c),
        ("periods", option.fit.periods),
    )


def _days_off(line: Line, option: Option, case: Case) -> int:
    distances = [abs(due.distance(line.day)) for due in option.dues(line, case.settings)]
    return min(distances, default=999)


def _rivals(
    line: Line, options: tuple[Option, ...], chosen: Option | None, case: Case
) -> tuple[Rival, ...]:
    others = [option for option in options if chosen is None or option.target != chosen.target]
    return tuple(
        Rival(*option.target, option.source.label, *option.rank, _days_off(line, option, case))
        for option in others[:MOST_RIVALS]
    )
