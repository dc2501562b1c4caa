"""How many examples a dear property is tried with: a few in a usual run, many beside the drills."""

import os

#: Set by `script/test --all` where it runs the tests of rooms once more, beside the drills.
MANY = "MANY_EXAMPLES"
#: Every run draws others, so that many runs try many: a run of many must find what is rare at once.
_SHARE = 4


def examples(many: int) -> int:
    return many if MANY in os.environ else max(many // _SHARE, 1)
