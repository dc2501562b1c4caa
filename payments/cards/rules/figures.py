"""The numbers of judgement that a council may change."""

from marketplace.core.rooms import Figure

EVENT_DAYS = "card_event_days"
REFUSED_LINES_DAYS = "statement_refused_lines_days"
_SOURCE = "Judgement: money that nobody has looked at should be known within half a working week."

FIGURES = (
    Figure(EVENT_DAYS, "Days to settle a message of the card processor", "days", 3, source=_SOURCE),
    Figure(
        REFUSED_LINES_DAYS, "Days to settle refused lines of a statement", "days", 3, source=_SOURCE
    ),
)
