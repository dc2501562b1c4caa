"""Cases that are over, and the machine that erases them."""

from datetime import UTC, date, datetime

from marketplace.accounts.models import Membership
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import AgreementTerms, PersonalBudget
from marketplace.records.jobs import PURGE
from payments.reconciliation.actions import MATCHER, match_lines, resolve_exception
from payments.reconciliation.models import MoneyException
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import Money, make_lines, make_money

ENDED = date(2026, 10, 31)
#: More than eight years later, and long before.
OVER = datetime(2035, 6, 1, 3, tzinfo=UTC)
NOT_YET = datetime(2034, 6, 1, 3, tzinfo=UTC)
SPENT = datetime(2026, 9, 21, 9, 30, tzinfo=UTC)


def make_ended(name: str = "Margaret Ellery") -> Money:
    """A person who spent some of a budget that has ended, with a payment that was looked into."""
    money = make_money(name=name)
    lines = make_lines(money.account, (-4950, "AMARA OBI", 0), (-1250, "THE CORNER SHOP", 2))
    match_lines(by=as_viewer(MATCHER, SPENT), line_ids=[line.pk for line in lines])
    for waiting in MoneyException.objects.exclude(state="resolved"):
        resolve_exception(
            by=as_viewer(money.finance, SPENT), exception_id=waiting.pk, outcome="Milk and bread"
        )
    PersonalBudget.objects.filter(person=money.person).update(until_date=ENDED)
    AgreementTerms.objects.filter(agreement__person=money.person).update(until_date=ENDED)
    Membership.objects.filter(user=money.user).update(until_date=ENDED)
    return money


def nightly(at: datetime = OVER) -> Viewer:
    """The purge, in one night."""
    return Viewer.machine(PURGE, at)
