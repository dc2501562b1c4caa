"""Setting and ending legal holds, and their page."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from marketplace.people.models import ListReadingPerson, ReadLog
from marketplace.people.queries import who_sees
from marketplace.records.actions.holding import end_hold, set_hold
from marketplace.records.errors import RecordsError
from marketplace.records.models import LegalHold
from marketplace.records.rules import HeldKind
from tests.factories.accounts import NOW, as_viewer, make_other_authority, make_user
from tests.factories.people import make_person
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
HOLDERS = [Role.AUDITOR, Role.ADMINISTRATOR, Role.SAFEGUARDING]


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(make_user(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("role", HOLDERS)
def test_a_hold_when_set_and_ended_leaves_audit_rows_with_ids(role: Role) -> None:
    person, by = make_person(case_reference="LAS-77"), as_viewer(make_user(role))
    hold = set_hold(
        by=by,
        authority_id=person.authority_id,
        subject=HeldKind.PERSON,
        reference="las-77",
        reason=" Claim 2026/114 ",
    )
    assert (hold.person_id, hold.reason) == (person.pk, "Claim 2026/114")
    end_hold(by=by, hold_id=hold.pk)
    rows = AuditEvent.objects.filter(subject_type="records.legalhold").order_by("pk")
    assert [(row.event, row.data["person"]) for row in rows] == [
        ("hold_set", person.pk),
        ("hold_ended", person.pk),
    ]
    with pytest.raises(RecordsError) as refused:
        end_hold(by=by, hold_id=hold.pk)
    assert list(refused.value.codes) == ["hold_ended_already"]


@pytest.mark.parametrize(
    ("reference", "reason", "code"),
    [
        ("Nobody", "Claim", "record_not_found"),
        ("Twice Named", "Claim", "record_not_one"),
        ("Another Council", "Claim", "record_not_found"),
        ("Held Already", "Claim", "hold_already"),
        ("Held Already", "  ", "hold_without_reason"),
        ("", "Claim", "record_not_found"),
    ],
)
def test_a_hold_when_it_cannot_be_says_why(reference: str, reason: str, code: str) -> None:
    for name in ("Twice Named", "Twice Named", "Held Already"):
        person = make_person(name=name)
    make_person(name="Another Council", authority=make_other_authority())
    by = as_viewer(make_user(Role.AUDITOR))
    facts = {"by": by, "authority_id": person.authority_id, "subject": HeldKind.PERSON}
    set_hold(**facts, reference="Held Already", reason="Claim")
    with pytest.raises(RecordsError) as refused:
        set_hold(**facts, reference=reference, reason=reason)
    assert list(refused.value.codes) == [code]


@pytest.mark.parametrize("role", sorted(set(Role) - set(HOLDERS)))
def test_a_hold_when_another_role_sets_or_ends_it_is_refused(role: Role) -> None:
    person, by = make_person(), as_viewer(make_user(role))
    hold = LegalHold.objects.create(
        authority=person.authority, person=person, reason="x", set_at=by.at, set_by_system="x"
    )
    with pytest.raises(PermissionDenied):
        end_hold(by=by, hold_id=hold.pk)
    with pytest.raises(PermissionDenied):
        set_hold(
            by=by,
            authority_id=person.authority_id,
            subject=HeldKind.PERSON,
            reference=person.name,
            reason="x",
        )


def test_the_page_of_holds_sets_lists_and_ends_one_and_is_logged() -> None:
    supplier, person, client = (
        make_supplier(name="Lantern Lane"),
        make_person(),
        signed_in(Role.AUDITOR),
    )
    page = reverse("records:holds")
    assert "No records are on hold" in client.get(page).content.decode()
    for subject, reference in (("supplier", supplier.name), ("person", person.name)):
        body = {"subject": subject, "reference": reference, "reason": "Claim 2026/114"}
        assert client.post(page, body).status_code == 302
    shown = client.get(page).content.decode()
    assert supplier.name in shown
    assert person.name in shown
    assert AuditEvent.objects.filter(event="holds_read", data={"people": [person.pk]}).exists()
    for hold in LegalHold.objects.all():
        client.post(reverse("records:hold_end", args=[hold.public_id]))
    assert not LegalHold.objects.current().exists()


@pytest.mark.parametrize("role", HOLDERS)
def test_a_hold_when_set_and_read_is_told_to_auditors_and_not_to_the_person(role: Role) -> None:
    """It may be for a concern, of which neither the person nor whoever reads with them is told."""
    user, client = make_user(Role.PERSON), signed_in(role)
    person = make_person(user=user)
    before = who_sees(person=person, at=NOW)
    body = {"subject": "person", "reference": person.name, "reason": "Claim 2026/114"}
    assert client.post(reverse("records:holds"), body, follow=True).status_code == 200
    hold = LegalHold.objects.get()
    client.post(reverse("records:hold_end", args=[hold.public_id]), follow=True)
    assert not ReadLog.objects.exists()
    assert not ListReadingPerson.objects.exists()
    assert who_sees(person=person, at=NOW) == before
    shown = signed_in(Role.AUDITOR).get(reverse("records:trail"), {"event": "holds_read"})
    assert "Legal holds read" in shown.content.decode()


def test_the_page_of_holds_when_nothing_is_found_keeps_what_was_typed() -> None:
    body = {"subject": "person", "reference": "Nobody Here", "reason": "Claim 2026/114"}
    page = signed_in(Role.AUDITOR).post(reverse("records:holds"), body).content.decode()
    assert "We have no record for “Nobody Here”. Check the number, or the whole name." in page
    assert 'value="Nobody Here"' in page


def test_a_hold_of_another_council_is_not_there() -> None:
    person = make_person(authority=make_other_authority())
    hold = LegalHold.objects.create(
        authority=person.authority,
        person=person,
        reason="x",
        set_at=person.registered_at,
        set_by_system="x",
    )
    answer = signed_in(Role.AUDITOR).post(reverse("records:hold_end", args=[hold.public_id]))
    assert answer.status_code == 404
