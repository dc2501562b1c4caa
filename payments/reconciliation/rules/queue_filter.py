"""What the queue of exceptions can be narrowed to."""

from marketplace.core.labels import LabelledEnum


class QueueOwner(LabelledEnum):
    """Whose task it is, as the reader of the queue chooses."""

    ME = "me", "Me"
    NOBODY = "nobody", "Nobody"


class QueueSource(LabelledEnum):
    """Where a line comes from: the kind of its account."""

    CARD = "card", "Card"
    BANK = "bank", "Bank statement"
