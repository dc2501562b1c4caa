import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accreditation.models import Application
from marketplace.accreditation.rules import ApplicationState, EvidenceKind, EvidenceState
from marketplace.core.words import reference
from marketplace.suppliers.rules import SupplierKind
from marketplace.tasks.models import Task
from tests.factories.accounts import make_other_authority, make_user
from tests.factories.accreditation import (
    PDF,
    make_application,
    make_criterion,
    make_evidence,
    make_scheme,
)
from tests.factories.suppliers import make_supplier, make_supplier_with_user

pytestmark = pytest.mark.django_db
DATES = {
    "issued_date_day": "1",
    "issued_date_month": "3",
    "issued_date_year": "2026",
    "expires_date_day": "1",
    "expires_date_month": "March",
    "expires_date_year": "2027",
}
GIVEN = {"issuer": "Harbour Mutual", "reference": "HM/1", **DATES}


@pytest.fixture(autouse=True)
def _clock(monkeypatch, at):
    """The pages read the tests' clock."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


@pytest.fixture
def client(client, owner):
    client.force_login(owner)
    return client


@pytest.fixture
def draft(supplier):
    return make_application(supplier, with_evidence=False)


@pytest.fixture
def insured(draft):
    return draft.version.criteria.get(evidence_kind=EvidenceKind.INSURANCE)


def page_of(name, *args):
    return reverse(f"accreditation:{name}", args=args)


def text(response):
    return response.content.decode()


def evidence_page(draft, criterion):
    return page_of("evidence", draft.public_id, criterion.pk, 1)


def send(client, draft, criterion, name="cover.pdf", content=PDF, **changed):
    upload = {"upload": SimpleUploadedFile(name, content, content_type="application/pdf")}
    return client.post(evidence_page(draft, criterion), {**GIVEN, **upload, **changed})


def test_apply_lists_what_is_asked_of_the_kind_and_starts(client, supplier):
    scheme = make_scheme(SupplierKind.HOME_CARE, SupplierKind.EQUIPMENT_RETAILER)
    make_criterion(scheme, kind=SupplierKind.EQUIPMENT_RETAILER, question="Returns are taken")
    path = page_of("apply", supplier.public_id)
    page = text(client.get(path))
    assert "You are insured" in page
    assert "Returns are taken" not in page
    sent = client.post(path, {"scheme": scheme.pk})
    application = Application.objects.get()
    assert sent.url == page_of("application", application.public_id)


def test_apply_asks_which_scheme_where_there_are_two(client, supplier):
    make_scheme()
    make_scheme()
    path = page_of("apply", supplier.public_id)
    assert 'type="radio"' in text(client.get(path))
    assert "Choose an accreditation scheme" in text(client.post(path))


def test_apply_again_after_refusal_offers_the_evidence_shown_before(
    client, supplier, owner, accreditor
):
    old = make_application(
        supplier,
        None,
        ApplicationState.REFUSED,
        submitted_by=owner,
        decided_by=accreditor,
        decision_reason="The cover is too low.",
    )
    assert "The cover is too low." in text(client.get(page_of("application", old.public_id)))
    path = page_of("apply", supplier.public_id)
    assert "Use the evidence from my last application" in text(client.get(path))
    client.post(path, {"scheme": old.scheme_id, "copy_evidence": "on"})
    assert Application.objects.get(state=ApplicationState.DRAFT).evidence.count() == 1


def test_apply_with_one_open_goes_to_it(client, supplier, draft):
    assert client.get(page_of("apply", supplier.public_id)).url == page_of(
        "application", draft.public_id
    )


def test_apply_without_a_scheme_goes_home(client, supplier):
    assert client.get(page_of("apply", supplier.public_id)).url == reverse("suppliers:mine")


def test_task_list_says_how_far_each_criterion_is(client, draft, insured):
    page = text(client.get(page_of("application", draft.public_id)))
    assert page.count("Not started") == 2
    assert "(optional)" in page
    send(client, draft, insured)
    page = text(client.get(page_of("application", draft.public_id)))
    assert page.count("Not started") == 1
    assert "Done" in page


def test_evidence_is_kept_with_its_copy(client, draft, insured):
    assert send(client, draft, insured).url == page_of("application", draft.public_id)
    evidence = draft.evidence.get()
    assert (evidence.issuer, evidence.file_name) == ("Harbour Mutual", "cover.pdf")
    page = text(client.get(evidence_page(draft, insured)))
    assert 'value="Harbour Mutual"' in page
    assert "Replace the copy of the document" in page
    assert client.post(evidence_page(draft, insured), GIVEN).status_code == 302


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("policy.pdf", b"<html><script>alert(1)</script></html>", "Choose a PDF, JPEG or PNG file"),
        (
            "drawing.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "Choose a PDF, JPEG or PNG file",
        ),
        ("macro.docx", b"PK\x03\x04" + b"\x00" * 99, "Choose a PDF, JPEG or PNG file"),
        ("empty.pdf", b"", "this file is empty"),
    ],
)
def test_upload_that_is_not_what_it_says_is_refused(client, draft, insured, name, content, words):
    page = text(send(client, draft, insured, name, content))
    assert words in page
    assert 'value="Harbour Mutual"' in page
    assert not draft.evidence.exists()


def test_upload_over_the_cap_is_refused(client, draft, insured, settings):
    settings.EVIDENCE_MAX_BYTES = 1_000_000
    page = text(send(client, draft, insured, content=PDF + b" " * 1_000_000))
    assert "this file is larger than 1 MB" in page
    assert "Choose the file again" in page


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("cover.pdf.html", "cover.pdf.pdf"),
        ("../../../etc/cron.d/x", "x.pdf"),
        ("cover\u202efdp.exe", "coverfdp.pdf"),
    ],
)
def test_upload_with_a_bad_name_gets_a_plain_one(client, draft, insured, name, kept):
    send(client, draft, insured, name)
    evidence = draft.evidence.get()
    assert evidence.file_name == kept
    assert evidence.file.name.startswith("evidence/")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"issuer": ""}, "Enter who issued the evidence"),
        ({"issued_date_month": "13"}, "Enter a day and a month that exist"),
        ({"issued_date_year": "2027"}, "enter today or an earlier date"),
        ({"expires_date_year": "2025"}, "enter a date after the first date"),
        (
            {"expires_date_day": "", "expires_date_month": "", "expires_date_year": ""},
            "End date: enter a date, like 14 9 2026",
        ),
    ],
)
def test_evidence_with_a_bad_answer_says_so(client, draft, insured, changed, words):
    page = text(send(client, draft, insured, **changed))
    assert words in page
    assert 'class="errors"' in page


def test_evidence_of_a_dbs_check_has_no_file_field(client, draft):
    dbs = make_criterion(
        draft.scheme, evidence_kind=EvidenceKind.DBS_OUTCOME, expires_after_months=36
    )
    page = text(client.get(evidence_page(draft, dbs)))
    assert 'type="file"' not in page
    assert "Do not send us the DBS certificate" in page
    answers = {**GIVEN, "dbs_level": "enhanced", "dbs_outcome": "clear"}
    client.post(
        evidence_page(draft, dbs), {**answers, "upload": SimpleUploadedFile("dbs.pdf", PDF)}
    )
    evidence = draft.evidence.get()
    assert (evidence.dbs_outcome, evidence.expires_date, bool(evidence.file)) == (
        "clear",
        None,
        False,
    )


def test_evidence_can_be_taken_away(client, draft, insured):
    send(client, draft, insured)
    path = page_of("evidence_remove", draft.public_id, insured.pk, 1)
    assert client.get(path).status_code == 405
    client.post(path)
    assert not draft.evidence.exists()
    assert client.post(path, follow=True).status_code == 200


def test_evidence_for_a_criterion_of_another_kind_is_not_found(client, draft):
    retail = make_criterion(draft.scheme, kind=SupplierKind.EQUIPMENT_RETAILER)
    assert client.get(evidence_page(draft, retail)).status_code == 404


def test_check_answers_lists_what_is_missing_then_sends(client, draft, insured):
    path = page_of("check", draft.public_id)
    assert "No evidence yet. Evidence is needed." in text(client.get(path))
    assert "You are insured: add your evidence" in text(client.post(path))
    make_evidence(draft, insured)
    assert client.get(page_of("sent", draft.public_id)).url == page_of(
        "application", draft.public_id
    )
    assert client.post(path).url == page_of("sent", draft.public_id)
    draft.refresh_from_db()
    assert draft.state == ApplicationState.SUBMITTED
    assert Task.objects.count() == 1
    page = " ".join(text(client.get(page_of("sent", draft.public_id))).split())
    assert reference(draft.public_id) in page
    assert "We decide by 19 October 2026 and email you." in page
    page = text(client.get(page_of("application", draft.public_id)))
    assert "We decide by 19 October 2026" in page


def test_once_sent_in_the_pages_that_change_it_lead_to_the_answer(client, supplier, owner):
    sent = make_application(supplier, None, ApplicationState.SUBMITTED, submitted_by=owner)
    criterion = sent.version.criteria.first()
    for path in (evidence_page(sent, criterion), page_of("check", sent.public_id)):
        assert client.post(path, GIVEN).url == page_of("application", sent.public_id)
    client.post(page_of("evidence_remove", sent.public_id, criterion.pk, 1))
    assert sent.evidence.exists()


def test_verdicts_and_reasons_are_shown_once_the_whole_is_decided(
    client, supplier, owner, accreditor, at
):
    sent = make_application(supplier, None, ApplicationState.SUBMITTED, submitted_by=owner)
    sent.evidence.update(
        state=EvidenceState.REFUSED,
        judged_at=at,
        judged_by=accreditor,
        judged_reason="It names another business.",
    )
    path = page_of("application", sent.public_id)
    assert "It names another business." not in text(client.get(path))
    sent.state, sent.decided_at, sent.decided_by = ApplicationState.REFUSED, at, accreditor
    sent.save()
    assert "It names another business." in text(client.get(path))


def own_pages(application, supplier):
    criterion = application.version.criteria.first()
    return [
        page_of("apply", supplier.public_id),
        page_of("application", application.public_id),
        evidence_page(application, criterion),
        page_of("check", application.public_id),
    ]


def test_pages_of_another_supplier_are_not_found(client):
    other = make_supplier()
    for path in own_pages(make_application(other), other):
        assert client.get(path).status_code == 404


def test_pages_of_ones_own_supplier_elsewhere_are_not_found_here(client, owner):
    council = make_other_authority()
    there = make_supplier(authority=council, staff=owner)
    for path in own_pages(make_application(there), there):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("role", [Role.ACCREDITOR, Role.BROKER, Role.EDITOR])
def test_pages_of_suppliers_need_the_role(client, draft, supplier, role):
    client.force_login(make_user(role))
    for path in own_pages(draft, supplier):
        assert client.get(path).status_code == 403


def test_pages_of_suppliers_when_anonymous_go_to_sign_in(client, draft, supplier):
    client.logout()
    for path in own_pages(draft, supplier):
        assert client.get(path).url.startswith("/account/login/")


def test_a_colleague_of_the_same_organisation_goes_on_with_it(client, draft, supplier):
    _, colleague = make_supplier_with_user()
    supplier.staff.create(user=colleague)
    client.force_login(colleague)
    assert client.get(page_of("application", draft.public_id)).status_code == 200
