"""The pages of a draft that a colleague has published, discarded or changed meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.schemes import change_scheme
from marketplace.accreditation.actions.versions import (
    add_requirement,
    change_requirement,
    discard_version,
    publish_version,
    remove_requirement,
    start_version,
)
from marketplace.accreditation.models import Scheme
from marketplace.accreditation.queries.schemes import asked_by
from marketplace.accreditation.rules import AskedOf, EvidenceKind, Requirement
from marketplace.suppliers.rules import SupplierKind
from tests.factories.accounts import NOW, as_viewer, make_user
from tests.factories.accreditation import make_scheme
from tests.factories.seen import seen_on

pytestmark = pytest.mark.django_db
KIND = SupplierKind.HOME_CARE
TODAY = NOW.date()
TYPED = {
    "question": "Do you keep a complaints policy?",
    "guidance": "The newest one",
    "evidence_kind": "policy",
    "months": "0",
    "is_mandatory": "yes",
    "kinds": ["home_care"],
}
ASKED = Requirement("Are you kind?", "", EvidenceKind.POLICY)
ON = "21 September 2026"


@pytest.fixture(autouse=True)
def _clock(monkeypatch, at):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


@pytest.fixture
def client():
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR, name="Ada Wren"))
    return client


@pytest.fixture
def colleague(at):
    return as_viewer(make_user(Role.COMMISSIONER, name="Bo Ash"), at)


@pytest.fixture
def scheme(supplier, colleague):
    scheme = make_scheme(KIND, authority=supplier.authority)
    start_version(by=colleague, scheme_id=scheme.pk)
    return scheme


def path(name, *args):
    return reverse(f"accreditation:{name}", args=args)


def text(response):
    return unescape(response.content.decode())


def first_of(scheme: Scheme) -> AskedOf:
    return asked_by(scheme.versions.order_by("-number")[0])[0]


def published(scheme, colleague) -> None:
    add_requirement(by=colleague, scheme_id=scheme.pk, kinds=[KIND], asked=ASKED)
    publish_version(by=colleague, scheme_id=scheme.pk, from_date=TODAY + timedelta(days=1))


def discarded(scheme, colleague) -> None:
    discard_version(by=colleague, scheme_id=scheme.pk)


GONE = [
    (published, f"Bo Ash published the draft of version 2 on {ON}"),
    (discarded, f"Bo Ash discarded the draft of version 2 on {ON}"),
]


@pytest.mark.parametrize(("gone", "said"), GONE)
def test_requirement_saved_in_a_draft_that_is_gone_is_kept_and_may_begin_the_next(
    client, scheme, colleague, gone: Callable[..., None], said: str
):
    page = path("requirement", scheme.pk, first_of(scheme).key, KIND.value)
    typed = {**TYPED, **seen_on(client.get(page))}
    gone(scheme, colleague)
    kept = text(client.post(page, typed))
    for words in (said, "What you entered is below", TYPED["question"], "Begin a draft and save"):
        assert words in kept
    assert not scheme.versions.drafts().exists()
    assert client.post(page, {**typed, "begin": "yes"}).url == path("draft", scheme.pk)
    assert TYPED["question"] in text(client.get(path("draft", scheme.pk)))


@pytest.mark.parametrize(("gone", "said"), GONE)
def test_requirement_added_to_a_draft_that_is_gone_is_kept_and_may_begin_the_next(
    client, scheme, colleague, gone, said
):
    gone(scheme, colleague)
    page = path("requirement_add", scheme.pk)
    kept = text(client.post(page, TYPED))
    assert said in kept
    assert "The newest one" in kept
    client.post(page, {**TYPED, "begin": "yes"})
    assert TYPED["question"] in text(client.get(path("draft", scheme.pk)))


def test_requirement_when_a_colleague_took_it_out_is_kept_and_may_be_added_again(
    client, scheme, colleague
):
    one = first_of(scheme)
    page = path("requirement", scheme.pk, one.key, KIND.value)
    remove_requirement(by=colleague, scheme_id=scheme.pk, key=one.key, kinds=[KIND])
    kept = text(client.post(page, TYPED))
    assert "The draft no longer asks this: somebody took it out" in kept
    assert TYPED["question"] in kept
    assert f'action="{path("requirement_add", scheme.pk)}"' in kept
    opened = client.get(page, follow=True)
    assert "The draft no longer asks this: somebody took it out" in text(opened)


@pytest.mark.parametrize("name", ["draft", "publish", "draft_discard", "requirement_add"])
@pytest.mark.parametrize("press", ["get", "post"])
def test_page_of_a_draft_that_is_gone_leads_to_the_scheme_and_says_why(
    client, scheme, colleague, name, press
):
    if (name, press) in {("draft", "post"), ("requirement_add", "post")}:
        return
    discarded(scheme, colleague)
    led = getattr(client, press)(path(name, scheme.pk), follow=True)
    assert led.redirect_chain == [(path("scheme", scheme.pk), 302)]
    assert GONE[1][1] in text(led)


def test_requirement_when_moved_or_taken_out_of_a_draft_that_is_gone_leads_to_the_scheme(
    client, scheme, colleague
):
    one = first_of(scheme)
    discarded(scheme, colleague)
    for name in ("requirement_place", "requirement_remove"):
        led = client.post(path(name, scheme.pk, one.key, one.kind), {"place": "1"}, follow=True)
        assert GONE[1][1] in text(led)


def test_requirement_that_another_changed_meanwhile_is_not_overwritten_unseen(
    client, scheme, colleague
):
    one = first_of(scheme)
    page = path("requirement", scheme.pk, one.key, KIND.value)
    typed = {**TYPED, **seen_on(client.get(page))}
    change_requirement(by=colleague, scheme_id=scheme.pk, key=one.key, kinds=[KIND], asked=ASKED)
    refused = client.post(page, typed)
    for words in ("Somebody changed this", "Requirement: now “Are you kind?”", TYPED["question"]):
        assert words in text(refused)
    assert first_of(scheme).requirement == ASKED
    assert client.post(page, {**typed, **seen_on(refused)}).status_code == 302
    assert first_of(scheme).requirement.question == TYPED["question"]


def test_draft_that_another_changed_after_it_was_checked_is_not_published_unseen(
    client, scheme, colleague
):
    page = path("publish", scheme.pk)
    add_requirement(by=colleague, scheme_id=scheme.pk, kinds=[KIND], asked=ASKED)
    day = {"from_date_day": "1", "from_date_month": "10", "from_date_year": "2026"}
    typed = {**day, **seen_on(client.get(page))}
    change_requirement(
        by=colleague,
        scheme_id=scheme.pk,
        key=first_of(scheme).key,
        kinds=[KIND],
        asked=Requirement("Are you fair?", "", EvidenceKind.POLICY),
    )
    refused = client.post(page, typed)
    assert "Somebody changed this" in text(refused)
    assert "Are you fair?" in text(refused)
    assert client.post(page, {**typed, **seen_on(refused)}).status_code == 302


def test_scheme_that_another_changed_meanwhile_is_not_overwritten_unseen(client, scheme, colleague):
    page = path("scheme_change", scheme.pk)
    typed = {"name": "Trust", "summary": "Y", "kinds": ["home_care"], "valid_months": "6"}
    typed |= seen_on(client.get(page))
    change_scheme(
        by=colleague,
        scheme_id=scheme.pk,
        name="Fair care",
        summary="X",
        kinds=[KIND],
        valid_months=9,
    )
    refused = client.post(page, typed)
    for words in ("Name: now “Fair care”", "an accreditation is valid: now “9”", "Trust"):
        assert words in text(refused)
    assert Scheme.objects.get(pk=scheme.pk).name == "Fair care"
    assert client.post(page, {**typed, **seen_on(refused)}).status_code == 302
