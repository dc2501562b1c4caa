"""How far it is, in lines."""

import time
from collections.abc import Callable

#: Seconds between two lines about one long step.
BETWEEN = 2.0


class ProgressLines:
    """Says lines; of a long step no more than one every BETWEEN seconds."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self.say = write
        self._last = time.monotonic()

    def step(self, words: str) -> None:
        """Say this, unless something was said just now."""
        if time.monotonic() - self._last >= BETWEEN:
            self._last = time.monotonic()
            self.say(words)
