"""Opening and closing the funds that a person has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.editing import refuse_if_any
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import AgreementTerms, Fund, Payer, PersonalBudget
from marketplace.brokerage.permissions import check_can_end_money
from marketplace.brokerage.rules import (
    MAY_SET_BUDGETS,
    Amount,
    BudgetState,
    FundRest,
    PayerKind,
    Programme,
    fund_close_problems,
    new_fund_problems,
)
from marketplace.brokerage.signals import fund_closed
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.core.transactions import require_transaction
from marketplace.people.models import Person


@dataclass(frozen=True, slots=True)
class NewFund:
    """A payer with its name, under what it pays, and its own number for the case."""

    payer_kind: PayerKind
    payer_name: str
    programme: Programme = Programme.SOCIAL_CARE
    reference: str = ""


@transaction.atomic
def open_fund(*, by: Viewer, person: Person, new: NewFund, opened_date: date) -> Fund:
    """A person's fund of this payer, programme and reference; the open one where there is one.

    Raises BrokerageError for a contribution to care that nobody is charged for.
    """
    check(by, MAY_SET_BUDGETS, person.authority_id)
    refuse_if_any(new_fund_problems(new.payer_kind, new.payer_name, new.programme, new.reference))
    Person.objects.select_for_update().get(pk=person.pk)
    payer, _ = Payer.objects.get_or_create(
        authority_id=person.authority_id, kind=new.payer_kind, name=new.payer_name.strip()
    )
    fund, is_new = Fund.objects.select_related("payer").get_or_create(
        person=person,
        payer=payer,
        programme=new.programme,
        reference=new.reference.strip(),
        closed_date=None,
        defaults={
            "authority_id": person.authority_id,
            "payer_kind": new.payer_kind,
            "opened_date": opened_date,
        },
    )
    if is_new:
        record(event="fund_opened", by=by, subject=fund, payer=payer.pk, programme=new.programme)
    return fund


@transaction.atomic
def close_fund(*, by: Viewer, fund: Fund, closed_date: date, rest: FundRest) -> None:
    """Close a fund from a day on, and say what becomes of what is left. What it paid stays.

    Raises BrokerageError while a budget or an agreement has money of it for that day or later, or a
    proposed budget has; and what payments refuse, when the rest is not as said.
    """
    Person.objects.select_for_update().get(pk=fund.person_id)
    check_can_end_money(by, fund.person)
    refuse_if_any(
        fund_close_problems(
            fund.opened_date,
            closed_date,
            still_pays=_still_pays(fund, closed_date),
            is_proposed=_is_proposed(fund),
        )
    )
    closed = {"closed_date": closed_date, "rest": rest}
    if not Fund.objects.filter(pk=fund.pk, closed_date=None).update(**closed):
        raise BrokerageError(problem("fund_closed_already"))
    fund.closed_date, fund.rest = closed_date, rest
    day = closed_date.isoformat()
    record(event="fund_closed", by=by, subject=fund, from_day=day, rest=rest)
    fund_closed.send(sender=Fund, fund_id=fund.pk, rest=rest, at=by.at)


def refuse_closed(amounts: Mapping[Fund, Amount], until: date | None) -> None:
    """Refuse to agree money of a fund for days after it was closed; for earlier days it is as good as
    ever. Part of an action, which locks the person. Raises BrokerageError."""
    require_transaction()
    used = [fund.pk for fund, amount in amounts.items() if not amount.is_nothing]
    closed = Fund.objects.filter(pk__in=used, closed_date__isnull=False).select_related("payer")
    after = closed if until is None else closed.filter(closed_date__lt=until)
    if fund := after.order_by("closed_date").first():
        facts = {"fund": fund.label, "day": fund.closed_date}
        raise BrokerageError(problem("fund_is_closed", "last_day", **facts))


def _is_proposed(fund: Fund) -> bool:
    """Whether a proposed or an indicative budget has money of a fund."""
    states = [BudgetState.PROPOSED, BudgetState.INDICATIVE]
    return PersonalBudget.objects.filter(state__in=states, amounts__fund=fund).exists()


def _still_pays(fund: Fund, day: date) -> bool:
    """Whether a budget or an agreement has money of a fund for a day or later."""
    holding = Q(until_date=None) | Q(until_date__gt=day)
    budgets = PersonalBudget.objects.agreed().filter(holding, amounts__fund=fund)
    terms = AgreementTerms.objects.filter(holding, amounts__fund=fund)
    return budgets.exists() or terms.exclude(until_date=F("from_date")).exists()
