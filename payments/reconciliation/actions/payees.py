"""Keeping what is known of payees: adding, confirming, correcting, refusing and ending facts."""

from typing import Any

from django.db import IntegrityError, transaction

from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import Payee, PayeeFact
from payments.reconciliation.permissions import check_can_keep_payee
from payments.reconciliation.queries.payees import facts_like, payee_of
from payments.reconciliation.rules.payee_facts import (
    FACT_TRANSITIONS,
    FactSource,
    NewFact,
    PayeeFactKind,
    PayeeFactState,
    PayeeSubject,
    confirming_problems,
    fact_key,
    fact_problems,
    fact_text,
    known_problem,
    name_key,
    payee_name_problems,
)


@transaction.atomic
def open_payee(*, by: Viewer, authority_id: int, name: str) -> Payee:
    """Add an organisation that is not in the directory and that the council's people pay: a payroll
    service, the tax office, a pension. Raises ReconciliationError when it is known already."""
    named = " ".join(name.split())
    subject = PayeeSubject(authority_id, named)
    check_can_keep_payee(by, subject)
    if problems := payee_name_problems(named):
        raise ReconciliationError(*problems)
    if payee_of(subject):
        raise ReconciliationError(problem("payee_known_already", "name"))
    payee = payee_row(by=by, subject=subject)
    record(event="payee_opened", by=by, subject=payee)
    return payee


@transaction.atomic
def add_payee_fact(*, by: Viewer, subject: PayeeSubject, new: NewFact) -> PayeeFact:
    """Record something that payments to a payee may say. A colleague's yes lets it match by itself.

    Raises ReconciliationError for what cannot be a fact, is known already or was refused before.
    """
    check_can_keep_payee(by, subject)
    fact = _add(by, subject, new)
    record(event="payee_fact_added", by=by, subject=fact, **audited(fact))
    return fact


@transaction.atomic
def confirm_payee_fact(*, by: Viewer, fact_id: int) -> PayeeFact:
    """Be the second who says that a fact is right. Raises ReconciliationError for who recorded it."""
    fact = _locked(by, fact_id)
    state = PayeeFactState(fact.state)
    if problems := confirming_problems(state, fact.recorded_by_id, by.user_id):
        raise ReconciliationError(*problems)
    confirm_fact(by=by, fact=fact)
    return fact


@transaction.atomic
def correct_payee_fact(*, by: Viewer, fact_id: int, new: NewFact) -> PayeeFact:
    """Replace a fact by what is right, which a colleague confirms anew. The old one is ended.

    Raises ReconciliationError as `add_payee_fact` does.
    """
    fact = _locked(by, fact_id)
    _close(by, fact, PayeeFactState.ENDED, "payee_fact_corrected")
    return _add(by, fact.payee.subject, new)


@transaction.atomic
def refuse_payee_fact(*, by: Viewer, fact_id: int) -> PayeeFact:
    """Say that a fact is wrong: it is not used, and no payment teaches it again."""
    return _close(by, _locked(by, fact_id), PayeeFactState.REFUSED, "payee_fact_refused")


@transaction.atomic
def end_payee_fact(*, by: Viewer, fact_id: int) -> PayeeFact:
    """Say that a fact is not so any more."""
    return _close(by, _locked(by, fact_id), PayeeFactState.ENDED, "payee_fact_ended")


def payee_row(*, by: Viewer, subject: PayeeSubject) -> Payee:
    """The row of a payee, made where there is none. Part of an action."""
    require_transaction()
    if found := payee_of(subject):
        return found
    named = (
        {} if subject.supplier_id else {"name": subject.name, "name_key": name_key(subject.name)}
    )
    asked = {
        "authority_id": subject.authority_id,
        "supplier_id": subject.supplier_id,
        "person_id": subject.person_id,
        **named,
    }
    try:
        with transaction.atomic():
            return Payee.objects.create(opened_at=by.at, **asked)
    except IntegrityError:
        # A colleague opened it at the same moment.
        return Payee.objects.get(**{name: asked[name] for name in asked if name != "name"})


def write_fact(
    *, by: Viewer, payee: Payee, kind: PayeeFactKind, text: str, source: FactSource
) -> PayeeFact:
    """Write a fact that is confirmed once. Part of an action.

    Raises ReconciliationError when somebody wrote it at the same moment.
    """
    require_transaction()
    try:
        with transaction.atomic():
            return PayeeFact.objects.create(
                payee=payee,
                kind=kind,
                text=text,
                key=fact_key(kind, text),
                source=source,
                recorded_at=by.at,
                **actor_columns("recorded_by", by),
            )
    except IntegrityError as error:
        raise ReconciliationError(problem("payee_fact_known", "text")) from error


def confirm_fact(*, by: Viewer, fact: PayeeFact) -> None:
    """Let a fact match by itself. Part of an action, which has asked whether this is another's yes."""
    changes: dict[str, Any] = {"confirmed_at": by.at, **actor_columns("confirmed_by", by)}
    move(
        fact,
        PayeeFactState.AUTOMATIC,
        table=FACT_TRANSITIONS,
        by=by,
        event="payee_fact_confirmed",
        changes=changes,
        **audited(fact),
    )


def audited(fact: PayeeFact) -> dict[str, Any]:
    """What an audit row says of a fact: whose it is and its kind, never what it says."""
    return {"payee": fact.payee_id, "person_id": fact.payee.person_id, "kind": str(fact.kind)}


def _add(by: Viewer, subject: PayeeSubject, new: NewFact) -> PayeeFact:
    if problems := fact_problems(new):
        raise ReconciliationError(*problems)
    payee = payee_row(by=by, subject=subject)
    known = facts_like(payee, new.kind, fact_key(new.kind, new.text)).first()
    if known:
        raise ReconciliationError(known_problem(PayeeFactState(known.state)))
    text = fact_text(new.kind, new.text)
    return write_fact(by=by, payee=payee, kind=new.kind, text=text, source=FactSource.TYPED)


def _locked(by: Viewer, fact_id: int) -> PayeeFact:
    rows = PayeeFact.objects.select_for_update(of=("self",)).select_related("payee__supplier")
    fact = rows.get(pk=fact_id)
    check_can_keep_payee(by, fact.payee.subject)
    return fact


def _close(by: Viewer, fact: PayeeFact, to: PayeeFactState, event: str) -> PayeeFact:
    changes: dict[str, Any] = {"closed_at": by.at, **actor_columns("closed_by", by)}
    move(fact, to, table=FACT_TRANSITIONS, by=by, event=event, changes=changes, **audited(fact))
    return fact
