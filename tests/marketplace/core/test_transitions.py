"""A state moves in one statement with one audit row, where its table allows it."""

from datetime import date

import pytest
from django.db import transaction

from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from marketplace.core.transitions import NotInThatState, move
from marketplace.tasks.models import Task
from marketplace.tasks.rules import TASK_TRANSITIONS, TaskState
from tests.factories.accounts import NOW, as_viewer, make_authority, make_user

pytestmark = pytest.mark.django_db


def make_tasks(count=1):
    council = make_authority()
    return [
        Task.objects.create(
            authority=council,
            kind="planted",
            role=Role.BROKER,
            subject_type="accounts.authority",
            subject_id=number,
            title="Planted",
            address="/",
            due_date=date(2026, 10, 1),
            opened_at=NOW,
        )
        for number in range(count)
    ]


def finish(tasks, **data):
    by = as_viewer(make_user(Role.BROKER))
    changes = {"done_at": by.at, "done_by_id": by.user_id}
    move(
        tasks,
        TaskState.DONE,
        table=TASK_TRANSITIONS,
        by=by,
        event="planted_done",
        changes=changes,
        **data,
    )
    return by


def test_move_when_allowed_writes_state_changes_and_one_audit_row(django_assert_num_queries):
    (task,) = make_tasks()
    by = finish(task, kind="planted")
    assert (task.state, task.done_at, task.done_by_id) == (TaskState.DONE, by.at, by.user_id)
    task.refresh_from_db()
    assert task.state == TaskState.DONE
    event = AuditEvent.objects.get(event="planted_done")
    assert (event.subject_id, event.by_user_id, event.data) == (
        task.pk,
        by.user_id,
        {"kind": "planted"},
    )


def test_move_when_many_takes_one_statement_and_one_row_with_their_ids(
    django_assert_max_num_queries,
):
    tasks = make_tasks(30)
    with django_assert_max_num_queries(12):
        finish(tasks)
    assert not Task.objects.open().exists()
    assert AuditEvent.objects.get(event="planted_done").data == {"ids": [t.pk for t in tasks]}


def test_move_when_nothing_moves_writes_nothing():
    finish([])
    assert not AuditEvent.objects.exists()


def test_move_when_the_table_does_not_allow_it_is_refused_and_changes_nothing():
    (task,) = make_tasks()
    finish(task)
    with pytest.raises(NotInThatState) as refusal, transaction.atomic():
        finish(task)
    assert refusal.value.codes == ["transition_refused"]
    assert AuditEvent.objects.filter(event="planted_done").count() == 1


def test_move_when_one_of_many_moved_meanwhile_moves_none():
    tasks = make_tasks(2)
    finish(Task.objects.get(pk=tasks[0].pk))
    with pytest.raises(NotInThatState) as refusal, transaction.atomic():
        finish(tasks)
    assert refusal.value.codes == ["moved_meanwhile"]
    assert Task.objects.open().get() == tasks[1]


@pytest.mark.django_db(transaction=True)
def test_move_when_outside_a_transaction_is_a_mistake_of_ours():
    (task,) = make_tasks()
    with pytest.raises(RuntimeError, match="inside a transaction"):
        finish(task)
