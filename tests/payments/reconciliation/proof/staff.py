"""A council's staff for the proof: made once, they act for every person of it."""

from dataclasses import dataclass

from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.brokerage.rules import (
    MAY_AGREE_PAYMENTS,
    MAY_ALLOCATE_BROKERS,
    MAY_END_PLANS,
    MAY_SET_BUDGETS,
    MAY_UPRATE,
)
from marketplace.core.actors import SystemActor
from marketplace.council.rules import MAY_SET_FIGURES
from payments.cards.rules import MAY_IMPORT_MONEY
from payments.ledger.rules import MAY_POST_MONEY
from payments.reconciliation.rules.duties import MAY_RECONCILE
from tests.factories.accounts import make_authority, make_user

#: Whoever agrees, ends, pays in and matches in the proof.
OFFICE = SystemActor(
    "proof",
    frozenset(
        {
            MAY_SET_BUDGETS,
            MAY_AGREE_PAYMENTS,
            MAY_END_PLANS,
            MAY_UPRATE,
            MAY_ALLOCATE_BROKERS,
            MAY_IMPORT_MONEY,
            MAY_POST_MONEY,
            MAY_RECONCILE,
            MAY_SET_FIGURES,
        }
    ),
)
#: Pence a week: so that no plan of the proof is beyond the manager.
ANY_COST = 10**9


@dataclass(frozen=True)
class Staff:
    council: Authority
    broker: User
    manager: User


def make_staff() -> Staff:
    council = make_authority()
    return Staff(
        council,
        make_user(Role.BROKER, authority=council, name="Daniel Osei"),
        make_user(Role.SENIOR_APPROVER, authority=council, name="Owen Hale", limit_pence=ANY_COST),
    )
