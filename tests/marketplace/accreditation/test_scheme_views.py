"""The pages of the settings on which schemes and what they ask are changed, and the supplier's beside them."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.expiry import renewal_task
from marketplace.accreditation.actions.schemes import retire_scheme
from marketplace.accreditation.actions.versions import publish_version, start_version
from marketplace.accreditation.models import Scheme
from marketplace.accreditation.queries.schemes import asked_by
from marketplace.accreditation.rules import AccreditationNotice
from marketplace.accreditation.wording.news import say_of_accreditations
from marketplace.core.rooms import Told
from marketplace.suppliers.rules import SupplierKind
from tests.factories.accounts import NOW, as_viewer, make_other_authority, make_user
from tests.factories.accreditation import make_accreditation, make_application, make_scheme
from tests.factories.seen import post_seen

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
POLICY = {
    "question": "Do you have a complaints policy?",
    "guidance": "The newest one",
    "evidence_kind": "policy",
    "months": "0",
    "is_mandatory": "yes",
    "kinds": ["home_care"],
}


@pytest.fixture(autouse=True)
def _clock(monkeypatch, at):
    """The pages read the tests' clock."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


@pytest.fixture
def setter():
    return make_user(Role.ADMINISTRATOR, name="Ada Wren")


@pytest.fixture
def client(setter):
    client = Client()
    client.force_login(setter)
    return client


@pytest.fixture
def scheme(supplier):
    return make_scheme(SupplierKind.HOME_CARE, authority=supplier.authority)


def path(name, *args):
    return reverse(f"accreditation:{name}", args=args)


def text(response):
    return unescape(response.content.decode())


def day(of):
    return {f"from_date_{part}": str(getattr(of, part)) for part in ("day", "month", "year")}


def test_scheme_is_made_asks_and_is_published_through_pages(client, supplier):
    assert path("schemes") in text(client.get(reverse("portal:settings")))
    assert "No schemes yet" in text(client.get(path("schemes")))
    facts = {"name": "Good care", "summary": "For all.", "kinds": ["home_care"]}
    client.post(path("schemes"), {**facts, "valid_months": "12"})
    scheme = Scheme.objects.get(name="Good care")
    refused = text(post_seen(client, path("publish", scheme.pk), day(TODAY)))
    assert "Home care agency: add at least 1 requirement that is required" in refused
    wrong = client.post(path("requirement_add", scheme.pk), {**POLICY, "question": ""})
    assert "Enter the requirement" in text(wrong)
    assert "The newest one" in text(wrong)
    client.post(path("requirement_add", scheme.pk), POLICY)
    assert POLICY["question"] in text(client.get(path("draft", scheme.pk)))
    assert "From the first day" in text(client.get(path("publish", scheme.pk)))
    post_seen(client, path("publish", scheme.pk), day(TODAY))
    page = text(client.get(path("scheme", scheme.pk)))
    for words in ("In use", "Requirements published, version 1", "Ada Wren", "Good care"):
        assert words in page


def test_requirement_is_changed_moved_and_taken_out_on_its_pages(client, scheme):
    client.post(path("draft_start", scheme.pk))
    first, second = asked_by(scheme.versions.get(number=2))
    key = (scheme.pk, second.key, second.kind)
    assert second.requirement.question in text(client.get(path("requirement", *key)))
    post_seen(
        client, path("requirement", *key), {**POLICY, "evidence_kind": "training", "months": "6"}
    )
    client.post(path("requirement_place", *key), {"place": "1"})
    outside = text(client.post(path("requirement_place", *key), {"place": "9"}))
    assert "Place in the list: enter a number from 1 to 2" in outside
    draft = text(client.get(path("draft", scheme.pk)))
    assert draft.index(POLICY["question"]) < draft.index(first.requirement.question)
    for words in ("Changed since version 1", "6 months", "Optional", "Required"):
        assert words in draft
    gone = (scheme.pk, first.key, first.kind)
    assert "out of the draft?" in text(client.get(path("requirement_remove", *gone)))
    client.post(path("requirement_remove", *gone), {"kinds": ["home_care"]})
    assert client.get(path("requirement", *gone)).url == path("draft", scheme.pk)
    post_seen(client, path("publish", scheme.pk), day(TODAY + timedelta(days=3)))
    compared = text(client.get(path("compare", scheme.pk, 2, 1)))
    for words in ("what changed from version 1 to version 2", "Not asked any more", "Changed"):
        assert words in compared
    assert "From 24 September 2026" in text(client.get(path("version", scheme.pk, 2)))
    assert "Compare with version 2" in text(client.get(path("version", scheme.pk, 1)))


