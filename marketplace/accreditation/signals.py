"""News from accreditation, sent inside the transaction."""

from django.dispatch import Signal

#: A supplier's standing changed. Arguments: supplier_ids (list of int), at (datetime).
accreditation_changed = Signal()
