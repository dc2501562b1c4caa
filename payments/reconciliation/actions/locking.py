"""Who waits for whom: people first, then payments, then what is asked about them."""

from collections.abc import Collection

from marketplace.core.transactions import require_transaction
from marketplace.people.models import Person


def lock_people(person_ids: Collection[int]) -> None:
    """Until the transaction ends, nobody else matches, shares or agrees the money of these people.

    Part of an action. Whose money one payment is depends on others, so payments alone are not enough.
    """
    require_transaction()
    people = Person.objects.select_for_update(no_key=True).filter(pk__in=person_ids)
    list(people.order_by("pk").values_list("pk"))
