"""What accreditation announces, inside the transaction."""

from django.dispatch import Signal

#: An accreditation of a supplier changed. Arguments: supplier_ids (list of int), at (datetime).
accreditation_changed = Signal()

#: An accreditation that was in force stopped, or one that had stopped is in force again. Arguments:
#: supplier_ids (list of int), status (AccreditationStatus: how it is now), by (Viewer).
accreditation_turned = Signal()
