"""Opening accounts and bringing half a year of statements in, the way finance does."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from marketplace.accounts.models import User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PaymentAgreement, SupportPlan
from marketplace.brokerage.queries import commitments, funding
from marketplace.brokerage.rules import Commitment, Frequency
from marketplace.core.periods import Period
from marketplace.demo.load.cases import CouncilStaff
from marketplace.demo.load.funding import load_agreements
from marketplace.demo.load.viewers import viewer_as
from marketplace.generator.people import PersonSpec
from marketplace.generator.spending import (
    PlannedSpend,
    SpendLine,
    as_csv,
    last_weekday,
    lines_of,
)
from marketplace.people.models import Person
from payments.cards.actions import import_statement, open_money_account
from payments.cards.models import MoneyAccount
from payments.reconciliation.actions import MATCHER, match_open_lines

#: All of the demo: what is paid in before terms change covers days of the next ones.
ALWAYS = Period(date(2000, 1, 1))
#: How often what comes every so many weeks is paid.
EVERY_FEW_WEEKS = {2: Frequency.FORTNIGHT, 4: Frequency.FOUR_WEEKS}
#: From the first day of a plan until the people in it come.
FINDING_PEOPLE = timedelta(weeks=4)


def load_paid_account(
    council_staff: CouncilStaff, plan: SupportPlan, spec: PersonSpec, at: datetime
) -> MoneyAccount:
    """What finance does once a plan is approved: agree the payment, and open the account it goes to."""
    by = viewer_as(council_staff.finance, at, plan.authority)
    return load_account(
        viewer_as(council_staff.by, at, plan.authority),
        plan.person,
        spec.account_kind,
        spec.number,
        load_agreements(by, plan, spec.account_kind),
    )


def load_account(
    by: Viewer, person: Person, kind: str, number: int, agreements: Sequence[PaymentAgreement]
) -> MoneyAccount:
    """A card or bank account, fed by statements, into which the agreements pay."""
    return open_money_account(
        by=by,
        person=person,
        kind=kind,
        last4=f"{(number * 7919) % 10000:04d}",
        provider="statement",
        agreements=agreements,
    )


def load_spending(
    finance: User, at: datetime, account: MoneyAccount, spec: PersonSpec, anchor: date, seed: int
) -> None:
    """Import one statement, from the first day of the plan to the anchor day."""
    every_kind = spec.number % 10 == 1
    lines = lines_for(account.person, anchor, f"{seed}:{spec.number}", every_kind=every_kind)
    bring_in(finance, at, account, lines)


def lines_for(
    person: Person, anchor: date, seed: str, *, every_kind: bool = False, odd: bool = True
) -> list[SpendLine]:
    """What a bank shows of a person whose payments follow what is planned and agreed."""
    planned = [
        _planned(each)
        for each in commitments([person.pk], ALWAYS)[person.pk]
        if each.is_paid_by_person
    ]
    segments = funding([person.pk], ALWAYS)[person.pk]
    start = min((each.first for each in segments), default=anchor)
    return lines_of(planned, segments, start, anchor, seed, every_kind=every_kind, odd=odd)


def bring_in(finance: User, at: datetime, account: MoneyAccount, lines: list[SpendLine]) -> None:
    """Import a statement with these lines, and match them as the worker would."""
    import_statement(
        by=viewer_as(finance, at, account.authority),
        account=account,
        data=as_csv(lines),
        filename=f"{account.kind}-{account.last4}.csv",
    )
    match_open_lines(by=Viewer.machine(MATCHER, at), person_ids=[account.person_id])


def _planned(each: Commitment) -> PlannedSpend:
    """A commitment as it is paid: at first nobody comes, so that there is something for a rainy day."""
    begins = each.anchor + FINDING_PEOPLE
    weeks = each.times[0].every_weeks if each.times else 1
    return PlannedSpend(
        item_id=each.line_id,
        payee=each.provider_name,
        price_pence=each.price_pence,
        quantity=int(each.quantity * weeks),
        frequency=EVERY_FEW_WEEKS.get(weeks, each.frequency),
        mcc="",
        weekday=last_weekday(each.times),
        anchor=each.anchor,
        first=max(each.first, begins),
        until=each.until,
    )
