"""The pages of reconciliation: the queue, one payment, and a person's own money."""
