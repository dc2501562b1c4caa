"""How right the answers are, counted as the format says. It knows truth and answers, and nothing of matching.

Of the copies of one line (`same_as`) one may be claimed, whichever; a second claim is wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from payments.reconciliation.trial.answers import ITEMS, NONE, SUGGESTED, Answer, Shares
from payments.reconciliation.trial.truth import PENDING, TruthLabel, TruthLine

#: Lines whose target is not the plan: counted apart, by their own word.
APART: tuple[TruthLabel, ...] = ("load", "contribution", "fee", "interest", "transfer", "cash")
#: Suggestions that a person looks at before they search by themselves. Source: the format.
FIRST = 3
# Source: the rule of three. With nothing wrong in n, at most 3/n are wrong, at 95%.
OF_THREE = 3


class TrialVerdict(StrEnum):
    """What became of one line."""

    RIGHT = "right"
    #: Not matchable, but given to its item with the rule that it calls for.
    CLAIMED = "claimed"
    WRONG = "wrong"
    #: Said to be a load, a fee and so on, truly.
    KNOWN = "known"
    #: Said to be a load, a fee and so on, and is not.
    MISTAKEN = "mistaken"
    OPEN = "open"


WRONG_ONES = (TrialVerdict.WRONG, TrialVerdict.MISTAKEN)


@dataclass(frozen=True, slots=True)
class Judged:
    """One line, what was said of it, and whether that is so. ``is_again`` is a second claim of one line."""

    line: TruthLine
    answer: Answer
    verdict: TrialVerdict
    is_again: bool = False


@dataclass(slots=True)
class Tally:
    """Lines of one kind by what became of them. ``matchable`` and ``right`` speak of plan items."""

    lines: int = 0
    matchable: int = 0
    right: int = 0
    claimed: int = 0
    wrong: int = 0

    @property
    def automatic(self) -> int:
        return self.right + self.claimed + self.wrong

    @property
    def open_matchable(self) -> int:
        return self.matchable - self.right

    @property
    def precision(self) -> float | None:
        """The part of automatic lines that is right; None where there are none."""
        return (self.right + self.claimed) / self.automatic if self.automatic else None

    @property
    def recall(self) -> float | None:
        """The part of matchable lines that is right and automatic; None where there are none."""
        return self.right / self.matchable if self.matchable else None

    @property
    def may_be_wrong(self) -> float | None:
        """The part of automatic lines that may be wrong though none was; None where one was."""
        return OF_THREE / self.automatic if self.automatic and not self.wrong else None


@dataclass(slots=True)
class Apart:
    """Loads, fees and so on: known for what they are, missed, and said of other lines."""

    lines: int = 0
    known: int = 0
    missed: int = 0
    said_of_another: int = 0


@dataclass(slots=True)
class Rules:
    """Rules due, by whether one expected or accepted was raised; and lines where none is due."""

    due: int = 0
    right: int = 0
    missed: int = 0
    other: int = 0
    none_due: int = 0
    without_cause: int = 0


@dataclass(slots=True)
class Suggestions:
    """Matchable lines left open, and how many have the right items among the first three offered."""

    open: int = 0
    in_first: int = 0


@dataclass(slots=True)
class Score:
    """All that is counted. ``wrong`` is every wrong line, in the order of the truth."""

    total: Tally = field(default_factory=Tally)
    by_type: dict[str, Tally] = field(default_factory=dict)
    by_difficulty: dict[str, Tally] = field(default_factory=dict)
    apart: dict[str, Apart] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)
    rules_by_code: dict[str, Rules] = field(default_factory=dict)
    without_cause: Counter[str] = field(default_factory=Counter)
    suggestions: Suggestions = field(default_factory=Suggestions)
    copies: int = 0
    claimed_again: int = 0
    unanswered: int = 0
    unlabelled: int = 0
    wrong: list[Judged] = field(default_factory=list)
    left_open: list[Judged] = field(default_factory=list)


def score(lines: Sequence[TruthLine], answers: Iterable[Answer]) -> Score:
    """The answers held against the truth. A line without an answer is left open."""
    said = {(answer.file, answer.row): answer for answer in answers}
    found = Score(apart={label: Apart() for label in APART})
    found.unanswered = sum((line.file, line.row) not in said for line in lines)
    found.unlabelled = len(said.keys() - {(line.file, line.row) for line in lines})
    for group in _copies(lines):
        _count_group(group, said, found)
    found.by_type = dict(sorted(found.by_type.items(), key=_worst_first))
    return found


def _worst_first(named: tuple[str, Tally]) -> tuple[bool, bool, float, str]:
    """Kinds with something wrong, then the least matched, then those that nothing of the plan is in."""
    name, tally = named
    return (not tally.wrong, tally.recall is None, tally.recall or 0.0, name)


def _copies(lines: Sequence[TruthLine]) -> list[list[TruthLine]]:
    """Each line with the rows that repeat it, the first copy first."""
    by_key = {line.key: line for line in lines}
    groups: dict[str, list[TruthLine]] = defaultdict(list)
    for line in lines:
        groups[_first_copy(line, by_key)].append(line)
    return [sorted(group, key=lambda line: line.same_as is not None) for group in groups.values()]


def _first_copy(line: TruthLine, by_key: Mapping[str, TruthLine]) -> str:
    """The key of what a row repeats, or its own. A ring of copies ends where it began."""
    seen = {line.key}
    while line.same_as is not None and line.same_as not in seen and line.same_as in by_key:
        seen.add(line.same_as)
        line = by_key[line.same_as]
    return min(seen) if line.same_as in seen else line.key


def _count_group(
    group: Sequence[TruthLine], said: Mapping[tuple[str, int], Answer], found: Score
) -> None:
    line = group[0]
    answers = [said.get((one.file, one.row), Answer(one.file, one.row, NONE)) for one in group]
    claims = [answer for answer in answers if answer.is_auto]
    offered = [answer for answer in answers if answer.status == SUGGESTED]
    answer = [*claims, *offered, *answers][0]
    _count(Judged(line, answer, verdict_of(line, answer)), found)
    found.copies += len(group) - 1
    for again, copy in zip(answers, group, strict=True):
        if again.is_auto and again is not answer:
            found.claimed_again += 1
            _count_again(Judged(copy, again, TrialVerdict.WRONG, is_again=True), found)


def verdict_of(line: TruthLine, answer: Answer) -> TrialVerdict:
    """Whether what is said of a line is so, by the counting of the format."""
    if not answer.is_auto:
        return TrialVerdict.OPEN
    if answer.target != ITEMS:
        return TrialVerdict.KNOWN if answer.target == line.label else TrialVerdict.MISTAKEN
    if not line.items or _pence(answer.items) != _pence(line.items):
        return TrialVerdict.WRONG
    if line.matchable:
        return TrialVerdict.RIGHT
    is_claim = line.may_claim and bool(_codes(answer.rule) & _accepted(line))
    return TrialVerdict.CLAIMED if is_claim else TrialVerdict.WRONG


def _pence(items: Shares) -> dict[str, int]:
    pence: Counter[str] = Counter()
    for item, part in items:
        pence[item] += part
    return dict(pence)


def _codes(rule: str) -> frozenset[str]:
    return frozenset(code.strip() for code in rule.split(";") if code.strip())


def _accepted(line: TruthLine) -> frozenset[str]:
    return frozenset().union(*(_codes(rule) for rule in (line.rule, *line.also_ok)))


def _count(judged: Judged, found: Score) -> None:
    line, verdict = judged.line, judged.verdict
    for tally in _tallies(line, found):
        tally.lines += 1
        tally.matchable += line.matchable
        tally.right += verdict is TrialVerdict.RIGHT
        tally.claimed += verdict is TrialVerdict.CLAIMED
        tally.wrong += verdict is TrialVerdict.WRONG
    _count_apart(judged, found)
    if line.label != PENDING:
        for rules in _rules(line, found):
            _count_rule(line, judged.answer, rules)
        if not line.rule:
            found.without_cause.update(_codes(judged.answer.rule) - _accepted(line))
    if line.matchable and verdict is TrialVerdict.OPEN:
        found.suggestions.open += 1
        found.suggestions.in_first += _is_offered(judged)
        found.left_open.append(judged)
    if verdict in WRONG_ONES:
        found.wrong.append(judged)


def _count_again(judged: Judged, found: Score) -> None:
    """A second claim of one line: no line more, and one more that is wrong."""
    if judged.answer.target == ITEMS:
        for tally in _tallies(judged.line, found):
            tally.wrong += 1
    elif (kind := found.apart.get(judged.answer.target)) is not None:
        kind.said_of_another += 1
    found.wrong.append(judged)


def _tallies(line: TruthLine, found: Score) -> tuple[Tally, Tally, Tally]:
    by_type = found.by_type.setdefault(line.type, Tally())
    by_difficulty = found.by_difficulty.setdefault(line.difficulty, Tally())
    return found.total, by_type, by_difficulty


def _count_apart(judged: Judged, found: Score) -> None:
    answer, verdict = judged.answer, judged.verdict
    if (own := found.apart.get(judged.line.label)) is not None:
        own.lines += 1
        own.known += verdict is TrialVerdict.KNOWN
        own.missed += verdict is not TrialVerdict.KNOWN
    said = found.apart.get(answer.target) if verdict is TrialVerdict.MISTAKEN else None
    if said is not None:
        said.said_of_another += 1


def _rules(line: TruthLine, found: Score) -> tuple[Rules, ...]:
    if not line.rule:
        return (found.rules,)
    return found.rules, found.rules_by_code.setdefault(line.rule, Rules())


def _count_rule(line: TruthLine, answer: Answer, rules: Rules) -> None:
    """Right is what is expected or accepted and nothing beside it; silence only where that is accepted."""
    raised, accepted = _codes(answer.rule), _accepted(line)
    if not line.rule:
        rules.none_due += 1
        rules.without_cause += not raised <= accepted
        return
    rules.due += 1
    if (raised and raised <= accepted) or (not raised and "" in line.also_ok):
        rules.right += 1
    elif raised & accepted:
        rules.other += 1
    else:
        rules.missed += 1


def _is_offered(judged: Judged) -> bool:
    own = (judged.answer.items,) if judged.answer.items else ()
    offered = (*own, *judged.answer.alternatives)[:FIRST]
    return any(_pence(items) == _pence(judged.line.items) for items in offered)
