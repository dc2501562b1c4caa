"""A council's pages and its editor."""

from typing import Any

from cms.actions import set_up_site
from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.core.rooms import Samples


def make(side: Side) -> None:
    """The site; called again for the council's other side, it lets that one's editor in."""
    set_up_site(by=side.machine(), authority=side.council)


def _editor(side: Side) -> dict[str, Any]:
    return {"authority": side.council, "user": side.users[Role.EDITOR]}


SAMPLES = Samples(
    make=make,
    calls={"set_editor": _editor, "set_up_site": lambda side: {"authority": side.council}},
    for_council=frozenset({"set_editor", "set_up_site"}),
)
