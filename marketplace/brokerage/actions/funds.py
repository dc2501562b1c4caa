"""Opening and closing the funds that a person has."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.editing import refuse_if_any
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import AgreementTerms, Fund, Payer, PersonalBudget
from marketplace.brokerage.rules import MAY_SET_BUDGETS, PayerKind, Programme, new_fund_problems
from marketplace.core.audit import record
from marketplace.core.errors import problem
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
def close_fund(*, by: Viewer, fund: Fund, closed_date: date) -> None:
    """Close a fund from a day on. What it paid stays; money left in it stays its payer's.

    Raises BrokerageError while a budget or an agreement has money of it for that day or later.
    """
    check(by, MAY_SET_BUDGETS, fund.authority_id)
    Person.objects.select_for_update().get(pk=fund.person_id)
    holding = Q(until_date=None) | Q(until_date__gt=closed_date)
    budgets = PersonalBudget.objects.agreed().filter(holding, amounts__fund=fund)
    terms = AgreementTerms.objects.filter(holding, amounts__fund=fund)
    if budgets.exists() or terms.exclude(until_date=F("from_date")).exists():
        raise BrokerageError(problem("fund_still_pays", day=closed_date))
    changed = Fund.objects.filter(pk=fund.pk, closed_date=None).update(closed_date=closed_date)
    if not changed:
        raise BrokerageError(problem("fund_closed_already"))
    fund.closed_date = closed_date
    record(event="fund_closed", by=by, subject=fund, from_day=closed_date.isoformat())
