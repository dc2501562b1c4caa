"""What the gateway refuses to read: a file, a row of it, a delivery, an event."""

from marketplace.core.errors import DomainError


class StatementUnreadable(DomainError):
    """The file as a whole cannot be used; the sentence says what to do instead."""


class RowRefused(DomainError):
    """One row is not one certain movement of money. Exactly one Problem; the rest of the file is read."""


class DeliveryRefused(DomainError):
    """A delivery that is not to be trusted or not to be read. Nothing of it is kept."""


class DeliveryTooLarge(DeliveryRefused):
    """A body over MAX_BODY_BYTES, refused before it is read further."""


class EventUnreadable(DomainError):
    """A genuine, stored event whose content is not as expected; it waits for a person."""
