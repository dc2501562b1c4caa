from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.applying import start_application
from marketplace.accreditation.actions.evidence import remove_evidence, save_evidence
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import private_storage
from marketplace.accreditation.rules import ApplicationState, DbsLevel, DbsOutcome, EvidenceKind
from marketplace.core.errors import problem
from marketplace.core.models import AuditEvent
from tests.factories.accounts import as_viewer, make_user
from tests.factories.accreditation import (
    PDF,
    PNG,
    criteria_asked,
    make_application,
    make_criterion,
    make_evidence,
    make_scheme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(supplier):
    return make_application(supplier, with_evidence=False)


@pytest.fixture
def insured(application):
    return application.version.criteria.get(evidence_kind=EvidenceKind.INSURANCE)


def pdf(name="cover.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def save(user, at, application, criterion, **facts):
    given = {
        "issuer": "Harbour Mutual",
        "reference": "HM/1",
        "issued_date": date(2026, 3, 1),
        "expires_date": date(2027, 3, 1),
    }
    return save_evidence(
        by=as_viewer(user, at),
        application_id=application.pk,
        criterion_id=criterion.pk,
        **{**given, **facts},
    )


def test_save_keeps_the_copy_under_a_random_name_and_its_own_name_in_a_column(
    at, owner, application, insured
):
    evidence = save(owner, at, application, insured, upload=pdf("../../My cover.html"))
    assert evidence.file_name == "My cover.pdf"
    assert evidence.file_type == "application/pdf"
    folder, _, random_name = evidence.file.name.partition("/")
    assert folder == "evidence"
    assert len(random_name) == 32
    with private_storage().open(evidence.file.name) as kept:
        assert kept.read() == PDF
    event = AuditEvent.objects.get(event="evidence_saved")
    assert event.data == {"criterion_id": insured.pk, "file_type": "application/pdf"}


def test_save_again_without_an_upload_keeps_the_copy(at, owner, application, insured):
    first = save(owner, at, application, insured, upload=pdf())
    second = save(owner, at, application, insured, issuer="Fen Mutual")
    assert second.pk == first.pk
    assert (second.issuer, second.file.name) == ("Fen Mutual", first.file.name)


def test_save_with_another_copy_drops_the_one_before(
    at, owner, application, insured, django_capture_on_commit_callbacks
):
    before = save(owner, at, application, insured, upload=pdf()).file.name
    with django_capture_on_commit_callbacks(execute=True):
        after = save(owner, at, application, insured, upload=pdf("photo.png", PNG))
    assert after.file_type == "image/png"
    assert private_storage().exists(after.file.name)
    assert not private_storage().exists(before)


def test_a_copy_brought_forward_stays_when_the_other_is_removed(
    at, owner, supplier, accreditor, application, insured, django_capture_on_commit_callbacks
):
    old = save(owner, at, application, insured, upload=pdf())
    application.state = ApplicationState.REFUSED
    application.submitted_at, application.submitted_by = at, owner
    application.decided_at, application.decided_by = at, accreditor
    application.save()
    again = start_application(
        by=as_viewer(owner, at),
        supplier_id=supplier.pk,
        scheme_id=application.scheme_id,
        copy_evidence=True,
    )
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(by=as_viewer(owner, at), application_id=again.pk, criterion_id=insured.pk)
    assert private_storage().exists(old.file.name)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"upload": None}, "evidence_file_missing"),
        ({"upload": pdf(content=b"")}, "evidence_file_empty"),
        ({"upload": pdf(content=b"<html><script>1</script>")}, "evidence_file_unknown"),
        ({"upload": pdf("a.svg", b"<svg/>")}, "evidence_file_unknown"),
        ({"issuer": " "}, "evidence_issuer_missing"),
        ({"issued_date": date(2026, 9, 22)}, "evidence_issued_later"),
        ({"expires_date": None}, "evidence_end_missing"),
        ({"expires_date": date(2026, 9, 21)}, "evidence_run_out"),
    ],
)
def test_save_of_something_wrong_is_refused_and_keeps_nothing(
    at, owner, application, insured, facts, code
):
    with pytest.raises(AccreditationError) as refusal:
        save(owner, at, application, insured, **{"upload": pdf(), **facts})
    assert refusal.value.codes == [code]
    assert not application.evidence.exists()
    assert not AuditEvent.objects.exists()


