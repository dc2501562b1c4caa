"""Who is told of applications and accreditations, and in what words."""

from datetime import date, timedelta

import pytest

from marketplace.accreditation.actions.accrediting import (
    lift_suspension,
    suspend_accreditation,
    withdraw_accreditation,
)
from marketplace.accreditation.actions.applying import submit_application
from marketplace.accreditation.actions.deciding import (
    accept_application,
    judge_evidence,
    refuse_application,
)
from marketplace.accreditation.actions.expiry import raise_expiry_tasks, tell_of_ended
from marketplace.accreditation.jobs import ACTOR
from marketplace.accreditation.models import Evidence
from marketplace.accreditation.rules import (
    AccreditationNotice,
    AccreditationState,
    AccreditationStatus,
    ApplicationNotice,
    EvidenceState,
    Verdict,
)
from marketplace.accreditation.signals import accreditation_turned
from marketplace.core.words import reference
from marketplace.notifications.models import Notification
from tests.factories.accounts import as_viewer
from tests.factories.accreditation import make_accreditation, make_application
from tests.factories.notifications import read, told
from tests.factories.suppliers import make_supplier, make_supplier_with_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(at, supplier, owner):
    return submit_application(by=as_viewer(owner, at), application_id=make_application(supplier).pk)


@pytest.fixture
def turned():
    heard = []

    def hear(**said):
        heard.append((said["supplier_ids"], said["status"]))

    accreditation_turned.connect(hear)
    yield heard
    accreditation_turned.disconnect(hear)


def judge(officer, at, application, state):
    verdicts = [Verdict(row.pk, state, "Out of date.") for row in application.evidence.all()]
    judge_evidence(by=as_viewer(officer, at), application_id=application.pk, verdicts=verdicts)


def test_sending_gives_the_sender_a_receipt_with_the_day(waiting, owner, accreditor):
    row = Notification.objects.get()
    assert (row.kind, row.user) == (ApplicationNotice.SENT, owner)
    assert row.seen_at == row.told_at
    assert row.due_date == date(2026, 10, 19)
    assert told(accreditor) == []


def test_decision_is_told_to_who_acts_for_the_supplier_and_to_nobody_else(
    at, waiting, owner, accreditor
):
    stranger = make_supplier_with_user()[1]
    judge(accreditor, at, waiting, EvidenceState.ACCEPTED)
    accept_application(by=as_viewer(accreditor, at), application_id=waiting.pk)
    assert told(owner)[1:] == [ApplicationNotice.ACCEPTED]
    assert told(accreditor) == told(stranger) == []
    line = read(owner)[0]
    assert line.news.sentence == (
        "Your application to Support with Confidence is accepted. You are accredited."
    )
    assert line.news.address == f"/accreditation/applications/{waiting.public_id}/"
    assert line.news.reference == reference(waiting.public_id)
    assert line.is_new


def test_evidence_that_is_not_accepted_is_told_with_the_decision(at, waiting, owner, accreditor):
    judge(accreditor, at, waiting, EvidenceState.REFUSED)
    assert told(owner) == [ApplicationNotice.SENT]
    refuse_application(by=as_viewer(accreditor, at), application_id=waiting.pk, reason="No cover.")
    assert told(owner)[1:] == [ApplicationNotice.EVIDENCE_REFUSED, ApplicationNotice.REFUSED]


def test_suspension_its_end_and_withdrawal_are_told(at, supplier, owner, accreditor, turned):
    facts = {
        "by": as_viewer(accreditor, at),
        "accreditation_id": make_accreditation(supplier).pk,
        "reason": "Insurance ended.",
    }
    suspend_accreditation(**facts)
    lift_suspension(**facts)
    withdraw_accreditation(**facts)
    assert told(owner) == [
        AccreditationNotice.SUSPENDED,
        AccreditationNotice.RESUMED,
        AccreditationNotice.WITHDRAWN,
    ]
    assert turned == [
        ([supplier.pk], AccreditationStatus.SUSPENDED),
        ([supplier.pk], AccreditationStatus.CURRENT),
        ([supplier.pk], AccreditationStatus.WITHDRAWN),
    ]


def test_withdrawal_of_what_was_suspended_turns_nothing(at, supplier, accreditor, turned):
    row = make_accreditation(supplier, state=AccreditationState.SUSPENDED)
    by = as_viewer(accreditor, at)
    withdraw_accreditation(by=by, accreditation_id=row.pk, reason="Closed.")
    assert turned == []


