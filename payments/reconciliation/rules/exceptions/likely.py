"""Something fits, and only a person may say that it is so."""

from collections.abc import Iterable

from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.decisions import Finding, MatchOutcome
from payments.reconciliation.rules.exception_rule import (
    Doubt,
    ExceptionRule,
    FindingKind,
    LineFacts,
    Resolution,
)
from payments.reconciliation.rules.reasons import why_candidate


def find(facts: LineFacts) -> str | None:
    """A suggestion that no stronger rule explains: a repeat, a paid date, and a day on which nothing was
    planned have rules of their own."""
    if facts.outcome is not MatchOutcome.SUGGESTED or facts.chosen is None:
        return None
    if facts.repeat_of is not None or facts.doubt in (Doubt.TAKEN, Doubt.NOT_PLANNED):
        return None
    if facts.doubt is Doubt.EQUAL:
        return _why_equal(facts.equal)
    if facts.doubt is Doubt.CONTESTED:
        label = facts.chosen.source.label
        return f"Looks like {label}, but another payment fits the same planned date."
    return why_candidate(facts.line, facts.chosen, facts.days)


def _why_equal(candidates: Iterable[Candidate]) -> str:
    labels = sorted({candidate.source.label for candidate in candidates})
    if len(labels) == 1:
        return f"More than 1 planned support for {labels[0]} fits. Choose 1."
    return f"{', '.join(labels[:-1])} and {labels[-1]} fit equally well. Choose 1."


RULE = ExceptionRule(
    code="T5",
    title="Suggested match to confirm",
    title_without_match="Match undone",
    meaning="likely, for a person to confirm",
    kind=FindingKind.QUESTION,
    find=find,
    law="the matching rules: what is not certain is left to a person",
    resolutions=(Resolution.MATCHED,),
)


def likely(sentence: str) -> Finding:
    """The finding about a line that a rule would match, and a person must: one had undone it, say."""
    return Finding(RULE.code, sentence)
