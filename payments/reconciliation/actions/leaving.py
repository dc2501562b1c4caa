"""Letting go of payments whose statement is taken back: matches, what was asked, refunds of them."""

from collections.abc import Collection

from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from payments.cards.models import ReceivedLine
from payments.reconciliation.actions.exceptions import close_exceptions, open_exceptions
from payments.reconciliation.actions.findings import end_findings, subject_of_line
from payments.reconciliation.actions.locking import lock_people
from payments.reconciliation.actions.reversing import reverse_matches, undo
from payments.reconciliation.actions.sharing import share_again
from payments.reconciliation.models import DueClaim, Match, MoneyFinding
from payments.reconciliation.rules.duties import MAY_RECONCILE
from payments.reconciliation.rules.exceptions.likely import likely
from payments.reconciliation.rules.refunds import REFUND


@transaction.atomic
def let_go(*, by: Viewer, line_ids: Collection[int]) -> None:
    """Undo every match of these payments, close what is open on them, and look again at a refund that
    went back the way of one of them. Their money is unallocated again, for whoever takes it out of the
    books."""
    lines = ReceivedLine.objects.filter(pk__in=line_ids).select_related("account")
    people = {line.account.person_id for line in lines}
    lock_people(people)
    for authority_id in sorted({line.authority_id for line in lines}):
        check(by, MAY_RECONCILE, authority_id)
    active = Match.objects.active().select_related("line__account")
    going = list(active.filter(line__in=line_ids).order_by("pk"))
    for refund in _refunds_of(line_ids):
        finding = likely("The payment that this was a refund of is not on any statement now.")
        undo(by=by, match=refund, finding=finding)
    reverse_matches(by=by, matches=going)
    end_findings(by=by, rows=list(MoneyFinding.objects.so().filter(line__in=line_ids)))
    close_exceptions(
        by=by,
        rows=open_exceptions(map(subject_of_line, lines)),
        outcome="The statement was taken back.",
    )
    share_again(by=by, person_ids=people)


def _refunds_of(line_ids: Collection[int]) -> list[Match]:
    """Matches of refunds of these payments that stay in the books themselves."""
    given_back = DueClaim.objects.active().filter(kind=REFUND, target_id__in=line_ids)
    staying = Match.objects.active().filter(pk__in=given_back.values("match"))
    staying = staying.exclude(line__in=line_ids)
    return list(staying.select_related("line__account").order_by("pk"))
