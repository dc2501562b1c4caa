"""What brokerage announces, inside the transaction."""

from django.dispatch import Signal

#: Plans were approved. Arguments: plan_ids (list of int), at (datetime).
plan_approved = Signal()
