"""Recording what happened, in the transaction in which it happened."""

from django.db import models

from marketplace.core.actors import Actor
from marketplace.core.models import AuditEvent
from marketplace.core.transactions import require_transaction

AuditValue = int | str | None | list[int] | list[str] | dict[str, int]


def record(*, event: str, by: Actor, subject: models.Model, **data: AuditValue) -> AuditEvent:
    """Write one audit row. Data holds ids, codes, counts and dates, never names or words.

    Raises RuntimeError outside a transaction: the row must stand or fall with the change.
    """
    require_transaction()
    return AuditEvent.objects.create(
        recorded_at=by.at,
        authority_id=by.authority_id or getattr(subject, "authority_id", None),
        by_user_id=by.user_id,
        by_system=by.system,
        event=event,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        data=data,
    )
