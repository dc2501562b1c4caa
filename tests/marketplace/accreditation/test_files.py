import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accreditation.models import private_storage
from marketplace.accreditation.rules import ApplicationState
from marketplace.core.models import AuditEvent
from tests.factories.accounts import make_other_authority, make_user
from tests.factories.accreditation import PDF, make_application
from tests.factories.suppliers import make_supplier_with_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(supplier, owner):
    return make_application(supplier, None, ApplicationState.SUBMITTED, submitted_by=owner)


@pytest.fixture
def evidence(sent):
    row = sent.evidence.get()
    row.file_name, row.file_type = "Siân cover.pdf", "application/pdf"
    row.file.save("x", ContentFile(PDF))
    return row


def path_of(evidence):
    return reverse("accreditation:evidence_file", args=[evidence.public_id])


def get(client, user, evidence):
    client.force_login(user)
    return client.get(path_of(evidence))


def test_a_copy_is_a_download_that_no_browser_runs_keeps_or_guesses_about(client, owner, evidence):
    response = get(client, owner, evidence)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert "Si%C3%A2n" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"


def test_a_copy_is_for_accreditors_of_that_council_once_it_is_sent_in(
    client, accreditor, evidence, sent
):
    response = get(client, accreditor, evidence)
    assert b"".join(response.streaming_content) == PDF
    sent.state, sent.submitted_at, sent.submitted_by = ApplicationState.DRAFT, None, None
    sent.save()
    assert get(client, accreditor, evidence).status_code == 404


def test_a_copy_is_not_found_by_strangers(client, evidence):
    stranger = make_supplier_with_user()[1]
    assert get(client, stranger, evidence).status_code == 404


def test_a_copy_is_not_found_from_another_council(client, evidence):
    council = make_other_authority()
    user = make_user(Role.ACCREDITOR, authority=council)
    client.force_login(user)
    assert client.get(path_of(evidence), headers={"host": "otherton.localhost"}).status_code == 404


@pytest.mark.parametrize("role", [Role.BROKER, Role.FINANCE, Role.EDITOR, Role.APPROVER])
def test_a_copy_needs_a_role_that_deals_with_evidence(client, evidence, role):
    assert get(client, make_user(role), evidence).status_code == 403


def test_a_copy_when_anonymous_goes_to_sign_in(client, evidence):
    assert client.get(path_of(evidence)).url.startswith("/account/login/")


def test_a_copy_that_is_gone_or_never_was_is_not_found(client, owner, evidence):
    private_storage().delete(evidence.file.name)
    assert get(client, owner, evidence).status_code == 404
    evidence.file = ""
    evidence.save()
    assert get(client, owner, evidence).status_code == 404


def opened():
    rows = AuditEvent.objects.filter(event="evidence_opened").order_by("pk")
    return [(row.by_user_id, row.subject_type, row.subject_id, row.data) for row in rows]


def test_a_copy_when_opened_says_who_opened_which(client, accreditor, owner, evidence):
    for user in (accreditor, owner):
        b"".join(get(client, user, evidence).streaming_content)
    assert opened() == [
        (accreditor.pk, "accreditation.evidence", evidence.pk, {}),
        (owner.pk, "accreditation.evidence", evidence.pk, {}),
    ]


def test_a_copy_when_it_is_gone_or_not_theirs_was_opened_by_nobody(client, owner, evidence):
    get(client, make_supplier_with_user()[1], evidence)
    private_storage().delete(evidence.file.name)
    get(client, owner, evidence)
    assert opened() == []
