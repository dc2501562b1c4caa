"""How applications, evidence and standings are said on pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from marketplace.accreditation.forms.deciding import DecisionForm
from marketplace.accreditation.models import Accreditation, Application
from marketplace.accreditation.queries.evidence import Shown
from marketplace.accreditation.queries.standing import SchemeProgress
from marketplace.accreditation.rules import (
    ACCREDITATION_TRANSITIONS,
    AccreditationState,
    ApplicationState,
    EvidenceState,
)
from marketplace.accreditation.rules.checks import Shows, decide_by, how_it_shows
from marketplace.core.dates import london_date
from marketplace.core.words import spoken_age, spoken_date
from marketplace.suppliers.models import Supplier

SHOWS_LABELS = {
    Shows.CURRENT: ("Accredited", "ok"),
    Shows.ENDING: ("Ends soon", "wait"),
    Shows.EXPIRED: ("Ended", "stop"),
    Shows.SUSPENDED: ("Suspended", "stop"),
    Shows.WITHDRAWN: ("Withdrawn", "stop"),
}
EVIDENCE_LABELS = {
    EvidenceState.PENDING: ("Not looked at yet", "wait"),
    EvidenceState.ACCEPTED: ("Accepted", "ok"),
    EvidenceState.REFUSED: ("Refused", "stop"),
}
MOVE_BUTTONS = {
    AccreditationState.SUSPENDED: ("suspend", "Suspend", "stop"),
    AccreditationState.VALID: ("lift", "Lift the suspension", "second"),
    AccreditationState.WITHDRAWN: ("withdraw", "Withdraw", "second"),
}


def shows_on(standing: Accreditation, today: date) -> Shows:
    """How what stands looks today."""
    return how_it_shows(
        AccreditationState(standing.state), standing.valid_from, standing.valid_until, today
    )


def checklist(
    application: Application, shown: Sequence[Shown], today: date
) -> list[dict[str, str]]:
    """The task list of a draft: each criterion with how far it has got."""
    return [
        {
            "label": one.criterion.question
            + ("" if one.criterion.mandatory else " (if you have it)"),
            "url": reverse(
                "accreditation:evidence", args=[application.public_id, one.criterion.pk]
            ),
            **_status(one, today),
        }
        for one in shown
    ]


def _status(one: Shown, today: date) -> dict[str, str]:
    if one.given.dates is None:
        return {"status": "Not started", "tone": ""}
    if not one.given.dates.in_date(today):
        return {"status": "Has run out", "tone": "stop"}
    return {"status": "Done", "tone": "ok"}


def progress_item(one: SchemeProgress, supplier: Supplier, today: date) -> dict[str, str]:
    """A scheme on a supplier's home: where it has got to, and the next thing to do."""
    words, tone, page, key = _next_step(one, supplier, today)
    return {
        "label": one.scheme.name,
        "url": reverse(page, args=[key]),
        "status": words,
        "tone": tone,
    }


def _next_step(one: SchemeProgress, supplier: Supplier, today: date) -> tuple[str, str, str, Any]:
    application, standing = one.application, one.standing
    shows = shows_on(standing, today) if standing else None
    if standing and shows == Shows.SUSPENDED:
        return "Suspended: read why", "stop", "suppliers:detail", supplier.public_id
    if application and application.state in _APPLICATION_STEPS and shows != Shows.CURRENT:
        words, tone = _APPLICATION_STEPS[ApplicationState(application.state)]
        return words, tone, "accreditation:application", application.public_id
    if standing is None:
        return "Not started: apply", "", "accreditation:apply", supplier.public_id
    end = spoken_date(standing.valid_until)
    if shows == Shows.CURRENT:
        return f"Accredited until {end}", "ok", "suppliers:detail", supplier.public_id
    words = {
        Shows.ENDING: f"Ends on {end}: renew",
        Shows.EXPIRED: f"Ended on {end}: apply again",
        Shows.WITHDRAWN: "Withdrawn: apply again",
    }[shows]  # type: ignore[index]
    tone = "wait" if shows == Shows.ENDING else "stop"
    return words, tone, "accreditation:apply", supplier.public_id


