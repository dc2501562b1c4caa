"""Loading a carer with a budget and a plan of her own, for the outcomes that the law names for carers."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from marketplace.brokerage.actions import start_plan
from marketplace.brokerage.rules import BudgetKind, Deployment, Frequency, OffMarket, Terms
from marketplace.demo.load.cases import (
    ANSWERS,
    CouncilStaff,
    approve,
    at_nine,
    first_day,
    load_registration,
    send,
    started_on,
)
from marketplace.demo.load.funding import load_budget
from marketplace.demo.load.loaded_case import by_staff
from marketplace.demo.load.writing import WritingBroker
from marketplace.demo.over_time import CARER, SITTING
from marketplace.listings.rules import PriceUnit


def load_carer(staff: CouncilStaff, anchor: date) -> None:
    """One line for two outcomes: somebody sits with her husband while she paints and meets friends."""
    at = at_nine(started_on(anchor))
    spec = replace(CARER.person, home="Lives with her husband")
    person = load_registration(staff, spec, at)
    by = by_staff(staff, staff.by, at)
    load_budget(by, person, CARER.weekly_pence, at.date(), BudgetKind.CARER)
    broker = by_staff(staff, staff.broker, at)
    plan = start_plan(by=broker, person=person, kind=BudgetKind.CARER)
    writer = WritingBroker(staff.broker, plan, at, first_day(at))
    for number, words in ANSWERS.items():
        writer.answer(number, words)
    painting = writer.add_outcome("I want to paint again.", "recreation", 1, 4)
    friends = writer.add_outcome("I want to see my friends without a clock.", "relationships", 2, 4)
    offer = OffMarket(SITTING.title, SITTING.provider, PriceUnit.HOUR, SITTING.price_pence)
    council = Deployment.COUNCIL_MANAGED
    terms = Terms(Decimal(SITTING.hours), Frequency.WEEK, deployment=council)
    writer.add_item(painting, offer, terms, SITTING.times, also=[friends])
    send(staff, plan, at + timedelta(days=3), first_day(at))
    approve(staff, plan, at + timedelta(days=5))
