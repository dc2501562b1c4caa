"""Every rule of exceptions, collected from the files of `rules/exceptions`; nothing else lists them."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from payments.reconciliation.rules import exceptions
from payments.reconciliation.rules.absence import (
    AccountFacts,
    AccountRule,
    Lack,
    PersonFacts,
    PersonRule,
)
from payments.reconciliation.rules.decisions import Finding
from payments.reconciliation.rules.exception_rule import (
    ExceptionRule,
    FindingKind,
    LineFacts,
    Rule,
)


@cache
def exception_rules() -> Mapping[str, Rule]:
    """Each rule by its code, most pressing first. Raises ValueError for a code that two files have."""
    found: dict[str, Rule] = {}
    for module in iter_modules(exceptions.__path__):
        rule: Rule = import_module(f"{exceptions.__name__}.{module.name}").RULE
        if rule.code in found:
            raise ValueError(f"{module.name} has the code {rule.code}, which another rule has too")
        found[rule.code] = rule
    return {rule.code: rule for rule in sorted(found.values(), key=lambda rule: rule.pressing)}


def findings_about(facts: LineFacts) -> tuple[Finding, ...]:
    """What every rule says of a line, in the order of codes."""
    rules = (rule for rule in exception_rules().values() if isinstance(rule, ExceptionRule))
    found = (rule.finding(facts) for rule in rules)
    return tuple(sorted(finding for finding in found if finding is not None))


def lacks_of_account(facts: AccountFacts) -> dict[str, Lack]:
    """What every rule says that an account lacks, by the rule's code."""
    rules = (rule for rule in exception_rules().values() if isinstance(rule, AccountRule))
    return {rule.code: lack for rule in rules if (lack := rule.look(facts)) is not None}


def lacks_of_person(facts: PersonFacts) -> dict[str, Lack]:
    """What every rule says that a person's money lacks, by the rule's code."""
    rules = (rule for rule in exception_rules().values() if isinstance(rule, PersonRule))
    return {rule.code: lack for rule in rules if (lack := rule.look(facts)) is not None}


def most_pressing(findings: Iterable[Finding]) -> Finding:
    """The finding that is worked first, with its own sentence. The only place that decides it.

    Raises ValueError when there is none.
    """
    return min(findings, key=lambda finding: exception_rules()[finding.code].pressing)


def kind_of(finding: Finding) -> FindingKind:
    """What a finding about an open line is; of a rule that is no longer kept, information."""
    rule = exception_rules().get(finding.code)
    return rule.kind if rule else FindingKind.INFORMATION


def kind_when_matched(finding: Finding) -> FindingKind:
    """What it is of a matched line: information, unless its rule asks all the same."""
    rule = exception_rules().get(finding.code)
    asks = isinstance(rule, ExceptionRule) and rule.asks_when_matched
    return rule.kind if rule and asks else FindingKind.INFORMATION


def title_of(code: str, *, has_match: bool = True) -> str:
    """What a rule is called, `has_match` where there is one to confirm; the code itself when its rule
    is no longer kept."""
    rule = exception_rules().get(code)
    if isinstance(rule, ExceptionRule) and not has_match:
        return rule.title_without_match or rule.title
    return rule.title if rule else code


def due_date(code: str, found: date, within: Mapping[str, int]) -> date:
    """The day by which somebody must have looked. `within` are the council's figures by their keys."""
    return found + timedelta(within[exception_rules()[code].within.key])
