"""How applications, evidence and accreditations are said on pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from marketplace.accreditation.models import Accreditation, Application, SchemeVersion
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
from marketplace.core.words import last_day_words, reference, spoken_age, spoken_date
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
        meaning="The listings of this supplier are hidden from everyone now. Support plans are not changed.",
        button="Suspend accreditation",
        kind="stop",
        done="Suspended. Nothing of theirs can be seen under this scheme.",
    ),
    AccreditationState.VALID: ChangeWords(
        slug="lift",
        label="End suspension",
        link_kind="second",
        heading="End the suspension of",
        meaning="The published listings show in search again now, until the accreditation ends.",
        button="End suspension",
        kind="",
        done="The suspension has ended.",
    ),
    AccreditationState.WITHDRAWN: ChangeWords(
        slug="withdraw",
        label="Withdraw",
        link_kind="second",
        heading="Withdraw the accreditation of",
        meaning="This is permanent. To be accredited again, the supplier sends a new application.",
        button="Withdraw accreditation",
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
            "label": one.title + ("" if one.criterion.mandatory else " (optional)"),
            "url": reverse(
                "accreditation:evidence", args=[application.public_id, one.criterion.pk, one.number]
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
        return {"status": "Ended", "tone": "stop"}
    return {"status": "Done", "tone": "ok"}


def progress_item(one: SchemeProgress, supplier: Supplier) -> dict[str, str]:
    """A scheme on a supplier's home: where it has got to, and the next thing to do."""
    step, page, key = _next_step(one, supplier)
    return {
        "label": one.scheme.name,
        "url": reverse(page, args=[key]),
        "status": step.status,
        "tone": step.tone,
        "action": step.action,
    }


@dataclass(frozen=True)
class NextStep:
    """Where a scheme has got to, as its tag, and what the link beside it does."""

    status: str
    tone: str
    action: str


_NOT_STARTED = NextStep("Not started", "", "Apply for accreditation")
_APPLICATION_STEPS = {
    ApplicationState.DRAFT: NextStep("Started", "info", "Continue application"),
    ApplicationState.SUBMITTED: NextStep("Waiting for a decision", "wait", "View application"),
    ApplicationState.REFUSED: NextStep("Refused", "stop", "Read the reason"),
}
_ACCREDITATION_STEPS = {
    AccreditationStatus.CURRENT: NextStep("Accredited to {last}", "ok", "View accreditation"),
    AccreditationStatus.ENDING: NextStep("Ends after {last}", "wait", "Renew accreditation"),
    AccreditationStatus.EXPIRED: NextStep("Ended after {last}", "stop", "Apply again"),
    AccreditationStatus.SUSPENDED: NextStep("Suspended", "stop", "Read the reason"),
    AccreditationStatus.WITHDRAWN: NextStep("Withdrawn", "stop", "Apply again"),
}
_SHOWN_BY_SUPPLIER = frozenset({AccreditationStatus.CURRENT, AccreditationStatus.SUSPENDED})


def _next_step(one: SchemeProgress, supplier: Supplier) -> tuple[NextStep, str, Any]:
    application, accredited = one.application, one.accredited
    status = accredited.status if accredited else None
    in_hand = _APPLICATION_STEPS.get(ApplicationState(application.state)) if application else None
    if application and in_hand and status not in _SHOWN_BY_SUPPLIER:
        return in_hand, "accreditation:application", application.public_id
    if accredited is None:
        return _NOT_STARTED, "accreditation:apply", supplier.public_id
    step = _ACCREDITATION_STEPS[accredited.status]
    last = last_day_words(accredited.accreditation.valid_until)
    page = "suppliers:detail" if status in _SHOWN_BY_SUPPLIER else "accreditation:apply"
    if not one.is_open:
        step, page = replace(step, action="View accreditation"), "suppliers:detail"
    return replace(step, status=step.status.format(last=last)), page, supplier.public_id


def accreditation_card(
    one: AccreditationOnDay, may_change: bool, is_supplier_held: bool = False
) -> dict[str, Any]:
    """One accreditation on the supplier's page, with the changes that its state allows."""
    row, status = one.accreditation, one.status
    since, last = spoken_date(row.valid_from), last_day_words(row.valid_until)
    ended = status == AccreditationStatus.EXPIRED
    return {
        "scheme": row.scheme.name,
        "label": status.label,
        "tone": STATUS_TONES[status],
        "words": f"{'Was accredited' if ended else 'Accredited'} from {since} to {last}.",
        "reason": row.state_reason,
        "moves": _changes(row, is_supplier_held) if may_change and not row.is_held else [],
    }


def _changes(row: Accreditation, is_supplier_held: bool) -> list[dict[str, str]]:
    allowed = set(ACCREDITATION_TRANSITIONS[AccreditationState(row.state)])
    if is_supplier_held:
        allowed.discard(AccreditationState.VALID)
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
    until = f" to {last_day_words(event.until)}" if event.until else ""
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
        ("Reference", reference(application.public_id)),
        ("Scheme", application.scheme.name),
        ("Requirements", version_words(application.version)),
        ("Type of supplier", supplier.get_kind_display()),
        ("Place", ", ".join(part for part in (supplier.town, supplier.postcode) if part)),
        ("Contact details", " ".join(part for part in (supplier.phone, supplier.email) if part)),
    ]
    if sent:
        when = f"{spoken_date(sent)}, {spoken_age(sent, today)}, by {application.submitted_by}"
        facts.append(("Sent", when))
    if due:
        facts.append(("Decide by", spoken_date(due)))
    return facts


def version_words(version: SchemeVersion) -> str:
    """Which version of a scheme's requirements, and from which day."""
    day = f", from {spoken_date(version.from_date)}" if version.from_date else ""
    return f"Version {version.number}{day}"


def tally(shown: Sequence[CriterionEvidence]) -> str:
    """How many were accepted, refused and not looked at, in words."""
    states = [one.facts.state for one in shown if one.evidence]
    counts = [
        (states.count(EvidenceState.ACCEPTED), "accepted"),
        (states.count(EvidenceState.REFUSED), "refused"),
        (states.count(EvidenceState.PENDING), "not checked"),
    ]
    return ", ".join(f"{count} {words}" for count, words in counts) + "."
