"""Sharing payments between funds: new ones, and earlier ones again when what was agreed changed."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from payments.ledger.actions import (
    first_open_day,
    open_accounts,
    post_transfers,
    reverse_group,
)
from payments.ledger.models import Transfer
from payments.reconciliation.actions.locking import lock_people
from payments.reconciliation.actions.reversing import undo
from payments.reconciliation.actions.writing import NewMatch, accounts_of, post_matches, write_parts
from payments.reconciliation.models import Match
from payments.reconciliation.queries.charges import charges_of, matches_of, people_matched
from payments.reconciliation.queries.expected import Expected, expected_of
from payments.reconciliation.rules.charges import parts_by_line, shares_of
from payments.reconciliation.rules.duties import MAY_RECONCILE
from payments.reconciliation.rules.exceptions.nobody_pays import nobody_pays
from payments.reconciliation.rules.posting import ADJUSTING, NewPart, adjusting_legs
from payments.reconciliation.rules.values import Tier

# People in one transaction. Judgement: about two seconds of work; more holds their locks for longer.
BATCH = 50


@transaction.atomic
def share_again(*, by: Viewer, person_ids: Collection[int]) -> int:
    """Share the matched payments of people again, by what is agreed for their days as known now.

    Where shares differ the old ones are reversed and new ones posted: effective on the payment's own
    day, recorded now. Where that is in a closed period, the difference is moved on the first open day.
    What nobody pays any more is undone, and a person looks. Returns how many payments changed; running
    it again changes nothing.
    """
    ids = sorted(person_ids)
    lock_people(ids)
    expected = expected_of(ids, by.today)
    by_person: dict[int, list[Match]] = {person_id: [] for person_id in ids}
    for match in matches_of(ids):
        by_person[match.line.account.person_id].append(match)
    changed = 0
    for person_id, matches in by_person.items():
        check(by, MAY_RECONCILE, expected[person_id].authority_id)
        changed += _share(by, matches, expected[person_id])
    return changed


def share_everybody_again(*, by: Viewer) -> int:
    """Share everybody's payments again, so that a figure of a council is followed: each batch of people
    its own action. Returns how many payments changed."""
    ids = people_matched()
    return sum(
        share_again(by=by, person_ids=ids[start : start + BATCH])
        for start in range(0, len(ids), BATCH)
    )


def _share(by: Viewer, matches: Sequence[Match], expected: Expected) -> int:
    charges = [charge for match in matches for charge in charges_of(match, expected)]
    parts = parts_by_line(charges, shares_of(charges, expected.by_account))
    changed = [match for match in matches if _parts_of(match) != parts.get(match.line_id, [])]
    for match in changed:
        if match.line_id not in parts:
            spent = match.line.amount_pence < 0
            undo(by=by, match=match, finding=nobody_pays(match.reason, is_spending=spent))
    _post_again(by, [match for match in changed if match.line_id in parts], parts)
    return len(changed)


def _parts_of(match: Match) -> list[NewPart]:
    rows = (NewPart(p.fund_id, p.amount_pence, p.plan_line_id) for p in match.parts.all())
    return sorted(rows, key=lambda part: (part.plan_line_id or 0, part.fund_id))


def _post_again(
    by: Viewer, matches: Sequence[Match], parts: Mapping[int, Sequence[NewPart]]
) -> None:
    for match in matches:
        line, after = match.line, parts[match.line_id]
        if _is_closed(match):
            _adjust(by, match, after)
        else:
            _replace(by, match, after)
        match.parts.all().delete()
        write_parts([(match, after)])
        record(event="payment_shared_again", by=by, subject=match, line_id=line.pk)


def _is_closed(match: Match) -> bool:
    """Whether any of what was posted for a match stands in a closed period, and must stay."""
    open_from = first_open_day(authority_id=match.line.authority_id)
    if open_from is None:
        return False
    return Transfer.objects.filter(group=match.group, effective_date__lt=open_from).exists()


def _replace(by: Viewer, match: Match, after: Sequence[NewPart]) -> None:
    """The old shares reversed and new ones posted, on the payment's own day."""
    line = match.line
    reverse_group(by=by, authority_id=line.authority_id, group=match.group)
    match.group = uuid.uuid4()
    match.save(update_fields=["group"])
    again = NewMatch(
        line, after, Tier(match.tier), match.reason, {}, group=match.group, is_again=True
    )
    post_matches(by=by, authority_id=line.authority_id, made=[again])


def _adjust(by: Viewer, match: Match, after: Sequence[NewPart]) -> None:
    """One adjusting transfer on the first open day: the difference between the shares."""
    line = match.line
    before = _parts_of(match)
    wanted = accounts_of(line, [*before, *after])
    opened = open_accounts(by=by, authority_id=line.authority_id, accounts=wanted)
    earlier = Transfer.objects.filter(group=match.group, source=ADJUSTING)
    post_transfers(
        by=by,
        authority_id=line.authority_id,
        transfers=adjusting_legs(
            before,
            after,
            person_id=line.account.person_id,
            line_pence=line.amount_pence,
            effective_date=first_open_day(authority_id=line.authority_id) or line.booked_date,
            group=match.group,
            number=earlier.values("reference").distinct().count() + 1,
            account_ids={code: account.pk for code, account in opened.items()},
        ),
    )
