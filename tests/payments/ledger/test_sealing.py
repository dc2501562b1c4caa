"""Seals of each council's chain, the first chain that they follow, and what verify says of each."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import F

from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from payments.ledger.actions import examine_seal, post_transfers, seal_ledger, sealing
from payments.ledger.errors import LedgerConflict
from payments.ledger.models import Account, Seal, SealExamination, Transfer
from payments.ledger.queries import examined_seals, problems, sealed_rows
from payments.ledger.rules import GENESIS, seal_digest
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.ledger import IMPORTER, NOW, drop_guards, make_account, new_transfer

pytestmark = pytest.mark.django_db


def post(at: datetime, authority: Authority | None = None, times: int = 1) -> None:
    council = authority or make_authority()
    debit, credit = make_account(authority=council), make_account(authority=council)
    post_transfers(
        by=as_viewer(IMPORTER, at),
        authority_id=council.pk,
        transfers=[new_transfer(debit, credit) for _ in range(times)],
    )


def seal(at: datetime) -> list[Seal]:
    return seal_ledger(by=as_viewer(IMPORTER, at))


def close_first_chain(at: datetime) -> Seal:
    """A seal over the transfers of all councils, as the first chain has them."""
    last = Transfer.objects.latest("pk").pk
    rows = list(sealed_rows(authority_id=None, after=0, until=last))
    return Seal.objects.create(
        first_transfer_id=rows[0].id,
        last_transfer_id=last,
        digest=seal_digest(GENESIS, rows),
        previous_digest=GENESIS,
        sealed_at=at,
    )


def broken_problems() -> list[str]:
    """What is said of seals; the guards are off in these tests, and said to be missing."""
    return [said for said in problems() if "seal" in said and "The guard" not in said]


def test_seals_chain_and_cover_every_transfer_once(at: datetime) -> None:
    post(at)
    (first,) = seal(at)
    post(at)
    (second,) = seal(at)
    assert seal(at) == []
    assert second.previous_digest == first.digest
    assert Seal.objects.count() == 2
    assert AuditEvent.objects.filter(event="ledger_sealed").count() == 2
    assert list(problems()) == []


def test_councils_have_a_chain_each(at: datetime) -> None:
    other = make_other_authority()
    for _ in range(2):
        post(at)
        post(at, other)
        assert {one.authority_id for one in seal(at)} == {make_authority().pk, other.pk}
    for council in (make_authority(), other):
        first, second = Seal.objects.filter(authority_id=council.pk)
        assert (first.previous_digest, second.previous_digest) == (GENESIS, first.digest)
    assert list(problems()) == []


def test_chains_of_councils_follow_the_first_chain_which_stays_proved(at: datetime) -> None:
    post(at)
    post(at, make_other_authority())
    closed = close_first_chain(at)
    post(at)
    post(at, make_other_authority())
    seals = seal(at)
    assert [one.previous_digest for one in seals] == [closed.digest] * 2
    assert [one.first_transfer_id for one in seals] == [
        closed.last_transfer_id + 1,
        closed.last_transfer_id + 2,
    ]
    assert list(problems()) == []
    drop_guards()
    Transfer.objects.filter(pk=closed.first_transfer_id).update(amount_pence=F("amount_pence") + 1)
    assert broken_problems() == [
        f"All councils, first chain: seal {closed.pk} of 21 September 2026 is broken: transfers "
        f"{closed.first_transfer_id} to {closed.last_transfer_id} are not as they were sealed."
    ]


def test_ranges_longer_than_a_seal_become_several(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "RANGE", 2)
    post(at, times=5)
    assert len(seal(at)) == 3
    assert list(problems()) == []


def test_seal_when_broken_is_named_with_its_council(at: datetime) -> None:
    post(at)
    post(at, make_other_authority())
    seals = {one.authority_id: one for one in seal(at)}
    drop_guards()
    Transfer.objects.filter(authority_id=make_other_authority().pk).update(leg=3)
    broken = seals[make_other_authority().pk]
    assert broken_problems() == [
        f"Otherton Council: seal {broken.pk} of 21 September 2026 is broken: transfers "
        f"{broken.first_transfer_id} to {broken.last_transfer_id}, or their accounts, are not as they "
        "were sealed."
    ]


OF_ACCOUNT = ("kind", "code", "person_id", "plan_line_id", "fund_id", "currency")


@pytest.mark.parametrize("column", OF_ACCOUNT)
def test_account_when_changed_after_its_transfers_were_sealed_breaks_the_seal(
    at: datetime, column: str
) -> None:
    post(at)
    seal(at)
    drop_guards()
    changed = 7 if column.endswith("_id") else "EUR"
    Account.objects.filter(pk=Transfer.objects.get().credit_id).update(**{column: changed})
    assert "or their accounts, are not as they were sealed" in " ".join(broken_problems())


@pytest.mark.parametrize("facts", [{"recorded_at": NOW}, {"uuid": UUID(int=7)}])
def test_transfer_when_any_column_changes_after_it_was_sealed_breaks_the_seal(
    at: datetime, facts: dict[str, object]
) -> None:
    post(at + timedelta(hours=1))
    seal(at)
    drop_guards()
    Transfer.objects.update(**facts)
    assert len(broken_problems()) == 1


@pytest.fixture
def broken(at: datetime) -> Seal:
    """A seal below which a transfer came in after it was made, as the first chain's sealer allowed."""
    post(at, times=2)
    first, second = Transfer.objects.order_by("pk")
    rows = [
        row
        for row in sealed_rows(authority_id=None, after=0, until=second.pk)
        if row.id != first.pk
    ]
    return Seal.objects.create(
        authority_id=first.authority_id,
        first_transfer_id=second.pk,
        last_transfer_id=second.pk,
        digest=seal_digest(GENESIS, rows),
        previous_digest=GENESIS,
        sealed_at=at,
    )


