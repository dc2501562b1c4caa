"""Whether page, read model, ledger and reference say the same of a person's money, on any day as known on any day."""
