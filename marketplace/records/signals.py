"""What records announce, inside the transaction."""

from django.dispatch import Signal

#: A copy is to be made. Argument: copy_id (int).
copy_asked = Signal()
