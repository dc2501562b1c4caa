"""How earlier lines were shared out."""

from collections import defaultdict
from collections.abc import Iterable

from payments.reconciliation.models import MatchPart
from payments.reconciliation.rules.posting import NewPart
from payments.reconciliation.rules.states import MatchState


def parts_of_purchases(line_ids: Iterable[int]) -> dict[int, list[NewPart]]:
    """The parts of each line's active match, so that a refund goes back the same way."""
    found: dict[int, list[NewPart]] = defaultdict(list)
    rows = MatchPart.objects.filter(
        match__line__in=list(line_ids), match__state=MatchState.ACTIVE
    ).select_related("match")
    for row in rows.order_by("pk"):
        if row.stream_id is not None:
            found[row.match.line_id].append(
                NewPart(row.stream_id, row.amount_pence, row.plan_item_id)
            )
    return dict(found)
