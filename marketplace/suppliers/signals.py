"""What suppliers announce, inside the transaction."""

from django.dispatch import Signal

#: A supplier's name or place changed. Arguments: supplier_ids (list of int), at (datetime).
supplier_changed = Signal()

#: Somebody changed a supplier's details by hand. Arguments: supplier_ids (list of int), fields (list
#: of str), by (Viewer).
supplier_edited = Signal()
