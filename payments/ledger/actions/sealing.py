"""Sealing what was posted, so that a change made behind the application's back shows."""

from django.db import transaction
from django.db.models import Max

from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from payments.ledger.actions.turns import after_posting, one_sealer
from payments.ledger.models import Seal, Transfer
from payments.ledger.queries import councils_that_posted, last_link, sealed_rows
from payments.ledger.rules import SealForm, seal_digest

#: Transfers to a seal. Judgement: they are all in memory at once.
RANGE = 50_000


def seal_ledger(*, by: Viewer) -> list[Seal]:
    """Seal what each council posted since its last seal, at most 50,000 to a seal. Returns the new seals.

    At any time, whoever else posts or seals: each step is a transaction of its own, and a posting
    waits only while the number is read up to which everything is there.
    """
    seals = []
    for authority_id in councils_that_posted():
        until = _settled_until(authority_id)
        while seal := seal_range(by=by, authority_id=authority_id, until=until):
            seals.append(seal)
    return seals


@transaction.atomic
def _settled_until(authority_id: int) -> int:
    """The last of a council's transfers below which no other one can still appear; 0 for none."""
    after_posting(authority_id=authority_id)
    last: int | None = Transfer.objects.filter(authority_id=authority_id).aggregate(last=Max("pk"))[
        "last"
    ]
    return last or 0


@transaction.atomic
def seal_range(*, by: Viewer, authority_id: int, until: int) -> Seal | None:
    """Seal a council's next transfers up to and with this one, at most 50,000; None where none are left.

    `until` must be settled: nothing below it is still being posted.
    """
    one_sealer(authority_id=authority_id)
    before = last_link(authority_id)
    rows = list(
        sealed_rows(
            authority_id=authority_id,
            after=before.last_transfer_id,
            until=until,
            limit=RANGE,
            form=SealForm.TRANSFER_AND_ACCOUNTS,
        )
    )
    if not rows:
        return None
    seal = Seal.objects.create(
        authority_id=authority_id,
        first_transfer_id=rows[0].id,
        last_transfer_id=rows[-1].id,
        form=SealForm.TRANSFER_AND_ACCOUNTS,
        digest=seal_digest(before.digest, rows),
        previous_digest=before.digest,
        sealed_at=by.at,
    )
    record(
        event="ledger_sealed",
        by=by,
        subject=seal,
        transfers=len(rows),
        last_transfer=seal.last_transfer_id,
    )
    return seal
