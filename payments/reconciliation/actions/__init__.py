"""Matching, confirming, splitting, undoing, asking and answering."""

from payments.reconciliation.actions.asking import ask_person, explain
from payments.reconciliation.actions.confirming import (
    Chosen,
    accept_suggestions,
    confirm_match,
    split_line,
)
from payments.reconciliation.actions.matching import MATCHER, match_lines, match_open_lines
from payments.reconciliation.actions.resolving import resolve_exception
from payments.reconciliation.actions.sharing import share_again, share_everybody_again
from payments.reconciliation.actions.undoing import unmatch

__all__ = [
    "MATCHER",
    "Chosen",
    "accept_suggestions",
    "ask_person",
    "confirm_match",
    "explain",
    "match_lines",
    "match_open_lines",
    "resolve_exception",
    "share_again",
    "share_everybody_again",
    "split_line",
    "unmatch",
]
