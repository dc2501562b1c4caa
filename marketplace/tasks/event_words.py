"""What is done to tasks, as the trail says it."""

EVENTS = {
    "task_done": "Task done",
    "task_taken": "Task assigned",
    "tasks_handed_over": "Tasks handed over",
}
