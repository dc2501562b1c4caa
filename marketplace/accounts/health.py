"""Whether every council can be reached, and how many sign-ins fail."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http.request import validate_host

from marketplace.accounts.queries import council_hosts, councils, failures_since
from marketplace.core.findings import Gauge, HealthCheck, HealthFinding, Weight

COUNTED_FOR = timedelta(hours=1)


def hosts(at: datetime) -> HealthFinding:
    """Whether each host name that is served has a council, and each council a name."""
    served = council_hosts()
    allowed = [name.strip("[]") for name in settings.ALLOWED_HOSTS]
    unknown = [name for name in allowed if not name.startswith((".", "*")) and name not in served]
    closed = [name for name in served if not validate_host(name, allowed)]
    unreached = [one.slug for one in councils() if one.pk not in served.values()]
    wrong = [
        *(f"{name} is in HANDRAIL_HOSTS, and no council's" for name in unknown),
        *(f"{name} is a council's, and not in HANDRAIL_HOSTS" for name in closed),
        *(f"the council {slug} has no host name" for slug in unreached),
    ]
    if not councils():
        return HealthFinding(False, "There is no council yet.", "Run manage.py make_council.")
    if not served:
        return HealthFinding(False, "No council has a host name.", _SAY_WHOSE)
    if wrong:
        return HealthFinding(False, f"Host names: {'; '.join(wrong)}.", _SAY_WHOSE)
    return HealthFinding(True, f"Host names: {len(served)}, each a council's.")


_SAY_WHOSE = (
    "Write each name into HANDRAIL_HOSTS, and add it to its council: manage.py council SLUG"
    " --add-host NAME. A name that is not used any more goes with --remove-host."
)


def sign_in_failures(at: datetime) -> HealthFinding:
    """How many failed; what is too many depends on the size of the council, so nothing is judged."""
    failed = failures_since(at - COUNTED_FOR)
    gauge = Gauge(
        "handrail_sign_in_failures_last_hour", failed, "Sign-ins that failed in the last hour."
    )
    return HealthFinding(True, f"Sign-ins that failed in the last hour: {failed}.", gauges=(gauge,))


CHECKS = (
    HealthCheck("hosts", hosts, Weight.SET_UP),
    HealthCheck("sign_ins", sign_in_failures),
)
