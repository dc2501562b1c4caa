"""Looking at a record that is nobody's to see, for a stated reason and a short time."""

from datetime import timedelta

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.errors import Problem, problem

MAY_BREAK_GLASS = Permission(
    "break_glass", "open a record for a stated reason", roles(Role.ADMINISTRATOR)
)
MAY_READ_BROKEN_GLASS = Permission(
    "read_broken_glass", "read who opened records for a stated reason", roles(Role.AUDITOR)
)
#: Judgement: long enough to find a fault or help on the phone, short enough not to be read at leisure.
OPEN_FOR = timedelta(hours=1)
#: Judgement: a word is no reason.
LEAST_REASON = 15
REASON_LENGTH = 400


def glass_problems(reason: str) -> list[Problem]:
    """Why a record is not opened: the reason says too little."""
    if len(reason.strip()) < LEAST_REASON:
        return [problem("glass_without_reason", "reason", least=LEAST_REASON)]
    return []
