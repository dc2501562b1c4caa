"""Matching, confirming, splitting, undoing, asking and answering."""

from payments.reconciliation.actions.absence import (
    look_for_absences,
    look_for_everybodys_absences,
)
from payments.reconciliation.actions.asking import ask_people, ask_person, explain
from payments.reconciliation.actions.confirming import (
    Chosen,
    accept_suggestions,
    confirm_match,
    split_line,
)
from payments.reconciliation.actions.learning import learn_from_match
from payments.reconciliation.actions.leaving import let_go
from payments.reconciliation.actions.matching import MATCHER, match_lines, match_open_lines
from payments.reconciliation.actions.monitoring import decide_monitoring
from payments.reconciliation.actions.payees import (
    add_payee_fact,
    confirm_payee_fact,
    correct_payee_fact,
    end_payee_fact,
    open_payee,
    refuse_payee_fact,
)
from payments.reconciliation.actions.resolving import resolve_exception, resolve_exceptions
from payments.reconciliation.actions.sharing import share_again, share_everybody_again
from payments.reconciliation.actions.undoing import unmatch

__all__ = [
    "MATCHER",
    "Chosen",
    "accept_suggestions",
    "add_payee_fact",
    "ask_people",
    "ask_person",
    "confirm_match",
    "confirm_payee_fact",
    "correct_payee_fact",
    "decide_monitoring",
    "end_payee_fact",
    "explain",
    "learn_from_match",
    "let_go",
    "look_for_absences",
    "look_for_everybodys_absences",
    "match_lines",
    "match_open_lines",
    "open_payee",
    "refuse_payee_fact",
    "resolve_exception",
    "resolve_exceptions",
    "share_again",
    "share_everybody_again",
    "split_line",
    "unmatch",
]
