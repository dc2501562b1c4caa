"""How closely people's payments are checked on a day."""

from collections.abc import Collection
from datetime import date

from marketplace.council.queries import figures
from payments.reconciliation.models import MonitoringDecision
from payments.reconciliation.rules.asking import Asking, Monitoring
from payments.reconciliation.rules.figures import LIGHT_FROM, LIGHT_SAMPLE


def asking_of(authority_id: int, person_ids: Collection[int], day: date) -> dict[int, Asking]:
    """For every person of a council, how closely they are checked on a day. Two queries."""
    values = figures(authority_id, [LIGHT_FROM.key, LIGHT_SAMPLE.key], day)
    rows = MonitoringDecision.objects.filter(person__in=person_ids, from_date__lte=day)
    levels = {
        person_id: Monitoring(level)
        for person_id, level in rows.order_by("from_date", "pk").values_list("person", "level")
    }
    return {
        person_id: Asking.of(levels.get(person_id, Monitoring.USUAL), values)
        for person_id in person_ids
    }
