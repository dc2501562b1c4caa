import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.accrediting import (
    lift_suspension,
    suspend_accreditation,
    withdraw_accreditation,
)
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import Accreditation
from marketplace.accreditation.queries.progress import history_of
from marketplace.accreditation.rules import (
    ACCREDITATION_TRANSITIONS,
    MAY_SUSPEND,
    AccreditationState,
    HistoryStep,
)
from marketplace.core.actors import SystemActor
from marketplace.core.dates import london_date
from marketplace.core.errors import problem
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


def change(user, at, accreditation, to, reason="A concern was raised."):
    return MOVES[to](by=as_viewer(user, at), accreditation_id=accreditation.pk, reason=reason)


@pytest.mark.parametrize("before", AccreditationState)
@pytest.mark.parametrize("to", AccreditationState)
def test_changes_follow_the_transition_table(at, supplier, accreditor, announced, before, to):
    accreditation = make_accreditation(supplier, state=before)
    if to not in ACCREDITATION_TRANSITIONS[before]:
        with pytest.raises(AccreditationError) as refusal:
            change(accreditor, at, accreditation, to)
        assert refusal.value.problems == [
            problem("accreditation_change_refused", now=before.value, to=to.value)
        ]
        assert announced == []
        return
    change(accreditor, at, accreditation, to)
    accreditation.refresh_from_db()
    assert (accreditation.state, accreditation.state_reason) == (to, "A concern was raised.")
    step = accreditation.changes.get()
    assert (step.state, step.changed_by) == (to, accreditor)
    assert AuditEvent.objects.get().data["supplier_id"] == supplier.pk
    assert announced == [[supplier.pk]]


def test_suspension_holds_from_that_moment_and_lifting_ends_it(at, supplier, accreditor):
    accreditation, today = make_accreditation(supplier), london_date(at)
    assert Accreditation.objects.valid(today).exists()
    change(accreditor, at, accreditation, SUSPENDED)
    assert not Accreditation.objects.valid(today).exists()
    change(accreditor, at, accreditation, VALID)
    assert Accreditation.objects.valid(today).exists()


@pytest.mark.parametrize("to", AccreditationState)
def test_a_change_needs_a_reason(at, supplier, accreditor, to):
    before = SUSPENDED if to == VALID else VALID
    with pytest.raises(AccreditationError) as refusal:
        change(accreditor, at, make_accreditation(supplier, state=before), to, " ")
    assert refusal.value.problems == [problem("accreditation_reason_missing", "reason")]


@pytest.mark.parametrize("role", [r for r in Role if r != Role.ACCREDITOR])
def test_no_other_role_changes_an_accreditation(at, supplier, role):
    with pytest.raises(PermissionDenied):
        change(make_user(role), at, make_accreditation(supplier), SUSPENDED)


def test_ones_own_organisation_is_not_changed_by_oneself(at, accreditor):
    accreditation = make_accreditation(make_supplier(staff=accreditor), state=SUSPENDED)
    with pytest.raises(PermissionDenied):
        change(accreditor, at, accreditation, VALID)


def test_an_accreditor_of_another_council_changes_nothing(at, supplier):
    stranger = make_user(Role.ACCREDITOR, authority=make_other_authority())
    with pytest.raises(PermissionDenied):
        change(stranger, at, make_accreditation(supplier), SUSPENDED)


def test_a_system_actor_with_the_permission_may_suspend(at, supplier):
    watch = SystemActor("register_watch", frozenset({MAY_SUSPEND}))
    change(watch, at, make_accreditation(supplier), SUSPENDED)
    assert history_of(supplier)[0].by_name == ""


def test_history_says_who_when_and_why_newest_first(at, supplier, accreditor):
    accreditation = make_accreditation(supplier)
    change(accreditor, at, accreditation, SUSPENDED, "Insurer rang.")
    change(accreditor, at.replace(hour=10), accreditation, VALID, "Insured again.")
    assert [(e.step, e.by_name, e.reason) for e in history_of(supplier)] == [
        (HistoryStep.LIFTED, "Helen Marsh", "Insured again."),
        (HistoryStep.SUSPENDED, "Helen Marsh", "Insurer rang."),
    ]
