"""Officers at work: the list, each step, links, colleagues who may not see, and counts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.errors import DomainError, NotVisible
from marketplace.core.models import AuditEvent
from marketplace.core.retention import After, Part
from marketplace.core.transitions import NotInThatState
from marketplace.people.models import Person, ReadLog
from marketplace.records.actions.purging import purge
from marketplace.records.queries.due import over_as_a_whole, over_by_itself
from marketplace.records.queries.roads import kept_of
from marketplace.safeguarding.actions.linking import (
    keep_concern_from,
    link_person,
    link_subject,
    unlink_subject,
)
from marketplace.safeguarding.actions.reading import find_people, open_concern
from marketplace.safeguarding.actions.working import (
    close_concern,
    confirm_passed_on,
    decide_concern,
    note_concern,
    pass_on_concern,
    record_wishes,
    take_back_concern,
    triage_concern,
)
from marketplace.safeguarding.models import ConcernNote, SafeguardingConcern
from marketplace.safeguarding.queries import counts_by_year
from marketplace.safeguarding.rules import AboutWhom, ConcernConsent, ConcernState, NoteKind
from marketplace.safeguarding.samples import CLOSED, DECIDED, PHONES, TRIAGED
from marketplace.suppliers.models import SupplierStaff
from marketplace.tasks.models import Task
from tests.factories.accounts import NOW, as_viewer, make_other_authority, make_user
from tests.factories.listings import make_public_listing
from tests.factories.people import make_person
from tests.factories.records import nightly
from tests.factories.safeguarding import (
    make_concern,
    make_decided,
    make_officer,
    make_triaged,
)
from tests.factories.seen import post_seen
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return make_officer()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, concern: SafeguardingConcern) -> str:
    return reverse(f"safeguarding:{name}", args=[concern.public_id])


def open_tasks() -> list[str]:
    return list(Task.objects.open().values_list("kind", flat=True))


def test_concern_when_worked_on_in_the_browser_goes_from_new_to_closed(officer: User) -> None:
    client, concern = client_of(officer), make_concern()
    assert "Concern" in client.get(url("concern", concern)).content.decode()
    for name, sent in (
        ("triage", TRIAGED),
        ("wishes", {"consent": "agrees", "wishes": "My lunch on time"}),
        ("decide", DECIDED),
        ("note", {"kind": "told", "words": "Phoned her on Monday"}),
        ("close", {**CLOSED, "not_told": ""}),
    ):
        assert client.get(url(name, concern)).status_code == 200
        response = client.post(url(name, concern), sent)
        assert response.status_code == 302, response.content.decode()
    concern.refresh_from_db()
    assert concern.state == ConcernState.CLOSED
    assert concern.decision == ConcernState.SECTION_42
    assert concern.wishes == "My lunch on time"
    page = client.get(url("concern", concern)).content.decode()
    for said in ("Phoned her on Monday", "Partly met", "Neglect and acts of omission"):
        assert said in page
    assert open_tasks() == []


@pytest.mark.parametrize(
    ("name", "sent", "says"),
    [
        ("triage", {"risk": "low", "words": "x"}, "Choose at least 1 type of abuse or neglect"),
        ("triage", {**TRIAGED, "words": "Typed " * 1001}, "characters or fewer"),
        ("note", {"kind": "note", "words": " "}, "Enter the reason or the facts"),
        ("decide", DECIDED, "The state is"),
    ],
)
def test_step_when_refused_shows_why_and_what_was_typed(
    officer: User, name: str, sent: dict[str, Any], says: str
) -> None:
    concern = make_concern()
    page = client_of(officer).post(url(name, concern), sent).content.decode()
    assert says in page
    assert sent["words"].strip()[:20] in page


def test_concern_when_two_officers_triage_it_is_triaged_once(officer: User) -> None:
    concern = make_triaged(officer)
    with pytest.raises(NotInThatState):
        triage_concern(by=as_viewer(make_officer()), concern_id=concern.pk, **TRIAGED)
    assert ConcernNote.objects.count() == 1


def test_closing_when_nobody_told_the_person_asks_why(officer: User) -> None:
    concern = make_decided(officer)
    with pytest.raises(DomainError, match="concern_nobody_told"):
        close_concern(by=as_viewer(officer), concern_id=concern.pk, **{**CLOSED, "not_told": ""})


def test_concern_about_a_child_when_confirmed_leaves_no_task_and_may_come_back(
    officer: User,
) -> None:
    concern, by = make_concern(about=AboutWhom.CHILD), as_viewer(officer)
    assert open_tasks() == ["concern_about_a_child"]
    confirm_passed_on(by=by, concern_id=concern.pk, words="The duty worker, at noon")
    assert open_tasks() == []
    take_back_concern(by=by, concern_id=concern.pk)
    concern.refresh_from_db()
    assert (concern.state, concern.about) == (ConcernState.RAISED, AboutWhom.ADULT)
    assert open_tasks() == ["concern_to_triage"]
    client_of(officer).post(url("pass_on", concern))
    concern.refresh_from_db()
    assert concern.state == ConcernState.PASSED_ON
    assert open_tasks() == ["concern_about_a_child"]


def test_concern_when_not_passed_on_or_confirmed_already_is_not_confirmed(officer: User) -> None:
    child, adult = make_concern(about=AboutWhom.CHILD), make_concern()
    by, words, client = as_viewer(officer), "The duty worker, at noon", client_of(officer)
    assert url("confirm", child) in client.get(url("concern", child)).content.decode()
    confirm_passed_on(by=by, concern_id=child.pk, words=words)
    assert url("confirm", child) not in client.get(url("concern", child)).content.decode()
    for concern, code in (
        (child, "concern_confirmed_already"),
        (adult, "concern_not_passed_on"),
    ):
        with pytest.raises(DomainError, match=code):
            confirm_passed_on(by=by, concern_id=concern.pk, words=words)
    assert ConcernNote.objects.count() == 1
    assert AuditEvent.objects.filter(event="concern_passed_on_confirmed").count() == 1
    take_back_concern(by=by, concern_id=child.pk)
    pass_on_concern(by=by, concern_id=child.pk)
    confirm_passed_on(by=by, concern_id=child.pk, words=words)


def test_wishes_when_said_anew_leave_what_was_said_before_in_the_notes(officer: User) -> None:
    concern, by = make_concern(), as_viewer(officer)
    refuses, agrees = ConcernConsent.REFUSES, ConcernConsent.AGREES
    for consent, wishes in ((refuses, "Leave it"), (agrees, "My lunch"), (agrees, " My lunch ")):
        record_wishes(by=by, concern_id=concern.pk, consent=consent, wishes=wishes)
    notes = ConcernNote.objects.order_by("pk").values_list("kind", "words", "noted_by")
    assert list(notes) == [
        ("learnt", "Does the person agree? Does not agree. They want: Leave it", officer.pk),
        ("learnt", "Does the person agree? Agrees. They want: My lunch", officer.pk),
    ]
    record_wishes(by=by, concern_id=concern.pk, consent=ConcernConsent.UNSAFE, wishes="")
    assert ConcernNote.objects.latest("pk").words == "Does the person agree? Not safe to ask."


def test_person_when_found_and_linked_has_no_line_in_their_log(officer: User) -> None:
    user = make_user(Role.PERSON)
    person, concern = make_person(name="Edith Orrell", user=user), make_concern()
    client = client_of(officer)
    found = client.post(url("find", concern), {"kind": "people.person", "words": "orrell"})
    assert "Edith Orrell" in found.content.decode()
    linked = {"kind": "people.person", "subject": str(person.public_id)}
    client.post(url("link", concern), linked)
    page = client.get(url("person", concern)).content.decode()
    assert "Brackenford" in page
    assert not ReadLog.objects.filter(person_id=person.pk).exclude(user_id=user.pk).exists()
    row = AuditEvent.objects.get(event="concern_person_opened")
    assert (row.by_user_id, row.data) == (officer.pk, {"people": [person.pk]})
    client.post(url("unlink", concern), {"kind": "people.person"})
    assert client.get(url("person", concern)).status_code == 404


@pytest.mark.parametrize("words", ["", "e", " e "])
def test_search_when_for_too_little_finds_nobody(officer: User, words: str) -> None:
    with pytest.raises(DomainError, match="concern_words_too_few"):
        find_people(by=as_viewer(officer), concern_id=make_concern().pk, words=words)


def test_search_when_somebody_is_of_another_council_finds_them_not(officer: User) -> None:
    make_person(name="Edith Orrell", authority=make_other_authority())
    found = find_people(by=as_viewer(officer), concern_id=make_concern().pk, words="Orrell")
    assert found == []


def test_records_when_of_another_council_or_unknown_are_not_linked(officer: User) -> None:
    concern, by = make_concern(), as_viewer(officer)
    there = make_other_authority()
    theirs = make_supplier(authority=there)
    person = make_person(authority=there)
    for call in (
        lambda: link_subject(
            by=by, concern_id=concern.pk, kind="suppliers.supplier", subject_id=theirs.pk
        ),
        lambda: link_subject(by=by, concern_id=concern.pk, kind="nothing", subject_id=1),
        lambda: link_person(by=by, concern_id=concern.pk, person_public_id=person.public_id),
    ):
        with pytest.raises(DomainError, match="concern_subject_unknown"):
            call()


def test_supplier_when_linked_shows_and_whoever_acts_for_it_sees_the_concern_no_more(
    officer: User,
) -> None:
    supplier, concern, by = make_supplier(name="Lantern Lane"), make_concern(), as_viewer(officer)
    near = make_user(Role.SAFEGUARDING, Role.SUPPLIER)
    SupplierStaff.objects.create(supplier=supplier, user=near)
    facts = {"kind": "suppliers.supplier", "subject_id": supplier.pk}
    assert "Safeguarding concern" in client_of(near).get("/my/").content.decode()
    assert client_of(near).get(url("concern", concern)).status_code == 200
    link_subject(by=by, concern_id=concern.pk, **facts)
    assert "Lantern Lane" in client_of(officer).get(url("concern", concern)).content.decode()
    assert client_of(near).get(url("concern", concern)).status_code == 404
    assert str(concern.public_id) not in client_of(near).get("/concerns/").content.decode()
    assert "Safeguarding concern" not in client_of(near).get("/my/").content.decode()
    assert "Safeguarding concern" in client_of(officer).get("/my/").content.decode()
    with pytest.raises(PermissionDenied):
        note_concern(by=as_viewer(near), concern_id=concern.pk, kind=NoteKind.NOTE, words="Mine")
    unlink_subject(by=by, concern_id=concern.pk, **facts)
    assert not concern.links.exists()


def test_concern_when_raised_from_an_officers_own_supplier_is_never_theirs_to_see() -> None:
    listing, near = make_public_listing(), make_user(Role.SAFEGUARDING, Role.SUPPLIER)
    SupplierStaff.objects.create(supplier=listing.supplier, user=near)
    concern = make_concern(opened_from=("listings.listing", listing.pk))
    assert Task.objects.get().owner is None
    assert "Safeguarding concern" not in client_of(near).get("/my/").content.decode()
    assert client_of(near).get(url("concern", concern)).status_code == 404


def test_officer_when_the_concern_is_about_themselves_sees_it_not(officer: User) -> None:
    user = make_user(Role.PERSON, Role.SAFEGUARDING)
    person, concern = make_person(user=user), make_concern()
    facts = {"concern_id": concern.pk, "person_public_id": person.public_id}
    link_person(by=as_viewer(officer), **facts)
    with pytest.raises(NotVisible):
        open_concern(by=as_viewer(user), public_id=concern.public_id)


def test_colleague_when_chosen_sees_it_not_until_chosen_no_more(officer: User) -> None:
    near, concern, client = make_officer(), make_concern(), client_of(officer)
    client.post(url("kept_from", concern), {"kept_from": [near.pk]})
    assert client_of(near).get(url("concern", concern)).status_code == 404
    client.post(url("kept_from", concern), {})
    assert client_of(near).get(url("concern", concern)).status_code == 200
    for ids, code in (([officer.pk], "concern_kept_from_self"), ([0], "concern_colleague_unknown")):
        with pytest.raises(DomainError, match=code):
            keep_concern_from(by=as_viewer(officer), concern_id=concern.pk, user_ids=ids)


def test_counts_when_a_commissioner_reads_them_hide_the_small_and_leave_a_row() -> None:
    commissioner = make_user(Role.COMMISSIONER)
    for _ in range(8):
        make_concern()
    make_concern(about=AboutWhom.CHILD)
    by = as_viewer(commissioner, NOW + timedelta(days=31))
    years, counts = counts_by_year(by)
    told = {one.label: one.told[0] for one in counts}
    assert years[0].year == 2026
    assert told["Concerns about adults"] == 10
    assert told["Concerns about children, for children’s services"] is None
    assert counts_by_year(as_viewer(commissioner))[1][0].told[0] is None
    page = client_of(commissioner).get("/concerns/counts/").content.decode()
    assert "Fewer than 5" in page
    row = AuditEvent.objects.get(event="concerns_counted")
    assert row.by_user_id == commissioner.pk
    assert client_of(commissioner).get("/concerns/").status_code == 403


def test_phones_when_set_are_on_the_form_and_else_the_help_line_is(officer: User) -> None:
    assert "01632 960 100" in Client().get("/raise-a-concern/").content.decode()
    client = client_of(officer)
    assert post_seen(client, "/settings/concern-phones/", PHONES).status_code == 302
    page = Client().get("/raise-a-concern/").content.decode()
    assert "01632 960 111" in page
    assert "01632 960 222" in page
    refused = post_seen(client, "/settings/concern-phones/", {**PHONES, "adults": "none"})
    assert "Enter a phone number, like 01632 960 100" in refused.content.decode()


def test_record_when_a_concern_is_open_is_kept_and_the_concern_goes_in_its_time(
    officer: User,
) -> None:
    concern, by = make_decided(officer), as_viewer(officer)
    person = make_person()
    link_person(by=by, concern_id=concern.pk, person_public_id=person.public_id)
    kept, whole = kept_of(SafeguardingConcern), kept_of(Person)
    assert kept is not None
    assert whole is not None
    assert isinstance(kept.ends, Part)
    later = datetime(2040, 1, 1, tzinfo=UTC).date()
    over = over_as_a_whole(whole, whole.ends, person.authority, later)  # type: ignore[arg-type]
    assert person not in over
    close_concern(by=by, concern_id=concern.pk, **CLOSED)
    assert person in over.all()
    (clock,) = kept.clocks
    assert isinstance(clock, After)
    assert concern in over_by_itself(kept, clock, person.authority, later)
    purge(by=nightly(datetime(2040, 1, 1, tzinfo=UTC)))
    assert not SafeguardingConcern.objects.exists()
    assert not ConcernNote.objects.exists()


def test_decision_when_the_tests_are_not_met_is_refused_in_the_action_too(officer: User) -> None:
    concern = make_triaged(officer)
    with pytest.raises(DomainError, match="concern_tests_not_met"):
        decide_concern(by=as_viewer(officer), concern_id=concern.pk, **{**DECIDED, "tests": []})
