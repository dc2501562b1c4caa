"""How schemes, their versions and what these ask are said on the pages of the settings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.accreditation.event_words import EVENTS
from marketplace.accreditation.models import SchemeVersion
from marketplace.accreditation.queries.schemes import SchemeStep, SchemeUse, VersionLine
from marketplace.accreditation.rules import ComparedLine, LineChange, Requirement, VersionDays
from marketplace.core.words import counted, last_day_words, spoken_date, spoken_time
from marketplace.suppliers.rules import SupplierKind

CHANGE_TONES = {
    LineChange.ADDED: "ok",
    LineChange.CHANGED: "wait",
    LineChange.MOVED: "info",
    LineChange.REMOVED: "stop",
    LineChange.SAME: "",
}


def requirement_facts(asked: Requirement) -> list[tuple[str, str]]:
    """What a requirement asks, as facts with their names."""
    return [
        ("Requirement", asked.question),
        ("Help", asked.guidance or "None"),
        ("Evidence", evidence_words(asked)),
        ("Accepted for", counted(asked.months, "month", "months") if asked.months else "No end"),
        ("Needed", "Required" if asked.is_mandatory else "Optional"),
    ]


def evidence_words(asked: Requirement) -> str:
    """The kind of evidence; of references how many, and how many from care work."""
    if not asked.references:
        return asked.evidence_kind.label
    care = f", {asked.from_care} from care work" if asked.from_care else ""
    return f"{counted(asked.references, 'reference', 'references')}{care}"


@dataclass(frozen=True)
class FactChange:
    """One fact of a requirement in two versions, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedLine:
    """A requirement in two versions, as the page that compares them says it; `asked` where it is new."""

    kind: str
    question: str
    change: LineChange
    tone: str
    facts: list[FactChange]
    asked: list[tuple[str, str]]


def changed_lines(lines: Iterable[ComparedLine]) -> list[ChangedLine]:
    """Every line that is not the same in both, in words."""
    return [_changed(one) for one in lines if one.change != LineChange.SAME]


def _changed(one: ComparedLine) -> ChangedLine:
    asked = one.after or one.before
    assert asked is not None  # noqa: S101 - a line is of one version at least
    before = requirement_facts(one.before) if one.before else []
    after = requirement_facts(one.after) if one.after else []
    facts = [
        FactChange(label, old, new)
        for (label, old), (_, new) in zip(before, after, strict=False)
        if old != new
    ]
    tone = CHANGE_TONES[one.change]
    whole = [] if before else after[1:]
    kind = SupplierKind(one.kind).label
    return ChangedLine(kind, asked.question, one.change, tone, facts, whole)


def held_words(held: VersionDays | None, on: date) -> str:
    """When a version holds, for a list of versions."""
    if held is None:
        return "Not published"
    first = spoken_date(held.from_date)
    if held.until_date == held.from_date:
        return f"Replaced on the same day, {first}"
    if held.never:
        return "Never used: a later version began first"
    until = f" to {last_day_words(held.until_date)}" if held.until_date else ""
    return f"{'From' if held.from_date > on else 'In use from'} {first}{until}"


def version_state(line: VersionLine, on: date) -> tuple[str, str]:
    """The tag of a version, and its tone."""
    if line.held is None:
        return "Draft", "wait"
    if line.held.on(on):
        return "In use", "ok"
    is_to_come = line.held.from_date > on and not line.held.never
    return ("Not begun", "info") if is_to_come else ("Past", "")


def published_words(version: SchemeVersion) -> str:
    """Who published a version, or began its draft, and when."""
    if version.published_at:
        by = version.published_by or "Handrail"
        return f"Published on {spoken_date(version.published_at)} by {by}"
    by = version.started_by or "Handrail"
    return f"Draft begun on {spoken_date(version.started_at)} by {by}"


def step_words(step: SchemeStep) -> str:
    """One thing that was done to a scheme."""
    which = f", version {step.version}" if step.version else ""
    return f"{EVENTS[step.event]}{which}"


#: Of a requirement that somebody has still before them.
NOT_ASKED = "The draft no longer asks this: somebody took it out after you opened the page."
KEPT = "What you entered is below, and is not saved yet."


def draft_gone_words(step: SchemeStep | None) -> str:
    """What became of the draft that somebody has still before them."""
    if step is None:
        return "This scheme has no draft now."
    done = "published" if step.event == "scheme_version_published" else "discarded"
    return (
        f"{step.by_name or 'Handrail'} {done} the draft of version {step.version}"
        f" on {spoken_date(step.at)} at {spoken_time(step.at)}."
    )


def retiring_words(use: SchemeUse) -> list[str]:
    """What retiring a scheme does to what there is under it."""
    said = ["No supplier can begin an application or renew under this scheme."]
    begun = use.drafts + use.waiting
    if begun:
        said.append(
            f"{counted(begun, 'application', 'applications')} began before."
            " Suppliers can still send these, and the accreditation team decides them."
        )
    if use.valid and use.last_until:
        said.append(
            f"{counted(use.valid, 'accreditation is', 'accreditations are')} valid and"
            f" {'stays' if use.valid == 1 else 'stay'} valid to the end."
            f" The last day of the last one is {last_day_words(use.last_until)}."
            " After its own last day, the listings of a supplier that has no other accreditation are hidden."
        )
    if not use.is_used:
        said.append("No supplier has applied or is accredited under this scheme now.")
    return said


def kinds_words(kinds: Sequence[SupplierKind]) -> str:
    """Types of supplier in a list."""
    return ", ".join(kind.label for kind in kinds) or "None"
