"""Sealing what was posted, so that a change made behind the application's back shows."""

from datetime import datetime

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from payments.ledger.models import Seal
from payments.ledger.queries import sealed_rows
from payments.ledger.rules import GENESIS, seal_digest

#: Transfers to a seal. Judgement: they are all in memory at once.
RANGE = 50_000


@transaction.atomic
def seal_ledger(*, by: Viewer) -> list[Seal]:
    """Seal every transfer since the last seal, at most 50,000 to a seal. Returns the new seals.

    For a nightly job and the end of a large import, when nothing else is posting: a row whose
    number is below the last sealed one is found by `verify_ledger`.
    """
    # Two sealers at once would chain from one seal twice; the unique last id stops the second.
    seals = []
    while (seal := _seal_next(by.at)) is not None:
        seals.append(seal)
    if seals:
        record(
            event="ledger_sealed",
            by=by,
            subject=seals[-1],
            seals=len(seals),
            last_transfer=seals[-1].last_transfer_id,
        )
    return seals


def _seal_next(at: datetime) -> Seal | None:
    last = Seal.objects.select_for_update().order_by("-pk").first()
    after = last.last_transfer_id if last else 0
    rows = list(sealed_rows(after=after, limit=RANGE))
    if not rows:
        return None
    previous = last.digest if last else GENESIS
    return Seal.objects.create(
        first_transfer_id=rows[0].id,
        last_transfer_id=rows[-1].id,
        digest=seal_digest(previous, rows),
        previous_digest=previous,
        sealed_at=at,
    )
