"""The states of a task. Its kinds are words of the rooms that raise it."""

from enum import StrEnum

from marketplace.accounts.rules import Permission

#: Only the nightly job shares out the tasks of those who left: no role holds it.
MAY_SHARE_TASKS = Permission("share_tasks", "share out the tasks of those who left")


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"


TASK_TRANSITIONS: dict[TaskState, frozenset[TaskState]] = {
    TaskState.OPEN: frozenset({TaskState.DONE}),
    TaskState.DONE: frozenset(),
}
