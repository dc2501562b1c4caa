"""What is done to the ledger, as the trail says it."""

EVENTS = {
    "ledger_accounts_opened": "Accounts of the ledger opened",
    "ledger_sealed": "Ledger sealed",
    "ledger_seal_examined": "Broken seal of the ledger explained",
}
