"""A person with ledger accounts, and transfers between them."""

import uuid
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.db import connection

from marketplace.accounts.models import Authority
from marketplace.accreditation.triggers import guards as scheme_guards
from marketplace.brokerage.triggers import guards as plan_guards
from marketplace.core.actors import SystemActor
from marketplace.core.triggers import drop
from marketplace.people.models import Person
from payments.cards.rules import MAY_IMPORT_MONEY
from payments.ledger.models import Account
from payments.ledger.rules import MAY_POST_MONEY, AccountKind, NewTransfer, TransferCode
from payments.ledger.triggers import guards
from tests.factories.accounts import make_authority

_numbers = count(1)
NOW = datetime(2026, 9, 21, 9, 30, tzinfo=UTC)
IMPORTER = SystemActor("statement_import", frozenset({MAY_IMPORT_MONEY, MAY_POST_MONEY}))


def make_account(
    kind: AccountKind = AccountKind.UNALLOCATED,
    person: Person | None = None,
    authority: Authority | None = None,
    **facts: Any,
) -> Account:
    return Account.objects.create(
        **{
            "authority": authority or (person.authority if person else make_authority()),
            "kind": kind,
            "person": person,
            "code": f"{kind}:test:{next(_numbers)}",
            "opened_at": NOW,
            **facts,
        }
    )


def new_transfer(
    debit: Account, credit: Account, pence: int = 4950, **facts: object
) -> NewTransfer:
    return NewTransfer(
        **{
            "debit_id": debit.pk,
            "credit_id": credit.pk,
            "amount_pence": pence,
            "code": TransferCode.LINE,
            "effective_date": date(2026, 9, 16),
            "source": "test",
            "reference": str(next(_numbers)),
            "group": uuid.uuid4(),
            **facts,
        }  # type: ignore[arg-type]
    )


def drop_guards() -> None:
    """Take the guards of the ledger, the audit trail, approved plans and published schemes away, so that
    a test can write past them; migrate, and the end of a transactional test, put them back."""
    vendor = connection.vendor
    every = [*plan_guards(vendor), *scheme_guards(vendor), *guards(vendor)]
    drop(every, using=connection.alias)
