import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.rules import Role
from marketplace.accreditation.actions import AccreditationError
from marketplace.accreditation.actions.standing import (
    lift_suspension,
    suspend_accreditation,
    withdraw_accreditation,
)
from marketplace.accreditation.models import Accreditation
from marketplace.accreditation.queries.standing import history_of
from marketplace.accreditation.rules import (
    ACCREDITATION_TRANSITIONS,
    MAY_SUSPEND,
    AccreditationState,
)
from marketplace.core.actors import SystemActor
from marketplace.core.dates import london_date
from marketplace.core.models import AuditEvent
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.accreditation import make_accreditation
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
VALID, SUSPENDED, WITHDRAWN = AccreditationState
MOVES = {
    SUSPENDED: suspend_accreditation,
    VALID: lift_suspension,
    WITHDRAWN: withdraw_accreditation,
}


def change(user, at, standing, to, reason="A concern was raised."):
    return MOVES[to](by=as_viewer(user, at), accreditation_id=standing.pk, reason=reason)


@pytest.mark.parametrize("before", AccreditationState)
@pytest.mark.parametrize("to", AccreditationState)
def test_changes_follow_the_transition_table(at, supplier, accreditor, news, before, to):
    standing = make_accreditation(supplier, state=before)
    if to not in ACCREDITATION_TRANSITIONS[before]:
        with pytest.raises(AccreditationError):
            change(accreditor, at, standing, to)
        assert news == []
        return
    change(accreditor, at, standing, to)
    standing.refresh_from_db()
    assert (standing.state, standing.state_reason) == (to, "A concern was raised.")
    step = standing.changes.get()
    assert (step.state, step.changed_by) == (to, accreditor)
    assert AuditEvent.objects.get().data["supplier_id"] == supplier.pk
    assert news == [[supplier.pk]]


def test_suspension_holds_from_that_moment_and_lifting_ends_it(at, supplier, accreditor):
    standing, today = make_accreditation(supplier), london_date(at)
    assert Accreditation.objects.valid(today).exists()
    change(accreditor, at, standing, SUSPENDED)
    assert not Accreditation.objects.valid(today).exists()
    change(accreditor, at, standing, VALID)
    assert Accreditation.objects.valid(today).exists()


@pytest.mark.parametrize("to", AccreditationState)
def test_a_change_needs_a_reason(at, supplier, accreditor, to):
    before = SUSPENDED if to == VALID else VALID
    with pytest.raises(AccreditationError, match="Give a reason"):
        change(accreditor, at, make_accreditation(supplier, state=before), to, " ")


@pytest.mark.parametrize("role", [r for r in Role if r != Role.ACCREDITOR])
def test_no_other_role_changes_what_stands(at, supplier, role):
    with pytest.raises(PermissionDenied):
        change(make_user(role), at, make_accreditation(supplier), SUSPENDED)


def test_ones_own_organisation_is_not_changed_by_oneself(at, accreditor):
    standing = make_accreditation(make_supplier(staff=accreditor), state=SUSPENDED)
    with pytest.raises(PermissionDenied):
        change(accreditor, at, standing, VALID)


def test_an_accreditor_of_another_council_changes_nothing(at, supplier):
    stranger = make_user(Role.ACCREDITOR, authority=make_other_authority())
    with pytest.raises(PermissionDenied):
        change(stranger, at, make_accreditation(supplier), SUSPENDED)


def test_a_system_actor_with_the_permission_may_suspend(at, supplier):
    watch = SystemActor("register_watch", frozenset({MAY_SUSPEND}))
    change(watch, at, make_accreditation(supplier), SUSPENDED)
    assert history_of(supplier)[0].by_name == "Handrail"


def test_history_tells_who_when_and_why_newest_first(at, supplier, accreditor):
    standing = make_accreditation(supplier)
    change(accreditor, at, standing, SUSPENDED, "Insurer rang.")
    change(accreditor, at.replace(hour=10), standing, VALID, "Insured again.")
    assert [(e.what, e.by_name, e.reason) for e in history_of(supplier)] == [
        ("Suspension lifted", "Helen Marsh", "Insured again."),
        ("Suspended", "Helen Marsh", "Insurer rang."),
    ]
