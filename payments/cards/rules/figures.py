"""The numbers of judgement that a council may change."""

from marketplace.core.rooms import Figure

ACCOUNT_OPEN_DAYS = "account_open_days"
EVENT_DAYS = "card_event_days"
REFUSED_LINES_DAYS = "statement_refused_lines_days"
_SOURCE = "Judgement: money that nobody has looked at should be known within half a working week."

FIGURES = (
    Figure(
        ACCOUNT_OPEN_DAYS,
        "Days to open an account for a payment agreement",
        "days",
        10,
        source="Judgement: a card is ordered and sent in that time; nothing is paid in before.",
    ),
    Figure(EVENT_DAYS, "Days to settle a message of the card processor", "days", 3, source=_SOURCE),
    Figure(
        REFUSED_LINES_DAYS, "Days to settle refused lines of a statement", "days", 3, source=_SOURCE
    ),
)
