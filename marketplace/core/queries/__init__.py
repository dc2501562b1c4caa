"""How the queue and the database are, for whoever watches."""

from marketplace.core.queries.database import (
    cache_tables_missing,
    clock_ahead,
    migrations_missing,
    schema_answers,
)
from marketplace.core.queries.queue import (
    LaneState,
    QueueState,
    arguments_in_hand,
    late_schedules,
    queue_lanes,
    queue_state,
)

__all__ = [
    "LaneState",
    "QueueState",
    "arguments_in_hand",
    "cache_tables_missing",
    "clock_ahead",
    "late_schedules",
    "migrations_missing",
    "queue_lanes",
    "queue_state",
    "schema_answers",
]
