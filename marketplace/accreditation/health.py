"""Whether the database still guards what schemes have published."""

from datetime import datetime, timedelta

from marketplace.accreditation.triggers import missing_triggers
from marketplace.core.findings import HealthCheck, HealthFinding


def requirements(at: datetime) -> HealthFinding:
    """Whether every guard of published requirements is in the database."""
    if not (missing := missing_triggers()):
        return HealthFinding(True, "The database lets nobody change published requirements.")
    return HealthFinding(
        False,
        f"Published requirements of schemes are not guarded. Missing: {', '.join(missing)}.",
        "Run manage.py migrate, which makes the guards again.",
    )


CHECKS = (HealthCheck("published_requirements", requirements, valid_for=timedelta(hours=1)),)
