"""The pages of people: a practitioner's, the person's, and of whoever acts for them."""

from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.clock import now
from marketplace.people.models import (
    Access,
    CommunicationNeed,
    Consent,
    Correction,
    ListReading,
    Person,
    PersonEvent,
    ReadLog,
    Relationship,
)
from marketplace.people.queries import FOUND_SHOWN
from marketplace.people.rules import AccessCapacity, RelationshipState, Scope
from marketplace.people.views.people import CHANGES
from tests.factories.accounts import make_other_authority, make_user
from tests.factories.people import let_see, make_person
from tests.marketplace.people.test_relationships import Around, with_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> Around:
    return Around(now() - timedelta(days=1))


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client, name: str, /, *args: Any) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def send(client: Client, name: str, /, *args: Any, **body: Any) -> Any:
    return client.post(reverse(name, args=args), body)


def day(field: str, when: datetime) -> dict[str, str]:
    """A date in three boxes."""
    at = when.date()
    return {
        f"{field}_day": str(at.day),
        f"{field}_month": str(at.month),
        f"{field}_year": str(at.year),
    }


def test_list_of_people_when_there_are_more_than_it_shows_says_so_and_how_to_find_them(
    around: Around,
) -> None:
    client = as_user(around.worker)
    names = [f"Agnes Hart {number:02}" for number in range(FOUND_SHOWN)]
    for name in names[1:]:
        let_see(make_person(name=name), AccessCapacity.PRACTITIONER, user=around.worker)
    assert "There are more" not in page(client, "people:find")
    let_see(make_person(name=names[0]), AccessCapacity.PRACTITIONER, user=around.worker)
    shown = page(client, "people:find")
    assert f"the first {FOUND_SHOWN} people by name. There are more" in shown
    assert "enter more words of the name, or the record number" in shown
    narrowed = send(client, "people:find", person="hart 07").content.decode()
    assert "Agnes Hart 07" in narrowed
    assert "There are more" not in narrowed


def test_practitioner_registers_a_person_with_a_contact_alone_and_finds_them(
    around: Around,
) -> None:
    client = as_user(around.worker)
    refused = send(client, "people:register", name="Agnes Hart", contact_wish=" ")
    assert "How to contact them" in refused.content.decode()
    answer = send(client, "people:register", name="Agnes Hart", contact_wish="Phone")
    agnes = Person.objects.get(name="Agnes Hart")
    assert answer["Location"] == reverse("people:record", args=[agnes.public_id])
    assert "Agnes Hart" in page(client, "people:record", agnes.public_id)
    found = send(client, "people:find", person="hart").content.decode()
    assert "Agnes Hart" in found
    assert around.person.name not in found
    assert ListReading.objects.filter(user_id=around.worker.pk).exists()
    assert ReadLog.objects.filter(person_id=agnes.pk, user_id=around.worker.pk).exists()


@pytest.mark.parametrize("what", CHANGES)
def test_each_form_of_a_record_is_there_for_its_worker_and_refuses_an_empty_send(
    around: Around, what: str
) -> None:
    client = as_user(around.worker)
    words = page(client, "people:change", around.person.public_id, what)
    assert CHANGES[what].title in words
    if what != "correct":
        refused = send(client, "people:change", around.person.public_id, what)
        assert refused.status_code == 200
        assert "Error: " in refused.content.decode()
    stranger = as_user(make_user(Role.PRACTITIONER))
    address = reverse("people:change", args=[around.person.public_id, what])
    assert stranger.get(address).status_code == 404


def test_record_when_another_councils_is_not_there(around: Around) -> None:
    there = make_other_authority()
    theirs = make_person(authority=there)
    worker = make_user(Role.PRACTITIONER, authority=there)
    let_see(theirs, AccessCapacity.PRACTITIONER, user=worker)
    address = reverse("people:record", args=[theirs.public_id])
    assert as_user(around.worker).get(address).status_code == 404
    assert (
        as_user(around.worker)
        .get(reverse("people:change", args=[around.person.public_id, "x"]))
        .status_code
        == 404
    )


