"""Deciding how closely a person's payments are checked, from a day, for a reason."""

from datetime import date

from django.db import transaction

from marketplace.accounts.permissions import check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.people.models import Person
from payments.reconciliation.actions.locking import lock_people
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import MonitoringDecision
from payments.reconciliation.permissions import check_can_check_money
from payments.reconciliation.rules.asking import Monitoring
from payments.reconciliation.rules.explanations import monitoring_problems


@transaction.atomic
def decide_monitoring(
    *, by: Viewer, person_id: int, level: Monitoring, reason: str, from_date: date
) -> MonitoringDecision:
    """Check a person's payments as closely as this from a day on; what was decided before stays on record.

    What is open is looked at again in the night of that day. Raises ReconciliationError.
    """
    user = check_is_user(by)
    lock_people([person_id])
    person = Person.objects.select_related("authority").get(pk=person_id)
    check_can_check_money(by, person)
    if problems := monitoring_problems(reason, from_date, by.today):
        raise ReconciliationError(*problems)
    row = MonitoringDecision.objects.create(
        authority_id=person.authority_id,
        person=person,
        level=level,
        reason=reason.strip(),
        from_date=from_date,
        decided_at=by.at,
        decided_by=user,
    )
    record(
        event="monitoring_decided",
        by=by,
        subject=row,
        level=level.value,
        from_date=from_date.isoformat(),
    )
    return row
