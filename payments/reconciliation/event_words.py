"""What is done to match payments, as the trail says it."""

EVENTS = {
    "lines_matched": "Payments matched by rule",
    "line_confirmed": "Payment matched",
    "line_split": "Payment split",
    "line_unmatched": "Match undone",
    "lines_left": "Matches undone, because a statement was taken back",
    "payment_shared_again": "Payment shared between funding sources again",
    "payee_opened": "Payee added",
    "payee_fact_added": "Fact of a payee added",
    "payee_fact_learnt": "Fact of a payee learnt from a match",
    "payee_fact_confirmed": "Fact of a payee confirmed by a second person",
    "payee_fact_corrected": "Fact of a payee corrected",
    "payee_fact_refused": "Fact of a payee refused",
    "payee_fact_ended": "Fact of a payee ended",
    "monitoring_decided": "How closely payments are checked decided",
    "absences_looked_for": "Looked for money and statements that are missing",
    "findings_ended": "What was found is no longer so",
    "findings_settled": "What was found is decided",
    "exceptions_reconsidered": "Payments looked at again",
    "exceptions_closed": "Payments no longer to check",
    "exception_resolved": "Payment checked",
    "spending_asked": "Question asked about a payment",
    "spending_explained": "Question about a payment answered",
}
SUBJECTS = {
    "reconciliation.moneyexception": "payment to check",
    "reconciliation.monitoringdecision": "how closely payments are checked",
    "reconciliation.moneyfinding": "what was found",
    "reconciliation.payee": "payee",
    "reconciliation.payeefact": "fact of a payee",
}
