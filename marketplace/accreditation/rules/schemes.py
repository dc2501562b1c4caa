"""What a scheme is, what a version of it asks, and what changed from one version to the next."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from uuid import UUID

from marketplace.accreditation.rules.evidence import EvidenceKind
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum

# The most characters of each fact; forms and columns take them from here.
SCHEME_NAME_LENGTH = 120  # judgement: the name on a certificate
SUMMARY_LENGTH = 500  # judgement: a paragraph beside the name
QUESTION_LENGTH = 200  # judgement: one sentence
GUIDANCE_LENGTH = 300  # judgement: two or three sentences under it

#: Judgement: a council with more would not know them apart.
MOST_SCHEMES = 50
#: Of one kind of supplier. Judgement: an application of an evening, not of a week.
MOST_REQUIREMENTS = 40
#: An accreditation is granted for at most so many months. Judgement: five years.
MOST_VALID_MONTHS = 60
#: Evidence counts for at most so many months. Judgement: ten years, as a passport does.
MOST_EVIDENCE_MONTHS = 120
#: Judgement: more referees than these nobody rings.
MOST_REFERENCES = 5
#: A version begins within a year of its publication: a mistyped year does not hide it for good.
MOST_AHEAD = timedelta(days=366)


class VersionState(LabelledEnum):
    """A draft is being written; what is published stays as it is."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"


VERSION_TRANSITIONS: dict[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.PUBLISHED}),
    VersionState.PUBLISHED: frozenset(),
}


@dataclass(frozen=True)
class Requirement:
    """One thing that a scheme asks. `months` is how long its evidence counts; 0: it does not run out.

    `references` is how many are asked for, where references are, and `from_care` how many of them from
    somebody who knows the supplier's care work; both are 0 for every other kind of evidence.
    """

    question: str
    guidance: str
    evidence_kind: EvidenceKind
    months: int = 0
    is_mandatory: bool = True
    references: int = 0
    from_care: int = 0

    @property
    def facts(self) -> dict[str, object]:
        """All of it, to tell whether it was changed meanwhile."""
        return asdict(self)

    @property
    def pieces(self) -> int:
        """How many pieces of evidence show it."""
        return max(1, self.references)

    def is_from_care(self, number: int) -> bool:
        """Whether the piece of this number, the first being 1, is a reference from care work."""
        return number <= self.from_care

    def takes(self, before: "Requirement", number: int) -> bool:
        """Whether a piece that was shown for what was asked before may be shown for this."""
        return self.evidence_kind == before.evidence_kind and number <= self.pieces


def tidied(one: Requirement) -> Requirement:
    """As it is kept: without spaces around its words, and without references where none are asked for."""
    of_references = one.evidence_kind == EvidenceKind.REFERENCE
    return Requirement(
        question=" ".join(one.question.split()),
        guidance=" ".join(one.guidance.split()),
        evidence_kind=one.evidence_kind,
        months=one.months,
        is_mandatory=one.is_mandatory,
        references=one.references if of_references else 0,
        from_care=one.from_care if of_references else 0,
    )


def requirement_problems(one: Requirement, others: Iterable[str]) -> list[Problem]:
    """Why a scheme cannot ask this of a kind of supplier, whom it asks `others` too."""
    problems = []
    if not one.question:
        problems.append(problem("requirement_question_missing", "question"))
    elif one.question.casefold() in {other.casefold() for other in others}:
        problems.append(problem("requirement_asked_already", "question"))
    if not 0 <= one.months <= MOST_EVIDENCE_MONTHS:
        problems.append(problem("requirement_months", "months", most=MOST_EVIDENCE_MONTHS))
    if one.evidence_kind == EvidenceKind.REFERENCE:
        if not 1 <= one.references <= MOST_REFERENCES:
            problems.append(problem("requirement_references", "references", most=MOST_REFERENCES))
        elif not 0 <= one.from_care <= one.references:
            problems.append(problem("requirement_from_care", "from_care", most=one.references))
    return problems


def place_problems(place: int, count: int) -> list[Problem]:
    """Why a requirement cannot be put there among so many; the first place is 1."""
    return (
        [] if 1 <= place <= count else [problem("requirement_place_outside", "place", most=count)]
    )


def scheme_problems(
    name: str, summary: str, kinds: Collection[str], months: int, names: Iterable[str]
) -> list[Problem]:
    """Why a council cannot have such a scheme beside those of these names."""
    problems = []
    if not name:
        problems.append(problem("scheme_name_missing", "name"))
    elif name.casefold() in {other.casefold() for other in names}:
        problems.append(problem("scheme_named_already", "name"))
    if not summary:
        problems.append(problem("scheme_summary_missing", "summary"))
    if not kinds:
        problems.append(problem("scheme_kinds_missing", "kinds"))
    if not 1 <= months <= MOST_VALID_MONTHS:
        problems.append(problem("scheme_months", "valid_months", most=MOST_VALID_MONTHS))
    return problems


