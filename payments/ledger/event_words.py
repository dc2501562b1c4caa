"""What is done to the ledger, as the trail says it."""

EVENTS = {
    "ledger_accounts_opened": "Accounts of the ledger opened",
    "ledger_sealed": "Ledger sealed",
    "period_closed": "Period of the books closed",
    "period_reopened": "Period of the books reopened",
    "ledger_seal_examined": "Broken seal of the ledger explained",
}

SUBJECTS = {
    "ledger.periodclose": "Closed period",
    "ledger.periodreopening": "Reopened period",
}
