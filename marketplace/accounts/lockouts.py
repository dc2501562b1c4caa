"""How many failed tries are allowed, by what they are counted, and how long one then waits.

Nothing here locks an account for everybody: a stranger can only make the stranger wait. What the
second step counts for a whole account is the exception, for whoever gets so far has the password.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class CountedBy(StrEnum):
    """What failed tries are counted by."""

    ACCOUNT_AND_ADDRESS = "account_and_address"
    BROWSER = "browser"
    ADDRESS = "address"
    CODE_ACCOUNT_AND_ADDRESS = "code_account_and_address"
    CODE_BROWSER = "code_browser"
    CODE_ACCOUNT = "code_account"
    CONCERN_ADDRESS = "concern_address"


@dataclass(frozen=True)
class Allowance:
    """So many failures within `window` of the first; from then on each costs the next wait."""

    free: int
    waits: tuple[timedelta, ...]
    window: timedelta


def _minutes(*numbers: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=number) for number in numbers)


DAY = timedelta(days=1)
#: OWASP ASVS 5 asks for a delay that grows; five is what people need who mix up their passwords. A
#: guesser gets about 30 tries a day for one account from one address.
BY_ACCOUNT_AND_ADDRESS = Allowance(5, _minutes(1, 5, 15, 30, 60), DAY)
#: Whoever signed in here before is most likely the same person: more tries, shorter waits.
BY_BROWSER = Allowance(10, _minutes(1, 5, 15, 30), DAY)
#: A council of 4,000 behind one address, of whom one in ten mistypes on a Monday morning, stays below.
BY_ADDRESS = Allowance(500, _minutes(15), timedelta(hours=1))
#: Of a million codes three are right at a time: 20 tries a day from all unknown browsers together
#: leave 1 in 17,000 to somebody who has the password already.
BY_CODE_OF_ACCOUNT = Allowance(20, _minutes(60), DAY)
#: Of concerns that anyone may raise. A hospital or a library behind one address sends a few in an hour;
#: who is over that waits, and reads the phone number meanwhile.
BY_CONCERN_ADDRESS = Allowance(30, _minutes(10), timedelta(hours=1))

ALLOWANCES = {
    CountedBy.ACCOUNT_AND_ADDRESS: BY_ACCOUNT_AND_ADDRESS,
    CountedBy.BROWSER: BY_BROWSER,
    CountedBy.ADDRESS: BY_ADDRESS,
    CountedBy.CODE_ACCOUNT_AND_ADDRESS: BY_ACCOUNT_AND_ADDRESS,
    CountedBy.CODE_BROWSER: BY_BROWSER,
    CountedBy.CODE_ACCOUNT: BY_CODE_OF_ACCOUNT,
    CountedBy.CONCERN_ADDRESS: BY_CONCERN_ADDRESS,
}
#: A count that nobody added to for so long tells nothing: the longest window and the longest wait.
FORGET_AFTER = timedelta(days=2)


def wait_after(counted_by: CountedBy, tries: int) -> timedelta:
    """How long to wait after so many failures within the window; nothing while they are free."""
    allowance = ALLOWANCES[counted_by]
    if tries < allowance.free:
        return timedelta(0)
    return allowance.waits[min(tries - allowance.free, len(allowance.waits) - 1)]


def window_is_over(counted_by: CountedBy, began_at: datetime, at: datetime) -> bool:
    """Whether the failures since `began_at` no longer count."""
    return at - began_at >= ALLOWANCES[counted_by].window


def latest(ends: Iterable[datetime | None], at: datetime) -> datetime | None:
    """The last of those ends that are still to come; None when nobody has to wait."""
    coming = [end for end in ends if end is not None and end > at]
    return max(coming, default=None)


def minute_after(end: datetime) -> datetime:
    """The first whole minute at which a wait is over: what a page says must be true."""
    whole = end.replace(second=0, microsecond=0)
    return whole if whole == end else whole + timedelta(minutes=1)
