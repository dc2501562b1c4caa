"""What this room announces, inside the transaction."""

from django.dispatch import Signal

#: Somebody was told. Arguments: notification_ids (list of int).
told = Signal()
