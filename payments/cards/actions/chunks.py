"""Writing what comparing a chunk found, and closing what a whole file shows no more."""

from marketplace.accounts.viewer import Viewer
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from payments.cards.actions.cards import note_use_of_only_card
from payments.cards.actions.comparing import SortedChunk
from payments.cards.actions.posting import post_booked
from payments.cards.actions.stored_lines import gone_rows
from payments.cards.models import LineShown, MoneyAccount, ReceivedLine
from payments.cards.rules import (
    LINE_TRANSITIONS,
    LineState,
    WholeFile,
)

#: Rows to one INSERT. Judgement: 20 columns, well under the 32,766 values that SQLite takes.
BATCH = 500


_WORDING = [
    *("identity", "former_identities", "balance_pence", "payee", "description"),
    *("provider_reference", "raw_rows"),
]
_BOOKING = [
    *(*_WORDING, "pending_identity", "booked_date", "amount_pence", "is_reversal"),
    "statement_import",
]
_SHOWING = ["identity", "booked_date"]


def write_chunk(*, by: Viewer, account: MoneyAccount, done: SortedChunk) -> None:
    """Store what sort_chunk found, in bulk, and post what is booked. Part of import_chunk."""
    require_transaction()
    ReceivedLine.objects.bulk_create(done.new, batch_size=BATCH)
    for rows, names in (
        (done.booked, _BOOKING),
        (done.reworded, _WORDING),
        (done.shown_again, _SHOWING),
    ):
        ReceivedLine.objects.bulk_update(rows, names, batch_size=BATCH)
    LineShown.objects.bulk_create(done.shown, batch_size=BATCH, ignore_conflicts=True)
    move(
        [row for row in done.shown_again if row.state == LineState.GONE],
        LineState.PENDING,
        table=LINE_TRANSITIONS,
        by=by,
        event="received_lines.shown_again",
    )
    move(
        done.booked,
        LineState.BOOKED,
        table=LINE_TRANSITIONS,
        by=by,
        event="received_lines.booked",
    )
    post_booked(by=by, account=account, lines=done.to_post, attempt=done.run.attempt)
    if any(line.amount_pence < 0 for line in done.to_post):
        note_use_of_only_card(by=by, account=account)


def close_gone(*, by: Viewer, account: MoneyAccount, whole: WholeFile) -> None:
    """Close the pending lines that a file is past and shows no more. Part of finish_import."""
    require_transaction()
    gone = gone_rows(account, whole)
    move(gone, LineState.GONE, table=LINE_TRANSITIONS, by=by, event="received_lines.gone")