def test_worker_writes_down_a_need_an_event_and_a_correction(around: Around) -> None:
    client, person = as_user(around.worker), around.person
    send(client, "people:change", person.public_id, "need", kind="bsl", detail="")
    send(
        client,
        "people:change",
        person.public_id,
        "event",
        kind="request",
        route="discharge",
        result="assessment",
        **day("first_day", around.at),
        **day("last_day", around.at),
    )
    send(
        client,
        "people:change",
        person.public_id,
        "correct",
        name=person.name,
        contact_wish="Letters only.",
        home=person.home,
    )
    words = page(client, "people:record", person.public_id)
    for said in ("British Sign Language", "Discharge from hospital".lower(), "Letters only."):
        assert said in words
    assert CommunicationNeed.objects.count() == PersonEvent.objects.count() == 1
    send(client, "people:end_need", person.public_id, CommunicationNeed.objects.get().pk)
    assert CommunicationNeed.objects.get().ended_at


def test_worker_checks_chooses_and_ends_a_relationship(around: Around) -> None:
    row, client = around.propose(), as_user(around.worker)
    words = page(client, "people:relationship", row.public_id)
    assert "Mark as checked" in words
    send(client, "people:relationship", row.public_id, do="verify", paper="")
    row.refresh_from_db()
    assert row.state == RelationshipState.VERIFIED
    empty = send(client, "people:relationship", row.public_id, do="choose")
    assert "Choose what they can see" in empty.content.decode()
    send(client, "people:relationship", row.public_id, do="choose", scopes=["money"])
    assert Access.objects.filter(relationship=row, scope=Scope.MONEY).exists()
    send(client, "people:end_relationship", row.public_id)
    row.refresh_from_db()
    assert row.state == RelationshipState.ENDED
    assert client.get(reverse("people:relationship", args=[row.public_id])).status_code == 404


def test_person_adds_chooses_and_ends_who_helps(around: Around) -> None:
    client = as_user(around.margaret)
    refused = send(client, "people:add_helper", kind="family", name="Tom", email="", phone="")
    assert "Choose what they can see" in refused.content.decode()
    kinds = page(client, "people:add_helper")
    assert "Attorney for health" not in kinds
    send(client, "people:add_helper", kind="family", name="Tom", scopes=["plan"])
    row = Relationship.objects.get()
    words = page(client, "people:my_people")
    assert "Tom" in words
    assert "Not checked yet" in words
    send(client, "people:helper", row.public_id, scopes=["money", "plan"])
    row.refresh_from_db()
    assert row.scopes == ["money", "plan", "record"]
    send(client, "people:end_helper", row.public_id)
    assert "Ended" in page(client, "people:my_people")


def test_person_agrees_and_withdraws(around: Around) -> None:
    client = as_user(around.margaret)
    send(client, "people:agree", to="sharing", whom="Dr Shah", scopes=["record"])
    consent = Consent.objects.get()
    assert "Dr Shah" in page(client, "people:my_people")
    send(client, "people:withdraw_own", consent.public_id)
    consent.refresh_from_db()
    assert consent.withdrawn_at
    other = as_user(make_user(Role.PERSON))
    assert send(other, "people:withdraw_own", consent.public_id).status_code == 404


def test_person_asks_for_a_correction_and_both_see_the_answer(around: Around) -> None:
    client, worker = as_user(around.margaret), as_user(around.worker)
    send(client, "people:correct", part="home", words="My sister lives with me.")
    asked = Correction.objects.get()
    assert "My sister lives with me." in page(worker, "people:record", around.person.public_id)
    refused = send(worker, "people:answer", asked.public_id, state="kept", answer="")
    assert "Enter why you do not change the record" in refused.content.decode()
    send(worker, "people:answer", asked.public_id, state="made", answer="Thank you")
    for reader in (
        page(client, "people:my_record"),
        page(worker, "people:record", around.person.public_id),
    ):
        assert "Thank you" in reader


def test_representative_uses_the_persons_pages_and_leaves_a_trace(around: Around) -> None:
    around.verified(scopes=frozenset({Scope.RECORD, Scope.PLAN}))
    client, person = as_user(around.tom), around.person
    assert person.name in page(client, "people:helping")
    home = page(client, "people:for_home", person.public_id)
    assert reverse("brokerage:my_plan_for", args=[person.public_id]) in home
    assert reverse("reconciliation:my_money_for", args=[person.public_id]) not in home
    for name in ("people:my_record_for", "brokerage:my_plan_for"):
        words = page(client, name, person.public_id)
        assert f"These pages are about <strong>{person.name}</strong>" in words
        assert "On these pages “you” means them." in words
    money = client.get(reverse("reconciliation:my_money_for", args=[person.public_id]))
    assert money.status_code == 404
    looked = ReadLog.objects.filter(person_id=person.pk, user_id=around.tom.pk)
    assert set(looked.values_list("purpose", flat=True)) == {"acting for you"}
    assert "Acting for you" in page(as_user(around.margaret), "people:my_record")


