"""What a confirmed match teaches: how a payee is called on statements."""

from collections.abc import Iterable

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.transactions import require_transaction
from payments.cards.models import ReceivedLine
from payments.cards.rules import MoneyAccountKind
from payments.reconciliation.actions.payees import audited, confirm_fact, payee_row, write_fact
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import Match, PayeeFact
from payments.reconciliation.permissions import can_keep_payee, check_can_keep_payee
from payments.reconciliation.queries.payees import (
    facts_like,
    payees_of,
    payees_of_lines,
    subject_of_line,
)
from payments.reconciliation.rules.payee_facts import (
    FactSource,
    PayeeFactKind,
    PayeeFactState,
    PayeeSubject,
    confirming_problems,
    fact_key,
    names_somebody,
)
from payments.reconciliation.rules.values import TargetKind


@transaction.atomic
def learn_from_match(*, by: Viewer, line: ReceivedLine, plan_line_id: int) -> PayeeFact | None:
    """Learn how a payee is called from a payment that a user matched to a plan line.

    The first time it becomes a suggestion; when another user confirms the same text it matches by
    itself. None where it teaches nothing: the name is known, of them or of another payee, was refused,
    or is nobody's.
    """
    subject = subject_of_line(plan_line_id)
    if subject is None:
        return None
    check_can_keep_payee(by, subject)
    kind, key = _said(line)
    if not names_somebody(key) or _is_known(subject, plan_line_id, key):
        return None
    payee = payee_row(by=by, subject=subject)
    alike = facts_like(payee, kind, key).select_for_update(of=("self",))
    known = alike.first()
    if known is None:
        try:
            fact = write_fact(by=by, payee=payee, kind=kind, text=key, source=FactSource.LEARNT)
        except ReconciliationError:
            # A colleague learnt it at this moment: this is the second yes.
            known = alike.get()
        else:
            record(event="payee_fact_learnt", by=by, subject=fact, line_id=line.pk, **audited(fact))
            return fact
    state = PayeeFactState(known.state)
    if confirming_problems(state, known.recorded_by_id, by.user_id):
        return None
    confirm_fact(by=by, fact=known)
    return known


def _is_known(subject: PayeeSubject, plan_line_id: int, key: str) -> bool:
    """Whether a text is a name already: the payee's own, or that of another whom the council knows."""
    own = payees_of_lines([plan_line_id])[plan_line_id].automatic
    others = payees_of(subject.authority_id)
    others.pop(subject.key, None)
    names = own.names.union(own.descriptors, *others.values())
    return any(fact_key(PayeeFactKind.BANK_NAME, name) == key for name in names)


def learn_from_matches(*, by: Viewer, matches: Iterable[Match]) -> None:
    """Learn from matches that a user made of whole payments. Part of an action, and its last part.

    In one order, so that of two who learn the same neither waits for the other for ever. Whoever may
    not say who is paid teaches nothing.
    """
    require_transaction()
    if by.user is None:
        return
    for _, line, plan_line_id in sorted(_teaching(matches), key=lambda one: one[0]):
        subject = subject_of_line(plan_line_id)
        if subject is not None and can_keep_payee(by, subject):
            learn_from_match(by=by, line=line, plan_line_id=plan_line_id)


def _teaching(matches: Iterable[Match]) -> Iterable[tuple[tuple[str, str, int], ReceivedLine, int]]:
    for match in matches:
        kind, target_id = match.features["target"]
        # Of a payment that was split nobody knows whose name it bears.
        if kind == TargetKind.PLAN_LINE and "split" not in match.features:
            subject = subject_of_line(target_id)
            order = (subject.key if subject else "", _said(match.line)[1], match.line_id)
            yield order, match.line, target_id


def _said(line: ReceivedLine) -> tuple[PayeeFactKind, str]:
    """What a payment calls its payee, without what changes from payment to payment."""
    on_card = line.account.kind == MoneyAccountKind.CARD
    kind = PayeeFactKind.DESCRIPTOR if on_card else PayeeFactKind.BANK_NAME
    return kind, fact_key(kind, line.payee or line.description)
