"""Recording that a broken seal was looked into: who, when and why. Nothing is deleted or mended."""

from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import problem
from payments.ledger.errors import LedgerConflict
from payments.ledger.models import Seal, SealExamination
from payments.ledger.queries import CheckedSeal, checked_chain
from payments.ledger.rules import LONGEST_EXAMINATION, MAY_EXAMINE_SEALS


@transaction.atomic
def examine_seal(*, by: Viewer, seal_id: int, reason: str) -> SealExamination:
    """Keep why a seal is broken, with a digest of what stands in its place now.

    From then on it is no finding, as long as that stays so. Raises LedgerConflict for a seal that
    is not there, that holds, or was examined as it is, and without a reason.
    """
    seal = Seal.objects.filter(pk=seal_id).first()
    # The first chain is of every council, so whoever examines it does so for their own.
    council = seal.authority_id if seal and seal.authority_id is not None else by.council_id
    check(by, MAY_EXAMINE_SEALS, council)
    if seal is None:
        raise LedgerConflict(problem("ledger_seal_not_there", seal=seal_id))
    words = reason.strip()
    if not 0 < len(words) <= LONGEST_EXAMINATION:
        raise LedgerConflict(problem("ledger_reason_length", "reason", most=LONGEST_EXAMINATION))
    found = _broken(seal)
    examination = SealExamination.objects.create(
        seal=seal,
        found_digest=found.found,
        reason=words,
        examined_at=by.at,
        **actor_columns("examined_by", by),
    )
    record(event="ledger_seal_examined", by=by, subject=seal, examination=examination.pk)
    return examination


def _broken(seal: Seal) -> CheckedSeal:
    """What is found in place of a broken seal that nobody explained yet."""
    found = next(one for one in checked_chain(seal.authority_id) if one.seal.pk == seal.pk)
    if found.holds:
        raise LedgerConflict(problem("ledger_seal_holds", seal=seal.pk))
    if found.is_explained:
        raise LedgerConflict(problem("ledger_seal_examined_already", seal=seal.pk))
    return found
