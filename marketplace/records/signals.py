"""What records announce, inside the transaction."""

from django.dispatch import Signal

#: A copy is to be made. Argument: copy_id (int).
copy_asked = Signal()
#: A copy can be fetched: the place to tell whoever asked. Arguments: copy_id, user_id (int).
copy_ready = Signal()
