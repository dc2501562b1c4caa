from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.applying import start_application, submit_application
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import Application
from marketplace.accreditation.rules import (
    DECIDE_WITHIN,
    ApplicationState,
    ApplicationTask,
    EvidenceState,
)
from marketplace.core.actors import SystemActor
from marketplace.core.errors import problem
from marketplace.core.models import AuditEvent
from marketplace.suppliers.rules import MAY_MANAGE_OWN_SUPPLIER, SupplierKind
from marketplace.tasks.models import Task
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.accreditation import (
    make_accreditation,
    make_application,
    make_criterion,
    make_evidence,
    make_scheme,
)
from tests.factories.suppliers import make_supplier, make_supplier_with_user

pytestmark = pytest.mark.django_db


def start(user, at, supplier, scheme, **options):
    return start_application(
        by=as_viewer(user, at), supplier_id=supplier.pk, scheme_id=scheme.pk, **options
    )


def submit(user, at, application):
    return submit_application(by=as_viewer(user, at), application_id=application.pk)


def test_start_makes_a_draft_and_an_audit_row(at, supplier, owner):
    scheme = make_scheme()
    application = start(owner, at, supplier, scheme)
    assert (application.state, application.started_at) == (ApplicationState.DRAFT, at)
    assert application.authority_id == supplier.authority_id
    event = AuditEvent.objects.get(event="application_started")
    assert event.data == {"scheme_id": scheme.pk, "version": 1, "evidence_copied": 0}


def test_start_by_a_system_actor_with_the_permission(at, supplier):
    demo = SystemActor("demo", frozenset({MAY_MANAGE_OWN_SUPPLIER}))
    assert start(demo, at, supplier, make_scheme()).state == ApplicationState.DRAFT


def test_start_under_a_scheme_for_another_kind_or_council_is_refused(at, supplier, owner):
    retail = make_scheme(SupplierKind.EQUIPMENT_RETAILER)
    elsewhere = make_scheme(authority=make_other_authority())
    for scheme in (retail, elsewhere):
        with pytest.raises(AccreditationError) as refusal:
            start(owner, at, supplier, scheme)
        assert refusal.value.problems == [problem("application_scheme_unsuitable", "scheme")]


@pytest.mark.parametrize("state", [ApplicationState.DRAFT, ApplicationState.SUBMITTED])
def test_start_while_one_is_open_is_refused(at, supplier, owner, state):
    scheme = make_scheme()
    sent_by = {"submitted_by": owner} if state == ApplicationState.SUBMITTED else {}
    make_application(supplier, scheme, state, **sent_by)
    with pytest.raises(AccreditationError) as refusal:
        start(owner, at, supplier, scheme)
    assert refusal.value.problems == [problem("application_open_already", "scheme")]


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.ACCREDITOR, Role.BROKER])
def test_start_by_a_stranger_is_refused(at, supplier, role):
    with pytest.raises(PermissionDenied):
        start(make_user(role), at, supplier, make_scheme())


def test_start_after_refusal_brings_forward_what_is_good(at, supplier, owner, accreditor):
    scheme = make_scheme(criteria=False)
    good, refused, gone = (make_criterion(scheme, question=f"Criterion {n}") for n in range(3))
    old = make_application(
        supplier,
        scheme,
        ApplicationState.REFUSED,
        with_evidence=False,
        submitted_by=owner,
        decided_by=accreditor,
    )
    kept = make_evidence(
        old,
        good,
        file="evidence/abc",
        file_name="cover.pdf",
        file_type="application/pdf",
        state=EvidenceState.ACCEPTED,
        judged_at=at,
        judged_by=accreditor,
    )
    make_evidence(old, refused, state=EvidenceState.REFUSED, judged_at=at, judged_by=accreditor)
    make_evidence(old, gone, issued_date=date(2025, 1, 1), expires_date=date(2026, 1, 1))
    application = start(owner, at, supplier, scheme, copy_evidence=True)
    copy = application.evidence.get()
    assert (copy.criterion, copy.file.name, copy.issuer) == (good, kept.file.name, kept.issuer)
    assert (copy.state, copy.judged_by, copy.judged_reason) == (EvidenceState.PENDING, None, "")
    assert copy.public_id != kept.public_id
    assert old.evidence.count() == 3
    assert AuditEvent.objects.get(event="application_started").data["evidence_copied"] == 1


