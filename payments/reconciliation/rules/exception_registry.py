"""Every rule of exceptions, collected from the files of `rules/exceptions`; nothing else lists them."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from payments.reconciliation.rules import exceptions
from payments.reconciliation.rules.decisions import Finding
from payments.reconciliation.rules.exception_rule import ExceptionRule, LineFacts


@cache
def exception_rules() -> Mapping[str, ExceptionRule]:
    """Each rule by its code, most pressing first. Raises ValueError for a code that two files have."""
    found: dict[str, ExceptionRule] = {}
    for module in iter_modules(exceptions.__path__):
        rule: ExceptionRule = import_module(f"{exceptions.__name__}.{module.name}").RULE
        if rule.code in found:
            raise ValueError(f"{module.name} has the code {rule.code}, which another rule has too")
        found[rule.code] = rule
    return {rule.code: rule for rule in sorted(found.values(), key=lambda rule: rule.pressing)}


def findings_about(facts: LineFacts) -> tuple[Finding, ...]:
    """What every rule says of a line, in the order of codes."""
    found = (rule.finding(facts) for rule in exception_rules().values())
    return tuple(sorted(finding for finding in found if finding is not None))


def most_pressing(findings: Iterable[Finding]) -> Finding:
    """The finding that is worked first, with its own sentence. The only place that decides it.

    Raises ValueError when there is none.
    """
    return min(findings, key=lambda finding: exception_rules()[finding.code].pressing)


def still_asked(findings: Iterable[Finding]) -> Finding | None:
    """The finding about a matched line that is asked about all the same."""
    return next((each for each in findings if exception_rules()[each.code].asks_when_matched), None)


def title_of(code: str) -> str:
    """What a rule is called; the code itself when its rule is no longer kept."""
    rule = exception_rules().get(code)
    return rule.title if rule else code


def due_date(code: str, found: date, within: Mapping[str, int]) -> date:
    """The day by which somebody must have looked. `within` are the council's figures by their keys."""
    return found + timedelta(within[exception_rules()[code].within.key])
