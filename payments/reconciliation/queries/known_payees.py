"""Whom a council knows, and whose references are whose: what a line is held against."""

from collections import defaultdict
from collections.abc import Collection

from marketplace.brokerage.models import PlanItem
from payments.reconciliation.queries.payees import payees_of
from payments.reconciliation.rules.names import PayeeIndex
from payments.reconciliation.rules.words import reference_key


def payee_index(authority_ids: Collection[int]) -> PayeeIndex:
    """The names of all payees whom these councils know, so that a name is told from its neighbours."""
    names = {key: found for council in authority_ids for key, found in payees_of(council).items()}
    return PayeeIndex.of({key: sorted(found) for key, found in names.items()})


def item_references(authority_ids: Collection[int]) -> dict[str, set[int]]:
    """The references that are agreed for plan items, with whose they are. One query."""
    found: dict[str, set[int]] = defaultdict(set)
    if not authority_ids:
        return found
    items = PlanItem.objects.filter(line__person__authority__in=authority_ids)
    rows = items.exclude(payment_reference="").values_list("payment_reference", "line__person")
    for reference, person_id in rows.distinct():
        found[reference_key(reference)].add(person_id)
    return found
