"""When the session of whoever looks will end, as every page says it."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.http import HttpRequest

from marketplace.core.words import spoken_time


@dataclass(frozen=True)
class SessionEnds:
    """The end, seen from `now`. `is_last`: no activity makes it later, it ends so long after its start."""

    at: datetime
    now: datetime
    is_last: bool

    @property
    def seconds(self) -> int:
        return max(int((self.at - self.now).total_seconds()), 0)

    @property
    def time(self) -> str:
        return spoken_time(self.at)


def session_ends(request: HttpRequest) -> SessionEnds | None:
    """Set by SessionLimitMiddleware; None for somebody who is not signed in."""
    return cast("SessionEnds | None", getattr(request, "session_ends", None))
