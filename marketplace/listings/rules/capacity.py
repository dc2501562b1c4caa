"""How much of a listing may be offered."""

from marketplace.core.errors import Problem, problem
from marketplace.listings.rules.units import PriceUnit

#: Judgement: more of anything a week than this is a slip of the finger.
MOST_OFFERED = 100_000


def capacity_problems(
    offered: int, unit: PriceUnit, *, taken: int, taken_unit: PriceUnit | None
) -> list[Problem]:
    """Why so many units a week cannot be offered, where so many are taken already."""
    if not 0 <= offered <= MOST_OFFERED:
        return [problem("listing_capacity_out_of_range", "offered", most=MOST_OFFERED)]
    if taken and (taken_unit != unit or offered < taken):
        return [problem("listing_capacity_below_taken", "offered", taken=taken, unit=taken_unit)]
    return []
