"""Sharing payments between funds: new ones, and earlier ones again when what was agreed changed."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from payments.ledger.actions import reverse_group
from payments.reconciliation.actions.locking import lock_people
from payments.reconciliation.actions.reversing import undo
from payments.reconciliation.actions.writing import NewMatch, post_matches, write_parts
from payments.reconciliation.models import Match
from payments.reconciliation.queries.charges import charges_of, matches_of, people_matched
from payments.reconciliation.queries.expected import Expected, expected_of
from payments.reconciliation.rules.charges import Charge, parts_by_line, shares_of
from payments.reconciliation.rules.duties import MAY_RECONCILE
from payments.reconciliation.rules.exceptions.nobody_pays import nobody_pays
from payments.reconciliation.rules.posting import NewPart
from payments.reconciliation.rules.values import Tier

# People in one transaction. Judgement: about two seconds of work; more holds their locks for longer.
BATCH = 50


def parts_for(
    charges: Sequence[Charge], expected: Expected, person_id: int
) -> dict[int, list[NewPart]]:
    """The parts of new charges of one person, by received line; none of a line that nobody pays.

    Earlier payments are read where shares depend on them: for refunds, and contribution first.
    """
    if not charges:
        return {}
    earlier: list[Charge] = []
    if any(c.refund_of for c in charges) or expected.depends_on_order:
        new = {charge.line_id for charge in charges}
        for match in matches_of([person_id]):
            if match.line_id not in new:
                earlier += charges_of(match, expected)
    return parts_by_line(charges, shares_of([*earlier, *charges], expected.by_account))


@transaction.atomic
def share_again(*, by: Viewer, person_ids: Collection[int]) -> int:
    """Share the matched payments of people again, by what is agreed for their days as known now.

    Where shares differ the old ones are reversed and new ones posted: effective on the payment's own
    day, recorded now. What nobody pays any more is undone, and a person looks. Returns how many
    payments changed; running it again changes nothing.
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
        line = match.line
        reverse_group(
            by=by,
            authority_id=line.authority_id,
            group=match.group,
            effective_date=line.booked_date,
        )
        match.group = uuid.uuid4()
        match.save(update_fields=["group"])
        match.parts.all().delete()
        write_parts([(match, parts[match.line_id])])
        again = NewMatch(
            line, parts[match.line_id], Tier(match.tier), match.reason, {}, match.group
        )
        post_matches(by=by, authority_id=line.authority_id, made=[again])
        record(event="payment_shared_again", by=by, subject=match, line_id=line.pk)
