"""Whether jobs are done: a worker beats in each lane, nothing waits long, nothing is parked."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from marketplace.core.findings import Gauge, HealthCheck, HealthFinding
from marketplace.core.job_queue import LANES, NIGHTLY, URGENT, USUAL, schedules
from marketplace.core.job_rules import SILENT_AFTER
from marketplace.core.queries import LaneState, late_schedules, queue_lanes, queue_state

#: How long a job may wait before somebody should look. Judgement: mail that somebody waits for at a
#: screen; what somebody will come back to; what should be over by the morning.
LONGEST_WAITS = {
    URGENT: timedelta(minutes=5),
    USUAL: timedelta(hours=1),
    NIGHTLY: timedelta(hours=12),
}
_START_WORKER = "Start manage.py work, and let something supervise it that starts it again."


def worker(at: datetime) -> HealthFinding:
    """Whether a worker beats in every lane."""
    lanes = queue_lanes(LANES)
    silent = [lane for lane, state in lanes.items() if not _beats(state, at)]
    gauges = tuple(
        Gauge(
            "handrail_worker_beat_age_seconds",
            (at - state.last_beat).total_seconds(),
            "Seconds since the newest sign of life in a lane.",
            {"lane": lane},
        )
        for lane, state in lanes.items()
        if state.last_beat
    )
    if not silent:
        return HealthFinding(True, "A worker beats in every lane.", gauges=gauges)
    return HealthFinding(
        False, f"No worker beats in the lanes: {', '.join(silent)}.", _START_WORKER, gauges
    )


def _beats(state: LaneState, at: datetime) -> bool:
    return state.last_beat is not None and state.last_beat > at - SILENT_AFTER


def waiting_jobs(at: datetime) -> HealthFinding:
    """Whether jobs are taken in hand in time."""
    lanes = queue_lanes(LANES)
    late = [
        lane
        for lane, state in lanes.items()
        if state.waiting_since and state.waiting_since < at - LONGEST_WAITS[lane]
    ]
    gauges = tuple(_waiting(lanes, at))
    total = sum(state.waiting for state in lanes.values())
    if not late:
        return HealthFinding(True, f"Jobs that wait: {total}, none for long.", gauges=gauges)
    return HealthFinding(
        False,
        f"Jobs wait too long in the lanes: {', '.join(late)}.",
        "Look into the worker's log: one job may hold up its lane. More workers may be started.",
        gauges,
    )


def _waiting(lanes: Mapping[str, LaneState], at: datetime) -> Iterator[Gauge]:
    for lane, state in lanes.items():
        since = state.waiting_since or at
        labels = {"lane": lane}
        yield Gauge("handrail_jobs_waiting", state.waiting, "Jobs that could run now.", labels)
        yield Gauge(
            "handrail_jobs_oldest_age_seconds",
            max((at - since).total_seconds(), 0),
            "Seconds that the oldest job has waited which could run.",
            labels,
        )


def parked_jobs(at: datetime) -> HealthFinding:
    """Whether a job failed for good."""
    gauges = tuple(
        Gauge("handrail_jobs_parked", state.parked, "Jobs that failed for good.", {"lane": lane})
        for lane, state in queue_lanes(LANES).items()
    )
    parked = queue_state(at).parked
    if not parked:
        return HealthFinding(True, "No job is parked.", gauges=gauges)
    named = ", ".join(f"{count} of {path}" for path, count in sorted(parked.items()))
    return HealthFinding(
        False,
        f"Parked jobs: {named}.",
        "Mend the cause, which the log names, then run manage.py jobs --again.",
        gauges,
    )


def late_runs(at: datetime) -> HealthFinding:
    """Whether every schedule was kept."""
    late = late_schedules({one.task.module_path: one.every for one in schedules()}, at)
    if not late:
        return HealthFinding(True, "Every schedule was kept.")
    return HealthFinding(False, f"Not queued in time: {', '.join(sorted(late))}.", _START_WORKER)


QUEUE = (
    HealthCheck("worker", worker),
    HealthCheck("waiting_jobs", waiting_jobs),
    HealthCheck("parked_jobs", parked_jobs),
    HealthCheck("schedules", late_runs),
)
