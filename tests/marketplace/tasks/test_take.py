from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accreditation.rules import ApplicationTask
from marketplace.core.models import AuditEvent
from marketplace.tasks.actions import TaskError, new_task, take_task
from marketplace.tasks.rules import TaskState
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user

pytestmark = pytest.mark.django_db


def make_task(at, **facts):
    council = facts.pop("authority", None) or make_authority()
    given = {
        "kind": ApplicationTask.DECIDE,
        "role": Role.ACCREDITOR,
        "subject": council,
        "title": "Decide an application",
        "address": "/accreditation/",
        "due_date": date(2026, 10, 1),
    }
    task = new_task(authority_id=council.pk, at=at, **{**given, **facts})
    task.save()
    return task


def take_page(task):
    return reverse("tasks:take", args=[task.pk])


def test_take_makes_it_ones_own_and_leaves_an_audit_row(at):
    user, task = make_user(Role.ACCREDITOR), make_task(at)
    assert take_task(by=as_viewer(user, at), task_id=task.pk).owner == user
    assert AuditEvent.objects.get(event="task_taken").data == {"kind": "accreditation"}


def test_take_from_a_colleague(at):
    task = make_task(at, owner=make_user(Role.ACCREDITOR))
    user = make_user(Role.ACCREDITOR)
    assert take_task(by=as_viewer(user, at), task_id=task.pk).owner == user


def test_take_of_another_roles_task_or_of_nothing_is_refused(at):
    task = make_task(at)
    for user, key in ((make_user(Role.BROKER), task.pk), (make_user(Role.ACCREDITOR), 0)):
        with pytest.raises(PermissionDenied):
            take_task(by=as_viewer(user, at), task_id=key)


def test_take_of_a_task_private_to_somebody_is_refused(at):
    task = make_task(at, owner=make_user(Role.ACCREDITOR), private_to_owner=True)
    with pytest.raises(PermissionDenied):
        take_task(by=as_viewer(make_user(Role.ACCREDITOR), at), task_id=task.pk)


def test_take_of_a_done_task_is_refused(at):
    task = make_task(at)
    task.state, task.done_at, task.done_by_system = TaskState.DONE, at, "tests"
    task.save()
    with pytest.raises(TaskError, match="task_done_already"):
        take_task(by=as_viewer(make_user(Role.ACCREDITOR), at), task_id=task.pk)


@pytest.mark.parametrize(
    ("asked", "goes_to"),
    [
        ("/my/", "/my/"),
        ("", "/accreditation/"),
        ("https://elsewhere.example/", "/accreditation/"),
        ("//elsewhere.example/", "/accreditation/"),
    ],
)
def test_taking_goes_back_to_where_it_was_asked_and_nowhere_else(client, at, asked, goes_to):
    task = make_task(at)
    client.force_login(make_user(Role.ACCREDITOR))
    assert client.post(take_page(task), {"next": asked}).url == goes_to


def test_taking_a_done_task_says_so(client, at):
    task = make_task(at)
    task.state, task.done_at, task.done_by_system = TaskState.DONE, at, "tests"
    task.save()
    client.force_login(make_user(Role.ACCREDITOR))
    response = client.post(take_page(task), {"next": "/my/"}, follow=True)
    assert "Somebody has finished this task already." in response.content.decode()


def test_taking_needs_sign_in_post_and_a_visible_task(client, at):
    task = make_task(at)
    assert client.post(take_page(task)).url.startswith("/account/login/")
    client.force_login(make_user(Role.BROKER))
    assert client.post(take_page(task)).status_code == 404
    client.force_login(make_user(Role.ACCREDITOR))
    assert client.get(take_page(task)).status_code == 405
    elsewhere = make_task(at, authority=make_other_authority())
    assert client.post(take_page(elsewhere)).status_code == 404


def test_taking_ones_own_task_again_leaves_no_second_audit_row(client, at):
    task, user = make_task(at), make_user(Role.ACCREDITOR)
    client.force_login(user)
    for _ in range(4):
        assert client.post(take_page(task)).url == "/accreditation/"
    assert AuditEvent.objects.filter(event="task_taken").count() == 1
