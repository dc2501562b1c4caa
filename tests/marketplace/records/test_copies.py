"""A copy of everything about a person: asked for, made, fetched, gone."""

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.clock import now
from marketplace.core.models import AuditEvent
from marketplace.notifications.models import Notification
from marketplace.notifications.queries import lines_of
from marketplace.people.models import Access, ReadLog
from marketplace.records.actions.copying import ask_copy, ask_own_copy, finish_copy
from marketplace.records.actions.purging import purge
from marketplace.records.errors import RecordsError
from marketplace.records.jobs import COPIER, make_copy
from marketplace.records.models import RecordCopy
from marketplace.records.rules import CopyNotice, CopyState
from tests.factories.accounts import as_viewer, make_user
from tests.factories.people import let_speak, make_person
from tests.factories.reconciliation import make_money
from tests.factories.records import make_ended, nightly

pytestmark = pytest.mark.django_db
MY_COPY = "/my/record/copy/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def made(copy: RecordCopy) -> RecordCopy:
    make_copy.func(copy.pk)
    copy.refresh_from_db()
    return copy


def bytes_of(copy: RecordCopy) -> bytes:
    with copy.file.open("rb") as file:
        return bytes(file.read())


def opened(body: bytes) -> tuple[str, list[dict[str, Any]]]:
    """The page and the list of a copy."""
    with ZipFile(BytesIO(body)) as archive:
        return archive.read("record.html").decode(), json.loads(archive.read("record.json"))


def test_a_person_asks_waits_and_fetches_their_copy() -> None:
    money = make_money()
    client = signed_in(money.user)
    assert "Make my copy" in client.get(MY_COPY).content.decode()
    client.post(MY_COPY)
    assert "We are making your copy" in client.get(MY_COPY).content.decode()
    job = DBTaskResult.objects.get(task_path="marketplace.records.jobs.make_copy")
    copy = RecordCopy.objects.get()
    assert job.args_kwargs == {"args": [copy.pk], "kwargs": {}}
    made(copy)
    page = client.get(MY_COPY).content.decode()
    address = reverse("records:download", args=[copy.public_id])
    assert "Your copy is ready" in page
    assert address in page
    answer = client.get(address)
    assert answer["Content-Disposition"] == 'attachment; filename="record.zip"'
    html, listed = opened(b"".join(answer.streaming_content))
    assert "Margaret Ellery" in html
    assert "Amara Obi" in html
    kinds = {one["kind"]: one["rows"] for one in listed}
    assert kinds["Your personal budgets"][0]["A week"] == "£246.50"
    assert ReadLog.objects.filter(purpose="giving a copy of the record").count() == 1
    events = AuditEvent.objects.filter(subject_type="records.recordcopy").order_by("pk")
    assert [one.event for one in events] == ["copy_asked", "copy_ready"]


def test_a_copy_names_officers_by_role_and_the_person_as_you() -> None:
    money = make_ended()
    html, listed = opened(bytes_of(made(ask_own_copy(by=as_viewer(money.user)))))
    assert "Finance officer" in html
    assert money.finance.name not in html
    rows = {one["kind"]: one["rows"] for one in listed}
    assert {"Who": "You", "As what": "You"}.items() <= rows["Who can see your record"][0].items()
    (paid, *_) = rows["Amounts in our books"]
    assert paid["Amount"].startswith("£")


def test_a_copy_when_asked_for_twice_is_made_once() -> None:
    viewer = as_viewer(make_money().user)
    ask_own_copy(by=viewer)
    with pytest.raises(RecordsError) as refused:
        ask_own_copy(by=viewer)
    assert list(refused.value.codes) == ["copy_asked_already"]
    page = signed_in(RecordCopy.objects.get().asked_by)
    page.post(MY_COPY)
    assert "We are already making a copy." in page.get(MY_COPY).content.decode()


def test_a_copy_when_ready_is_told_once_to_whoever_asked() -> None:
    money = make_money()
    copy = made(ask_own_copy(by=as_viewer(money.user)))
    finish_copy(by=as_viewer(COPIER), copy_id=copy.pk, data=b"again")
    told = Notification.objects.get(kind=CopyNotice.READY)
    assert (told.subject_id, told.user_id) == (copy.pk, money.user.pk)
    (line,) = lines_of(as_viewer(money.user), [told])
    assert line.news.sentence == "The copy of everything we hold is ready. Download it."
    assert line.news.address == MY_COPY
    assert bytes_of(copy) != b"again"


def test_a_copy_when_its_week_is_over_is_gone_with_its_file(
    django_capture_on_commit_callbacks: Any,
) -> None:
    copy = made(ask_own_copy(by=as_viewer(make_money().user)))
    store, name = copy.file.storage, copy.file.name
    with django_capture_on_commit_callbacks(execute=True):
        purge(by=nightly(now() + timedelta(days=7)))
        assert store.exists(name)
        purge(by=nightly(now() + timedelta(days=8)))
    assert not RecordCopy.objects.exists()
    assert not store.exists(name)


def test_an_officer_gets_a_copy_sees_the_record_for_a_month_and_the_person_reads_so() -> None:
    person, officer = make_person(case_reference="LAS-9"), make_user(Role.AUDITOR)
    client = signed_in(officer)
    client.post(reverse("records:copies"), {"reference": "LAS-9"})
    copy = made(RecordCopy.objects.get())
    assert person.name in client.get(reverse("records:copies")).content.decode()
    address = reverse("records:download", args=[copy.public_id])
    answer = client.get(address)
    assert b"".join(answer.streaming_content)
    seen = Access.objects.filter(person=person, user=officer)
    assert {row.capacity for row in seen} == {"copy"}
    assert all(row.until_date for row in seen)
    assert ReadLog.objects.filter(person_id=person.pk, user_id=officer.pk).exists()
    seen.update(from_date=date(2020, 1, 1), until_date=date(2020, 2, 1))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("is_own", [True, False])
def test_an_officer_who_is_close_to_the_person_gets_no_copy_of_their_record(is_own: bool) -> None:
    officer = make_user(Role.AUDITOR, Role.PERSON)
    person = make_person(user=officer if is_own else None)
    if not is_own:
        let_speak(person, officer, ended=True)
    before = Access.objects.count()
    with pytest.raises(PermissionDenied):
        ask_copy(by=as_viewer(officer), authority_id=person.authority_id, reference=person.name)
    assert Access.objects.count() == before
    assert not RecordCopy.objects.exists()


def test_a_copy_is_there_for_nobody_but_who_asked() -> None:
    money = make_money()
    copy = made(ask_own_copy(by=as_viewer(money.user)))
    address = reverse("records:download", args=[copy.public_id])
    stranger = make_money(name="Another Person")
    for other in (stranger.user, make_user(Role.AUDITOR)):
        assert signed_in(other).get(address).status_code == 404
    assert signed_in(make_user(Role.FINANCE)).get(address).status_code == 403
    assert RecordCopy.objects.filter(state=CopyState.READY).count() == 1


def test_somebody_without_a_record_is_told_so() -> None:
    user = make_user(Role.PERSON)
    client = signed_in(user)
    assert "We have no record of you yet" in client.get(MY_COPY).content.decode()
    assert client.post(MY_COPY).status_code == 404
