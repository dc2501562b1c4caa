"""How applications, evidence and accreditations are said on pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from marketplace.accreditation.models import Accreditation, Application
from marketplace.accreditation.queries.evidence import CriterionEvidence
from marketplace.accreditation.queries.progress import (
    AccreditationOnDay,
    HistoryEvent,
    SchemeProgress,
)
from marketplace.accreditation.rules import (
    ACCREDITATION_TRANSITIONS,
    AccreditationState,
    AccreditationStatus,
    ApplicationState,
    EvidenceState,
)
from marketplace.core.words import spoken_age, spoken_date
from marketplace.suppliers.models import Supplier

STATUS_TONES = {
    AccreditationStatus.CURRENT: "ok",
    AccreditationStatus.ENDING: "wait",
    AccreditationStatus.EXPIRED: "stop",
    AccreditationStatus.SUSPENDED: "stop",
    AccreditationStatus.WITHDRAWN: "stop",
}
EVIDENCE_TONES = {
    EvidenceState.PENDING: "wait",
    EvidenceState.ACCEPTED: "ok",
    EvidenceState.REFUSED: "stop",
}


@dataclass(frozen=True)
class ChangeWords:
    """One change of an accreditation in words: on its link, on its page, and when it is done.

    `slug` is its part of the address; `link_kind` and `kind` are the looks of link and button.
    """

    slug: str
    label: str
    link_kind: str
    heading: str
    meaning: str
    button: str
    kind: str
    done: str


CHANGES = {
    AccreditationState.SUSPENDED: ChangeWords(
        slug="suspend",
        label="Suspend",
        link_kind="stop",
        heading="Suspend",
        meaning="Every listing of this supplier that needs this accreditation disappears from "
        "searches and pages at once. Plans that use it are not changed.",
        button="Suspend at once",
        kind="stop",
        done="Suspended. Nothing of theirs can be seen under this scheme.",
    ),
    AccreditationState.VALID: ChangeWords(
        slug="lift",
        label="Lift the suspension",
        link_kind="second",
        heading="Lift the suspension of",
        meaning="Its published listings can be seen again at once, until the accreditation ends.",
        button="Lift the suspension",
        kind="",
        done="The suspension is lifted.",
    ),
    AccreditationState.WITHDRAWN: ChangeWords(
        slug="withdraw",
        label="Withdraw",
        link_kind="second",
        heading="Withdraw the accreditation of",
        meaning="This is for good: only a new application, accepted again, brings it back.",
        button="Withdraw for good",
        kind="stop",
        done="The accreditation is withdrawn.",
    ),
}


def checklist(
    application: Application, shown: Sequence[CriterionEvidence], today: date
) -> list[dict[str, str]]:
    """The task list of a draft: each criterion with how far it has got."""
    return [
        {
            "label": one.criterion.question
            + ("" if one.criterion.mandatory else " (if you have it)"),
            "url": reverse(
                "accreditation:evidence", args=[application.public_id, one.criterion.pk]
            ),
            **_evidence_status(one, today),
        }
        for one in shown
    ]


def _evidence_status(one: CriterionEvidence, today: date) -> dict[str, str]:
    dates = one.facts.dates
    if dates is None:
        return {"status": "Not started", "tone": ""}
    if not dates.in_date(today):
        return {"status": "Has run out", "tone": "stop"}
    return {"status": "Done", "tone": "ok"}


def progress_item(one: SchemeProgress, supplier: Supplier) -> dict[str, str]:
    """A scheme on a supplier's home: where it has got to, and the next thing to do."""
    words, tone, page, key = _next_step(one, supplier)
    return {
        "label": one.scheme.name,
        "url": reverse(page, args=[key]),
        "status": words,
        "tone": tone,
    }


_APPLICATION_STEPS = {
    ApplicationState.DRAFT: ("Started: go on", "info"),
    ApplicationState.SUBMITTED: ("Sent in: waiting", "wait"),
    ApplicationState.REFUSED: ("Refused: read why", "stop"),
}
_ACCREDITATION_STEPS = {
    AccreditationStatus.ENDING: "Ends on {end}: renew",
    AccreditationStatus.EXPIRED: "Ended on {end}: apply again",
    AccreditationStatus.WITHDRAWN: "Withdrawn: apply again",
}


