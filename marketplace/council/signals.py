"""What this room announces, inside the transaction."""

from django.dispatch import Signal

#: A council is served at other host names than before. Arguments: authority_id (int), at (datetime).
hosts_changed = Signal()
