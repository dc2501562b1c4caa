"""What is left of closed funds now, beside what was said of it when they were closed."""

from collections import defaultdict
from collections.abc import Collection

from marketplace.brokerage.models import Fund
from marketplace.brokerage.rules import FundRest
from payments.ledger.models import Account
from payments.ledger.queries import balances
from payments.reconciliation.rules.fund_rests import ClosedRest


def closed_rests(person_ids: Collection[int]) -> dict[int, list[ClosedRest]]:
    """By person, their funds that were closed with a word on what is left. A constant number of queries."""
    funds = Fund.objects.filter(person__in=person_ids, closed_date__isnull=False).exclude(rest="")
    closed = {fund.pk: fund for fund in funds.select_related("payer")}
    accounts = dict(Account.objects.filter(fund__in=closed).values_list("pk", "fund"))
    left: dict[int, int] = defaultdict(int)
    for account_id, pence in balances(list(accounts)).items():
        left[accounts[account_id]] -= pence
    found: dict[int, list[ClosedRest]] = defaultdict(list)
    for fund in closed.values():
        found[fund.person_id].append(ClosedRest(fund.label, FundRest(fund.rest), left[fund.pk]))
    return found