def test_save_of_a_file_over_the_cap_is_refused(at, owner, application, insured, settings):
    settings.EVIDENCE_MAX_BYTES = 1_000_000
    with pytest.raises(AccreditationError) as refusal:
        save(owner, at, application, insured, upload=pdf(content=PDF + b" " * 1_000_000))
    assert refusal.value.problems == [
        problem("evidence_file_too_big", "upload", most_bytes=1_000_000)
    ]


@pytest.fixture
def dbs(application):
    return make_criterion(
        application.scheme, evidence_kind=EvidenceKind.DBS_OUTCOME, expires_after_months=36
    )


OUTCOME = {
    "expires_date": None,
    "dbs_level": DbsLevel.ENHANCED,
    "dbs_outcome": DbsOutcome.CLEAR,
}


def test_save_of_a_dbs_check_keeps_level_and_outcome(at, owner, application, dbs):
    evidence = save(owner, at, application, dbs, **OUTCOME)
    evidence.refresh_from_db()
    assert (evidence.dbs_level, evidence.dbs_outcome) == ("enhanced", "clear")
    assert not evidence.file


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"upload": pdf()}, "evidence_file_refused"),
        ({"dbs_outcome": None}, "evidence_dbs_incomplete"),
        ({"dbs_level": None}, "evidence_dbs_incomplete"),
    ],
)
def test_save_of_a_dbs_check_refuses_a_copy_and_needs_its_outcome(
    at, owner, application, dbs, facts, code
):
    with pytest.raises(AccreditationError) as refusal:
        save(owner, at, application, dbs, **{**OUTCOME, **facts})
    assert refusal.value.codes == [code]


def test_the_database_itself_refuses_a_dbs_certificate(application, dbs):
    with pytest.raises(IntegrityError):
        make_evidence(application, dbs, dbs_outcome="clear", dbs_level="basic", file="evidence/x")


def test_save_for_a_criterion_of_another_kind_is_refused(at, owner, application):
    with pytest.raises(AccreditationError) as refusal:
        save(owner, at, application, criteria_asked(make_scheme()).first(), upload=pdf())
    assert refusal.value.codes == ["evidence_not_asked"]


def test_save_once_sent_in_is_refused(at, owner, supplier):
    sent = make_application(supplier, None, ApplicationState.SUBMITTED, submitted_by=owner)
    with pytest.raises(AccreditationError) as refusal:
        save(owner, at, sent, sent.version.criteria.first(), upload=pdf())
    assert refusal.value.codes == ["application_sent_in"]


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.ACCREDITOR])
def test_save_by_a_stranger_is_refused(at, application, insured, role):
    with pytest.raises(PermissionDenied):
        save(make_user(role), at, application, insured, upload=pdf())


def test_remove_takes_row_and_copy_away(
    at, owner, application, insured, django_capture_on_commit_callbacks
):
    evidence = save(owner, at, application, insured, upload=pdf())
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(
            by=as_viewer(owner, at), application_id=application.pk, criterion_id=insured.pk
        )
    assert not application.evidence.exists()
    assert not private_storage().exists(evidence.file.name)
    assert AuditEvent.objects.get(event="evidence_removed").subject_id == evidence.pk


def test_remove_of_nothing_or_by_a_stranger_is_refused(at, owner, application, insured):
    for user, refusal in ((owner, AccreditationError), (make_user(), PermissionDenied)):
        with pytest.raises(refusal):
            remove_evidence(
                by=as_viewer(user, at), application_id=application.pk, criterion_id=insured.pk
            )
