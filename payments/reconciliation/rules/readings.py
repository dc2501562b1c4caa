"""Every way to read an amount, of what one payee is owed.

Every way is found, within a bound, before one is chosen: where two say different things of a payment,
neither is certain.
"""

from collections.abc import Sequence

from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.shapes import (
    DueShare,
    Explanation,
    Openings,
    full,
    in_range,
    may_be_slip,
    near,
    part,
    several,
)
from payments.reconciliation.rules.together import (
    all_of_each,
    parts_together,
    together,
    with_miles,
    with_range,
)
from payments.reconciliation.rules.values import FitKind

# Pence of which a sum is a multiple that somebody may have rounded up. Judgement: people round to five pounds; of
# wages rounded so the rest may be miles too.
ROUND = 500


def explanations(
    pence: int,
    openings: Openings,
    settings: Settings,
    *,
    all_of_it: bool = False,
    says_part: bool = False,
) -> list[Explanation]:
    """All ways to read so many pence, of openings by plan item, nearest first in each.

    ``all_of_it``: the items are agreed to be paid in one, so nothing less is looked for. ``says_part``: its
    words say that it is half, a deposit or the rest, so no other bill is made of it.
    """
    if all_of_it:
        return list(all_of_each(pence, openings)) or list(with_range(pence, openings))
    found = [
        *full(pence, openings),
        *together(pence, openings),
        *several(pence, openings, settings),
        *in_range(pence, openings),
        *part(pence, openings),
    ]
    if found:
        return found
    miles = list(with_miles(pence, openings))
    close = [] if says_part else list(near(pence, openings, settings))
    if miles:
        return miles if pence % ROUND else [*miles, *close]
    return [*([] if says_part else parts_together(pence, openings)), *close]


#: Ways to read a payment that need no allowance and no other payment.
PLAIN_KINDS = frozenset(
    {FitKind.FULL, FitKind.PART, FitKind.TOGETHER, FitKind.SEVERAL, FitKind.RANGE}
)


def plainest(ways: Sequence[Explanation]) -> Explanation | None:
    """The one reading, where all plain ones say the same; None where there is none, or two say different things.

    What is due now as a whole is plainer than a part of something, or a sum of several.
    """
    now = [each for each in ways if each.kind is FitKind.FULL and each.days == 0]
    found = now or list(ways)
    if not found:
        return None
    best = min(each.kind for each in found)
    results = {each.result for each in found if each.kind is best or each.kind in PLAIN_KINDS}
    if len(results) > 1:
        return None
    return min(found, key=lambda each: (each.kind, each.cost, each.shares))


def is_slip_of_all(pence: int, how: Explanation, openings: Openings) -> bool:
    """Whether part of what is due has the same figures as all of it, in another order."""
    return how.kind is FitKind.PART and any(
        may_be_slip(pence, opening.pence) for opening in openings[how.shares[0].item_id]
    )


def less_credit(pence: int, openings: Openings) -> list[Explanation]:
    """A bill less a credit note: less than what is due, of one item alone."""
    items = [of_item for of_item in openings.values() if of_item]
    if len(items) != 1:
        return []
    total = 0
    for number, opening in enumerate(sorted(items[0], key=lambda each: each.due.first)):
        total += opening.pence
        if pence < total:
            share = DueShare(
                opening.piece.id, pence, opening.due, opening.room_c, opening.piece.price_pence
            )
            return [Explanation(FitKind.NET, (share,), opening.cost, opening.days, pence - total)]
        if number:
            break
    return []
