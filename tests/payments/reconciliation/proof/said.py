"""What the product says of a person: its page, its read model, and a sum over the ledger's rows."""

from collections import defaultdict
from datetime import date, timedelta

from marketplace.brokerage.models import Fund, PersonalBudget
from marketplace.brokerage.queries import commitments, end_of, funding
from marketplace.brokerage.queries.known import until_of
from marketplace.brokerage.rules import expected_payments
from marketplace.core.periods import Period
from marketplace.people.models import Person
from payments.cards.models import AccountAgreement
from payments.ledger.models import Account, Transfer
from payments.ledger.rules import AccountKind
from payments.reconciliation.models import Match
from payments.reconciliation.queries.statement import statement_of
from payments.reconciliation.rules.statement import half_year
from tests.payments.reconciliation.proof.figures import Agreed, Balances, Figures, Page
from tests.payments.reconciliation.proof.told import without_nothing

ONE_DAY = timedelta(1)


def said_of(person: Person, day: date, known: date | None) -> Figures:
    """All figures on a day, as known at the end of another, or now."""
    return Figures(
        ledger(person, day, known), read_model(person, day, known), page(person, day, known)
    )


def page(person: Person, day: date, known: date | None) -> Page:
    statement = statement_of(person, today=day, known=known)
    funds = {
        fund.label: fund.pk for fund in Fund.objects.filter(person=person).select_related("payer")
    }
    assert len(funds) == Fund.objects.filter(person=person).count()
    return Page(
        sum(account.balance_pence for account in statement.accounts),
        statement.unallocated_pence,
        without_nothing({funds[fund.label]: fund.left_pence for fund in statement.funds}),
        statement.now.next_payment,
        statement.now.needed_pence,
        statement.now.left_pence,
        statement.forecast.to_come_pence,
        statement.forecast.left_pence,
    )


def ledger(person: Person, day: date, known: date | None) -> Balances:
    """Row by row: every transfer that counts by the day and was recorded by then."""
    moment = end_of(known)
    rows = Transfer.objects.filter(debit__person=person, effective_date__lte=day)
    if moment is not None:
        rows = rows.filter(recorded_at__lt=moment)
    accounts = {account.pk: account for account in Account.objects.filter(person=person)}
    totals: dict[tuple[str, int], int] = defaultdict(int)
    spent: dict[tuple[int, int], int] = defaultdict(int)
    for debit, credit, pence in rows.values_list("debit", "credit", "amount_pence"):
        for pk, signed in ((debit, pence), (credit, -pence)):
            account = accounts[pk]
            totals[account.kind, account.fund_id or 0] += signed
            if account.kind in (AccountKind.PLAN_LINE, AccountKind.OFF_PLAN):
                spent[account.plan_line_id or 0, account.fund_id or 0] += signed
    funds: dict[int, int] = defaultdict(int)
    for (_, fund), signed in totals.items():
        if fund:
            funds[fund] -= signed
    real = (AccountKind.CARD, AccountKind.BANK)
    return Balances(
        sum(signed for (kind, _), signed in totals.items() if kind in real),
        -totals[AccountKind.UNALLOCATED, 0],
        without_nothing(funds),
        {key: pence for key, pence in spent.items() if pence},
    )


def read_model(person: Person, day: date, known: date | None) -> Agreed:
    """What `funding` and `commitments` say of the day, and what the first expects in the half year."""
    feeding = AccountAgreement.objects.filter(account__person=person)
    if known is not None:
        feeding = feeding.filter(recorded_at__lt=end_of(known))
    fed = set(feeding.values_list("agreement", flat=True))
    always = funding([person.pk], Period(date(2000, 1, 1)), known=known)[person.pk]
    half = half_year(day)
    coming = expected_payments(
        [s for s in always if s.agreement_id in fed],
        start=half.start,
        until=half.until or day,
    )
    rates, lines = held_on(person, day, known)
    return Agreed(
        {agreement: weekly for agreement, weekly in rates.items() if agreement in fed},
        lines,
        budget(person, day, known),
        tuple(
            sorted(
                (payment.day, payment.agreement_id, fund, pence)
                for payment in coming
                for fund, pence in payment.pence.items()
                if pence
            )
        ),
    )


def held_on(
    person: Person, day: date, known: date | None
) -> tuple[dict[int, dict[int, int]], dict[int, int]]:
    """What every agreement pays a week on the day, by fund, and the price of each line in force."""
    of_day = Period(day, day + ONE_DAY)
    paid = funding([person.pk], of_day, known=known)[person.pk]
    planned = commitments([person.pk], of_day, known=known)[person.pk]
    rates = {
        segment.agreement_id: without_nothing({p.fund_id: p.weekly_pence for p in segment.parts})
        for segment in paid
    }
    return rates, {commitment.line_id: commitment.price_pence for commitment in planned}


def budget(person: Person, day: date, known: date | None) -> int:
    """Pence a week of the care budget that holds on the day."""
    moment = end_of(known)
    rows = PersonalBudget.objects.filter(person=person, kind="care", agreed_at__isnull=False)
    found = 0
    for row in rows.prefetch_related("moved_ends"):
        until = until_of(row, moment)
        in_time = moment is None or (row.agreed_at and row.agreed_at < moment)
        if in_time and row.from_date <= day and (until is None or day < until):
            found += row.weekly_pence
    return found


def shares_of_matches(person: Person) -> dict[tuple[int, int], dict[int, int]]:
    """What each matched payment was charged to now: by payment and plan line, pence by fund."""
    found: dict[tuple[int, int], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for match in (
        Match.objects.active().filter(line__account__person=person).prefetch_related("parts")
    ):
        for part in match.parts.all():
            found[match.line_id, part.plan_line_id or 0][part.fund_id] += part.amount_pence
    return {key: dict(funds) for key, funds in found.items()}
