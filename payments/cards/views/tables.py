"""Rows of the pages' tables: what is shown of a line, of a file's row, of an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from marketplace.core.wording import sentence_of
from payments.cards.models import Card, ReceivedLine, StatementImport, WebhookEvent
from payments.cards.rules import (
    CardState,
    LineState,
    activation_problems,
    card_state_problems,
)
from payments.cards.wording import CARD_TONES, TONES, amount_words, ending_words, stored_sentence
from payments.gateway.contract import StatementFile


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


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card of an account, since when it is what it is, and what can be done with it now."""

    public_id: UUID
    last4: str
    state: str
    tone: str
    changed_at: datetime
    why: str
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
    return [
        RefusedRow(row["position"], row.get("number", 0), stored_sentence(row))
        for row in run.problems
    ]


def note_sentences(run: StatementImport) -> list[str]:
    return [stored_sentence(note) for note in run.notes]


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
