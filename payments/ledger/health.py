"""Whether the ledger is sealed in time, and what was sealed last still as it was."""

from datetime import datetime, timedelta

from marketplace.core.findings import Gauge, HealthCheck, HealthFinding
from payments.ledger.queries import last_seals_broken, missing_guards, oldest_unsealed

#: The ledger is sealed each night. Judgement: one night may fail, and be tried again, before
#: somebody must look.
SEALED_WITHIN = timedelta(days=2)


def sealing(at: datetime) -> HealthFinding:
    """How long the oldest transfer has waited for its seal."""
    oldest = oldest_unsealed()
    age = at - oldest if oldest else timedelta(0)
    gauge = Gauge(
        "handrail_ledger_unsealed_age_seconds",
        max(age.total_seconds(), 0),
        "Seconds since the oldest transfer that is not sealed yet.",
    )
    return HealthFinding(
        age <= SEALED_WITHIN,
        f"Transfers wait {max(age.days, 0)} days for their seal."
        if oldest
        else "Every transfer is sealed.",
        "See why the nightly job seal_and_prove does not run, or fails.",
        (gauge,),
    )


def seals(at: datetime) -> HealthFinding:
    """Whether the last seal of each chain holds, and the database still guards all of them.

    `manage.py verify_ledger` proves the whole of it, and takes longer.
    """
    wrong = [f"The guard {name} is missing." for name in missing_guards()]
    wrong += last_seals_broken()
    if not wrong:
        return HealthFinding(True, "The last seal of each chain holds.")
    return HealthFinding(
        False,
        f"The ledger is not as it was sealed. {' '.join(wrong)}",
        "Run manage.py verify_ledger, and read what the operating guide says of broken seals.",
    )


CHECKS = (
    HealthCheck("ledger_sealing", sealing, valid_for=timedelta(minutes=1)),
    HealthCheck("ledger_seals", seals, valid_for=timedelta(hours=1), seconds=10),
)