_APPLICATION_STEPS = {
    ApplicationState.DRAFT: ("Started: go on", "info"),
    ApplicationState.SUBMITTED: ("Sent in: waiting", "wait"),
    ApplicationState.REFUSED: ("Refused: read why", "stop"),
}


def standing_card(standing: Accreditation, today: date, may_change: bool) -> dict[str, Any]:
    """One accreditation on the supplier's page, with the changes that its state allows."""
    shows = shows_on(standing, today)
    label, tone = SHOWS_LABELS[shows]
    since, until = spoken_date(standing.valid_from), spoken_date(standing.valid_until)
    ended = shows == Shows.EXPIRED
    return {
        "scheme": standing.scheme.name,
        "label": label,
        "tone": tone,
        "words": f"From {since}. {'It ended' if ended else 'It ends'} on {until}.",
        "reason": standing.state_reason,
        "moves": _moves(standing) if may_change else [],
    }


def _moves(standing: Accreditation) -> list[dict[str, str]]:
    allowed = ACCREDITATION_TRANSITIONS[AccreditationState(standing.state)]
    return [
        {
            "label": label,
            "kind": kind,
            "url": reverse(
                "accreditation:change_standing",
                args=[standing.supplier.public_id, standing.scheme.code, move],
            ),
        }
        for state, (move, label, kind) in MOVE_BUTTONS.items()
        if state in allowed
    ]


def decision_facts(application: Application, today: date) -> list[tuple[str, str]]:
    """What stands at the head of the decision page."""
    supplier, sent = application.supplier, application.submitted_at
    facts = [
        ("Scheme", application.scheme.name),
        ("What it is", supplier.get_kind_display()),
        ("Place", ", ".join(part for part in (supplier.town, supplier.postcode) if part)),
        ("Reach them", " ".join(part for part in (supplier.phone, supplier.email) if part)),
    ]
    if sent:
        facts.append(
            (
                "Sent in",
                f"{spoken_date(sent)}, {spoken_age(sent, today)}, by {application.submitted_by}",
            )
        )
        facts.append(("Decide by", spoken_date(decide_by(london_date(sent)))))
    return facts


@dataclass(frozen=True)
class Judgement:
    """One criterion of the decision page, with the fields of its verdict when there is evidence."""

    title: str
    shown: Shown
    in_date: bool
    verdict: Any
    reason: Any
    state_label: str
    state_tone: str


def judgements(form: DecisionForm, shown: Sequence[Shown], today: date) -> list[Judgement]:
    """Each criterion, numbered, with its evidence and the fields beside it."""
    return [_judgement(number, form, one, today) for number, one in enumerate(shown, start=1)]


def _judgement(number: int, form: DecisionForm, one: Shown, today: date) -> Judgement:
    verdict, reason = form.fields_of(one.evidence) if one.evidence else (None, None)
    label, tone = EVIDENCE_LABELS[one.given.state]
    return Judgement(
        title=f"{number}. {one.criterion.question}",
        shown=one,
        in_date=bool(one.given.dates and one.given.dates.in_date(today)),
        verdict=verdict,
        reason=reason,
        state_label=label,
        state_tone=tone,
    )


def tally(shown: Sequence[Shown]) -> str:
    """How many were accepted, refused and not looked at, in words."""
    states = [one.given.state for one in shown if one.evidence]
    counts = [
        (states.count(EvidenceState.ACCEPTED), "accepted"),
        (states.count(EvidenceState.REFUSED), "refused"),
        (states.count(EvidenceState.PENDING), "not looked at"),
    ]
    return ", ".join(f"{count} {words}" for count, words in counts) + "."