def test_new_accreditation_turns_nothing_and_a_renewed_one_after_its_end_does(
    at, waiting, supplier, accreditor, turned
):
    judge(accreditor, at, waiting, EvidenceState.ACCEPTED)
    make_accreditation(
        supplier, waiting.scheme, valid_from=date(2025, 1, 1), valid_until=date(2026, 9, 1)
    )
    accept_application(by=as_viewer(accreditor, at), application_id=waiting.pk)
    assert turned == [([supplier.pk], AccreditationStatus.CURRENT)]
    turned.clear()
    other, user = make_supplier_with_user()
    sent = submit_application(by=as_viewer(user, at), application_id=make_application(other).pk)
    judge(accreditor, at, sent, EvidenceState.ACCEPTED)
    accept_application(by=as_viewer(accreditor, at), application_id=sent.pk)
    assert turned == []


def test_end_that_comes_is_told_with_its_last_day(at, supplier, owner):
    make_accreditation(supplier, valid_until=date(2026, 11, 20))
    for days in (0, 1):
        raise_expiry_tasks(
            by=as_viewer(ACTOR, at + timedelta(days=days)), authority_id=supplier.authority_id
        )
    row = Notification.objects.get()
    assert (row.user, row.kind, row.due_date) == (
        owner,
        AccreditationNotice.ENDING,
        date(2026, 11, 19),
    )


def test_end_that_came_is_told_once_also_where_nobody_acts_for_the_supplier(
    at, supplier, owner, turned
):
    alone = make_supplier(name="Nobody acts for it")
    for one in (supplier, alone):
        make_accreditation(one, valid_until=date(2026, 9, 21))
    for days in (0, 1, 29):
        by = as_viewer(ACTOR, at + timedelta(days=days))
        tell_of_ended(by=by, authority_id=supplier.authority_id)
    assert told(owner) == [AccreditationNotice.ENDED]
    assert turned == [(sorted([supplier.pk, alone.pk]), AccreditationStatus.EXPIRED)]


@pytest.mark.parametrize(
    "facts",
    [
        {"valid_until": date(2026, 9, 22)},
        {"valid_until": date(2026, 8, 1)},
        {"valid_until": date(2026, 9, 20), "state": AccreditationState.SUSPENDED},
    ],
)
def test_what_has_not_ended_or_ended_long_ago_is_not_told(at, supplier, owner, facts):
    make_accreditation(supplier, **facts)
    by = as_viewer(ACTOR, at)
    assert tell_of_ended(by=by, authority_id=supplier.authority_id) == 0
    assert told(owner) == []


SENTENCES = {
    ApplicationNotice.SENT: "You sent your application to Support with Confidence.",
    ApplicationNotice.ACCEPTED: (
        "Your application to Support with Confidence is accepted. You are accredited."
    ),
    ApplicationNotice.REFUSED: (
        "Your application to Support with Confidence is refused. Read the reason."
    ),
    ApplicationNotice.EVIDENCE_REFUSED: (
        "Some evidence in your application to Support with Confidence is not accepted."
        " Read the reason."
    ),
    AccreditationNotice.SUSPENDED: (
        "Your accreditation under Support with Confidence is suspended. Your listings are hidden."
        " Read the reason."
    ),
    AccreditationNotice.RESUMED: (
        "The suspension of your accreditation under Support with Confidence has ended."
        " Search shows your listings."
    ),
    AccreditationNotice.WITHDRAWN: (
        "Your accreditation under Support with Confidence is withdrawn. Read the reason."
    ),
    AccreditationNotice.ENDING: (
        "Your accreditation under Support with Confidence ends soon. Renew it."
    ),
    AccreditationNotice.ENDED: (
        "Your accreditation under Support with Confidence has ended. Your listings are hidden."
        " Apply again."
    ),
}


def test_each_kind_has_its_sentence(at, supplier, owner):
    application, accreditation = make_application(supplier), make_accreditation(supplier)
    for kind in SENTENCES:
        subject = application if isinstance(kind, ApplicationNotice) else accreditation
        Notification.objects.all().delete()
        Notification.objects.create(
            authority=supplier.authority,
            user=owner,
            kind=kind,
            subject_id=subject.pk,
            told_at=at,
        )
        assert [line.news.sentence for line in read(owner)] == [SENTENCES[kind]]
    assert SENTENCES.keys() == {*ApplicationNotice, *AccreditationNotice}
    assert Evidence.objects.exists()
