"""What cards announce, inside the transaction."""

from django.dispatch import Signal

#: Booked lines were received and posted; a statement says so once, at its end. Arguments: line_ids (list
#: of int), at (datetime).
lines_received = Signal()
#: These lines go out of the books in this transaction: a receiver lets go of what was made of them.
#: Arguments: line_ids (list of int), at (datetime).
lines_leaving = Signal()
#: A statement is to be taken back by the worker. Argument: import_id (int).
taking_back_waiting = Signal()
#: A stored delivery is to be applied. Argument: event_id (int).
event_waiting = Signal()
#: A stored statement is to be read, or recorded. Argument: upload_id (int).
upload_waiting = Signal()
#: An agreement pays into an account from now on. Arguments: person_ids (list of int), first (date),
#: at (datetime).
account_fed = Signal()
