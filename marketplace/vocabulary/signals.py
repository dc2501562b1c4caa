"""What this room announces, inside the transaction."""

from django.dispatch import Signal

#: What is read of some terms has changed: name, order, or whether they are offered.
#: Arguments: term_ids (list of int), at (datetime).
terms_changed = Signal()
#: One term takes the place of another. Whoever uses terms moves their rows.
#: Arguments: term_id (int), into_id (int), at (datetime).
term_merged = Signal()
