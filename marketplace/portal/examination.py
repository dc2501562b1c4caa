"""Looking whether the site is well: every room's checks, each bounded in time, none trusting another.

Strangers may ask as often as they like: what was found is good for a while, and one look at a time is
taken in a process. A check runs in a thread with a database connection of its own, which is left
behind when it does not answer, and not started again before it has ended. However many checks hang,
whoever asks has an answer in time; what decides it is looked at first.
"""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from math import inf
from threading import Lock, Thread

from django.db import connections

from marketplace.core.clock import now
from marketplace.core.findings import HealthCheck, HealthFinding, Weight
from marketplace.core.rooms import collected

logger = logging.getLogger("handrail.health")

#: How long somebody waits for another's look before the older findings are given.
WAITS_FOR_ANOTHER = 5.0
#: How long all checks together are waited for: less than load balancers and Prometheus wait.
ANSWERS_WITHIN = 20.0
#: How long a finding is good at most that takes the site away, so that it is back soon.
STOPPED_VALID_FOR = timedelta(seconds=10)


@dataclass(frozen=True)
class Examined:
    """A check and what it found, `looked_at` by a clock that only runs forward."""

    check: HealthCheck
    finding: HealthFinding
    looked_at: float

    def is_valid(self, moment: float) -> bool:
        """Whether it need not be looked at again. What took the site away is, and soon."""
        kept = self.check.valid_for
        if self.check.weight == Weight.STOPS and not self.finding.is_well:
            kept = min(kept, STOPPED_VALID_FOR)
        return moment - self.looked_at < kept.total_seconds()


@dataclass(frozen=True)
class _Answer:
    finding: HealthFinding
    error: Exception | None = None


class _Look:
    """A check at work in a thread, until it has answered, or its time is over."""

    def __init__(self, check: HealthCheck) -> None:
        self.answers: list[_Answer] = []
        self.ends = time.monotonic() + check.seconds
        arguments = (check, self.answers)
        self.thread = Thread(target=_run, args=arguments, name=check.name, daemon=True)
        self.thread.start()

    @property
    def is_late(self) -> bool:
        return time.monotonic() >= self.ends


@dataclass
class Examiner:
    """Keeps what was found last, by the check's name, and logs what changes in it.

    `patience`: how many seconds all checks together may take. Those that are not looked at then are as
    they were found before.
    """

    is_logging: bool = True
    patience: float = ANSWERS_WITHIN
    last: dict[str, Examined] = field(default_factory=dict)
    looks: dict[str, _Look] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def examine(self, checks: Iterable[HealthCheck]) -> list[Examined]:
        """What each check finds, or found so lately that it is still good."""
        wanted = tuple(checks)
        if self.lock.acquire(timeout=min(WAITS_FOR_ANOTHER, self.patience)):
            try:
                until = time.monotonic() + self.patience
                for check in sorted(wanted, key=lambda one: one.weight != Weight.STOPS):
                    self._renew(check, until)
            finally:
                self.lock.release()
        return [self.last.get(check.name) or _not_yet(check) for check in wanted]

    def _renew(self, check: HealthCheck, until: float) -> None:
        before = self.last.get(check.name)
        if time.monotonic() >= until or (before and before.is_valid(time.monotonic())):
            return
        answer = self._look(check, until)
        if answer is None:
            return
        self.last[check.name] = Examined(check, answer.finding, time.monotonic())
        was_well = before is None or before.finding.is_well
        if self.is_logging and answer.finding.is_well != was_well:
            _log(check, answer)

    def _look(self, check: HealthCheck, until: float) -> _Answer | None:
        """What it answers, or that it was silent for all its time; None where it still has time."""
        look = self.looks.get(check.name)
        if look and look.is_late and look.thread.is_alive():
            return _Answer(_silent(check))
        if look is None or look.is_late:
            look = self.looks[check.name] = _Look(check)
        look.thread.join(max(min(look.ends, until) - time.monotonic(), 0))
        if look.answers:
            del self.looks[check.name]
            return look.answers[0]
        return _Answer(_silent(check)) if look.is_late else None


def _run(check: HealthCheck, answers: list[_Answer]) -> None:
    try:
        answers.append(_Answer(check.look(now())))
    except Exception as error:  # noqa: BLE001 - a check that fails has found something
        answers.append(_Answer(_failed(error), error))
    finally:
        connections.close_all()


def _log(check: HealthCheck, answer: _Answer) -> None:
    if answer.finding.is_well:
        logger.info("%s is well again", check.name)
    else:
        words = answer.finding.sentence
        logger.error("%s is not well: %s", check.name, words, exc_info=answer.error)


def _failed(error: Exception) -> HealthFinding:
    return HealthFinding(
        False,
        f"This could not be looked at: {type(error).__name__}.",
        "When the database is away, or was never migrated, see to that first.",
    )


def _silent(check: HealthCheck) -> HealthFinding:
    return HealthFinding(
        False,
        f"There was no answer within {check.seconds:g} seconds.",
        "Look whether the database, or the disk, is overloaded or away.",
    )


def _not_yet(check: HealthCheck) -> Examined:
    return Examined(check, _silent(check), 0.0)


_here = Examiner()


def examine() -> list[Examined]:
    """What is known in this process of everything that must be well while the site runs."""
    return _here.examine(one for one in collected().health if one.weight != Weight.SET_UP)


def examine_anew(more: Iterable[HealthCheck]) -> list[Examined]:
    """Every check of every room, and some more, looked at now; for the operator who asks."""
    return Examiner(is_logging=False, patience=inf).examine([*collected().health, *more])
