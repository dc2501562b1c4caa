"""Whoever the demo's loaders act as."""

from datetime import datetime

from marketplace.accounts.models import Authority, User
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor


def viewer_as(by: User | SystemActor, at: datetime, authority: Authority) -> Viewer:
    """A user or the loader itself, in a council, at an instant of the demo's past."""
    if isinstance(by, SystemActor):
        return Viewer.machine(by, at, authority)
    return Viewer.of(by, authority, at)
