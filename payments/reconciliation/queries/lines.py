"""One payment as people read it, and what staff may choose for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from marketplace.brokerage.queries import LineName, lines_named
from marketplace.brokerage.rules import PayerKind
from marketplace.core.pence import format_pounds
from payments.cards.models import ReceivedLine
from payments.reconciliation.models import Match, MatchPart, MoneyException, MoneyFinding
from payments.reconciliation.queries.expected import expected_of
from payments.reconciliation.rules.amount_fit import pence_for
from payments.reconciliation.rules.reasons import frequency_words, say_units
from payments.reconciliation.rules.states import ExceptionState
from payments.reconciliation.rules.values import Income, Planned, TargetKind


@dataclass(frozen=True, slots=True)
class Payment:
    """A line with its match, its open exception, if any, and what is found of it. Pence are signed."""

    line: ReceivedLine
    match: Match | None
    exception: MoneyException | None
    names: Mapping[int, LineName]
    findings: tuple[MoneyFinding, ...] = ()

    @property
    def what(self) -> str:
        """Whom the money went to, as the plan names them, or as the bank does."""
        names = {name.provider_name for name in self._planned}
        return " and ".join(sorted(names)) if names else self.line.payee

    @property
    def payers(self) -> list[PayerKind]:
        """Who paid the money in, as it was matched; nobody for spending and refunds."""
        found = {part.fund.payer_kind for part in self.parts if part.plan_line_id is None}
        return [payer for payer in PayerKind if payer in found and self.line.amount_pence > 0]

    @property
    def part_of(self) -> str:
        """Which outcomes of the plan it was for; empty when none or not known."""
        return "; ".join(sorted({words for name in self._planned for words in name.outcomes}))

    @property
    def _planned(self) -> list[LineName]:
        ids = {part.plan_line_id for part in self.parts if part.plan_line_id}
        return [self.names[line_id] for line_id in ids if line_id in self.names]

    @property
    def parts(self) -> list[MatchPart]:
        return list(self.match.parts.all()) if self.match else []

    @property
    def is_asked(self) -> bool:
        return self.exception is not None and self.exception.state == ExceptionState.QUERIED

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has it to check."""
        return self.exception is not None and self.exception.state != ExceptionState.NOTED

    @property
    def is_closed(self) -> bool:
        """Whether somebody closed it without a match. A payment that came just now is not read yet."""
        return not self.match and not self.exception and bool(self.line.was_decided)  # type: ignore[attr-defined]

    @property
    def notes(self) -> list[str]:
        """What was found, in sentences that its match or its exception does not say already."""
        said = self.match.reason if self.match else ""
        sentences = [finding.sentence for finding in self.findings]
        if self.exception:
            return notes_beside(self.exception, sentences)
        return [each for each in dict.fromkeys(sentences) if each not in said]


def with_matches(lines: QuerySet[ReceivedLine]) -> QuerySet[ReceivedLine]:
    """Lines with what `payment_of` needs, in a constant number of queries."""
    parts = MatchPart.objects.select_related("fund__payer").order_by("pk")
    decided = MoneyException.objects.filter(
        line=OuterRef("pk"), state=ExceptionState.RESOLVED, resolved_by__isnull=False
    )
    lines = lines.annotate(was_decided=Exists(decided)).select_related("account__person")
    return lines.prefetch_related(
        Prefetch(
            "matches",
            Match.objects.active()
            .select_related("made_by")
            .prefetch_related(Prefetch("parts", parts)),
            to_attr="active_matches",
        ),
        Prefetch("exceptions", MoneyException.objects.open(), to_attr="open_exceptions"),
        Prefetch("findings", MoneyFinding.objects.so(), to_attr="findings_so"),
    )


def notes_beside(exception: MoneyException, sentences: Iterable[str]) -> list[str]:
    """What else was found, and what it may be: sentences that are not the reason already."""
    every = dict.fromkeys([exception.why, *sentences])
    return [each for each in every if each not in exception.reason]


def payment_of(line: ReceivedLine) -> Payment:
    """A line that was loaded `with_matches`. One query."""
    return _payments([line])[0]


def payments_of(lines: QuerySet[ReceivedLine]) -> tuple[Payment, ...]:
    """Payments, newest first."""
    return _payments(with_matches(lines))


def payments_in_order(lines: QuerySet[ReceivedLine], ids: Sequence[int]) -> tuple[Payment, ...]:
    """These payments of some, in the order of the ids."""
    by_id = {payment.line.pk: payment for payment in payments_of(lines.filter(pk__in=ids))}
    return tuple(by_id[pk] for pk in ids if pk in by_id)


def _payments(lines: Iterable[ReceivedLine]) -> tuple[Payment, ...]:
    loaded = list(lines)
    matches: list[list[Match]] = [line.active_matches for line in loaded]  # type: ignore[attr-defined]
    parts = [part for of_line in matches for match in of_line for part in match.parts.all()]
    names = lines_named({part.plan_line_id for part in parts if part.plan_line_id})
    return tuple(
        Payment(
            line,
            of_line[0] if of_line else None,
            next(iter(line.open_exceptions), None),  # type: ignore[attr-defined]
            names,
            tuple(line.findings_so),  # type: ignore[attr-defined]
        )
        for line, of_line in zip(loaded, matches, strict=True)
    )


@dataclass(frozen=True, slots=True)
class MatchChoice:
    """One thing that staff may match a line to, with what the plan says of it."""

    value: str
    label: str
    hint: str


def sentence_case(label: str) -> str:
    """A label as it begins a line."""
    return f"{label[0].upper()}{label[1:]}"


def choices_for(line: ReceivedLine, today: date) -> list[MatchChoice]:
    """What a line may be matched to: plan lines and off-plan for spending, incomes for money in,
    and plan lines for a refund."""
    expected = expected_of([line.account.person_id], today)[line.account.person_id]
    choices = [
        MatchChoice(
            f"{TargetKind.PLAN_LINE}:{planned.id}",
            planned.label,
            f"{say_units(planned.units_c, planned.unit)} at {format_pounds(planned.price_pence)}, "
            f"{format_pounds(pence_for(planned, planned.units_c))} in all, {frequency_words(planned)}",
        )
        for planned in _nearest(expected.planned, line.booked_date)
    ]
    if line.amount_pence > 0:
        incomes = [
            MatchChoice(
                f"{income.kind}:{income.id}",
                sentence_case(income.kind.label)
                if income.kind is TargetKind.CONTRIBUTION
                else f"A payment from {income.label}",
                f"{format_pounds(income.weekly_pence)} a week" if income.weekly_pence else "Once",
            )
            for income in _nearest(expected.incomes, line.booked_date)
        ]
        return [*incomes, *choices]
    if expected.incomes:
        choices.append(
            MatchChoice(
                f"{TargetKind.OFF_PLAN}:0",
                sentence_case(TargetKind.OFF_PLAN.label),
                "No support in the plan has this cost, and it met the person’s needs.",
            )
        )
    return choices


Source = TypeVar("Source", Planned, Income)


def _nearest(sources: Iterable[Source], day: date) -> list[Source]:
    """Of each thing the days that are nearest to a day, where it changed over time."""
    found: dict[tuple[str, int], Source] = {}
    for source in sources:
        key = (getattr(source, "kind", ""), source.id)
        if key not in found or _days_to(source, day) < _days_to(found[key], day):
            found[key] = source
    return list(found.values())


def _days_to(source: Planned | Income, day: date) -> int:
    if day < source.first:
        return (source.first - day).days
    return max((day - source.until).days + 1, 0) if source.until else 0
