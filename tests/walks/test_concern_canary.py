"""Nothing of a concern is on any surface of the people, suppliers and staff around it.

A concern is raised with words that are nowhere else, and worked on from beginning to end. Then every
page in every role is read again, and has not changed; and every table is searched for the words.
"""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.models import AuditEvent
from marketplace.core.words import reference
from marketplace.notifications.models import Notification
from marketplace.people.models import ListReading, ReadLog
from marketplace.records.queries.contents import sections_of
from marketplace.records.wording import in_words
from marketplace.safeguarding.actions import reading
from marketplace.safeguarding.models import SafeguardingConcern
from marketplace.safeguarding.samples import CLOSED, DECIDED, TRIAGED
from marketplace.suppliers.models import Supplier
from marketplace.tasks.models import Task
from tests.walks.readings import Reading, read
from tests.walks.world import World, enough, is_walked, ours, room_of, signed_in, url_of

pytestmark = [pytest.mark.django_db]
#: One for each thing that somebody types of a concern: names of whoever is in it, and what is said.
CANARIES = {
    "happened": "Quillfeather-happened",
    "about_whom": "Quillfeather-subject",
    "done_by": "Quillfeather-source",
    "wanted": "Quillfeather-outcome",
    "raiser": "Quillfeather-raiser",
}
CANARY = "Quillfeather"
ANSWERS = {"about": "adult", "danger": "yes", "knows": "unaware", **CANARIES}
#: Whose pages show concerns: that is what they are for.
READERS = (Role.SAFEGUARDING, Role.AUDITOR)
#: What differs from one drawing of a page to the next.
PASSING = re.compile(
    r"[A-Za-z0-9]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+(\.\d\d)?(am|pm)|data-session-end=\"\d+\""
)


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every line that any logger writes, whatever the walks silence."""
    lines: list[str] = []

    class Keeps(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.getMessage()} {vars(record)}")

    handler, root = Keeps(), logging.getLogger()
    before = root.manager.disable
    logging.disable(logging.NOTSET)
    root.addHandler(handler)
    yield lines
    root.removeHandler(handler)
    logging.disable(before)


class Case:
    """A concern about one's own person and their supplier, worked on by an officer in their browser."""

    def __init__(self, world: World) -> None:
        self.world, self.side = world, world.sides["own"]
        self.officer = signed_in(world.users[Role.SAFEGUARDING])

    def raise_it(self, client: Client) -> SafeguardingConcern:
        self._post(client, reverse("safeguarding:raise"), ANSWERS, 201)
        return SafeguardingConcern.objects.latest("pk")

    def work_on(self, concern: SafeguardingConcern) -> None:
        """Every step that an officer takes, with canaries in what they type."""
        person, supplier = self.side.rows["person"], self.side.rows["accredited"]
        words = {"words": f"{CANARY}-note"}
        self._step(concern, "find", {"kind": "people.person", "words": person.name}, 200)
        self._step(concern, "link", {"kind": "people.person", "subject": person.public_id})
        kind = Supplier._meta.label_lower
        self._step(concern, "link", {"kind": kind, "subject": supplier.pk})
        for page in ("concern", "person"):
            url = reverse(f"safeguarding:{page}", args=[concern.public_id])
            assert person.name in self._get(self.officer, url)
        self._step(concern, "triage", {**TRIAGED, **words})
        said = {"consent": "refuses", "wishes": f"{CANARY}-wishes"}
        self._step(concern, "wishes", said)
        self._step(concern, "note", {"kind": "told", **words})
        self._step(concern, "decide", {**DECIDED, **words})
        self._step(concern, "close", {**CLOSED, **words, "not_told": f"{CANARY}-untold"})
        concern.refresh_from_db()
        assert concern.state == "closed"

    def _step(
        self, concern: SafeguardingConcern, name: str, sent: dict[str, Any], status: int = 302
    ) -> None:
        url = reverse(f"safeguarding:{name}", args=[concern.public_id])
        self._post(self.officer, url, sent, status)

    def _post(self, client: Client, url: str, sent: dict[str, Any], status: int) -> None:
        response: Any = client.post(url, sent, headers={"host": self.world.host})
        assert response.status_code == status, (url, response.status_code)

    def _get(self, client: Client, url: str) -> str:
        return client.get(url, headers={"host": self.world.host}).content.decode()


def pages(world: World, only: str = "") -> dict[tuple[str, str], str]:
    """Every page, list and file, as everybody reads it who may not read concerns, without what passes."""
    found = {}
    clients = {role: signed_in(user) for role, user in world.users.items()}
    for route, verb, rule in ours():
        if verb != "GET" or only not in ("", room_of(route.name)):
            continue
        for role in sorted(rule.roles) or [*Role]:
            url = url_of(route, world.sides["own"], role)
            if role in READERS or room_of(route.name) == "safeguarding":
                continue
            answer = read(clients[role], "GET", url, world.host)
            if answer.status == 200 and not answer.is_streamed:
                found[role.value, url] = PASSING.sub("", answer.body)
    return found


