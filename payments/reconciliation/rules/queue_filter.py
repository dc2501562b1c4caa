"""What the queue of exceptions can be narrowed to, how it is ordered, and how much of it a page shows."""

from marketplace.core.labels import LabelledEnum


class QueueOwner(LabelledEnum):
    """Whose task it is, as the reader of the queue chooses."""

    ME = "me", "Me"
    NOBODY = "nobody", "Nobody"


class QueueSource(LabelledEnum):
    """Where a line comes from: the kind of its account."""

    CARD = "card", "Card"
    BANK = "bank", "Bank statement"


class QueueOrder(LabelledEnum):
    """What comes first. Without a choice: what presses most, each kind the oldest first."""

    OLDEST = "oldest", "Oldest first"
    NEWEST = "newest", "Newest first"
    LARGEST = "largest", "Largest amount first"


class PaymentOutcome(LabelledEnum):
    """What has come of a payment, as a search over all payments asks."""

    MATCHED = "matched", "Matched"
    WAITING = "waiting", "To check"
    NOTED = "noted", "For information"
    CLOSED = "closed", "Closed without a match"


#: Rows of a page. Judgement: what fits a screen without losing the place, and two for whoever scrolls.
PAGE_SIZES = (15, 50, 100)
