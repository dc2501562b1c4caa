"""Which received lines are the same movement of money, so that none is counted twice or lost.

1. Where the bank gives its own id, a line is that id with its amount, currency and date: an id used
   again for another amount or day is a new line.
2. Otherwise, where the file states what the account holds after it, a line is its date, amount,
   currency and that balance; where it does not, its date, amount, currency and words.
3. Lines that are the same by 1 or 2 within one file are numbered: two genuine identical payments
   stay two, and an overlapping file brings the same numbers again. Booked ones are numbered first,
   so that a pending twin never takes a booked line's number.
4. A pending line becomes the booked one that has its bank id, or else its amount and payee within
   a few days of it; or else, where the file does not show it any more and no other fits, the one with
   its payee or its amount. Nothing was posted for it, so its amount and date may still change.

A line whose identity is new may still be here in other words: `same_lines` says so.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from payments.gateway.contract import LineStatus, StatementLine

#: Days from the pending date to the booked one. Judgement: most are
#: booked within a week, longer over holidays; more would join two real payments of one amount, less would leave a pending twin.
BOOKED_AT_MOST_DAYS_LATER = 10
#: Judgement: a bank may date the booking by the purchase, and the pending line by the day it came.
BOOKED_AT_MOST_DAYS_EARLIER = 3


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line of a file with the identity under which it is stored once."""

    identity: str
    line: StatementLine


@dataclass(frozen=True, slots=True)
class KnownPending:
    """A stored line that was still pending when last seen."""

    id: int
    identity: str
    provider_reference: str
    amount_minor: int
    currency: str
    payee: str
    booked_date: date


def with_identities(
    lines: Iterable[StatementLine], before: Mapping[str, int] | None = None
) -> list[NumberedLine]:
    """Every line of one file with its identity, in the order of the file.

    `before` counts lines by their key that the file goes on from, which its own are numbered after.
    """
    lines = list(lines)
    seen = Counter(before or {})
    identities: dict[int, str] = {}
    booked_first = sorted(range(len(lines)), key=lambda i: lines[i].status != LineStatus.BOOKED)
    for index in booked_first:
        key = line_key(lines[index])
        seen[key] += 1
        identities[index] = f"{key}:{seen[key]}"
    return [NumberedLine(identities[index], line) for index, line in enumerate(lines)]


def line_key(line: StatementLine) -> str:
    """Rule 1 or 2 for one line, without its number among identical ones."""
    if line.provider_ref:
        return provider_key(line.provider_ref, line.amount_minor, line.currency, line.booked_date)
    if line.balance_minor is not None:
        place = (line.booked_date.isoformat(), line.amount_minor, line.currency)
        return "place-" + _hash(*place, line.balance_minor)
    words = (comparable(line.payee), comparable(line.description))
    return "text-" + _hash(line.booked_date.isoformat(), line.amount_minor, line.currency, *words)


def provider_key(reference: str, amount_minor: int, currency: str, day: date) -> str:
    """Rule 1: the bank's id with the amount, currency and day that it was used for."""
    return "id-" + _hash(reference, amount_minor, currency, day.isoformat())


def comparable(text: str) -> str:
    """A payee or narrative as it is compared: banks change case and spacing between downloads."""
    return " ".join(text.casefold().split())


def pair_pending(
    incoming: Sequence[NumberedLine], pending: Sequence[KnownPending], *, still_pending: set[str]
) -> Mapping[str, int]:
    """Rule 4: which stored pending line each incoming line is, by the incoming identity.

    `still_pending` holds identities that the same file shows as pending: no other line may take
    those. Each stored line is taken once, by the first incoming line that fits; the nearest day
    goes first, then the lowest id.
    """
    free: dict[object, dict[int, KnownPending]] = defaultdict(dict)
    for known in pending:
        if known.identity not in still_pending:
            for key in _likeness(known.provider_reference, known.amount_minor, known.currency):
                free[key][known.id] = known
    found: dict[str, int] = {}
    for numbered in incoming:
        line = numbered.line
        alike = _likeness(line.provider_ref, line.amount_minor, line.currency)
        maybe = {k.id: k for key in alike for k in free.get(key, {}).values()}
        fitting = [known for known in maybe.values() if _fits(line, known)]
        if fitting:
            best = min(fitting, key=lambda k: (abs((line.booked_date - k.booked_date).days), k.id))
            found[numbered.identity] = best.id
            for key in _likeness(best.provider_reference, best.amount_minor, best.currency):
                del free[key][best.id]
    return found


def follow_pending(
    incoming: Sequence[NumberedLine], pending: Sequence[KnownPending]
) -> Mapping[str, int]:
    """Which stored pending line each incoming booked one is that fits none as it is: it has the same
    payee at another amount, or the amount in other words, and neither has a second one that fits."""
    fitting = [
        (numbered.identity, known.id)
        for numbered in incoming
        for known in pending
        if numbered.line.status == LineStatus.BOOKED and _follows(numbered.line, known)
    ]
    by_line = Counter(identity for identity, _ in fitting)
    by_pending = Counter(known_id for _, known_id in fitting)
    return {
        identity: known_id
        for identity, known_id in fitting
        if by_line[identity] == by_pending[known_id] == 1
    }


def _follows(line: StatementLine, known: KnownPending) -> bool:
    if not _is_near(line, known) or line.amount_minor * known.amount_minor <= 0:
        return False
    if line.provider_ref and known.provider_reference:
        return line.provider_ref == known.provider_reference
    return line.amount_minor == known.amount_minor or (
        comparable(line.payee or line.description) == comparable(known.payee)
    )


def _likeness(reference: str, amount_minor: int, currency: str) -> list[object]:
    """What two lines have one of in common where they fit, so that not all are compared with all."""
    by_amount: list[object] = [(amount_minor, currency)]
    return [*by_amount, reference] if reference else by_amount


def _fits(line: StatementLine, known: KnownPending) -> bool:
    if not _is_near(line, known):
        return False
    if line.provider_ref and known.provider_reference:
        return line.provider_ref == known.provider_reference
    return line.amount_minor == known.amount_minor and (
        comparable(line.payee or line.description) == comparable(known.payee)
    )


def _is_near(line: StatementLine, known: KnownPending) -> bool:
    days = (line.booked_date - known.booked_date).days
    near = -BOOKED_AT_MOST_DAYS_EARLIER <= days <= BOOKED_AT_MOST_DAYS_LATER
    return near and line.currency == known.currency


def _hash(*parts: str | int) -> str:
    return sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:40]
