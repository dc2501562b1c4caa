"""What is done to match payments, as the trail says it."""

EVENTS = {
    "lines_matched": "Payments matched by rule",
    "line_confirmed": "Payment matched",
    "line_split": "Payment split",
    "line_unmatched": "Match undone",
    "payment_shared_again": "Payment shared between funding sources again",
    "payee_opened": "Payee added",
    "payee_fact_added": "Fact of a payee added",
    "payee_fact_learnt": "Fact of a payee learnt from a match",
    "payee_fact_confirmed": "Fact of a payee confirmed by a second person",
    "payee_fact_corrected": "Fact of a payee corrected",
    "payee_fact_refused": "Fact of a payee refused",
    "payee_fact_ended": "Fact of a payee ended",
    "exceptions_reconsidered": "Payments looked at again",
    "exceptions_closed": "Payments no longer to check",
    "exception_resolved": "Payment checked",
    "spending_asked": "Question asked about a payment",
    "spending_explained": "Question about a payment answered",
}
SUBJECTS = {
    "reconciliation.moneyexception": "payment to check",
    "reconciliation.payee": "payee",
    "reconciliation.payeefact": "fact of a payee",
}
