"""A bank account of several people: reading its statements, saying whose each payment is, and undoing it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import NewAgreement, open_agreement
from marketplace.brokerage.models import PaymentAgreement
from marketplace.brokerage.rules import PayerKind, PaymentBasis, PaymentRoad, PaymentSchedule
from marketplace.core.models import AuditEvent
from marketplace.people.models import Person
from marketplace.records.actions.purging import purge
from marketplace.tasks.models import Task
from payments.cards.actions import (
    bring_shared_line_back,
    divide_shared_line,
    import_statement,
    open_money_account,
    open_shared_account,
    read_shared_statement,
    set_shared_line_aside,
    undo_division,
)
from payments.cards.errors import AccountRefused, SharedLineRefused, StatementRefused
from payments.cards.models import MoneyAccount, ReceivedLine, SharedAccount, SharedLine
from payments.ledger.actions import close_period
from payments.ledger.models import Account, Transfer
from payments.reconciliation.models import MoneyException
from payments.reconciliation.queries.integrity import integrity_problems
from tests.factories.accounts import as_viewer, make_user
from tests.factories.cards import IMPORTER, OPENED
from tests.factories.funding import make_agreement
from tests.factories.people import REGISTRY, make_person
from tests.factories.records import make_ended, nightly

pytestmark = pytest.mark.django_db
JOINED = datetime(2026, 9, 1, 9, tzinfo=UTC)
AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
TWO = ("02/11/2026,FERNSHIRE COUNCIL,Direct payments,400.00", "03/11/2026,AMARA OBI,Visits,-49.50")


def rows(*lines: str) -> bytes:
    return "\n".join(["Date,Payee,Memo,Amount", *lines]).encode()


MANAGED: Any = {"from_date": date(2026, 9, 7), "road": PaymentRoad.MANAGED_ACCOUNT}


def share_of(
    agreement: PaymentAgreement, shared: SharedAccount | None = None
) -> tuple[SharedAccount, MoneyAccount]:
    assert agreement.holder is not None
    by = as_viewer(IMPORTER, JOINED)
    shared = shared or open_shared_account(by=by, holder=agreement.holder, last4="4476")
    account = open_money_account(
        by=by,
        person=agreement.person,
        kind="bank",
        last4=shared.bank_last4,
        provider="statement",
        agreements=[agreement],
        shared=shared,
    )
    return shared, account


def make_group(people: int = 2) -> tuple[SharedAccount, list[MoneyAccount]]:
    """A shared account and the shares of some people in it."""
    shared, members = None, []
    for _ in range(people):
        agreement = make_agreement(make_person(), {PayerKind.COUNCIL: 10_000}, **MANAGED)
        shared, member = share_of(agreement, shared)
        members.append(member)
    assert shared is not None
    return shared, members


def bring(shared: SharedAccount, *lines: str, who: Any = None) -> Any:
    by = as_viewer(who or make_user(Role.FINANCE), AT)
    return read_shared_statement(by=by, account_id=shared.pk, data=rows(*lines), filename="f.csv")


def divide(line: SharedLine, parts: dict[int, int], who: Any = None) -> SharedLine:
    by = as_viewer(who or make_user(Role.FINANCE), AT)
    return divide_shared_line(by=by, line_id=line.pk, parts=parts)


def available(*members: MoneyAccount) -> list[int]:
    rows = MoneyAccount.objects.in_bulk([each.pk for each in members])
    return [rows[each.pk].available_pence for each in members]


def refused(refusal: pytest.ExceptionInfo[Any]) -> str:
    code: str = refusal.value.problems[0].code
    return code


def test_statement_when_read_posts_nothing_and_asks_once() -> None:
    shared, members = make_group()
    read = bring(shared, *TWO)
    assert (read.new, read.known, available(*members)) == (2, 0, [0, 0])
    assert not Transfer.objects.exists()
    assert not ReceivedLine.objects.exists()
    task = Task.objects.open().get(kind="shared_payments")
    assert task.address == f"/money/shared-accounts/{shared.public_id}/"
    assert AuditEvent.objects.filter(event="shared_account.statement_read").count() == 1


def test_statement_when_it_comes_again_longer_brings_only_what_is_new() -> None:
    shared, _ = make_group()
    bring(shared, *TWO)
    read = bring(shared, *TWO, "04/11/2026,AMARA OBI,Visits,-49.50")
    assert (read.new, read.known, shared.lines.count()) == (1, 2, 3)


def test_statement_when_two_payments_are_alike_keeps_both() -> None:
    shared, _ = make_group()
    assert bring(shared, TWO[1], TWO[1]).new == 2


def test_statement_when_it_states_another_number_is_refused() -> None:
    shared, _ = make_group()
    data = b"Date,Payee,Amount,Account Number\n03/11/2026,AMARA OBI,-49.50,20443312\n"
    by = as_viewer(make_user(Role.FINANCE), AT)
    with pytest.raises(StatementRefused) as refusal:
        read_shared_statement(by=by, account_id=shared.pk, data=data, filename="f.csv")
    assert refused(refusal) == "shared_statement_of_another"
    assert not SharedLine.objects.exists()


def test_payment_when_said_to_be_one_persons_is_theirs_alone() -> None:
    shared, (rose, tom) = make_group()
    bring(shared, *TWO)
    line = shared.lines.get(payee="AMARA OBI")
    divide(line, {tom.pk: 4950})
    part = ReceivedLine.objects.get()
    assert (part.account, part.amount_pence, part.state) == (tom, -4950, "booked")
    assert (part.description, part.raw_rows != []) == ("Visits", True)
    assert available(rose, tom) == [0, -4950]
    touched = Account.objects.filter(credits__isnull=False) | Account.objects.filter(
        debits__isnull=False
    )
    assert set(touched.values_list("person", flat=True)) == {tom.person_id}
    assert AuditEvent.objects.filter(event="shared_line.divided").count() == 1
    assert list(integrity_problems()) == []


def test_payment_when_several_peoples_is_in_parts_without_the_words_of_the_whole() -> None:
    shared, (rose, tom) = make_group()
    bring(shared, *TWO)
    divide(shared.lines.get(payee="FERNSHIRE COUNCIL"), {rose.pk: 25_000, tom.pk: 15_000})
    assert available(rose, tom) == [25_000, 15_000]
    for part in ReceivedLine.objects.all():
        assert (part.description, part.raw_rows, part.balance_pence) == ("", [], None)
    assert list(integrity_problems()) == []


def test_work_when_no_payment_waits_is_done_and_comes_back_with_an_undoing() -> None:
    shared, (rose, _) = make_group()
    bring(shared, TWO[1])
    line = divide(shared.lines.get(), {rose.pk: 4950})
    assert not Task.objects.open().filter(kind="shared_payments").exists()
    undo_division(by=as_viewer(make_user(Role.FINANCE), AT), line_id=line.pk)
    assert Task.objects.open().filter(kind="shared_payments").count() == 1


def test_division_when_undone_leaves_nothing_and_can_be_said_anew() -> None:
    shared, (rose, tom) = make_group()
    bring(shared, *TWO)
    line = divide(shared.lines.get(payee="AMARA OBI"), {rose.pk: 4000, tom.pk: 950})
    undo_division(by=as_viewer(make_user(Role.FINANCE), AT), line_id=line.pk)
    assert available(rose, tom) == [0, 0]
    assert not ReceivedLine.objects.live().exists()
    assert list(integrity_problems()) == []
    divide(line, {rose.pk: 4950})
    assert available(rose, tom) == [-4950, 0]
    assert list(integrity_problems()) == []


@pytest.mark.parametrize(
    ("pence", "code"),
    [
        ({}, "shared_nobody_chosen"),
        ({0: 4000}, "shared_parts_differ"),
        ({0: 4951}, "shared_parts_differ"),
        ({0: 4950, 1: 0}, "shared_part_not_above_zero"),
        ({0: 5000, 1: -50}, "shared_part_not_above_zero"),
    ],
)
def test_parts_when_they_are_not_the_whole_are_refused(pence: dict[int, int], code: str) -> None:
    shared, members = make_group()
    bring(shared, TWO[1])
    with pytest.raises(SharedLineRefused) as refusal:
        divide(shared.lines.get(), {members[who].pk: part for who, part in pence.items()})
    assert refused(refusal) == code
    assert not ReceivedLine.objects.exists()


def test_account_when_no_share_of_this_one_is_refused() -> None:
    shared, members = make_group()
    other = open_money_account(
        by=as_viewer(IMPORTER, OPENED),
        person=make_person(),
        kind="bank",
        last4="9999",
        provider="statement",
    )
    bring(shared, TWO[1])
    for parts in ({other.pk: 4950}, {members[0].pk: 4000, other.pk: 950}):
        with pytest.raises(SharedLineRefused) as refusal:
            divide(shared.lines.get(), parts)
        assert refused(refusal) == "shared_not_of_this_account"
    assert available(other) == [0]


def test_payment_when_said_twice_is_refused_the_second_time() -> None:
    shared, (rose, tom) = make_group()
    bring(shared, TWO[1])
    line = divide(shared.lines.get(), {rose.pk: 4950})
    with pytest.raises(SharedLineRefused) as refusal:
        divide(line, {tom.pk: 4950})
    assert refused(refusal) == "shared_decided_already"
    assert available(rose, tom) == [-4950, 0]


def test_payment_when_set_aside_is_nobodys_until_it_is_brought_back() -> None:
    shared, (rose, _) = make_group()
    bring(shared, TWO[1])
    by, line = as_viewer(make_user(Role.FINANCE), AT), shared.lines.get()
    with pytest.raises(SharedLineRefused):
        set_shared_line_aside(by=by, line_id=line.pk, why=" ")
    set_shared_line_aside(by=by, line_id=line.pk, why="Of another account")
    assert not Task.objects.open().filter(kind="shared_payments").exists()
    with pytest.raises(SharedLineRefused):
        divide(line, {rose.pk: 4950})
    assert bring(shared, TWO[1]).new == 0
    bring_shared_line_back(by=by, line_id=line.pk)
    divide(line, {rose.pk: 4950})
    line.refresh_from_db()
    assert (line.state, line.why) == ("divided", "")


def test_division_when_its_period_is_closed_cannot_be_undone() -> None:
    shared, (rose, _) = make_group()
    bring(shared, TWO[1])
    line, by = divide(shared.lines.get(), {rose.pk: 4950}), make_user(Role.FINANCE)
    close_period(by=as_viewer(by, AT), authority_id=shared.authority_id, last_day=date(2026, 11, 9))
    with pytest.raises(StatementRefused) as refusal:
        undo_division(by=as_viewer(by, AT), line_id=line.pk)
    assert refused(refusal) == "statement_period_closed"
    assert available(rose) == [-4950]


def test_statement_when_sent_for_a_share_is_refused() -> None:
    _, (rose, _) = make_group()
    with pytest.raises(StatementRefused) as refusal:
        import_statement(
            by=as_viewer(IMPORTER, AT), account=rose, data=rows(TWO[1]), filename="f.csv"
        )
    assert refused(refusal) == "statement_of_a_share"


def test_agreement_when_another_body_holds_its_money_joins_no_shared_account() -> None:
    shared, _ = make_group(1)
    person: Person = make_person()
    new = NewAgreement(
        PaymentRoad.MANAGED_ACCOUNT,
        PaymentBasis.NET,
        PaymentSchedule.FOUR_WEEKS,
        date(2026, 9, 7),
        holder_name="Another Trust",
    )
    agreement = open_agreement(by=as_viewer(REGISTRY, OPENED), person=person, new=new)
    with pytest.raises(AccountRefused) as refusal:
        share_of(agreement, shared)
    assert refused(refusal) == "account_of_another_holder"


def test_actions_when_somebody_may_not_do_them_are_refused() -> None:
    shared, (rose, _) = make_group()
    bring(shared, TWO[1])
    worker = make_user(Role.PRACTITIONER)
    with pytest.raises(PermissionDenied):
        bring(shared, TWO[0], who=worker)
    with pytest.raises(PermissionDenied):
        divide(shared.lines.get(), {rose.pk: 4950}, who=worker)


class TestSequences(TestCase):
    """Dividing and undoing in any order: what people have is what stands, and the ledger agrees."""

    @given(
        steps=st.lists(
            st.tuples(st.integers(0, 2), st.integers(0, 4950), st.booleans()), max_size=8
        )
    )
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    def test_shares_when_divided_and_undone_in_any_order_add_up(
        self, steps: list[tuple[int, int, bool]]
    ) -> None:
        shared, (rose, tom) = make_group()
        bring(shared, *(f"0{day}/11/2026,AMARA OBI,Visits,-49.50" for day in (3, 4, 5)))
        lines, expected = list(shared.lines.order_by("pk")), {}
        for number, pence, undoes in steps:
            line = lines[number]
            if undoes and line.pk in expected:
                undo_division(by=as_viewer(make_user(Role.FINANCE), AT), line_id=line.pk)
                del expected[line.pk]
            elif line.pk not in expected:
                parts = {rose.pk: pence, tom.pk: 4950 - pence}
                divide(line, {pk: part for pk, part in parts.items() if part})
                expected[line.pk] = pence
        roses = sum(expected.values())
        assert available(rose, tom) == [-roses, -(4950 * len(expected) - roses)]
        assert list(integrity_problems()) == []


def test_record_when_erased_takes_its_part_and_leaves_the_part_of_the_other() -> None:
    money, (shared, (tom,)) = make_ended(), make_group(1)
    share = open_money_account(
        by=as_viewer(IMPORTER, AT),
        person=money.person,
        kind="bank",
        last4="4476",
        provider="statement",
        shared=shared,
    )
    bring(shared, TWO[1])
    line = shared.lines.get()
    divide(line, {share.pk: 4000, tom.pk: 950})
    MoneyException.objects.filter(person=money.person).exclude(state="resolved").update(
        state="resolved", resolved_at=AT, resolved_by_system="x"
    )
    purge(by=nightly())
    assert not MoneyAccount.objects.filter(pk=share.pk).exists()
    assert not SharedLine.objects.exists()
    part = ReceivedLine.objects.get()
    assert (part.account, part.amount_pence, part.shared_line) == (tom, -950, None)
    assert list(integrity_problems()) == []
