"""What a restored site needs before it is served: its guards, a proof, an index, and what comes next."""

from collections.abc import Iterator

from django.core.management.sql import emit_post_migrate_signal

from marketplace.core.queries import migrations_missing
from marketplace.portal.backup.databases import Database
from marketplace.portal.backup.progress import ProgressLines
from marketplace.portal.backup.rows import in_flight
from payments.reconciliation.queries.integrity import integrity_problems
from search.queries import backend, councils

AFTER_MIGRATING = (
    "manage.py migrate",
    "manage.py createcachetable",
    "manage.py rebuild_search_index",
    "manage.py verify_ledger",
)


def finish(progress: ProgressLines) -> list[str]:
    """Make the guards and the index anew, where the backup is of this release's migrations.

    Returns what is wrong with the ledger, as sentences.
    """
    if missing := migrations_missing():
        progress.say(f"The backup is older than this release by {missing} migrations.")
        return []
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    wrong = list(integrity_problems())
    for council in councils():
        found = backend().rebuild(council.pk)
        progress.say(f"{council.short_name}: {found} listings in the search index.")
    return wrong


def what_was_in_flight(database: Database) -> Iterator[str]:
    """A sentence for each kind of work that the worker goes on with."""
    with database.read() as reader:
        running, ready, mail = in_flight(reader)
    if running:
        yield f"Jobs that were at work: {running}. The worker runs them again, within two minutes."
    if ready:
        yield f"Jobs that waited: {ready}. The worker runs them, and sends the mail among them."
    if mail:
        yield (
            f"Messages that waited: {mail}. The worker sends them, once more where the old site has"
            " sent them since."
        )


def next_steps() -> list[str]:
    """The commands that come next, in their order."""
    first = AFTER_MIGRATING if migrations_missing() else ()
    return [*first, "manage.py doctor"]
