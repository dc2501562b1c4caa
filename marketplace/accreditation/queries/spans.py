"""When suppliers were accredited, so that a payment is judged by its own day."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from marketplace.accreditation.models import Accreditation, AccreditationChange
from marketplace.accreditation.rules import AccreditationState
from marketplace.core.dates import london_date
from marketplace.core.periods import Period


def accredited_spans(supplier_ids: Collection[int]) -> dict[int, list[Period]]:
    """The periods for which each supplier was accredited under any scheme, in order; two queries.

    A supplier who never was is not in it.
    """
    found: dict[int, list[Period]] = defaultdict(list)
    rows = Accreditation.objects.filter(supplier__in=supplier_ids).prefetch_related("changes")
    for accreditation in rows:
        changes = sorted(accreditation.changes.all(), key=lambda change: change.changed_at)
        for period in _spans(accreditation, changes):
            found[accreditation.supplier_id].append(period)
    return {supplier: _joined(periods) for supplier, periods in found.items()}


def _spans(
    accreditation: Accreditation, changes: Sequence[AccreditationChange]
) -> Iterator[Period]:
    """From each step that made it valid to the next step, or to its last day. Where no step is kept, as
    its row says."""
    if not changes:
        if accreditation.state == AccreditationState.VALID:
            yield Period(accreditation.valid_from, accreditation.valid_until)
        return
    days = [london_date(change.changed_at) for change in changes]
    for change, begun, ended in zip(changes, days, [*days[1:], None], strict=True):
        start = begun if ended else max(begun, accreditation.valid_from)
        until = min(change.valid_until, ended or change.valid_until)
        if change.state == AccreditationState.VALID and start < until:
            yield Period(start, until)


def _joined(periods: Sequence[Period]) -> list[Period]:
    """Periods that meet or overlap as one."""
    found: list[Period] = []
    for period in sorted(periods, key=lambda each: each.start):
        last = found[-1] if found else None
        if last is None or last.until is None or last.until < period.start:
            found.append(period)
        else:
            until: date | None = max(last.until, period.until or last.until)
            found[-1] = Period(last.start, until)
    return found
