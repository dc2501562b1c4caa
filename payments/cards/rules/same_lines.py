"""Which stored line a line of a file is, where its identity is new: what the bank worded otherwise, or
put in another order, or gave in another format.

Only lines of one day, amount and currency are compared, and none that the file shows elsewhere. One is
the same where its balance is the same; where its words are the same and no balance says otherwise; and
in whatever words where the file covers the place at which it stood, so that it cannot be missing there.
What is like it and may be either is told.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from payments.cards.rules.identity import NumberedLine, comparable
from payments.gateway.contract import LineStatus, StatementFile, StatementLine


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A stored line of a day, in the order in which it came."""

    id: int
    identity: str
    former_identities: tuple[str, ...]
    booked_date: date
    amount_minor: int
    currency: str
    payee: str
    description: str
    provider_reference: str
    balance_minor: int | None


@dataclass(frozen=True)
class WholeFile:
    """What a file says as a whole, for whoever has a part of it in hand.

    `first` and `last` are days of booked lines. `reached` and `left` are the balances after its booked
    lines and before them; `booked` and `by_day` have those lines from the oldest to the newest. `seen`
    are identities of the part in hand that are stored already.
    """

    identities: frozenset[str] = frozenset()
    still_pending: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None
    reached: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset()
    by_day: Mapping[date, Sequence[NumberedLine]] = field(default_factory=dict)
    booked: tuple[NumberedLine, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()

    @classmethod
    def of(cls, lines: Sequence[NumberedLine]) -> "WholeFile":
        """`lines` are all of the file, from the oldest to the newest."""
        booked = [one for one in lines if one.line.status == LineStatus.BOOKED]
        days = [one.line.booked_date for one in booked]
        by_day: dict[date, list[NumberedLine]] = defaultdict(list)
        for one in booked:
            by_day[one.line.booked_date].append(one)
        after = [one.line.balance_minor for one in booked if one.line.balance_minor is not None]
        before = [_before(one.line) for one in booked if one.line.balance_minor is not None]
        return cls(
            identities=frozenset(one.identity for one in lines),
            still_pending=frozenset(
                one.identity for one in lines if one.line.status == LineStatus.PENDING
            ),
            first=min(days, default=None),
            last=max(days, default=None),
            reached=frozenset(after),
            left=frozenset(before),
            by_day=by_day,
            booked=tuple(booked),
            places={one.identity: place for place, one in enumerate(booked)},
        )

    def beside(self, numbered: NumberedLine, step: int) -> NumberedLine | None:
        """The booked line before it in the file, or after it."""
        place = self.places[numbered.identity] + step
        return self.booked[place] if 0 <= place < len(self.booked) else None

    def covers_day(self, day: date) -> bool:
        """Whether the file has days before and after this one, so that it holds all of it."""
        return self.first is not None and self.last is not None and self.first < day < self.last

    def stands_apart(self, day: date, stored: Sequence[KnownLine]) -> bool:
        """Whether the balances show that the file begins where the stored day ends, or ends where it
        begins, so that they have no line in common on that day."""
        rows = [one.line for one in self.by_day.get(day, ())]
        if day == self.first and follows_on(rows, stored):
            return True
        return day == self.last and leads_up_to(rows, stored)

    def shows(self, known: KnownLine) -> bool:
        return not self.identities.isdisjoint((known.identity, *known.former_identities))

    def covers(self, known: KnownLine) -> bool:
        """Whether the file walks through the place in the balances at which the stored line stood."""
        if self.covers_day(known.booked_date):
            return True
        if known.balance_minor is None:
            return False
        return (
            known.balance_minor - known.amount_minor in self.left
            or known.balance_minor in self.reached
        )


def is_over(identity: str, day: date, whole: WholeFile) -> bool:
    """Whether a file is past the day of a stored pending line, and does not show it any more."""
    if whole.first is None or whole.last is None or identity in whole.still_pending:
        return False
    return whole.first <= day < whole.last


@dataclass(frozen=True)
class Recognised:
    """Stored lines by the identity of the line that each is, and the lines that may be one of them."""

    pairs: Mapping[str, int]
    doubtful: tuple[NumberedLine, ...] = ()


def oldest_first(file: StatementFile) -> list[StatementLine]:
    return list(reversed(file.lines)) if file.newest_first else list(file.lines)


def follows_on(rows: Sequence[StatementLine], stored: Sequence[KnownLine]) -> bool:
    """Whether the rows of a day, from the oldest, go on from the balance that the stored ones end with."""
    ends = _ends(stored)
    first = rows[0] if rows else None
    if ends is None or first is None or first.balance_minor is None:
        return False
    return _before(first) == ends[1] and not _is_stored(first, stored)


def leads_up_to(rows: Sequence[StatementLine], stored: Sequence[KnownLine]) -> bool:
    """Whether the rows of a day, from the oldest, end with the balance that the stored ones begin with."""
    ends = _ends(stored)
    last = rows[-1] if rows else None
    if ends is None or last is None or last.balance_minor is None:
        return False
    return last.balance_minor == ends[0] and not _is_stored(last, stored)


def _is_stored(line: StatementLine, stored: Sequence[KnownLine]) -> bool:
    place = (line.amount_minor, line.balance_minor)
    return place in [(one.amount_minor, one.balance_minor) for one in stored]


def _ends(stored: Sequence[KnownLine]) -> tuple[int, int] | None:
    """The balances before and after the stored lines of a day; None where they do not say one of each."""
    walked = [one for one in stored if one.balance_minor is not None]
    after = Counter(one.balance_minor or 0 for one in walked)
    before = Counter((one.balance_minor or 0) - one.amount_minor for one in walked)
    opening, closing = before - after, after - before
    if len(walked) != len(stored) or opening.total() != 1 or closing.total() != 1:
        return None
    return next(iter(opening)), next(iter(closing))


def recognise(
    unseen: Iterable[NumberedLine], known: Sequence[KnownLine], whole: WholeFile
) -> Recognised:
    """Which stored line each booked line is. `known` are all booked ones of the days of `unseen`."""
    days: dict[date, list[KnownLine]] = defaultdict(list)
    for one in sorted(known, key=lambda each: each.id):
        days[one.booked_date].append(one)
    free = _free(days, whole)
    waiting = [one for one in unseen if one.line.status == LineStatus.BOOKED]
    pairs: dict[str, int] = {}
    for is_same in (_same_place, _same_words, _same_gap):
        for numbered in list(waiting):
            near = free.get(_line_likeness(numbered.line), {})
            fitting = [
                each
                for each in near.values()
                if _may_be_one(numbered.line, each)
                and is_same(numbered, each, whole, days[each.booked_date])
            ]
            if fitting:
                best = max(fitting, key=lambda each: (_shared_words(numbered.line, each), -each.id))
                pairs[numbered.identity] = best.id
                del near[best.id]
                waiting.remove(numbered)
    return Recognised(pairs, tuple(one for one in waiting if _is_doubtful(one.line, free)))


Free = Mapping[object, dict[int, KnownLine]]


def _free(days: Mapping[date, Sequence[KnownLine]], whole: WholeFile) -> Free:
    """The stored lines that the file does not show under their identity, by what they have in common."""
    free: dict[object, dict[int, KnownLine]] = defaultdict(dict)
    for day, rows in days.items():
        for one in () if whole.stands_apart(day, rows) else rows:
            if not whole.shows(one):
                free[_likeness(one)][one.id] = one
    return free


def _is_doubtful(line: StatementLine, free: Free) -> bool:
    """Whether one is left that may be the line, and no balance shows that it is another."""
    near = free.get(_line_likeness(line), {}).values()
    return any(_may_be_one(line, each) and not _apart(line, each) for each in near)


def _likeness(known: KnownLine) -> object:
    return known.booked_date, known.amount_minor, known.currency


def _line_likeness(line: StatementLine) -> object:
    return line.booked_date, line.amount_minor, line.currency


def _may_be_one(line: StatementLine, known: KnownLine) -> bool:
    """The bank's own ids, where both have one, were compared before."""
    return not (line.provider_ref and known.provider_reference)


def _apart(line: StatementLine, known: KnownLine) -> bool:
    """Whether their balances show two places."""
    return None not in (line.balance_minor, known.balance_minor) and (
        line.balance_minor != known.balance_minor
    )


def _same_place(
    numbered: NumberedLine, known: KnownLine, whole: WholeFile, day: Sequence[KnownLine]
) -> bool:
    balance = numbered.line.balance_minor
    return balance is not None and balance == known.balance_minor


def _same_words(
    numbered: NumberedLine, known: KnownLine, whole: WholeFile, day: Sequence[KnownLine]
) -> bool:
    """The words that it had; at another balance only where the file covers its place."""
    line = numbered.line
    ours = (comparable(line.payee or line.description), comparable(line.description))
    theirs = (comparable(known.payee), comparable(known.description))
    return ours == theirs and (not _apart(line, known) or whole.covers(known))


def _same_gap(
    numbered: NumberedLine, known: KnownLine, whole: WholeFile, day: Sequence[KnownLine]
) -> bool:
    """Whatever its words: where the file covers its place, or has the same neighbour beside it."""
    return whole.covers(known) or (
        not _apart(numbered.line, known) and _has_a_neighbour(numbered, known, whole, day)
    )


def _has_a_neighbour(
    numbered: NumberedLine, known: KnownLine, whole: WholeFile, day: Sequence[KnownLine]
) -> bool:
    """Whether the line before or after it in the file is here, and stood before or after the stored one."""
    there = list(day).index(known)
    for step in (-1, 1):
        mine = whole.beside(numbered, step)
        beside = day[there + step] if 0 <= there + step < len(day) else None
        if mine is None:
            continue
        if mine.line.booked_date == known.booked_date:
            if beside and mine.identity in (beside.identity, *beside.former_identities):
                return True
        elif beside is None and mine.identity in whole.seen:
            return True
    return False


def _shared_words(line: StatementLine, known: KnownLine) -> int:
    ours = set(comparable(f"{line.payee} {line.description}").split())
    return len(ours & set(comparable(f"{known.payee} {known.description}").split()))


def _before(line: StatementLine) -> int:
    return (line.balance_minor or 0) - line.amount_minor
