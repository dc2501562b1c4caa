"""The same statements as worse banks and busier people make them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from marketplace.generator.spending import PlannedSpend, SpendLine, bank_name


def awkward(
    lines: Iterable[SpendLine], items: Sequence[PlannedSpend], until: date, rng: Random
) -> Iterator[SpendLine]:
    """The same lines as worse banks and busier people make them, oldest first.

    Names with a number behind, payments some days late, money back for a purchase, and shops whose
    name begins as a payee's does and who may even charge the same, but are nothing in the plan.
    """
    plain, made = list(lines), list[SpendLine]()
    # Of two equal payments neither is more the second one, so they stay equal.
    doubled = {replace(line, truth="") for line in plain if line.truth == "duplicate"}
    for line in plain:
        is_own = isinstance(line.truth, int) and replace(line, truth="") not in doubled
        made += _made_awkward(line, rng) if is_own else [line]
    for item in items:
        if rng.random() < 0.3:
            made.append(_namesake(item, until, rng))
    kept = [line for line in made if line.day < until]
    yield from sorted(kept, key=lambda line: (line.day, line.payee, line.amount_pence))


def _made_awkward(line: SpendLine, rng: Random) -> Iterator[SpendLine]:
    if rng.random() < 0.3:
        line = replace(line, payee=f"{line.payee[:17].strip()} {rng.randrange(10_000, 99_999)}")
    if rng.random() < 0.08:
        line = replace(line, day=line.day + timedelta(days=rng.randrange(3, 8)))
    yield line
    if rng.random() < 0.01:
        day = line.day + timedelta(days=12)
        yield replace(line, day=day, amount_pence=-line.amount_pence, payee=f"REFUND {line.payee}")


def _namesake(item: PlannedSpend, until: date, rng: Random) -> SpendLine:
    shop = f"{bank_name(item.payee).split()[0]} {rng.choice(SHOPS)}"
    usual = item.price_pence * item.quantity
    pence = rng.choice([usual, item.price_pence, rng.randrange(200, 6000)])
    day = until - timedelta(days=1 + rng.randrange(150))
    return SpendLine(day, -pence, shop, "Card", "", "off_plan")


SHOPS = "INN|CRAFTS|CAFE|MOTORS|FLORIST|REPAIRS LTD|BARBERS|STORES".split("|")