def test_draft_is_discarded_after_a_question(client, scheme):
    client.post(path("draft_start", scheme.pk))
    assert client.get(path("version", scheme.pk, 2)).url == path("draft", scheme.pk)
    assert "Discard this draft?" in text(client.get(path("draft_discard", scheme.pk)))
    client.post(path("draft_discard", scheme.pk))
    assert client.get(path("draft", scheme.pk)).url == path("scheme", scheme.pk)


def test_retiring_says_first_what_becomes_of_applications_and_accreditations(
    client, supplier, scheme
):
    make_application(supplier, scheme)
    make_accreditation(supplier, scheme)
    asked = text(client.get(path("scheme_retire", scheme.pk)))
    assert "1 application began before" in asked
    assert "1 accreditation is valid and stays valid to the end" in asked
    assert "9 January 2028" in asked
    client.post(path("scheme_retire", scheme.pk))
    page = text(client.get(path("scheme", scheme.pk)))
    assert "takes no new applications since 21 September 2026" in page
    client.post(path("scheme_restore", scheme.pk))
    assert "Begin a draft" in text(client.get(path("scheme", scheme.pk)))


def test_scheme_is_described_otherwise_on_its_page(client, scheme):
    facts = {"name": "Trust", "summary": "Y", "kinds": ["transport"], "valid_months": "6"}
    post_seen(client, path("scheme_change", scheme.pk), facts)
    page = text(client.get(path("scheme", scheme.pk)))
    for words in ("Trust", "6 months", "Transport", "Accreditation scheme changed"):
        assert words in page


def test_schemes_of_another_council_are_not_found(client):
    theirs = make_scheme(authority=make_other_authority())
    for name in ("scheme", "scheme_change", "scheme_retire", "draft", "publish"):
        assert client.get(path(name, theirs.pk)).status_code == 404
    assert client.get(path("version", theirs.pk, 1)).status_code == 404


def test_supplier_is_told_of_new_requirements_and_chooses_them(owner, setter, supplier, scheme):
    begun = make_application(supplier, scheme)
    by = as_viewer(setter)
    start_version(by=by, scheme_id=scheme.pk)
    council = Client()
    council.force_login(setter)
    council.post(path("requirement_add", scheme.pk), POLICY)
    page, client = path("application", begun.public_id), Client()
    client.force_login(owner)
    assert "The requirements changed" not in text(client.get(page))
    publish_version(by=by, scheme_id=scheme.pk, from_date=TODAY)
    told = text(client.get(page))
    assert "The requirements changed" in told
    assert POLICY["question"] not in told
    asked = text(client.get(path("move_on", begun.public_id)))
    for words in (POLICY["question"], "The newest one", "New", "All your evidence stays"):
        assert words in asked
    client.post(path("move_on", begun.public_id), {"to": "2"})
    moved = text(client.get(page))
    assert POLICY["question"] in moved
    assert "The requirements changed" not in moved


def test_supplier_of_a_retired_scheme_is_not_sent_to_renew_under_it(
    owner, setter, supplier, scheme
):
    make_accreditation(supplier, scheme, valid_until=TODAY + timedelta(days=9))
    client = Client()
    client.force_login(owner)
    assert "Renew accreditation" in text(client.get(reverse("suppliers:mine")))
    accredited = supplier.accreditations.get()
    by_owner, told = as_viewer(owner), Told(accredited.pk)
    renewed = say_of_accreditations(by_owner, AccreditationNotice.ENDING, [told])[told]
    assert renewed.address == path("apply", supplier.public_id)
    retire_scheme(by=as_viewer(setter), scheme_id=scheme.pk)
    said = say_of_accreditations(by_owner, AccreditationNotice.ENDING, [told])[told]
    assert "The council has closed this scheme. Phone the council." in said.sentence
    assert said.address == reverse("suppliers:detail", args=[supplier.public_id])
    accredited.refresh_from_db()
    assert renewal_task(accredited, NOW).title.startswith("Accreditation ends soon: ")
    page = text(client.get(reverse("suppliers:mine")))
    assert "Renew accreditation" not in page
    assert "View accreditation" in page
