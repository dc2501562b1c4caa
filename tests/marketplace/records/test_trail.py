"""The trail: who reads how much of it, what it says, what it finds, and that reading is in it."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.audit import record
from marketplace.core.models import AuditEvent
from marketplace.core.rooms import collected
from marketplace.people.models import ListReadingPerson, Person
from marketplace.records.actions.reading import export_trail
from marketplace.records.errors import RecordsError
from marketplace.records.queries.trail import TrailFilter, filtered, lately, trail_of
from marketplace.records.queries.trail_names import names_in
from marketplace.records.rules import MOST_EXPORTED, TRAIL_PAGE
from marketplace.records.words import trail_lines
from marketplace.safeguarding.actions.linking import keep_concern_from, link_person
from marketplace.safeguarding.actions.working import triage_concern
from marketplace.safeguarding.samples import TRIAGED
from marketplace.tasks.models import Task
from tests.factories.accounts import NOW, as_viewer, make_authority, make_other_authority, make_user
from tests.factories.brokerage import make_case
from tests.factories.people import make_person
from tests.factories.safeguarding import make_concern, make_officer
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


def signed_in(*roles: Role) -> Client:
    client = Client()
    client.force_login(make_user(*roles, name="Audrey Auditor"))
    return client


def note(event: str, subject, by: User, at: datetime = NOW, **data) -> AuditEvent:
    with transaction.atomic():
        return record(event=event, by=as_viewer(by, at), subject=subject, **data)


def page(client: Client, **asked) -> str:
    response = client.get(reverse("records:trail"), asked)
    assert response.status_code == 200
    return response.content.decode()


def table(shown: str) -> str:
    return shown.partition("<tbody")[2]


def exported(client: Client, **asked) -> list[list[str]]:
    response = client.get(reverse("records:trail_export"), asked)
    body = b"".join(response.streaming_content).decode()
    return list(csv.reader(StringIO(body)))


def test_an_event_says_in_words_who_did_what_about_whom() -> None:
    person, worker = make_person(name="Dilys Sandhu"), make_user(Role.BROKER, name="Ben Broker")
    note("person_registered", person, worker)
    shown = table(page(signed_in(Role.AUDITOR)))
    for words in (
        "Person registered",
        "21 September 2026 at 10.30am",
        "Ben Broker",
        "Dilys Sandhu",
    ):
        assert words in shown


def test_names_are_those_of_now_and_what_is_erased_stays_so() -> None:
    person, worker = make_person(name="Dilys Sandhu"), make_user(Role.BROKER, name="Ben Broker")
    event = note("person_registered", person, worker)
    gone = note("person_registered", Person(pk=9_999_999, authority_id=person.authority_id), worker)
    User.objects.filter(pk=worker.pk).update(name="Beatrice Broker")
    Person.objects.filter(pk=person.pk).update(name="Dilys Kaur")
    lines = trail_lines([event, gone], names_in([event, gone]))
    assert [line.who for line in lines] == ["Beatrice Broker"] * 2
    assert lines[0].whose == "Dilys Kaur"
    assert "no longer kept" in lines[1].kind
    User.objects.filter(pk=worker.pk).update(name="", erased_at=NOW)
    assert trail_lines([event], names_in([event]))[0].who == f"account {worker.pk} (erased)"


def test_an_administrator_reads_what_was_done_to_settings_and_no_care() -> None:
    person, worker = make_person(name="Dilys Sandhu"), make_user(Role.ADMINISTRATOR)
    note("person_registered", person, worker)
    note("addresses_set", make_authority(), worker)
    shown = page(signed_in(Role.ADMINISTRATOR), record="Dilys Sandhu")
    assert "Web address and sender of mail set" in table(shown)
    assert "Person registered" not in shown
    assert "Dilys Sandhu" not in shown
    assert len(exported(signed_in(Role.ADMINISTRATOR))) > 1
    rows = exported(signed_in(Role.ADMINISTRATOR))
    assert not [row for row in rows if "person_registered" in row]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_what_is_of_the_whole_server_is_no_choice_of_a_council(role: Role) -> None:
    shown = page(signed_in(role))
    assert 'value="term_added"' in shown
    for event in collected().server_events:
        assert f'value="{event}"' not in shown


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDITOR, Role.ADMINISTRATOR}))
def test_the_trail_is_closed_to_every_other_role(role: Role) -> None:
    client = signed_in(role)
    for name in ("records:trail", "records:trail_export"):
        assert client.get(reverse(name)).status_code == 403


def test_the_trail_of_another_council_is_not_there() -> None:
    other = make_other_authority()
    note("addresses_set", other, make_user(Role.ADMINISTRATOR, authority=other, name="Otto Other"))
    shown = page(signed_in(Role.AUDITOR))
    assert "No events found" in shown
    assert "Otto Other" not in page(signed_in(Role.AUDITOR), by=str(User.objects.latest("pk").pk))


def test_the_trail_finds_by_day_by_who_by_what_and_by_subject() -> None:
    worker, other = make_user(Role.BROKER, name="Ben Broker"), make_user(Role.BROKER, name="Una")
    person, second = make_person(name="Dilys Sandhu"), make_person(name="Edna Moss")
    first = note("person_registered", person, worker, NOW - timedelta(days=3))
    last = note("task_done", second, other)
    by = as_viewer(make_user(Role.AUDITOR))
    day = NOW.date() - timedelta(days=3)
    subject = {"subject_type": "people.person", "subject_id": person.pk}
    for wanted, found in (
        (TrailFilter(), [last, first]),
        (TrailFilter(from_day=day, to_day=day), [first]),
        (TrailFilter(from_day=day + timedelta(days=1)), [last]),
        (TrailFilter(user_id=other.pk), [last]),
        (TrailFilter(event="person_registered"), [first]),
        (TrailFilter(**subject), [first]),
        (TrailFilter(person_id=second.pk), [last]),
        (TrailFilter(system="nobody"), []),
    ):
        assert list(filtered(trail_of(by), wanted)) == found


def test_the_trail_of_a_person_holds_what_was_done_to_all_of_their_record() -> None:
    case, by = make_case(), as_viewer(make_user(Role.AUDITOR))
    note("plan_started", case.plan, case.broker)
    note("supplier_renamed", make_supplier(), case.broker)
    found = filtered(trail_of(by), TrailFilter(person_id=case.person.pk))
    assert "plan_started" in found.values_list("event", flat=True)
    assert "supplier_renamed" not in found.values_list("event", flat=True)
    shown = table(page(signed_in(Role.AUDITOR), record=case.person.name, event="plan_started"))
    assert case.person.name in shown


def test_what_names_nobody_or_several_is_said_and_nothing_is_shown() -> None:
    make_person(name="Twice Named")
    make_person(name="Twice Named")
    note("addresses_set", make_authority(), make_user(Role.ADMINISTRATOR))
    client = signed_in(Role.AUDITOR)
    assert "we have no record for “Nobody”" in page(client, record="Nobody")
    assert "Enter the record number" in page(client, record="Twice Named")
    shown = page(client, who="nobody@example.org")
    assert "we know nobody called “nobody@example.org”" in shown
    assert "No events found" in shown


@pytest.mark.parametrize(
    "asked",
    [
        {"before": "x"},
        {"before": "9" * 30},
        {"subject": "people.person:" + "9" * 18},
        {"subject": "'"},
        {"by": "9" * 30},
        {"event": "none"},
        {"from_day_day": "41", "from_day_month": "1", "from_day_year": "2026"},
    ],
)
def test_what_cannot_be_read_breaks_nothing(asked: dict[str, str]) -> None:
    client = signed_in(Role.AUDITOR)
    page(client, **asked)
    assert client.get(reverse("records:trail_export"), asked).status_code in (200, 302)


def test_pages_follow_one_another_without_a_gap_also_within_one_moment() -> None:
    worker, person = make_user(Role.BROKER), make_person()
    ids = [note("task_done", person, worker).pk for _ in range(TRAIL_PAGE + 3)]
    client = signed_in(Role.AUDITOR)
    first = page(client, event="task_done")
    assert first.count("Task done</th>") == TRAIL_PAGE
    assert "Earlier events" in first
    second = page(client, event="task_done", before=ids[3])
    assert second.count("Task done</th>") == 3
    assert "Newest events" in second
    assert "Earlier events" not in second


def test_reading_and_exporting_are_in_the_trail_and_on_the_record_of_whom_they_name() -> None:
    person, worker = make_person(name="Dilys Sandhu"), make_user(Role.BROKER)
    note("person_registered", person, worker)
    client = signed_in(Role.AUDITOR)
    page(client, event="person_registered")
    assert AuditEvent.objects.get(event="trail_read").data == {"done": "person_registered"}
    exported(client, record="Dilys Sandhu")
    event = AuditEvent.objects.get(event="trail_exported")
    assert event.data == {"events": 1, "person_id": person.pk}
    seen = ListReadingPerson.objects.filter(person_id=person.pk)
    assert sorted(seen.values_list("reading__kind", flat=True)) == [
        "audit_trail",
        "audit_trail_file",
    ]


def test_a_file_holds_every_event_found_and_no_formula() -> None:
    person, worker = make_person(name="=cmd()"), make_user(Role.BROKER, name="+Ben")
    for _ in range(3):
        note("person_registered", person, worker)
    rows = exported(signed_in(Role.AUDITOR), event="person_registered")
    assert len(rows) == 4
    assert rows[1][:5] == [
        "2026-09-21 10:30:00+01:00",
        "'+Ben",
        "Person registered",
        f"Person {person.pk}",
        "'=cmd()",
    ]


def test_a_file_of_too_many_events_is_refused_and_says_so() -> None:
    by = as_viewer(make_user(Role.AUDITOR))
    council = make_authority()
    with pytest.raises(RecordsError) as refused:
        export_trail(by=by, authority=council, people_ids=[], events=MOST_EXPORTED + 1, filters={})
    assert list(refused.value.codes) == ["trail_too_long"]
    with pytest.raises(PermissionDenied):
        export_trail(
            by=as_viewer(make_user(Role.FINANCE)),
            authority=council,
            people_ids=[],
            events=1,
            filters={},
        )


def test_a_page_asks_as_often_for_many_events_as_for_one() -> None:
    client, worker = signed_in(Role.AUDITOR), make_user(Role.BROKER)
    page(client)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, event="person_registered")
        return len(queries)

    note("person_registered", make_person(), worker)
    one = asked()
    for number in range(20):
        note("person_registered", make_person(name=f"Person {number}"), make_user(Role.BROKER))
    assert asked() == one


def test_the_auditors_home_says_how_much_was_done_lately() -> None:
    worker = make_user(Role.ADMINISTRATOR)
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    note("addresses_set", make_authority(), worker, long_ago)
    client = signed_in(Role.AUDITOR)
    shown = client.get(reverse("portal:home")).content.decode()
    assert reverse("records:trail") in shown
    assert "Changes of settings" in shown
    assert (
        "Changes of settings"
        not in signed_in(Role.FINANCE).get(reverse("portal:home")).content.decode()
    )


class Withheld:
    """A concern about somebody, worked on, that an auditor may not see; and one that they may."""

    def __init__(self, *, is_own: bool) -> None:
        self.auditor, officer = make_user(Role.AUDITOR, Role.PERSON), make_officer()
        self.person = make_person(user=self.auditor if is_own else None)
        self.hidden, self.other = make_concern(), make_concern()
        for concern, person in ((self.hidden, self.person), (self.other, make_person())):
            link_person(
                by=as_viewer(officer), concern_id=concern.pk, person_public_id=person.public_id
            )
        if not is_own:
            keep_concern_from(
                by=as_viewer(officer), concern_id=self.hidden.pk, user_ids=[self.auditor.pk]
            )
        for concern in (self.hidden, self.other):
            triage_concern(by=as_viewer(officer), concern_id=concern.pk, **TRIAGED)
        self.client = Client()
        self.client.force_login(self.auditor)

    def subjects(self, **wanted) -> set[tuple[str, int | None]]:
        rows = filtered(trail_of(as_viewer(self.auditor)), TrailFilter(**wanted))
        return set(rows.values_list("subject_type", "subject_id"))


@pytest.mark.parametrize("is_own", [False, True], ids=["kept", "own"])
def test_what_is_withheld_from_an_auditor_is_in_no_part_of_their_trail(is_own: bool) -> None:
    case = Withheld(is_own=is_own)
    kind = "safeguarding.safeguardingconcern"
    shown = case.subjects()
    of_hidden = Task.objects.filter(subject_type=kind, subject_id=case.hidden.pk)
    assert (kind, case.other.pk) in shown
    assert (kind, case.hidden.pk) not in shown
    seen_tasks = {pk for name, pk in shown if name == "tasks.task"}
    assert seen_tasks
    assert not seen_tasks & set(of_hidden.values_list("pk", flat=True))
    assert case.subjects(person_id=case.person.pk) <= {("people.person", case.person.pk)}
    assert not case.subjects(subject_type=kind, subject_id=case.hidden.pk)


@pytest.mark.parametrize("is_own", [False, True], ids=["kept", "own"])
def test_what_is_withheld_from_an_auditor_is_on_no_page_in_no_file_and_not_counted(
    is_own: bool,
) -> None:
    case = Withheld(is_own=is_own)
    for event in ("concern_triaged", "task_done", "concern_raised"):
        assert table(page(case.client, event=event)).count("<tr") == 1
        assert len(exported(case.client, event=event)) == 2
    asked = {"subject": f"safeguarding.safeguardingconcern:{case.hidden.pk}"}
    assert "Concern triaged" not in table(page(case.client, **asked))
    assert len(exported(case.client, **asked)) == 1
    record_number = {"record": case.person.case_reference or case.person.name}
    assert "Concern" not in table(page(case.client, **record_number))
    counted = lately(as_viewer(case.auditor))
    assert counted is not None
    assert counted.events == trail_of(as_viewer(case.auditor)).count()
    hidden = AuditEvent.objects.filter(event__startswith="concern_", subject_id=case.hidden.pk)
    assert counted.events < AuditEvent.objects.count() - hidden.count() + 1
