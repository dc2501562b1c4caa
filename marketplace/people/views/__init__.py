"""One's own record, and the record of a person at work."""
