"""Writing matches with their parts and transfers. Part of an action, whose audit event covers it."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max

from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.transactions import require_transaction
from payments.cards.models import ReceivedLine
from payments.ledger.actions import first_open_day, open_accounts, post_transfers
from payments.ledger.periods import posted_on
from payments.ledger.rules import NewAccount, unallocated
from payments.reconciliation.models import DueClaim, Match, MatchPart
from payments.reconciliation.rules.explanations import LONGEST_MATCH_REASON
from payments.reconciliation.rules.posting import NewPart, account_of, legs
from payments.reconciliation.rules.values import Claim, Tier
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
    is_again: bool = False
    claims: Sequence[Claim] = ()


def write_matches(*, by: Viewer, authority_id: int, made: Sequence[NewMatch]) -> list[Match]:
    """Write these matches in bulk: rows, parts, and the transfers out of unallocated money.

    The lines must be locked and have no active match; the database refuses a second one.
    """
    require_transaction()
    matches = Match.objects.bulk_create([_row(new, by) for new in made], batch_size=BATCH)
    write_parts([(match, new.parts) for match, new in zip(matches, made, strict=True)])
    _write_claims([(match, new.claims) for match, new in zip(matches, made, strict=True)])
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


def _write_claims(claimed: Sequence[tuple[Match, Sequence[Claim]]]) -> None:
    """Write what matches use up, each at the next free place among the payments of its due.

    Two who take the same place at once cannot both have it: the database refuses the second.
    """
    taken = _places({claim for _, claims in claimed for claim in claims})
    rows = []
    for match, claims in claimed:
        for claim in claims:
            due = (claim.kind, claim.id, claim.due)
            rows.append(
                DueClaim(
                    match=match,
                    kind=claim.kind,
                    target_id=claim.id,
                    due=claim.due,
                    units_c=claim.units_c,
                    instalment=taken[due],
                )
            )
            taken[due] += 1
    DueClaim.objects.bulk_create(rows, batch_size=BATCH)


def _places(claims: Collection[Claim]) -> dict[tuple[str, int, date], int]:
    """The next free place of each due. One query."""
    taken: dict[tuple[str, int, date], int] = defaultdict(int)
    if not claims:
        return taken
    dues = [claim.due for claim in claims]
    known = DueClaim.objects.active().filter(
        target_id__in={claim.id for claim in claims}, due__range=(min(dues), max(dues))
    )
    places = known.order_by().values_list("kind", "target_id", "due").annotate(Max("instalment"))
    for kind, target_id, due, last in places:
        taken[kind, target_id, due] = last + 1
    return taken


def _row(new: NewMatch, by: Viewer) -> Match:
    return Match(
        authority_id=new.line.authority_id,
        line=new.line,
        tier=new.tier,
        rule_version=rule_version(),
        reason=new.reason[:LONGEST_MATCH_REASON],
        features={**new.features, **_claimed(new.claims)},
        group=new.group,
        made_at=by.at,
        **actor_columns("made_by", by),
    )


def _claimed(claims: Sequence[Claim]) -> dict[str, Any]:
    """What a match uses up, as it says itself: the claims are proved against it."""
    kept = [[one.kind, one.id, one.due.isoformat(), one.units_c] for one in claims]
    return {"claimed": kept}


def post_matches(*, by: Viewer, authority_id: int, made: Sequence[NewMatch]) -> None:
    """Post the parts of matches out of unallocated money, or into it. Part of an action.

    On the day of the payment, or on the first open day where its period is closed.
    """
    require_transaction()
    wanted = {unallocated(new.line.account.person_id) for new in made}
    for new in made:
        wanted |= accounts_of(new.line, new.parts)
    opened = open_accounts(by=by, authority_id=authority_id, accounts=wanted)
    account_ids = {code: account.pk for code, account in opened.items()}
    open_from = first_open_day(authority_id=authority_id)
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
                effective_date=posted_on(new.line.booked_date, open_from),
                group=new.group,
                account_ids=account_ids,
                is_again=new.is_again,
            )
        ],
    )


def accounts_of(line: ReceivedLine, parts: Sequence[NewPart]) -> set[NewAccount]:
    """The accounts that the parts of a line are posted to."""
    person_id, pence = line.account.person_id, line.amount_pence
    return {account_of(part, person_id, pence) for part in parts}
