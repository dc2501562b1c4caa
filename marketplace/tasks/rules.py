"""The states of a task. Its kinds are words of the rooms that raise it."""

from enum import StrEnum


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"


TASK_TRANSITIONS: dict[TaskState, frozenset[TaskState]] = {
    TaskState.OPEN: frozenset({TaskState.DONE}),
    TaskState.DONE: frozenset(),
}
