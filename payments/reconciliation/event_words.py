"""What is done to match payments, as the trail says it."""

EVENTS = {
    "lines_matched": "Payments matched by rule",
    "line_confirmed": "Payment matched",
    "line_split": "Payment split",
    "line_unmatched": "Match undone",
    "payment_shared_again": "Payment shared between funding sources again",
    "exceptions_reconsidered": "Payments looked at again",
    "exceptions_closed": "Payments no longer to check",
    "exception_resolved": "Payment checked",
    "spending_asked": "Question asked about a payment",
    "spending_explained": "Question about a payment answered",
}
SUBJECTS = {
    "reconciliation.moneyexception": "payment to check",
}
