from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.expiry import raise_expiry_tasks
from marketplace.accreditation.jobs import ACTOR, tell_of_expiry
from marketplace.accreditation.rules import RENEWAL_NOTICE, AccreditationState, ApplicationState
from marketplace.core.clock import today
from marketplace.core.job_queue import schedules
from marketplace.core.models import AuditEvent
from marketplace.tasks.models import Task
from tests.factories.accounts import as_viewer
from tests.factories.accreditation import make_accreditation, make_application
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 11, 20)


def run(at, supplier, by=ACTOR):
    return raise_expiry_tasks(by=as_viewer(by, at), authority_id=supplier.authority_id)


def test_expiry_when_sixty_days_ahead_asks_the_suppliers_user_privately(at, supplier, owner):
    accreditation = make_accreditation(supplier, valid_until=LAST_DAY)
    assert run(at, supplier) == 1
    task = Task.objects.get()
    assert (task.role, task.owner, task.private_to_owner) == (Role.SUPPLIER, owner, True)
    assert (task.subject_id, task.due_date) == (accreditation.pk, LAST_DAY)
    assert task.address == f"/accreditation/apply/{supplier.public_id}/"
    assert AuditEvent.objects.get(event="expiry_tasks_raised").data == {
        "accreditation_ids": [accreditation.pk]
    }


def test_running_again_raises_nothing_twice(at, supplier):
    make_accreditation(supplier, valid_until=LAST_DAY)
    run(at, supplier)
    assert run(at + timedelta(days=1), supplier) == 0
    assert Task.objects.count() == 1
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"valid_until": LAST_DAY + timedelta(days=1)},
        {"valid_until": date(2026, 9, 21)},
        {"valid_until": LAST_DAY, "state": AccreditationState.SUSPENDED},
        {"valid_until": LAST_DAY, "state": AccreditationState.WITHDRAWN},
    ],
)
def test_expiry_when_far_ended_or_stopped_asks_nobody(at, supplier, facts):
    make_accreditation(supplier, **facts)
    assert run(at, supplier) == 0


def test_expiry_while_a_renewal_waits_asks_nobody(at, supplier, owner):
    accreditation = make_accreditation(supplier, valid_until=LAST_DAY)
    make_application(supplier, accreditation.scheme, ApplicationState.SUBMITTED, submitted_by=owner)
    assert run(at, supplier) == 0


def test_expiry_where_nobody_acts_for_the_supplier_asks_the_accreditors(at):
    supplier = make_supplier()
    make_accreditation(supplier, valid_until=LAST_DAY)
    run(at, supplier)
    task = Task.objects.get()
    assert (task.role, task.owner) == (Role.ACCREDITOR, None)
    assert task.address == f"/suppliers/{supplier.public_id}/"


def test_expiry_when_the_council_sets_its_own_days_of_notice_follows_them(
    at, supplier, set_by_council
):
    make_accreditation(supplier, valid_until=LAST_DAY)
    set_by_council(RENEWAL_NOTICE, 59)
    assert run(at, supplier) == 0
    set_by_council(RENEWAL_NOTICE, 60)
    assert run(at, supplier) == 1


def test_without_the_permission_it_is_refused(at, supplier, owner):
    with pytest.raises(PermissionDenied):
        run(at, supplier, by=owner)


def test_the_job_runs_daily_for_every_council(supplier):
    make_accreditation(supplier, valid_until=today() + timedelta(days=30))
    tell_of_expiry.func()
    assert Task.objects.count() == 1
    assert (tell_of_expiry, timedelta(days=1)) in [(s.task, s.every) for s in schedules()]
