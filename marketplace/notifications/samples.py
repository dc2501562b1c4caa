"""What the other rooms' samples did was told to their users; marking it as read is anybody's own."""

from marketplace.core.rooms import Samples

SAMPLES = Samples(
    calls={"mark_all_read": lambda side: {}}, for_anybody=frozenset({"mark_all_read"})
)
