"""What whoever opened a form saw, so that nobody overwrites what they did not see.

For what has no version number of its own: the facts themselves are compared, as a short sum of them.
"""

import json
from collections.abc import Mapping
from hashlib import sha256

from marketplace.core.errors import Problem, problem

#: Of the sum, in hex. Judgement: it tells two states of one thing apart, and proves nothing.
_SIGNS = 16


def seen_of(facts: Mapping[str, object]) -> str:
    """The sum of some facts, the same while none of them changes."""
    written = json.dumps(facts, default=str, sort_keys=True)
    return sha256(written.encode()).hexdigest()[:_SIGNS]


def seen_problems(facts: Mapping[str, object], seen: str | None) -> list[Problem]:
    """Why somebody may not save who saw `seen` of these facts; None for callers who saw nothing."""
    if seen is None or seen == seen_of(facts):
        return []
    return [problem("changed_meanwhile")]
