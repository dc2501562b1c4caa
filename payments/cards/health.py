"""Whether statements were read to their end, and what the processor sent was applied."""

from datetime import datetime, timedelta

from marketplace.core.findings import Gauge, HealthCheck, HealthFinding
from payments.cards.queries import events_unapplied, imports_cut_short

#: Judgement: the longest statement that we measured takes a quarter of it.
IMPORTED_WITHIN = timedelta(hours=1)


def imports(at: datetime) -> HealthFinding:
    """Whether an import was cut short."""
    cut_short = imports_cut_short(at - IMPORTED_WITHIN)
    if not cut_short:
        return HealthFinding(True, "Every statement was read to its end.")
    return HealthFinding(
        False,
        f"Statements that were not read to their end: {cut_short}.",
        "Have finance import those files again: what is there already is not doubled.",
    )


def events(at: datetime) -> HealthFinding:
    """Whether stored deliveries of the card processor wait."""
    waiting = events_unapplied(at - IMPORTED_WITHIN)
    gauge = Gauge(
        "handrail_card_events_late",
        waiting,
        "Card deliveries stored over an hour ago, not applied.",
    )
    if not waiting:
        return HealthFinding(True, "What the card processor sent was applied.", gauges=(gauge,))
    return HealthFinding(
        False,
        f"What the card processor sent was not applied: {waiting} deliveries.",
        "Look whether jobs are parked, and run manage.py jobs --again when the cause is mended.",
        (gauge,),
    )


CHECKS = (
    HealthCheck("statement_imports", imports, valid_for=timedelta(minutes=1)),
    HealthCheck("card_events", events, valid_for=timedelta(minutes=1)),
)
