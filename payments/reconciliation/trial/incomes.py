"""The money that agreements bring in, as the matcher takes it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from marketplace.brokerage.rules import WEEKS_FACTOR, Frequency
from marketplace.core.pence import round_pence
from payments.gateway.statements import FIRST_YEAR
from payments.reconciliation.rules.payers import CONTRIBUTION_NAMES, ways_to_write
from payments.reconciliation.rules.values import Income, TargetKind
from payments.reconciliation.trial.format import TrialAgreement, TrialPerson, TrialSchedule
from payments.reconciliation.trial.pieces import references

#: Payments a week. A single one has none.
TIMES_A_WEEK = {
    TrialSchedule.WEEKLY: WEEKS_FACTOR[Frequency.WEEK],
    TrialSchedule.TERM_TIME: WEEKS_FACTOR[Frequency.WEEK],
    TrialSchedule.FORTNIGHTLY: WEEKS_FACTOR[Frequency.FORTNIGHT],
    TrialSchedule.FOUR_WEEKLY: WEEKS_FACTOR[Frequency.FOUR_WEEKS],
    TrialSchedule.MONTHLY: WEEKS_FACTOR[Frequency.MONTH],
    TrialSchedule.ONE_OFF: Fraction(0),
}
#: By what an agreement's payer or fund is the person's own share.
OWN_SHARE = frozenset({"person", "the person", "contribution", "client contribution"})
PERSON = "the person"
ALWAYS = date(FIRST_YEAR, 1, 1)


def incomes_of(
    person: TrialPerson, agreements: Sequence[TrialAgreement] | None, number: int
) -> tuple[Income, ...]:
    """What is paid in for a person, numbered on from a number. Agreements stand in place of the short form."""
    found = _short_form(person) if agreements is None else _in_full(person, agreements)
    return tuple(replace(income, id=number + place) for place, income in enumerate(found))


def _short_form(person: TrialPerson) -> Iterator[Income]:
    if load := person.load:
        bare = _income(TargetKind.LOAD, load.payer, load.pence, load.schedule)
        yield replace(bare, names=ways_to_write(load.payer))
    if share := person.contribution:
        bare = _income(TargetKind.CONTRIBUTION, PERSON, share.pence, share.schedule)
        yield replace(
            bare,
            names=CONTRIBUTION_NAMES,
            references=references(share.reference),
            initials=_initials(person),
        )


def _in_full(person: TrialPerson, agreements: Sequence[TrialAgreement]) -> Iterator[Income]:
    for each in agreements:
        is_own = bool({each.payer.casefold(), each.fund.casefold()} & OWN_SHARE)
        kind = TargetKind.CONTRIBUTION if is_own else TargetKind.LOAD
        once = each.schedule is TrialSchedule.ONE_OFF
        yield replace(
            _income(kind, PERSON if is_own else each.payer, each.pence, each.schedule),
            first=each.start,
            until=each.until + timedelta(1) if each.until else None,
            names=CONTRIBUTION_NAMES if is_own else ways_to_write(each.payer),
            references=references(each.reference),
            initials=_initials(person) if is_own else frozenset(),
            payments=((each.first, each.pence),) if once else (),
        )


def _income(kind: TargetKind, label: str, pence: int, schedule: TrialSchedule) -> Income:
    weekly_pence = round_pence(pence * TIMES_A_WEEK[schedule])
    return Income(0, kind, label, weekly_pence, ALWAYS, usual_pence=pence)


def _initials(person: TrialPerson) -> frozenset[str]:
    """Those of the person and of who speaks for them, without stops."""
    given = [person.initials, person.representative.initials if person.representative else ""]
    return frozenset(filter(None, (one.replace(".", "") for one in given)))