def _next_step(one: SchemeProgress, supplier: Supplier) -> tuple[str, str, str, Any]:
    application, accredited = one.application, one.accredited
    status = accredited.status if accredited else None
    if status == AccreditationStatus.SUSPENDED:
        return "Suspended: read why", "stop", "suppliers:detail", supplier.public_id
    if (
        application
        and application.state in _APPLICATION_STEPS
        and status != AccreditationStatus.CURRENT
    ):
        words, tone = _APPLICATION_STEPS[ApplicationState(application.state)]
        return words, tone, "accreditation:application", application.public_id
    if accredited is None:
        return "Not started: apply", "", "accreditation:apply", supplier.public_id
    end, tone = spoken_date(accredited.accreditation.valid_until), STATUS_TONES[accredited.status]
    if accredited.status == AccreditationStatus.CURRENT:
        return f"Accredited until {end}", tone, "suppliers:detail", supplier.public_id
    words = _ACCREDITATION_STEPS[accredited.status].format(end=end)
    return words, tone, "accreditation:apply", supplier.public_id


def accreditation_card(one: AccreditationOnDay, may_change: bool) -> dict[str, Any]:
    """One accreditation on the supplier's page, with the changes that its state allows."""
    row, status = one.accreditation, one.status
    since, until = spoken_date(row.valid_from), spoken_date(row.valid_until)
    ended = status == AccreditationStatus.EXPIRED
    return {
        "scheme": row.scheme.name,
        "label": status.label,
        "tone": STATUS_TONES[status],
        "words": f"From {since}. {'It ended' if ended else 'It ends'} on {until}.",
        "reason": row.state_reason,
        "moves": _changes(row) if may_change else [],
    }


def _changes(row: Accreditation) -> list[dict[str, str]]:
    allowed = ACCREDITATION_TRANSITIONS[AccreditationState(row.state)]
    key = [row.supplier.public_id, row.scheme.code]
    return [
        {
            "label": words.label,
            "kind": words.link_kind,
            "url": reverse("accreditation:change_accreditation", args=[*key, words.slug]),
        }
        for state, words in CHANGES.items()
        if state in allowed
    ]


def history_item(event: HistoryEvent, to_council: bool) -> dict[str, str]:
    """One thing that was decided, as a step of the supplier's history."""
    page = "accreditation:decide" if to_council else "accreditation:application"
    until = f" until {spoken_date(event.until)}" if event.until else ""
    reason = f" {event.reason}" if event.reason else ""
    return {
        "title": f"{event.step.label}{until}: {event.scheme_name}",
        "detail": f"{spoken_date(event.at)}, {event.by_name or 'Handrail'}.{reason}",
        "url": reverse(page, args=[event.application_id]) if event.application_id else "",
    }


def decision_facts(
    application: Application, due: date | None, today: date
) -> list[tuple[str, str]]:
    """The facts at the head of the decision page."""
    supplier, sent = application.supplier, application.submitted_at
    facts = [
        ("Scheme", application.scheme.name),
        ("What it is", supplier.get_kind_display()),
        ("Place", ", ".join(part for part in (supplier.town, supplier.postcode) if part)),
        ("Reach them", " ".join(part for part in (supplier.phone, supplier.email) if part)),
    ]
    if sent:
        when = f"{spoken_date(sent)}, {spoken_age(sent, today)}, by {application.submitted_by}"
        facts.append(("Sent in", when))
    if due:
        facts.append(("Decide by", spoken_date(due)))
    return facts


def tally(shown: Sequence[CriterionEvidence]) -> str:
    """How many were accepted, refused and not looked at, in words."""
    states = [one.facts.state for one in shown if one.evidence]
    counts = [
        (states.count(EvidenceState.ACCEPTED), "accepted"),
        (states.count(EvidenceState.REFUSED), "refused"),
        (states.count(EvidenceState.PENDING), "not looked at"),
    ]
    return ", ".join(f"{count} {words}" for count, words in counts) + "."
