"""What brokerage announces, inside the transaction."""

from django.dispatch import Signal

#: Plans were approved. Arguments: plan_ids (list of int), at (datetime).
plan_approved = Signal()
#: What is paid or planned changed from a day. Arguments: person_ids (list of int), first (date),
#: at (datetime).
funding_changed = Signal()
#: A fund is being closed; what payments know against it, they raise. Arguments: fund_id (int),
#: rest (FundRest), at (datetime).
fund_closed = Signal()
#: The worker is to do the next parts of an uprating. Argument: uprating_id (int).
uprating_asked = Signal()
