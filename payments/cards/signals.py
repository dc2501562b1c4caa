"""News from cards, sent inside the transaction."""

from django.dispatch import Signal

#: Booked lines were received and posted. Arguments: line_ids (list of int), at (datetime).
lines_received = Signal()