@pytest.fixture
def auditor() -> User:
    return make_user(Role.AUDITOR)


def examine(
    seal: Seal, who: User, at: datetime, reason: str = "A transfer came late."
) -> SealExamination:
    return examine_seal(by=as_viewer(who, at), seal_id=seal.pk, reason=reason)


def test_broken_seal_when_examined_is_no_finding_and_is_still_told(
    broken: Seal, auditor: User, at: datetime
) -> None:
    assert len(broken_problems()) == 1
    examination = examine(broken, auditor, at)
    assert (examination.examined_by, examination.examined_at) == (auditor, at)
    assert list(problems()) == []
    assert list(examined_seals()) == [
        f"Fernshire Council: seal {broken.pk} of 21 September 2026 is broken and was examined on "
        "21 September 2026: A transfer came late."
    ]
    assert AuditEvent.objects.get(event="ledger_seal_examined").by_user_id == auditor.pk
    assert Seal.objects.get() == broken


def test_broken_seal_when_changed_after_it_was_examined_is_a_finding_again(
    broken: Seal, auditor: User, at: datetime
) -> None:
    examine(broken, auditor, at)
    drop_guards()
    Transfer.objects.filter(pk=broken.last_transfer_id).update(leg=3)
    (said,) = broken_problems()
    assert said.endswith("They have changed since the seal was examined on 21 September 2026.")
    assert list(examined_seals()) == []
    examine(broken, auditor, at + timedelta(days=1), "The leg was changed on purpose.")
    assert broken_problems() == []


def test_seals_after_a_broken_one_go_on_from_it(broken: Seal, auditor: User, at: datetime) -> None:
    examine(broken, auditor, at)
    post(at)
    (after,) = seal(at)
    assert after.previous_digest == broken.digest
    assert list(problems()) == []


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_examining_without_a_reason_is_refused(
    broken: Seal, auditor: User, at: datetime, reason: str
) -> None:
    with pytest.raises(LedgerConflict, match="ledger_reason_length"):
        examine(broken, auditor, at, reason)


def test_examining_what_needs_none_is_refused(broken: Seal, auditor: User, at: datetime) -> None:
    post(at)
    (whole,) = seal(at)
    with pytest.raises(LedgerConflict, match="ledger_seal_holds"):
        examine(whole, auditor, at)
    examine(broken, auditor, at)
    with pytest.raises(LedgerConflict, match="ledger_seal_examined_already"):
        examine(broken, auditor, at)
    with pytest.raises(LedgerConflict, match="ledger_seal_not_there"):
        examine_seal(by=as_viewer(auditor, at), seal_id=0, reason="None")


def test_examining_by_finance_or_by_another_councils_auditor_is_refused(
    broken: Seal, at: datetime
) -> None:
    for who in (make_user(Role.FINANCE), make_user(Role.AUDITOR, authority=make_other_authority())):
        with pytest.raises(PermissionDenied):
            examine(broken, who, at)


def test_seal_that_does_not_follow_is_named(at: datetime) -> None:
    post(at)
    (first,) = seal(at)
    drop_guards()
    Seal.objects.update(previous_digest="f" * 64)
    assert broken_problems() == [
        f"Fernshire Council: seal {first.pk} of 21 September 2026 does not follow the seal before it."
    ]
