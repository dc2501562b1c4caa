"""Lines that repeat another one, and so may have been paid twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.payees import payee_key
from payments.reconciliation.rules.values import Case, PaymentLine, Planned


@dataclass(frozen=True, slots=True)
class Repeat:
    """A line that repeats an earlier one: the first of the run, and its own place in it (from 1)."""

    first: PaymentLine
    place: int


def doubtful_repeats(
    case: Case, candidates: Mapping[int, tuple[Candidate, ...]]
) -> dict[int, PaymentLine]:
    """Repeats that a person must see, by line id, each with the first of its run.

    Not those that the plan has room for in one period. Two equal refunds are no repeat: each has its
    own purchase, or none.
    """
    repeats = repeats_in(case)
    return {
        line.id: repeats[line.id].first
        for line in case.lines
        if line.id in repeats
        and (line.amount_pence < 0 or candidates[line.id])
        and not _has_room(candidates[line.id], repeats[line.id].place)
    }


def _has_room(candidates: tuple[Candidate, ...], place: int) -> bool:
    best = candidates[0] if candidates else None
    return (
        best is not None
        and best.fits
        and isinstance(best.source, Planned)
        and (best.fit.units_c * place <= best.source.units_c or best.source.every_days == 1)
    )


def repeats_in(case: Case) -> dict[int, Repeat]:
    """Lines that repeat another: same payee, same amount, at most so many days later as the council says.

    Lines matched earlier count, so the answer does not change when the first of a run is matched
    before the second.
    """
    runs: dict[tuple[str, int], list[PaymentLine]] = {}
    for line in (*case.lines, *(settled.line for settled in case.settled)):
        runs.setdefault((payee_key(line.payee), line.amount_pence), []).append(line)
    repeats: dict[int, Repeat] = {}
    for run in runs.values():
        run.sort(key=lambda line: (line.day, line.id))
        first, place = run[0], 1
        for before, line in pairwise(run):
            if (line.day - before.day).days > case.settings.repeat_days:
                first, place = line, 1
            else:
                place += 1
                repeats[line.id] = Repeat(first, place)
    return repeats
