from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.expiry import raise_expiry_tasks
from marketplace.accreditation.jobs import ACTOR, tell_of_expiry
from marketplace.accreditation.rules import AccreditationState, ApplicationState
from marketplace.core.clock import today
from marketplace.core.job_queue import schedules
from marketplace.core.models import AuditEvent
from marketplace.tasks.models import Task
from tests.factories.accreditation import make_accreditation, make_application
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 11, 20)


def run(at, supplier, by=ACTOR):
    return raise_expiry_tasks(by=by, authority_id=supplier.authority_id)


def test_the_suppliers_user_is_told_privately_sixty_days_ahead(at, supplier, owner):
    standing = make_accreditation(supplier, valid_until=LAST_DAY)
    assert run(at, supplier) == 1
    task = Task.objects.get()
    assert (task.role, task.owner, task.private_to_owner) == (Role.SUPPLIER, owner, True)
    assert (task.subject_id, task.due_date) == (standing.pk, LAST_DAY)
    assert task.address == f"/accreditation/apply/{supplier.public_id}/"
    assert AuditEvent.objects.get(event="expiry_tasks_raised").data == {
        "accreditation_ids": [standing.pk]
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
def test_nobody_is_told_of_what_is_far_ended_or_stopped(at, supplier, facts):
    make_accreditation(supplier, **facts)
    assert run(at, supplier) == 0


def test_nobody_is_told_while_a_renewal_waits(at, supplier, owner):
    standing = make_accreditation(supplier, valid_until=LAST_DAY)
    make_application(supplier, standing.scheme, ApplicationState.SUBMITTED, submitted_by=owner)
    assert run(at, supplier) == 0


def test_accreditors_are_told_where_nobody_acts_for_the_supplier(at):
    supplier = make_supplier()
    make_accreditation(supplier, valid_until=LAST_DAY)
    run(at, supplier)
    task = Task.objects.get()
    assert (task.role, task.owner) == (Role.ACCREDITOR, None)
    assert task.address == f"/suppliers/{supplier.public_id}/"


def test_without_the_permission_it_is_refused(at, supplier, owner):
    with pytest.raises(PermissionDenied):
        run(at, supplier, by=owner)


def test_the_job_runs_daily_for_every_council(supplier):
    make_accreditation(supplier, valid_until=today() + timedelta(days=30))
    tell_of_expiry.func()
    assert Task.objects.count() == 1
    assert (tell_of_expiry, timedelta(days=1)) in [(s.task, s.every) for s in schedules()]
