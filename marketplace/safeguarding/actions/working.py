"""What officers do with a concern: triage, decide, pass on, note, close."""

from collections.abc import Collection

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.transitions import move
from marketplace.safeguarding.actions.parts import locked, refuse_if_any
from marketplace.safeguarding.actions.raising import pass_on_at_once, raise_triage
from marketplace.safeguarding.models import ConcernNote, SafeguardingConcern
from marketplace.safeguarding.rules import (
    CONCERN_TRANSITIONS,
    AboutWhom,
    AbuseKind,
    ConcernConsent,
    ConcernState,
    ConcernTask,
    NoteKind,
    OutcomeMet,
    RiskAfter,
    RiskLevel,
    SectionTest,
    closing_problems,
    confirming_problems,
    decision_problems,
    note_problems,
    said_words,
    triage_problems,
)
from marketplace.tasks.actions import finish_tasks
from marketplace.tasks.queries import open_task


@transaction.atomic
def triage_concern(
    *, by: Viewer, concern_id: int, kinds: Collection[AbuseKind], risk: RiskLevel, words: str
) -> SafeguardingConcern:
    """Say of which kinds a new concern is and how great the risk. Raises ConcernError."""
    concern = locked(by, concern_id)
    refuse_if_any(triage_problems(kinds, words))
    move(
        concern,
        ConcernState.TRIAGED,
        table=CONCERN_TRANSITIONS,
        by=by,
        event="concern_triaged",
        changes={"kinds": sorted(kinds), "risk": risk, "triaged_at": by.at},
        risk=risk.value,
    )
    _note(by, concern, NoteKind.NOTE, words)
    _finish(by, concern, ConcernTask.TRIAGE)
    return concern


@transaction.atomic
def decide_concern(
    *,
    by: Viewer,
    concern_id: int,
    decision: ConcernState,
    tests: Collection[SectionTest],
    words: str,
) -> SafeguardingConcern:
    """Begin an enquiry, or say that nothing further is done, and why. Raises ConcernError."""
    concern = locked(by, concern_id)
    refuse_if_any(decision_problems(decision, tests, words))
    move(
        concern,
        decision,
        table=CONCERN_TRANSITIONS,
        by=by,
        event="concern_decided",
        changes={"tests_met": sorted(tests), "decision": decision, "decided_at": by.at},
        decision=decision.value,
    )
    _note(by, concern, NoteKind.NOTE, words)
    return concern


@transaction.atomic
def close_concern(
    *,
    by: Viewer,
    concern_id: int,
    outcome_met: OutcomeMet,
    risk_after: RiskAfter,
    words: str,
    not_told: str = "",
) -> SafeguardingConcern:
    """End the work: what came of it, and why the person was not told if they were not. Raises ConcernError."""
    concern = locked(by, concern_id)
    is_told = concern.notes.filter(kind=NoteKind.TOLD).exists()
    refuse_if_any(closing_problems(words, is_told, not_told))
    move(
        concern,
        ConcernState.CLOSED,
        table=CONCERN_TRANSITIONS,
        by=by,
        event="concern_closed",
        changes={
            "outcome_met": outcome_met,
            "risk_after": risk_after,
            "not_told": not_told.strip(),
            "ended_at": by.at,
        },
        outcome_met=outcome_met.value,
        risk_after=risk_after.value,
    )
    _note(by, concern, NoteKind.NOTE, words)
    return concern


@transaction.atomic
def pass_on_concern(*, by: Viewer, concern_id: int) -> SafeguardingConcern:
    """It is about a child: keep it as one for children's services."""
    concern = locked(by, concern_id)
    concern.about = AboutWhom.CHILD
    concern.save(update_fields=["about"])
    pass_on_at_once(by=by, concern=concern)
    _finish(by, concern, ConcernTask.TRIAGE)
    return concern


@transaction.atomic
def take_back_concern(*, by: Viewer, concern_id: int) -> SafeguardingConcern:
    """It is about an adult after all: triage it."""
    concern = locked(by, concern_id)
    move(
        concern,
        ConcernState.RAISED,
        table=CONCERN_TRANSITIONS,
        by=by,
        event="concern_taken_back",
        changes={"ended_at": None, "about": AboutWhom.ADULT},
    )
    raise_triage(by=by, concern=concern)
    _finish(by, concern, ConcernTask.CHILD)
    return concern


@transaction.atomic
def confirm_passed_on(*, by: Viewer, concern_id: int, words: str) -> SafeguardingConcern:
    """Children's services have it: to whom it was given, and when; once. Raises ConcernError."""
    concern = locked(by, concern_id)
    is_confirmed = open_task(ConcernTask.CHILD, concern) is None
    refuse_if_any(confirming_problems(ConcernState(concern.state), is_confirmed, words))
    _note(by, concern, NoteKind.PROTECTED, words)
    _finish(by, concern, ConcernTask.CHILD)
    record(event="concern_passed_on_confirmed", by=by, subject=concern)
    return concern


@transaction.atomic
def record_wishes(
    *, by: Viewer, concern_id: int, consent: ConcernConsent, wishes: str
) -> SafeguardingConcern:
    """What the person said: whether they agree, and what they want to come of it.

    The concern has what they said last; its notes have each answer, with who asked and when.
    """
    concern = locked(by, concern_id)
    was, words = (concern.consent, concern.wishes), wishes.strip()
    concern.consent, concern.wishes = consent, words
    concern.save(update_fields=["consent", "wishes"])
    if was != (consent, words):
        _note(by, concern, NoteKind.LEARNT, said_words(consent, words))
    record(event="concern_wishes_recorded", by=by, subject=concern, consent=consent.value)
    return concern


@transaction.atomic
def note_concern(*, by: Viewer, concern_id: int, kind: NoteKind, words: str) -> ConcernNote:
    """Keep a note, at any time: after closing too. Raises ConcernError."""
    concern = locked(by, concern_id)
    refuse_if_any(note_problems(words))
    note = _note(by, concern, kind, words)
    record(event="concern_noted", by=by, subject=concern, kind=kind.value)
    return note


def _note(by: Viewer, concern: SafeguardingConcern, kind: NoteKind, words: str) -> ConcernNote:
    return ConcernNote.objects.create(
        concern=concern,
        kind=kind,
        words=words.strip(),
        noted_at=by.at,
        **actor_columns("noted_by", by),
    )


def _finish(by: Viewer, concern: SafeguardingConcern, kind: ConcernTask) -> None:
    named = concern._meta.label_lower
    finish_tasks(by=by, kind=kind, subject_type=named, subject_ids=[concern.pk])
