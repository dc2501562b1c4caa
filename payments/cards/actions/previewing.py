"""What confirming a file would do, worked out without writing anything."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from marketplace.accounts.viewer import Viewer
from marketplace.core.errors import Problem, problem
from marketplace.people.queries import users_around
from marketplace.people.rules import Scope
from payments.cards.actions.comparing import SortedChunk, sort_chunk
from payments.cards.actions.stored_lines import gone_on_from, gone_rows
from payments.cards.models import MoneyAccount, ReceivedLine, StatementImport
from payments.cards.queries import moved_by_day, spans_of
from payments.cards.rules import (
    FileOwner,
    LineState,
    NumberedLine,
    Proof,
    Span,
    WholeFile,
    balance_proof,
    follows,
    gaps_between,
    holder_proof,
    number_proof,
    oldest_first,
    owner_problems,
    stored,
    with_identities,
)
from payments.gateway.contract import LineStatus, StatementFile

#: Payments that a preview names. Judgement: enough to see whose they are; all of them are in the file.
ROWS_SHOWN = 10
#: Gaps and doubts that a preview tells. Judgement: who sees twenty looks for another file.
TOLD = 20


def state_of_books(account: MoneyAccount) -> str:
    """What changes whenever a statement of the account is confirmed, recorded or taken back."""
    rows = StatementImport.objects.filter(account=account).exclude(confirmed_at=None)
    counts = Counter(
        (state, finished is not None)
        for state, finished in rows.values_list("state", "finished_at")
    )
    return repr(sorted(counts.items()))


def preview_of(*, by: Viewer, run: StatementImport, file: StatementFile) -> dict[str, Any]:
    """Counts, sums, proofs and warnings, as they are kept with an import until it is recorded.

    `run` may be unsaved. Every line of the file is compared at once, so this asks a few queries.
    """
    account = run.account
    lines = oldest_first(file)
    numbered = with_identities(lines, gone_on_from(run, lines))
    whole = WholeFile.of(numbered)
    done = sort_chunk(run=run, account=account, chunk=numbered, whole=whole, at=by.at)
    same = [row for row in (*done.same, *done.reworded) if row.state == LineState.BOOKED]
    spans, moved = spans_of(account), moved_by_day(account)
    own = _span(run)
    owner = _owner(by, run, bool(same), follows(own, spans, moved) if own else None)
    post = [row.amount_pence for row in done.to_post]
    return {
        "counts": [len(done.new), done.changed, done.unchanged],
        **_numbers(account, file, done),
        "gone": len(gone_rows(account, whole, {row.pk for row in done.booked})),
        "post": sum(1 for pence in post if pence),
        "post_days": Counter(
            row.booked_date.isoformat() for row in done.to_post if row.amount_pence
        ),
        "post_in": sum(pence for pence in post if pence > 0),
        "post_out": sum(pence for pence in post if pence < 0),
        "before_pence": account.available_pence,
        "after_pence": account.available_pence + sum(post),
        "owner": {"number": owner.number, "holder": owner.holder, "balance": owner.balance},
        "stops": _stored(_stops(run, owner)),
        "gaps": _stored(_gaps(own, spans, moved)),
        "doubts": _stored(_doubts(done.doubtful)),
        "rows": [_row(row) for row in done.to_post[:ROWS_SHOWN]],
    }


def _numbers(account: MoneyAccount, file: StatementFile, done: SortedChunk) -> dict[str, int]:
    booked = [
        line.amount_minor
        for line in file.lines
        if line.status == LineStatus.BOOKED and line.currency == account.currency
    ]
    return {
        "lines": len(file.lines),
        "in_pence": sum(pence for pence in booked if pence > 0),
        "out_pence": sum(pence for pence in booked if pence < 0),
        "same": len(done.same) + len(done.reworded) + len(done.shown_again),
        "reworded": len(done.reworded),
        "followed": len(done.booked),
        "pending": sum(row.state == LineState.PENDING for row in done.new),
        "other_currency": done.other_currency,
    }


def _span(run: StatementImport) -> Span | None:
    facts = (run.first_date, run.last_date, run.opening_minor, run.closing_minor)
    first, last, opening, closing = facts
    if first is None or last is None or opening is None or closing is None:
        return None
    # No statement in the books has this number.
    return Span(0, first, last, opening, closing)


def _owner(by: Viewer, run: StatementImport, has_same: bool, fits: bool | None) -> FileOwner:
    account = run.account
    earlier = StatementImport.objects.in_the_books().filter(account=account)
    cards = [card.last4 for card in account.cards.all()]
    digits = {account.bank_last4, *cards, *earlier.values_list("stated_digits", flat=True)} - {""}
    holders = {account.person.name, *earlier.values_list("stated_holder", flat=True)} - {""}
    if run.stated_holder:
        around = users_around(account.person, scope=Scope.MONEY, on=by.today)
        holders |= {user.name for user in around}
        of_agreements = account.agreements.filter(agreement__holder__isnull=False)
        holders |= set(of_agreements.values_list("agreement__holder__name", flat=True))
    return FileOwner(
        number_proof(run.stated_digits, digits),
        holder_proof(run.stated_holder, holders, council=account.authority.name)
        if run.stated_holder
        else Proof.SILENT,
        balance_proof(same_lines=int(has_same), follows=fits),
    )


def _stops(run: StatementImport, owner: FileOwner) -> list[Problem]:
    return owner_problems(
        owner,
        ending=run.stated_digits,
        last4=run.account.last4,
        holder=run.stated_holder,
    )


def _gaps(own: Span | None, spans: Sequence[Span], moved: dict[Any, int]) -> list[Problem]:
    """What is missing right before the file or right after it."""
    if own is None:
        return []
    found = [gap for gap in gaps_between([*spans, own], moved) if 0 in (gap.before_id, gap.next_id)]
    return [
        problem(
            "statement_gap_before" if gap.next_id == 0 else "statement_gap_after",
            after=gap.after.isoformat(),
            until=gap.until.isoformat(),
            missing_minor=gap.missing_minor,
        )
        for gap in found[:TOLD]
    ]


def _doubts(doubtful: Sequence[NumberedLine]) -> list[Problem]:
    return [
        problem(
            "statement_note_maybe_same",
            row=one.line.position,
            day=one.line.booked_date.isoformat(),
            amount_minor=one.line.amount_minor,
            currency=one.line.currency,
        )
        for one in doubtful[:TOLD]
    ]


def _row(row: ReceivedLine) -> dict[str, Any]:
    return {
        "day": row.booked_date.isoformat(),
        "payee": row.payee,
        "amount_pence": row.amount_pence,
        "currency": row.currency,
    }


def _stored(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [stored(one) for one in problems]
