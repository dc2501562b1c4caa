"""Whether search answers from all that is public, and would after a start."""

from collections.abc import Callable
from datetime import datetime, timedelta

from marketplace.core.findings import Gauge, HealthCheck, HealthFinding
from search.queries import TableSource, backend, councils, documents_at, listings_at

_REBUILD = "Run manage.py rebuild_search_index."
#: A listing that is published between the two counts makes them differ; not twice running.
LOOKS = 2


def index(at: datetime) -> HealthFinding:
    """Whether the index of each council holds as many documents as the table, in this process."""
    sizes = {one.slug: backend().holds(one.pk) for one in councils()}
    short = _differing(lambda pk: (backend().holds(pk), TableSource().size(pk)))
    gauge = Gauge(
        "handrail_search_documents", sum(sizes.values()), "Documents that searches look through."
    )
    if short:
        return HealthFinding(
            False, f"Search does not hold every document of {', '.join(short)}.", _REBUILD, (gauge,)
        )
    return HealthFinding(True, f"Search holds {sum(sizes.values())} documents.", gauges=(gauge,))


def snapshots(at: datetime) -> HealthFinding:
    """Whether what a server starts from is whole. Search itself goes on from memory without it."""
    damaged = [one.slug for one in councils() if not backend().is_kept(one.pk)]
    if not damaged:
        return HealthFinding(True, "The snapshots of the search index are whole.")
    return HealthFinding(
        False,
        f"The snapshot of the search index of {', '.join(damaged)} is damaged or far behind.",
        "The worker makes a new one within five minutes; if it does not, look at its log and the disk.",
    )


def documents(at: datetime) -> HealthFinding:
    """Whether every public listing has its document, and no other has one."""
    wrong = _differing(lambda pk: (documents_at(pk, at), listings_at(pk, at)))
    if not wrong:
        return HealthFinding(True, "Every public listing can be found.")
    return HealthFinding(
        False, f"Search finds other listings than are public in {', '.join(wrong)}.", _REBUILD
    )


def _differing(counts: Callable[[int], tuple[int, int]]) -> list[str]:
    """The slugs of the councils of which two counts differ, at each of some looks."""
    found = councils()
    for _ in range(LOOKS):
        found = [one for one in found if len(set(counts(one.pk))) > 1]
    return [one.slug for one in found]


CHECKS = (
    HealthCheck("search_index", index, seconds=10),
    HealthCheck("search_snapshots", snapshots, valid_for=timedelta(minutes=5), seconds=10),
    HealthCheck("search_documents", documents, valid_for=timedelta(minutes=5), seconds=10),
)
