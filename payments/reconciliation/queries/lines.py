"""One payment as people read it, and what staff may choose for it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from marketplace.brokerage.rules import Payer
from marketplace.core.pence import format_pounds
from payments.cards.models import ReceivedLine
from payments.reconciliation.models import Match, MatchPart, MoneyException
from payments.reconciliation.queries.expected import expected_of
from payments.reconciliation.rules.amount_fit import pence_for
from payments.reconciliation.rules.reasons import frequency_words, say_units
from payments.reconciliation.rules.states import ExceptionState
from payments.reconciliation.rules.values import TargetKind


@dataclass(frozen=True, slots=True)
class Payment:
    """A line with its match and its open exception, if any. Pence are signed."""

    line: ReceivedLine
    match: Match | None
    exception: MoneyException | None

    @property
    def what(self) -> str:
        """Whom the money went to, as the plan names them, or as the bank does."""
        names = {part.plan_item.provider_name for part in self.parts if part.plan_item}
        return " and ".join(sorted(names)) if names else self.line.payee

    @property
    def payers(self) -> list[Payer]:
        """Who paid the money in, as it was matched; nobody for spending and refunds."""
        found = {part.stream.payer for part in self.parts if part.stream and not part.plan_item}
        return [payer for payer in Payer if payer in found and self.line.amount_pence > 0]

    @property
    def part_of(self) -> str:
        """Which outcomes of the plan it was for; empty when none or not known."""
        outcomes = {part.plan_item.outcome.words for part in self.parts if part.plan_item}
        return "; ".join(sorted(outcomes))

    @property
    def parts(self) -> list[MatchPart]:
        return list(self.match.parts.all()) if self.match else []

    @property
    def is_asked(self) -> bool:
        return self.exception is not None and self.exception.state == ExceptionState.QUERIED


def with_matches(lines: QuerySet[ReceivedLine]) -> QuerySet[ReceivedLine]:
    """Lines with what `payment_of` needs, in a constant number of queries."""
    parts = MatchPart.objects.select_related("plan_item__outcome", "stream").order_by("pk")
    return lines.select_related("account__person").prefetch_related(
        Prefetch(
            "matches",
            Match.objects.active().prefetch_related(Prefetch("parts", parts)),
            to_attr="active_matches",
        ),
        Prefetch("exceptions", MoneyException.objects.open(), to_attr="open_exceptions"),
    )


def payment_of(line: ReceivedLine) -> Payment:
    """A line that was loaded `with_matches`."""
    matches: list[Match] = line.active_matches  # type: ignore[attr-defined]
    exceptions: list[MoneyException] = line.open_exceptions  # type: ignore[attr-defined]
    return Payment(line, matches[0] if matches else None, exceptions[0] if exceptions else None)


def payments_of(lines: QuerySet[ReceivedLine]) -> tuple[Payment, ...]:
    """Payments, newest first."""
    return tuple(payment_of(line) for line in with_matches(lines))


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
    """What a line may be matched to: plan items and off-plan for spending, incomes for money in,
    and plan items for a refund."""
    expected = expected_of([line.account.person_id], today)[line.account.person_id]
    choices = [
        MatchChoice(
            f"{TargetKind.PLAN_ITEM}:{planned.id}",
            planned.label,
            f"{say_units(planned.units_c, planned.unit)} at {format_pounds(planned.price_pence)}, "
            f"{format_pounds(pence_for(planned, planned.units_c))} in all, {frequency_words(planned)}",
        )
        for planned in expected.planned
        if (TargetKind.PLAN_ITEM, planned.id) in expected.shares
    ]
    if line.amount_pence > 0:
        incomes = [
            MatchChoice(
                f"{income.kind}:{income.id}",
                sentence_case(income.kind.label)
                if income.kind is TargetKind.CONTRIBUTION
                else f"A payment from {income.label}",
                f"{format_pounds(income.weekly_pence)} a week",
            )
            for income in expected.incomes
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
