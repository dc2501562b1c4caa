"""Writing matches with their parts and transfers. Part of an action, whose audit event covers it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.transactions import require_transaction
from payments.cards.models import ReceivedLine
from payments.ledger.actions import open_accounts, post_transfers
from payments.ledger.rules import unallocated
from payments.reconciliation.models import Match, MatchPart
from payments.reconciliation.rules.explanations import LONGEST_MATCH_REASON
from payments.reconciliation.rules.posting import NewPart, account_of, legs
from payments.reconciliation.rules.values import Tier
from payments.reconciliation.rules.version import rule_version

# Rows in one statement. Source: SQLite takes at most 32,766 values in one, and a match has 12.
BATCH = 500


@dataclass(frozen=True, slots=True)
class NewMatch:
    """A match to be made: a locked line, its parts, and why."""

    line: ReceivedLine
    parts: Sequence[NewPart]
    tier: Tier
    reason: str
    features: dict[str, Any]
    group: uuid.UUID = field(default_factory=uuid.uuid4)


def write_matches(*, by: Viewer, authority_id: int, made: Sequence[NewMatch]) -> list[Match]:
    """Write these matches in bulk: rows, parts, and the transfers out of unallocated money.

    The lines must be locked and have no active match; the database refuses a second one.
    """
    require_transaction()
    matches = Match.objects.bulk_create([_row(new, by) for new in made], batch_size=BATCH)
    write_parts([(match, new.parts) for match, new in zip(matches, made, strict=True)])
    post_matches(by=by, authority_id=authority_id, made=made)
    return matches


def write_parts(parted: Sequence[tuple[Match, Sequence[NewPart]]]) -> None:
    """Write the parts of matches that have none. Part of an action."""
    require_transaction()
    rows = [
        MatchPart(
            match=match,
            plan_line_id=part.plan_line_id,
            fund_id=part.fund_id,
            amount_pence=part.amount_pence,
        )
        for match, parts in parted
        for part in parts
    ]
    MatchPart.objects.bulk_create(rows, batch_size=BATCH)


def _row(new: NewMatch, by: Viewer) -> Match:
    return Match(
        authority_id=new.line.authority_id,
        line=new.line,
        tier=new.tier,
        rule_version=rule_version(),
        reason=new.reason[:LONGEST_MATCH_REASON],
        features=new.features,
        group=new.group,
        made_at=by.at,
        **actor_columns("made_by", by),
    )


def post_matches(*, by: Viewer, authority_id: int, made: Sequence[NewMatch]) -> None:
    """Post the parts of matches out of unallocated money, or into it. Part of an action."""
    require_transaction()
    wanted = {unallocated(new.line.account.person_id) for new in made}
    for new in made:
        person_id, pence = new.line.account.person_id, new.line.amount_pence
        wanted.update(account_of(part, person_id, pence) for part in new.parts)
    opened = open_accounts(by=by, authority_id=authority_id, accounts=wanted)
    account_ids = {code: account.pk for code, account in opened.items()}
    post_transfers(
        by=by,
        authority_id=authority_id,
        transfers=[
            leg
            for new in made
            for leg in legs(
                new.parts,
                person_id=new.line.account.person_id,
                line_pence=new.line.amount_pence,
                effective_date=new.line.booked_date,
                group=new.group,
                account_ids=account_ids,
            )
        ],
    )
