"""An application is discarded before it is sent, and called back until somebody has begun."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.actions.applying import submit_application
from marketplace.accreditation.actions.deciding import judge_evidence
from marketplace.accreditation.actions.withdrawing import (
    call_back_application,
    discard_application,
)
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import Application, Evidence, private_storage
from marketplace.accreditation.rules import (
    ApplicationState,
    ApplicationTask,
    EvidenceState,
    Verdict,
)
from marketplace.core.models import AuditEvent
from marketplace.tasks.actions import TaskError, raise_tasks, take_task
from marketplace.tasks.models import Task
from tests.conftest import NOW
from tests.factories.accounts import as_viewer, make_user
from tests.factories.accreditation import make_accreditation, make_application
from tests.factories.at_once import at_once
from tests.factories.suppliers import make_supplier, make_supplier_with_user

BACKEND = "django.contrib.auth.backends.ModelBackend"


def make_draft() -> tuple[Application, Viewer]:
    supplier, user = make_supplier_with_user()
    return make_application(supplier), as_viewer(user, NOW)


def make_sent() -> tuple[Application, Viewer]:
    application, by = make_draft()
    return submit_application(by=by, application_id=application.pk), by


def officer() -> Viewer:
    return as_viewer(make_user(Role.ACCREDITOR), NOW)


def judged(application: Application) -> list[Verdict]:
    return [Verdict(one.pk, EvidenceState.ACCEPTED) for one in application.evidence.all()]


@pytest.mark.django_db
def test_called_back_it_is_a_draft_its_work_is_over_and_it_may_be_sent_again() -> None:
    application, by = make_sent()
    call_back_application(by=by, application_id=application.pk)
    application.refresh_from_db()
    assert (application.state, application.submitted_at) == (ApplicationState.DRAFT, None)
    assert not Task.objects.open().exists()
    assert AuditEvent.objects.filter(event="application_called_back").count() == 1
    assert submit_application(by=by, application_id=application.pk).submitted_at == NOW


@pytest.mark.django_db
def test_calling_back_asks_again_for_the_renewal_that_the_sending_ended() -> None:
    supplier, user = make_supplier_with_user()
    by = as_viewer(user, NOW)
    application = make_application(supplier)
    accreditation = make_accreditation(supplier, application.scheme)
    from django.db import transaction

    from marketplace.accreditation.actions.expiry import renewal_task

    with transaction.atomic():
        raise_tasks([renewal_task(accreditation, NOW)])
    submit_application(by=by, application_id=application.pk)
    assert not Task.objects.open().filter(kind=ApplicationTask.EVIDENCE_EXPIRING).exists()
    call_back_application(by=by, application_id=application.pk)
    assert Task.objects.open().get().kind == ApplicationTask.EVIDENCE_EXPIRING


@pytest.mark.django_db
def test_calling_back_once_evidence_is_judged_or_the_work_is_taken_is_refused() -> None:
    application, by = make_sent()
    judge_evidence(by=officer(), application_id=application.pk, verdicts=judged(application))
    with pytest.raises(AccreditationError, match="application_begun"):
        call_back_application(by=by, application_id=application.pk)
    other, by = make_sent()
    task = Task.objects.get(kind=ApplicationTask.DECIDE, subject_id=other.pk)
    take_task(by=officer(), task_id=task.pk)
    with pytest.raises(TaskError, match="task_begun"):
        call_back_application(by=by, application_id=other.pk)


@pytest.mark.django_db
def test_calling_back_a_draft_or_anothers_is_refused() -> None:
    application, by = make_draft()
    with pytest.raises(AccreditationError, match="application_not_called_back"):
        call_back_application(by=by, application_id=application.pk)
    with pytest.raises(PermissionDenied):
        call_back_application(by=by, application_id=make_sent()[0].pk)


@pytest.mark.django_db(transaction=True)
def test_discarded_it_is_gone_with_its_evidence_and_their_copies() -> None:
    application, by = make_draft()
    piece = application.evidence.get()
    piece.file.save("copy.pdf", ContentFile(b"%PDF-1.7"))
    discard_application(by=by, application_id=application.pk)
    assert not Application.objects.exists()
    assert not Evidence.objects.exists()
    assert not private_storage().exists(piece.file.name)
    assert AuditEvent.objects.filter(event="application_discarded").count() == 1


@pytest.mark.django_db
def test_discarding_what_was_sent_or_is_anothers_is_refused() -> None:
    application, by = make_sent()
    with pytest.raises(AccreditationError, match="application_sent_in"):
        discard_application(by=by, application_id=application.pk)
    with pytest.raises(PermissionDenied):
        discard_application(by=by, application_id=make_application(make_supplier()).pk)


@pytest.mark.django_db
def test_pages_discard_a_draft_and_call_back_what_was_sent(client: Client) -> None:
    application, by = make_draft()
    assert by.user
    client.force_login(by.user, backend=BACKEND)
    page, discard, call_back = (
        reverse(f"accreditation:{name}", args=[application.public_id])
        for name in ("application", "discard", "call_back")
    )
    submit_application(by=by, application_id=application.pk)
    assert call_back in client.get(page).content.decode()
    assert client.get(discard)["Location"] == page
    words = client.post(call_back, follow=True).content.decode()
    assert "You called the application back." in words
    assert discard in words
    assert "Discard this application?" in client.get(discard).content.decode()
    assert "The application is discarded." in client.post(discard, follow=True).content.decode()
    assert not Application.objects.exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_calling_back_and_judging_at_once_do_one_and_refuse_the_other() -> None:
    application, by = make_sent()
    verdicts = judged(application)
    refused = at_once(
        partial(call_back_application, by=by, application_id=application.pk),
        partial(judge_evidence, by=officer(), application_id=application.pk, verdicts=verdicts),
    )
    application.refresh_from_db()
    won = {
        ApplicationState.DRAFT: ["application_not_waiting"],
        ApplicationState.SUBMITTED: ["application_begun"],
    }
    assert refused == won[ApplicationState(application.state)]
