"""The e-mail of a notification: by its id, as the user may read it then, and with no word about anybody."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.accrediting import suspend_accreditation
from marketplace.accreditation.actions.applying import submit_application
from marketplace.accreditation.actions.deciding import refuse_application
from marketplace.accreditation.models import Application
from marketplace.core.clock import now
from marketplace.core.mail import MAIL_KEPT
from marketplace.core.words import reference, spoken_date
from marketplace.notifications.jobs import mail_notification
from marketplace.notifications.models import Notification
from marketplace.suppliers.models import SupplierStaff
from tests.factories.accounts import as_viewer, make_user
from tests.factories.accreditation import make_accreditation, make_application
from tests.factories.notifications import queued, send_all, told
from tests.factories.suppliers import make_supplier_with_user

pytestmark = pytest.mark.django_db
Send = Callable[[], Application]


@pytest.fixture
def owner(db: None) -> User:
    return make_supplier_with_user()[1]


@pytest.fixture
def send(owner: User) -> Send:
    """Sends an application of the owner's supplier, today."""

    def sent() -> Application:
        application = make_application(owner.supplier_staff.get().supplier)
        by = as_viewer(owner, now())
        return submit_application(by=by, application_id=application.pk)

    return sent


def refuse(application: Application, at: datetime | None = None) -> None:
    by = as_viewer(make_user(Role.ACCREDITOR), at or now())
    refuse_application(by=by, application_id=application.pk, reason="Forged insurance.")


def test_jobs_hold_the_ids_of_the_rows_and_nothing_else(send: Send, owner: User) -> None:
    send()
    assert queued() == [Notification.objects.get(user=owner).pk]


def test_receipt_holds_the_reference_and_the_day(send: Send, owner: User) -> None:
    application = send()
    due = Notification.objects.get(user=owner).due_date
    assert due is not None
    ref = reference(application.public_id)
    assert send_all() == [
        (
            owner.email,
            f"Application {ref} sent",
            f"Your reference: {ref}. We decide by {spoken_date(due)}.\n\n"
            f"Sign in to read it: {settings.WAGTAILADMIN_BASE_URL.split('//')[0]}//testserver"
            "/my/what-happened/. Phone 01632 960 100 for help. We never ask for your password.",
        )
    ]


def test_decision_says_no_supplier_no_scheme_and_no_reason(send: Send, owner: User) -> None:
    application = send()
    refuse(application)
    subject, body = send_all()[-1][1:]
    assert subject == f"Decision on application {reference(application.public_id)}"
    assert body.startswith("Sign in to read it: ")
    for secret in (application.supplier.name, application.scheme.name, "Forged", "refused"):
        assert secret not in subject + body


def test_mail_about_what_the_user_may_no_longer_see_is_not_sent(send: Send, owner: User) -> None:
    send()
    SupplierStaff.objects.all().delete()
    assert send_all() == []


def test_mail_to_a_closed_account_is_not_sent(send: Send, owner: User) -> None:
    send()
    User.objects.update(is_active=False)
    assert send_all() == []


def test_mail_that_waited_too_long_is_not_sent(send: Send, owner: User) -> None:
    send()
    Notification.objects.update(told_at=now() - MAIL_KEPT - timedelta(minutes=1))
    assert send_all() == []


def test_mail_of_a_row_that_is_gone_is_nothing() -> None:
    mail_notification.func(0)


def test_same_mail_about_the_same_thing_goes_once(send: Send, owner: User) -> None:
    application = send()
    application.evidence.update(state="refused", judged_at=now(), judged_by=owner)
    refuse(application)
    assert told(owner)[1:] == ["evidence_not_accepted", "application_refused"]
    assert len(send_all()) == 2


def test_mail_about_another_row_with_the_same_number_does_not_stop_it(
    send: Send, owner: User
) -> None:
    application = send()
    supplier = owner.supplier_staff.get().supplier
    accreditation = make_accreditation(supplier, pk=application.pk)
    refuse(application)
    by = as_viewer(make_user(Role.ACCREDITOR), now())
    suspend_accreditation(by=by, accreditation_id=accreditation.pk, reason="Insurance ended.")
    assert len(send_all()) == 3


def test_mail_about_another_thing_does_not_stop_it(owner: User) -> None:
    supplier = owner.supplier_staff.get().supplier
    officer = as_viewer(make_user(Role.ACCREDITOR), now())
    for _ in range(2):
        one = make_accreditation(supplier)
        suspend_accreditation(by=officer, accreditation_id=one.pk, reason="Insurance ended.")
    assert len(send_all()) == 2
