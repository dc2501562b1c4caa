"""What accreditation announces, inside the transaction."""

from django.dispatch import Signal

#: An accreditation of a supplier changed. Arguments: supplier_ids (list of int), at (datetime).
accreditation_changed = Signal()