@dataclass(frozen=True)
class AskedOf:
    """A requirement in its place: of which kind of supplier, and the key that it has in every version."""

    kind: str
    key: UUID
    requirement: Requirement


def publication_problems(
    before: Sequence[AskedOf] | None,
    asked: Sequence[AskedOf],
    kinds: Iterable[str],
    from_date: date,
    today: date,
) -> list[Problem]:
    """Why a draft cannot be published from a day. `before` is what the last version asked, None for a
    first; `kinds` are those of whom the scheme takes applications."""
    required = {one.kind for one in asked if one.requirement.is_mandatory}
    problems = [
        problem("version_requires_nothing", kind=kind) for kind in kinds if kind not in required
    ]
    if before is not None and list(before) == list(asked):
        problems.append(problem("version_unchanged"))
    if from_date < today:
        problems.append(problem("version_from_past", "from_date"))
    elif from_date > today + MOST_AHEAD:
        problems.append(problem("version_from_too_far", "from_date", last=today + MOST_AHEAD))
    return problems


class LineChange(LabelledEnum):
    """What became of a requirement from one version to another."""

    ADDED = "added", "New"
    CHANGED = "changed", "Changed"
    MOVED = "moved", "Moved"
    REMOVED = "removed", "Not asked any more"
    SAME = "same", "The same"


@dataclass(frozen=True)
class ComparedLine:
    """A requirement of a kind of supplier in two versions; None where one does not ask it."""

    kind: str
    before: Requirement | None
    after: Requirement | None
    change: LineChange


def compared(before: Sequence[AskedOf], after: Sequence[AskedOf]) -> list[ComparedLine]:
    """Each requirement of two versions, in the order of the later; what it does not ask comes last of
    its kind. Kinds are in the order in which they first appear."""
    kinds = dict.fromkeys(one.kind for one in [*after, *before])
    return [line for kind in kinds for line in _compared_of(kind, before, after)]


def _compared_of(
    kind: str, before: Sequence[AskedOf], after: Sequence[AskedOf]
) -> Iterable[ComparedLine]:
    old = {one.key: one.requirement for one in before if one.kind == kind}
    new = {one.key: one.requirement for one in after if one.kind == kind}
    stayed = _in_order([key for key in old if key in new], [key for key in new if key in old])
    for key, asked in new.items():
        yield ComparedLine(kind, old.get(key), asked, _change(old, key, asked, key in stayed))
    for key, asked in old.items():
        if key not in new:
            yield ComparedLine(kind, asked, None, LineChange.REMOVED)


def _change(
    old: Mapping[UUID, Requirement], key: UUID, asked: Requirement, stayed: bool
) -> LineChange:
    if key not in old:
        return LineChange.ADDED
    if old[key] != asked:
        return LineChange.CHANGED
    return LineChange.SAME if stayed else LineChange.MOVED


def _in_order(old: Sequence[UUID], new: Sequence[UUID]) -> set[UUID]:
    """The keys that follow one another as before."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {key for block in blocks for key in old[block.a : block.a + block.size]}


@dataclass(frozen=True)
class VersionDays:
    """Since when a version is or was in force and until when (not itself); None: no end is known.

    One that another took the place of before its day never was.
    """

    from_date: date
    until_date: date | None

    @property
    def never(self) -> bool:
        return self.until_date is not None and self.until_date <= self.from_date

    def on(self, day: date) -> bool:
        return self.from_date <= day and (self.until_date is None or day < self.until_date)


def version_days(begins: Sequence[date]) -> list[VersionDays]:
    """When each published version is in force, in the order of their numbers, by the days that they
    begin: of those that have begun the latest counts."""
    found = []
    for number, first in enumerate(begins):
        later = begins[number + 1 :]
        found.append(VersionDays(first, min(later) if later else None))
    return found


def state_problems(*, is_retired: bool) -> list[Problem]:
    """Why nothing of a scheme may be changed: it is retired."""
    return [problem("scheme_retired")] if is_retired else []


def move_on_problems(own: int, in_force: int | None, to: int) -> list[Problem]:
    """Why an application stays with the version of its number: no later one is in force, or another than
    its author read of."""
    if in_force is None or in_force <= own:
        return [problem("application_up_to_date")]
    return [] if in_force == to else [problem("application_asked_otherwise")]
