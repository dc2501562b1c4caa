"""Whatever is posted, posted again and undone, the ledger agrees with a sum done by hand."""

import uuid
from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from payments.ledger.actions import post_transfers, reverse_group
from payments.ledger.errors import LedgerConflict
from payments.ledger.queries import balances
from payments.ledger.rules import NewTransfer, split_by_funds
from tests.factories.accounts import as_viewer
from tests.factories.ledger import IMPORTER, NOW, make_account, new_transfer

places = st.integers(0, 3)


class LedgerMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.accounts = [make_account() for _ in range(4)]
        self.sums: Counter[int] = Counter()
        self.posted: list[list[NewTransfer]] = []
        self.undone: set[uuid.UUID] = set()

    def post(self, transfers: list[NewTransfer]) -> int:
        authority_id = self.accounts[0].authority_id
        return post_transfers(
            by=as_viewer(IMPORTER, NOW), authority_id=authority_id, transfers=transfers
        )

    @rule(debit=places, credit=places, pence=st.integers(1, 10_000), shares=st.integers(1, 3))
    def post_split(self, debit: int, credit: int, pence: int, shares: int) -> None:
        if debit == credit:
            return
        group, reference = uuid.uuid4(), str(uuid.uuid4())
        parts = split_by_funds(pence, {share: share for share in range(1, shares + 1)})
        legs = [
            new_transfer(
                self.accounts[debit],
                self.accounts[credit],
                part,
                group=group,
                reference=reference,
                leg=leg,
                group_total_pence=pence,
            )
            for leg, part in parts.items()
        ]
        assert self.post(legs) == len(legs)
        self.posted.append(legs)
        self.sums[self.accounts[debit].pk] += pence
        self.sums[self.accounts[credit].pk] -= pence

    @rule(which=st.integers(0, 50))
    def post_again(self, which: int) -> None:
        if self.posted:
            assert self.post(self.posted[which % len(self.posted)]) == 0

    @rule(which=st.integers(0, 50))
    def undo(self, which: int) -> None:
        if not self.posted:
            return
        legs = self.posted[which % len(self.posted)]
        group = legs[0].group
        facts = {"authority_id": self.accounts[0].authority_id, "group": group}
        if group in self.undone:
            with pytest.raises(LedgerConflict, match="ledger_undone_already"), transaction.atomic():
                reverse_group(
                    by=as_viewer(IMPORTER, NOW), effective_date=date(2026, 9, 20), **facts
                )
            return
        reverse_group(by=as_viewer(IMPORTER, NOW), effective_date=date(2026, 9, 20), **facts)
        self.undone.add(group)
        for leg in legs:
            self.sums[leg.debit_id] -= leg.amount_pence
            self.sums[leg.credit_id] += leg.amount_pence

    @invariant()
    def balances_are_the_sums_and_come_to_zero(self) -> None:
        found = balances([account.pk for account in self.accounts])
        assert found == {account.pk: self.sums[account.pk] for account in self.accounts}
        assert sum(found.values()) == 0


@pytest.mark.django_db
def test_the_ledger_agrees_with_a_sum_done_by_hand() -> None:
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
