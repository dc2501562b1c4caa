"""Who may reconcile, and whose money."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.models import Membership
from marketplace.accounts.rules import Role
from payments.reconciliation.actions import (
    Chosen,
    confirm_match,
    unmatch,
)
from payments.reconciliation.permissions import check_can_reconcile
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.people import let_speak
from tests.factories.reconciliation import (
    Money,
)
from tests.payments.reconciliation.matched import matched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books_stay_whole")]


def test_nobody_reconciles_the_money_of_whom_they_speak_for(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    let_speak(line.account.person, money.finance)
    with pytest.raises(PermissionDenied, match="You speak for this person"):
        check_can_reconcile(as_viewer(money.finance, at), line)


def test_nobody_reconciles_their_own_money(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    Membership.objects.create(user=money.user, authority_id=line.authority_id, role=Role.FINANCE)
    with pytest.raises(PermissionDenied, match="your own money"):
        confirm_match(
            by=as_viewer(money.user, at), line_id=line.pk, chosen=Chosen(TargetKind.OFF_PLAN, 0)
        )


@pytest.mark.parametrize("role", [Role.PERSON, Role.BROKER, Role.APPROVER])
def test_other_roles_may_not_reconcile(money: Money, at: datetime, role: Role) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    with pytest.raises(PermissionDenied):
        confirm_match(
            by=as_viewer(make_user(role), at), line_id=line.pk, chosen=Chosen(TargetKind.OFF_PLAN)
        )


def test_finance_of_another_council_may_not_reconcile(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-4950, "AMARA OBI", 0), at=at)
    stranger = make_user(Role.FINANCE, authority=make_other_authority())
    with pytest.raises(PermissionDenied):
        unmatch(by=as_viewer(stranger, at), line_id=line.pk)


def test_finance_who_may_not_see_this_persons_money_may_not_reconcile(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    money.person.access.filter(role=Role.FINANCE).update(until_date=at.date())
    with pytest.raises(PermissionDenied, match="may not see"):
        confirm_match(
            by=as_viewer(money.finance, at), line_id=line.pk, chosen=Chosen(TargetKind.OFF_PLAN)
        )
