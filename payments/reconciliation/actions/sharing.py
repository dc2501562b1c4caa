"""Sharing payments between funds: new ones, and earlier ones again when what was agreed changed."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from payments.cards.models import ReceivedLine
from payments.ledger.actions import reverse_group
from payments.reconciliation.actions.undoing import undo
from payments.reconciliation.actions.writing import NewMatch, post_matches
from payments.reconciliation.models import Match, MatchPart
from payments.reconciliation.queries.charges import charges_of, matches_of
from payments.reconciliation.queries.expected import Expected, expected_of
from payments.reconciliation.rules.charges import Charge, parts_by_line, shares_of
from payments.reconciliation.rules.duties import MAY_RECONCILE
from payments.reconciliation.rules.posting import NewPart
from payments.reconciliation.rules.values import Tier


def parts_for(
    charges: Sequence[Charge], expected: Expected, person_id: int
) -> dict[int, list[NewPart]]:
    """The parts of new charges of one person, by received line; none of a line that nobody pays.

    Earlier payments are read where shares depend on them: for refunds, and contribution first.
    """
    funding = expected.by_account
    earlier: list[Charge] = []
    if any(c.refund_of for c in charges) or expected.depends_on_order:
        new = {charge.line_id for charge in charges}
        for match in matches_of([person_id]):
            if match.line_id not in new:
                earlier += charges_of(match, expected)
    return parts_by_line(charges, shares_of([*earlier, *charges], funding))


@transaction.atomic
def share_again(*, by: Viewer, person_ids: Collection[int], first: date | None = None) -> int:
    """Share the matched payments of people since a day again, by what is agreed for then as known now.

    Where shares differ the old ones are reversed and new ones posted: effective on the payment's own
    day, recorded now. What nobody pays any more is undone, and a person looks. Returns how many
    payments changed; running it again changes nothing.
    """
    ids = sorted(person_ids)
    lines = ReceivedLine.objects.select_for_update().filter(account__person__in=ids)
    list(lines.order_by("pk").values_list("pk"))
    expected = expected_of(ids, by.today)
    by_person: dict[int, list[Match]] = {person_id: [] for person_id in ids}
    for match in matches_of(ids):
        by_person[match.line.account.person_id].append(match)
    changed = 0
    for person_id, matches in by_person.items():
        for authority_id in {match.authority_id for match in matches}:
            check(by, MAY_RECONCILE, authority_id)
        changed += _share(by, matches, expected[person_id], first)
    return changed


def _share(by: Viewer, matches: list[Match], expected: Expected, first: date | None) -> int:
    charges = [charge for match in matches for charge in charges_of(match, expected)]
    parts = parts_by_line(charges, shares_of(charges, expected.by_account))
    changed = [
        match
        for match in matches
        if (first is None or match.line.booked_date >= first)
        and _as_parts(match) != sorted(parts.get(match.line_id, []), key=_order)
    ]
    unpaid = [match for match in changed if match.line_id not in parts]
    for match in unpaid:
        undo(by=by, match=match, line=match.line)
    moved = [match for match in changed if match.line_id in parts]
    _post_again(by, moved, parts)
    return len(changed)


def _as_parts(match: Match) -> list[NewPart]:
    rows = (NewPart(p.fund_id, p.amount_pence, p.plan_line_id) for p in match.parts.all())
    return sorted(rows, key=_order)


def _order(part: NewPart) -> tuple[int, int]:
    return (part.plan_line_id or 0, part.fund_id)


def _post_again(by: Viewer, matches: Iterable[Match], parts: dict[int, list[NewPart]]) -> None:
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
        MatchPart.objects.bulk_create(
            MatchPart(
                match=match,
                plan_line_id=part.plan_line_id,
                fund_id=part.fund_id,
                amount_pence=part.amount_pence,
            )
            for part in parts[match.line_id]
        )
        again = NewMatch(
            line, parts[match.line_id], Tier(match.tier), match.reason, {}, match.group
        )
        post_matches(by=by, authority_id=line.authority_id, made=[again])
        record(event="payment_shared_again", by=by, subject=match, line_id=line.pk)
