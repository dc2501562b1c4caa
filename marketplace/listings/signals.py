"""What listings announce, inside the transaction."""

from django.dispatch import Signal

#: Listings changed in a way the public may see. Arguments: listing_ids (list of int), at (datetime).
listings_changed = Signal()