def pages_before(readings: list[Reading]) -> dict[tuple[str, str], str]:
    """The same, as they were read before anything was raised."""
    return {
        (one.role.value, one.url): PASSING.sub("", one.answer.body)
        for one in readings
        if one.role and one.answer.status == 200
    }


def rows_with(word: str) -> list[str]:
    """Each table and column, outside the room's own, in which a word can be read."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label == "safeguarding":
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                values = model._base_manager.values_list(field.name, flat=True)
                said = (json.dumps(value, default=str) for value in values.iterator())
                found += [f"{model._meta.label}.{field.name}"] * any(word in one for one in said)
    return found


def copy_of(side: Side) -> str:
    return json.dumps([in_words(section) for section in sections_of(side.rows["person"])])


@pytest.mark.parametrize("raiser", [None, Role.PERSON, Role.SUPPLIER, Role.BROKER])
def test_concern_when_raised_and_worked_on_is_read_nowhere_else(
    world: World, raiser: Role | None, logged: list[str]
) -> None:
    case = Case(world)
    with transaction.atomic():
        browser = signed_in(world.users[raiser]) if raiser else Client()
        before = (
            ReadLog.objects.count(),
            ListReading.objects.count(),
            Notification.objects.count(),
        )
        copied = copy_of(case.side)
        concern = case.raise_it(browser)
        case.work_on(concern)
        assert SafeguardingConcern.objects.filter(happened__contains=CANARY).exists()
        for word in (CANARY, reference(concern.public_id)):
            assert rows_with(word) == []
            assert not [line for line in logged if word in line]
            assert not [one for one in mail.outbox if word in f"{one.subject} {one.body}"]
        assert copy_of(case.side) == copied
        after = (ReadLog.objects.count(), ListReading.objects.count(), Notification.objects.count())
        assert after == before
        for role, user in world.users.items():
            seen = Task.objects.visible_to(case.side.viewer(role, days=60))
            concerned = seen.filter(subject_type=concern._meta.label_lower)
            assert concerned.exists() == (role == Role.SAFEGUARDING), user
        transaction.set_rollback(True)


def test_pages_when_a_concern_is_worked_on_are_what_they_were_to_everybody_else(
    world: World, readings: list[Reading]
) -> None:
    case, before = Case(world), pages_before(readings)
    with transaction.atomic():
        concern = case.raise_it(signed_in(world.users[Role.PERSON]))
        case.work_on(concern)
        after = pages(world)
        transaction.set_rollback(True)
    changed = [f"{role} {url}" for (role, url), body in after.items() if before[role, url] != body]
    assert not changed, "\n".join(changed)
    assert not [key for key, body in after.items() if CANARY in body]
    assert enough(len(after), 100)


def test_line_in_who_looked_when_an_officer_leaves_one_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a page of concerns would leave it that opened the record as other pages do."""

    def as_others_do(*, by: Viewer, people: list[int] | None = None, **facts: Any) -> None:
        for pk in people or []:
            ReadLog.objects.create(person_id=pk, user_id=by.user_id, purpose="X", read_at=by.at)
        record(by=by, people=people or [], **facts)

    case = Case(world)
    monkeypatch.setattr(reading, "record", as_others_do)
    with transaction.atomic():
        before = pages(world, "people")
        case.work_on(case.raise_it(Client()))
        after = pages(world, "people")
        transaction.set_rollback(True)
    changed = [url for (_, url), body in after.items() if body not in before.values()]
    assert reverse("people:my_record") in changed or not is_walked("people")


def test_concern_when_an_auditor_reads_it_leaves_a_row_and_every_officers_step_too(
    world: World,
) -> None:
    case = Case(world)
    with transaction.atomic():
        concern = case.raise_it(Client())
        case.work_on(concern)
        auditor = signed_in(world.users[Role.AUDITOR])
        url = reverse("safeguarding:concern", args=[concern.public_id])
        assert CANARIES["happened"] in case._get(auditor, url)
        mine = AuditEvent.objects.filter(by_user_id=world.users[Role.AUDITOR].pk)
        row = mine.latest("pk")
        assert (row.event, row.subject_id) == ("concern_opened", concern.pk)
        assert row.data["people"] == [case.side.rows["person"].pk]
        assert auditor.post(f"{url}note/", headers={"host": world.host}).status_code == 403
        events = AuditEvent.objects.filter(subject_type=concern._meta.label_lower)
        seen = set(events.filter(subject_id=concern.pk).values_list("event", flat=True))
        transaction.set_rollback(True)
    assert {"concern_people_searched", "concern_person_opened", "concern_opened"} <= seen
    assert {"concern_raised", "concern_triaged", "concern_decided", "concern_closed"} <= seen


@pytest.mark.postgresql  # It asks, for every page, whom or what it is about.
def test_every_page_when_it_is_html_leads_to_raising_a_concern(readings: list[Reading]) -> None:
    link = f'href="{reverse("safeguarding:raise")}"'
    html = [
        one
        for one in readings
        if one.answer.status == 200 and "text/html" in one.answer.content_type
    ]
    lacking = [
        f"{one.role} {one.url} ({one.route.name})" for one in html if link not in one.answer.body
    ]
    assert not lacking, "\n".join(lacking)
    assert enough(len(html), 100)
