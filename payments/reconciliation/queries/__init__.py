"""What reconciliation can tell: cases to match, the queue, a line, a person's money."""