def test_representative_when_ended_finds_nothing_any_more(around: Around) -> None:
    row = around.verified()
    client = as_user(around.tom)
    page(client, "people:for_home", around.person.public_id)
    send(as_user(around.margaret), "people:end_helper", row.public_id)
    for name in ("people:for_home", "people:my_record_for", "brokerage:my_plan_for"):
        address = reverse(name, args=[around.person.public_id])
        assert client.get(address).status_code == 404
    assert "You help nobody" in page(client, "people:helping")


@pytest.mark.parametrize(
    "name", ["people:for_home", "people:my_record_for", "brokerage:my_plan_for"]
)
def test_acting_pages_are_for_nobody_else(around: Around, name: str) -> None:
    around.verified()
    address = reverse(name, args=[around.person.public_id])
    for user in (around.margaret, around.worker, make_user(*Role)):
        assert as_user(user).get(address).status_code == 404
    assert "/account/login/" in Client().get(address)["Location"]


def test_pages_of_work_when_seen_as_something_else_are_not_there(around: Around) -> None:
    around.tom = with_address(make_user(Role.PRACTITIONER))
    row = around.verified()
    relative = as_user(around.tom)
    asked = Correction.objects.create(
        person=around.person, part="home", words="X", asked_at=now(), asked_by=around.margaret
    )
    addresses = [
        reverse("people:record", args=[around.person.public_id]),
        reverse("people:change", args=[around.person.public_id, "need"]),
        reverse("people:relationship", args=[row.public_id]),
        reverse("people:answer", args=[asked.public_id]),
    ]
    for address in addresses:
        assert relative.get(address).status_code == 404, address
        assert as_user(around.worker).get(address).status_code == 200, address
    admin = make_user(Role.ADMINISTRATOR, Role.APPROVER)
    let_see(around.person, AccessCapacity.APPROVER, role=Role.APPROVER)
    opened = reverse("people:opened", args=[around.person.public_id])
    assert as_user(admin).get(opened).status_code == 404
    assert not ReadLog.objects.filter(user_id__in=[around.tom.pk, admin.pk]).exists()


def test_glass_when_broken_shows_the_record_and_the_auditor_the_reason(around: Around) -> None:
    admin, auditor = make_user(Role.ADMINISTRATOR), make_user(Role.AUDITOR)
    client, reason = as_user(admin), "She phoned: her page would not open."
    opened = reverse("people:opened", args=[around.person.public_id])
    assert client.get(opened).status_code == 404
    refused = send(client, "people:break_glass", reference=around.person.name, reason="help")
    assert "15 letters or more" in refused.content.decode()
    answer = send(client, "people:break_glass", reference=around.person.name, reason=reason)
    assert answer["Location"] == opened
    assert around.person.contact_wish in client.get(opened).content.decode()
    assert reason in page(as_user(auditor), "people:glass")
    assert "Looking for a reason they wrote down" in page(
        as_user(around.margaret), "people:my_record"
    )
    assert client.get(reverse("people:glass")).status_code == 403


def test_what_somebody_sees_is_said_to_whoever_reads_it(around: Around) -> None:
    scopes = frozenset({Scope.RECORD, Scope.PLAN, Scope.PLAN_WRITE})
    row = around.verified(scopes=scopes)
    worker, own = as_user(around.worker), as_user(around.margaret)
    for words in (
        page(worker, "people:record", around.person.public_id),
        page(worker, "people:relationship", row.public_id),
        page(worker, "people:change", around.person.public_id, "around"),
    ):
        assert "Who the person is" in words
        assert "Who you are" not in words
    assert "Who the person is, the plan and changing it" in page(
        worker, "people:record", around.person.public_id
    )
    assert "Who you are, your plan and changing it" in page(own, "people:my_people")


def test_advocate_given_more_than_any_may_have_is_refused_in_words(around: Around) -> None:
    typed = {"kind": "advocate", "name": "Iris Vane", "scopes": ["plan", "plan_write", "money"]}
    refused = send(
        as_user(around.worker), "people:change", around.person.public_id, "around", **typed
    )
    said = "Advocate: cannot be given this: changing the plan, the money. Choose less."
    assert said in unescape(refused.content.decode())
