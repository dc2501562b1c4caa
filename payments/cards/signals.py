"""What cards announce, inside the transaction."""

from django.dispatch import Signal

#: Booked lines were received and posted. Arguments: line_ids (list of int), at (datetime).
lines_received = Signal()
#: A stored delivery is to be applied. Argument: event_id (int).
event_waiting = Signal()
#: A stored statement is to be read. Argument: upload_id (int).
upload_waiting = Signal()
#: An agreement pays into an account from now on. Arguments: person_ids (list of int), first (date),
#: at (datetime).
account_fed = Signal()
