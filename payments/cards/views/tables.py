"""Rows of the pages' tables: what is shown of a line, of a file's row, of an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from marketplace.core.wording import sentence_of
from payments.cards.models import Card, ReceivedLine, StatementImport, WebhookEvent
from payments.cards.rules import (
    AccountProvider,
    CardState,
    LineState,
    Proof,
    activation_problems,
    card_state_problems,
)
from payments.cards.wording import (
    CARD_TONES,
    PROOF_TONES,
    PROOFS,
    TONES,
    amount_words,
    ending_words,
    late_sentence,
    stored_sentence,
)
from payments.gateway.contract import StatementFile
from payments.ledger.periods import late_by_period


@dataclass(frozen=True, slots=True)
class LineRow:
    """A received line; the amount in words of its own currency."""

    public_id: UUID
    booked_date: date
    payee: str
    description: str
    amount: str
    state: str
    tone: str
    is_reversal: bool


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card of an account, since when it is what it is, and what can be done with it now."""

    public_id: UUID
    last4: str
    state: str
    tone: str
    changed_at: datetime
    why: str
    reference: str
    can_refer: bool
    can_activate: bool
    can_freeze: bool
    can_unfreeze: bool
    can_end: bool


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """How one row of a file would be read, or why it would be refused."""

    position: int
    booked_date: date | None
    payee: str
    amount: str
    refusal: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of an imported file that was refused, and why; its number where several share a line."""

    position: int
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """A delivery, and why it is parked, where it is."""

    pk: int
    words: str
    event_type: str
    event_id: str
    received_at: datetime
    reason: str
    attempts: int


def card_rows(cards: Sequence[Card]) -> list[CardRow]:
    return [_card_row(card, CardState(card.state)) for card in cards]


def _card_row(card: Card, state: CardState) -> CardRow:
    return CardRow(
        public_id=card.public_id,
        last4=card.last4,
        state=state.label,
        tone=CARD_TONES[state],
        changed_at=card.changed_at,
        why=ending_words(card),
        reference=card.provider_reference,
        can_refer=card.account.provider == AccountProvider.STATEMENT,
        can_activate=not activation_problems(state),
        can_freeze=not card_state_problems(state, CardState.FROZEN),
        can_unfreeze=state == CardState.FROZEN,
        can_end=not card_state_problems(state, CardState.CLOSED),
    )


def line_rows(lines: Sequence[ReceivedLine]) -> list[LineRow]:
    return [
        LineRow(
            public_id=line.public_id,
            booked_date=line.booked_date,
            payee=line.payee,
            description="" if line.description == line.payee else line.description,
            amount=amount_words(line.amount_pence, line.currency),
            state=LineState(line.state).label,
            tone=TONES[LineState(line.state)],
            is_reversal=line.is_reversal,
        )
        for line in lines
    ]


def preview_rows(file: StatementFile, most: int) -> list[PreviewRow]:
    """The first rows of a file as they would be read, in the order of the file."""
    rows = [
        PreviewRow(
            line.position,
            line.booked_date,
            line.payee or line.description,
            amount_words(line.amount_minor, line.currency),
            "",
        )
        for line in sorted(file.lines, key=lambda line: line.position)[:most]
    ]
    rows += [
        PreviewRow(refused.position, None, "", "", sentence_of(refused.problem))
        for refused in file.refused[:most]
    ]
    return sorted(rows, key=lambda row: row.position)[:most]


def refused_rows(run: StatementImport) -> list[RefusedRow]:
    return row_reasons(run.problems)


def row_reasons(kept: Sequence[Mapping[str, Any]]) -> list[RefusedRow]:
    """Refused rows as an import keeps them, or a file's rows of no account here."""
    return [RefusedRow(row["position"], row.get("number", 0), stored_sentence(row)) for row in kept]


def note_sentences(run: StatementImport) -> list[str]:
    return [stored_sentence(note) for note in run.notes]


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """One account's part of a file: what is in it, what confirming would do, and what speaks against it."""

    run: StatementImport
    in_file: list[tuple[str, str]]
    would: list[tuple[str, str]]
    proofs: list[tuple[str, str, str]]
    is_unproved: bool
    stops: list[str]
    warnings: list[str]
    refused: list[RefusedRow]
    rows: list[PreviewRow]


def preview_parts(runs: Sequence[StatementImport], closed: Sequence[date]) -> list[PreviewPart]:
    """`closed` are the first days after the closed periods: a period may be closed while a file waits."""
    return [_preview_part(run, run.preview, closed) for run in runs]


def _preview_part(
    run: StatementImport, kept: Mapping[str, Any], closed: Sequence[date]
) -> PreviewPart:
    currency = run.account.currency
    owner = {name: Proof(value) for name, value in kept["owner"].items()}
    told = [*run.notes, *kept["gaps"], *kept["doubts"]]
    days = {date.fromisoformat(day): count for day, count in kept.get("post_days", {}).items()}
    late = [late_sentence(one) for one in late_by_period(days, closed)]
    return PreviewPart(
        run=run,
        in_file=_in_file(kept, currency),
        would=_would(kept, currency),
        proofs=[(words, owner[name].label, PROOF_TONES[owner[name]]) for name, words in PROOFS],
        is_unproved=Proof.PROVEN not in owner.values(),
        stops=[stored_sentence(one) for one in kept["stops"]],
        warnings=[*late, *(stored_sentence(one) for one in told)],
        refused=refused_rows(run),
        rows=[
            PreviewRow(
                number,
                date.fromisoformat(row["day"]),
                row["payee"],
                amount_words(row["amount_pence"], row["currency"]),
                "",
            )
            for number, row in enumerate(kept["rows"], 1)
        ],
    )


def _in_file(kept: Mapping[str, Any], currency: str) -> list[tuple[str, str]]:
    return [
        ("Payments in the file", f"{kept['lines']:,}"),
        ("Money in", amount_words(kept["in_pence"], currency)),
        ("Money out", amount_words(-kept["out_pence"], currency)),
        ("Here already", f"{kept['same']:,}"),
    ]


def _would(kept: Mapping[str, Any], currency: str) -> list[tuple[str, str]]:
    """What confirming would do, without what would be nothing."""
    sure = [
        ("New payments to record", f"{kept['post']:,}"),
        ("Money in", amount_words(kept["post_in"], currency)),
        ("Money out", amount_words(-kept["post_out"], currency)),
        ("On the account now", amount_words(kept["before_pence"], currency)),
        ("On the account then", amount_words(kept["after_pence"], currency)),
    ]
    maybe = [
        ("Pending payments that the bank has booked", kept["followed"]),
        ("Pending payments that the bank no longer shows", kept["gone"]),
        ("New pending payments, shown only", kept["pending"]),
        ("Payments here that get the bank’s new words", kept["reworded"]),
        ("Payments in another currency, kept only", kept["other_currency"]),
    ]
    return [*sure, *((words, f"{count:,}") for words, count in maybe if count)]


def event_rows(events: Sequence[WebhookEvent]) -> list[EventRow]:
    return [
        EventRow(
            pk=event.pk,
            words=event.subject.label,
            event_type=event.event_type,
            event_id=event.event_id,
            received_at=event.received_at,
            reason=" ".join(stored_sentence(one) for one in event.problems),
            attempts=event.attempts,
        )
        for event in events
    ]
