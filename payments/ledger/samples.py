"""The ledger has no addresses; sealing it is the machine's, and moves nothing of anybody's."""

from marketplace.core.rooms import Samples

SAMPLES = Samples(for_anybody=frozenset({"seal_ledger"}))
