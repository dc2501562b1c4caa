"""What the worker does with its own queue is nobody's to refuse: no user and no council is in it."""

from marketplace.core.rooms import Samples

SAMPLES = Samples(for_anybody=frozenset({"beat", "finish"}))
