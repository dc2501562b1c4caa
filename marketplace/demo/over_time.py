"""Who shows what happens to money over time: one made-up person for each thing that can happen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from marketplace.brokerage.actions import NewFund
from marketplace.brokerage.rules import PayerKind, Programme
from marketplace.core.times import PlannedTime
from marketplace.generator.people import (
    CHOIR,
    FOUR_MORNINGS,
    THREE_MORNINGS,
    THU,
    WEEKENDS,
    PersonSpec,
    weekly,
)
from marketplace.generator.place import FERNSHIRE, NHS_BOARD, TOWNS

COUNCIL = NewFund(PayerKind.COUNCIL, f"{FERNSHIRE.short_name} Council")
OWN = NewFund(PayerKind.PERSON, PayerKind.PERSON.label)
AFTERCARE = NewFund(PayerKind.NHS, NHS_BOARD, Programme.AFTERCARE)
HEALTH = NewFund(PayerKind.NHS, NHS_BOARD, Programme.HEALTH_BUDGET)
SON = NewFund(PayerKind.THIRD_PARTY, "Piers Tolliver")


@dataclass(frozen=True)
class CaseItem:
    """Hours a week from somebody who is not in the directory, and which of the agreements pays them."""

    title: str
    provider: str
    price_pence: int
    hours: int
    times: tuple[PlannedTime, ...]
    agreement: int = 0


@dataclass(frozen=True)
class CaseOverTime:
    """A person, their budget in pence a week by fund, what they buy, and which funds each agreement has."""

    number: int
    mailbox: str
    name: str
    weekly_pence: Mapping[NewFund, int]
    items: tuple[CaseItem, ...]
    agreements: tuple[tuple[NewFund, ...], ...]

    @property
    def person(self) -> PersonSpec:
        return PersonSpec(
            number=self.number,
            mailbox=self.mailbox,
            name=self.name,
            date_of_birth=date(1948, 5, 2),
            town=TOWNS[self.number % len(TOWNS)],
            home="Lives alone",
            contact_wish="Ring, after 10am.",
            needs=(),
            weekly_pence={},
            plan_state="approved",
            items=(),
            natural_who="",
            account_kind="card",
        )


def _case(
    number: int,
    name: str,
    weekly_pence: Mapping[NewFund, int],
    *items: CaseItem,
    agreements: tuple[tuple[NewFund, ...], ...] = (),
) -> CaseOverTime:
    mailbox = name.split(maxsplit=1)[0].lower()
    funds = agreements or (tuple(weekly_pence),)
    return CaseOverTime(9100 + number, mailbox, name, weekly_pence, items, funds)


_MORNINGS = CaseItem("Getting up", "Orla Whitcombe", 1650, 6, THREE_MORNINGS)
_COOKING = CaseItem("Cooking together", "Orla Whitcombe", 1650, 4, FOUR_MORNINGS)
_SINGING = CaseItem("To the choir", "Edwin Sallow", 1500, 3, CHOIR)
_WEEKENDS = CaseItem("Out at weekends", "Nerys Holloway", 1600, 4, WEEKENDS)
_PHYSIO = CaseItem(
    "Physiotherapy", "Fern Bank Physiotherapy", 4800, 1, weekly((THU,), time(14), 60), agreement=1
)
_MUSIC = CaseItem(
    "A music teacher", "Lark Rise Music", 3200, 1, weekly((THU,), time(15), 60), agreement=1
)

#: Agreed again in April, a little more for everybody.
AGREED_AGAIN = _case(1, "Wilfred Tansley", {COUNCIL: 21000, OWN: 3500}, _MORNINGS)
#: Asked for more from a day that is past.
BACKDATED = _case(2, "Parveen Aldous", {COUNCIL: 19000, OWN: 2000}, _COOKING, _SINGING)
#: A fortnight in hospital; the assistant was paid once in it.
IN_HOSPITAL = _case(3, "Cuthbert Lyle", {COUNCIL: 18000, OWN: 2500}, _MORNINGS)
#: Social care and a personal health budget by two agreements, into one account.
TWO_AGREEMENTS = _case(
    4,
    "Sybil Marchbanks",
    {COUNCIL: 17000, OWN: 3000, HEALTH: 4800},
    _MORNINGS,
    _PHYSIO,
    agreements=((COUNCIL, OWN), (HEALTH,)),
)
#: The NHS pays part, as section 117 aftercare: nobody is charged for it.
WITH_AFTERCARE = _case(5, "Tobias Renwick", {COUNCIL: 15000, AFTERCARE: 10000}, _WEEKENDS, _SINGING)
#: A son pays for a teacher whom the council would not pay.
TOPPED_UP = _case(
    6,
    "Ingrid Tolliver",
    {COUNCIL: 16000, OWN: 1500, SON: 3200},
    _COOKING,
    _MUSIC,
    agreements=((COUNCIL, OWN), (SON,)),
)
#: Moved to another county: plan, budget and payments ended on a day.
MOVED = _case(7, "Brenda Oakshott", {COUNCIL: 17500, OWN: 2200}, _WEEKENDS)
#: More hours from the first of next month, approved already.
AHEAD = _case(8, "Rajan Peverell", {COUNCIL: 20000, OWN: 2800}, _MORNINGS)
#: Sits with a husband while his wife is out: a carer's own budget and plan, which the council pays.
SITTING = CaseItem("Company for Arthur at home", "Fernshire Carers", 1500, 3, CHOIR)
CARER = _case(9, "Gwendolen Ferrars", {COUNCIL: 4500}, SITTING)
