"""How long a record is kept, what holds it back, and the copy that a person may have of theirs."""