def test_start_without_copying_or_without_a_past_has_no_evidence(at, supplier, owner, accreditor):
    scheme = make_scheme()
    assert not start(owner, at, supplier, scheme, copy_evidence=True).evidence.exists()
    other, user = make_supplier_with_user()
    make_application(
        other, scheme, ApplicationState.REFUSED, submitted_by=user, decided_by=accreditor
    )
    assert not start(user, at, other, scheme).evidence.exists()


def test_submit_raises_a_task_for_accreditors_and_an_audit_row(at, supplier, owner):
    application = make_application(supplier)
    submit(owner, at, application)
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert (application.submitted_at, application.submitted_by) == (at, owner)
    task = Task.objects.get()
    assert (task.kind, task.role) == (ApplicationTask.DECIDE, Role.ACCREDITOR)
    assert (task.subject_id, task.due_date) == (application.pk, date(2026, 10, 19))
    assert task.address == f"/accreditation/applications/{application.public_id}/decide/"
    assert supplier.name in task.title
    evidence = application.evidence.get()
    event = AuditEvent.objects.get(event="application_submitted")
    assert event.data == {"evidence_ids": [evidence.pk]}


def test_submit_when_the_council_sets_its_own_days_is_due_by_them(
    at, supplier, owner, set_by_council
):
    set_by_council(DECIDE_WITHIN, 6)
    submit(owner, at, make_application(supplier))
    assert Task.objects.get().due_date == date(2026, 9, 29)


def test_submit_by_an_assistant_leaves_the_name_out_of_the_task(at):
    supplier, user = make_supplier_with_user(SupplierKind.PERSONAL_ASSISTANT, name="Amara Okafor")
    submit(user, at, make_application(supplier))
    assert Task.objects.get().title == "Decide an application: A personal assistant"


def test_submit_of_a_renewal_finishes_the_task_to_renew(at, supplier, owner):
    application = make_application(supplier)
    accreditation = make_accreditation(supplier, application.scheme)
    Task.objects.create(
        authority_id=supplier.authority_id,
        kind=ApplicationTask.EVIDENCE_EXPIRING,
        role=Role.SUPPLIER,
        owner=owner,
        private_to_owner=True,
        subject_type="accreditation.accreditation",
        subject_id=accreditation.pk,
        title="Renew",
        address="/",
        due_date=date(2026, 10, 1),
        opened_at=at,
    )
    submit(owner, at, application)
    assert not Task.objects.open().filter(kind=ApplicationTask.EVIDENCE_EXPIRING).exists()


def test_submit_lists_everything_that_is_missing_and_changes_nothing(at, supplier, owner):
    scheme = make_scheme(criteria=False)
    make_criterion(scheme, question="You are insured")
    gone = make_criterion(scheme, question="You are registered")
    application = make_application(supplier, scheme, with_evidence=False)
    make_evidence(application, gone, issued_date=date(2025, 1, 1), expires_date=date(2026, 1, 1))
    with pytest.raises(AccreditationError) as refusal:
        submit(owner, at, application)
    assert refusal.value.problems == [
        problem("evidence_missing", question="You are insured"),
        problem("evidence_out_of_date", question="You are registered"),
    ]
    application.refresh_from_db()
    assert application.state == ApplicationState.DRAFT
    assert not Task.objects.exists()


def test_submit_twice_is_refused(at, supplier, owner):
    application = make_application(supplier)
    submit(owner, at, application)
    with pytest.raises(AccreditationError) as refusal:
        submit(owner, at, application)
    assert refusal.value.problems == [problem("application_sent_in", sent_on=date(2026, 9, 21))]


def test_submit_for_somebody_else_is_refused(at, supplier, accreditor):
    with pytest.raises(PermissionDenied):
        submit(accreditor, at, make_application(supplier))


def test_visible_to_shows_own_and_to_accreditors_what_was_sent_in(supplier, owner, accreditor):
    draft = make_application(supplier)
    sent = make_application(supplier, make_scheme(), ApplicationState.SUBMITTED, submitted_by=owner)
    elsewhere = make_user(Role.ACCREDITOR, authority=make_other_authority())
    stranger = make_supplier_with_user()[1]

    def see(user):
        return Application.objects.visible_to(as_viewer(user))

    assert set(see(owner)) == {draft, sent}
    assert set(see(accreditor)) == {sent}
    assert not see(elsewhere).exists()
    assert not see(stranger).exists()
    assert not see(make_user(Role.EDITOR)).exists()


def test_for_accreditor_leaves_out_ones_own_organisation(accreditor):
    own = make_supplier(staff=accreditor)
    make_application(own, None, ApplicationState.SUBMITTED, submitted_by=make_user())
    assert not Application.objects.for_accreditor(as_viewer(accreditor)).exists()
