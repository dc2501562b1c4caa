"""Payments that a rule matched, that wait for a yes, and one that the person was asked about."""

from datetime import date
from typing import Any

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.accounts.viewer import Viewer
from marketplace.core.dates import london_date
from marketplace.core.rooms import Samples
from payments.reconciliation.actions import (
    MATCHER,
    Chosen,
    add_payee_fact,
    ask_person,
    decide_monitoring,
    match_open_lines,
)
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.rules.asking import Monitoring
from payments.reconciliation.rules.exceptions.review_overdue import RULE as REVIEW_OVERDUE
from payments.reconciliation.rules.payee_facts import NewFact, PayeeFactKind, PayeeSubject
from payments.reconciliation.rules.states import token_of
from payments.reconciliation.rules.values import TargetKind

TYPED = NewFact(PayeeFactKind.TRADING_NAME, "Green Fingers")
OFF_PLAN = Chosen(TargetKind.OFF_PLAN, 0, 1)


def make(side: Side) -> None:
    match_open_lines(by=Viewer.machine(MATCHER, side.at(57)), person_ids=[side.rows["person"].pk])
    lines = list(side.rows["account"].lines.values_list("pk", flat=True))
    found = MoneyException.objects.filter(line__in=lines).select_related("line")
    side.rows["suggested"] = found.filter(state="suggested").order_by("pk")[0]
    side.rows["matched"] = Match.objects.active().filter(line__in=lines).order_by("pk")[0]
    side.rows["asked"] = ask_person(
        by=side.viewer(Role.FINANCE, days=57),
        exception_id=found.get(line__payee__contains="GARDEN").pk,
        question="What was this for?",
    )
    _keep_payees(side)
    _decide_and_miss(side)


def _decide_and_miss(side: Side) -> None:
    """A review that is overdue: a question about no payment. Payments are checked as usual."""
    by = side.viewer(Role.FINANCE, days=57)
    decide_monitoring(
        by=by,
        person_id=side.rows["person"].pk,
        level=Monitoring.USUAL,
        reason="No question is open",
        from_date=by.today,
    )
    side.rows["missing"] = MoneyException.objects.create(
        authority=side.council,
        person=side.rows["person"],
        rule=REVIEW_OVERDUE.code,
        reason="No review is on record.",
        raised_at=by.at,
    )


def _keep_payees(side: Side) -> None:
    """Somebody whom the person alone pays, and what payments to them say."""
    own = PayeeSubject(side.council.pk, "Joe the gardener", person_id=side.rows["person"].pk)
    by = side.viewer(Role.FINANCE, days=57)
    side.rows["payee_fact"] = add_payee_fact(by=by, subject=own, new=TYPED)


def _payee(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["payee_fact"].payee.public_id}


def _fact(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["payee_fact"].public_id}


def _of_fact(side: Side, **more: Any) -> dict[str, Any]:
    return {"fact_id": side.rows["payee_fact"].pk, **more}


def _asked(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["asked"].public_id}


def _missing(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["missing"].public_id}


def _payment(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["asked"].line.public_id}


def _exception(side: Side, **more: Any) -> dict[str, Any]:
    return {"exception_id": side.rows["suggested"].pk, **more}


def _line(side: Side, **more: Any) -> dict[str, Any]:
    return {"line_id": side.rows["suggested"].line_id, **more}


def _fund(side: Side) -> dict[str, Any]:
    """A fund that paid for the payment that was matched."""
    part = side.rows["matched"].parts.all()[0]
    return {"public_id": side.rows["person"].public_id, "fund_id": part.fund_id}


def _pinned(side: Side) -> dict[str, Any]:
    waiting = side.rows["suggested"]
    return {"pinned": {waiting.pk: token_of(waiting.suggestion)}}


FACT = ("payee_fact", "confirm_payee_fact", "refuse_payee_fact", "end_payee_fact")
PAYMENT = ("payment", "accept", "match", "split", "undo", "ask", "resolve")


def _asked_for(side: Side) -> dict[str, Any]:
    return {**_asked(side), "for_person": side.rows["person"].public_id}


SAMPLES = Samples(
    make=make,
    addresses={
        "reconciliation:line": _asked,
        "reconciliation:explain": _asked,
        "reconciliation:answered": _asked,
        "reconciliation:explain_for": _asked_for,
        "reconciliation:answered_for": _asked_for,
        "reconciliation:my_money_for": lambda side: {"for_person": side.rows["person"].public_id},
        "reconciliation:person_money": lambda side: {"public_id": side.rows["person"].public_id},
        "reconciliation:fund_money": _fund,
        "reconciliation:fund_half_year": lambda side: {
            **_fund(side),
            "day": london_date(side.at()).isoformat(),
        },
        **{f"reconciliation:{name}": _payment for name in PAYMENT},
        "reconciliation:ask_question": _missing,
        "reconciliation:resolve_question": _missing,
        "reconciliation:monitoring": lambda side: {"public_id": side.rows["person"].public_id},
        "reconciliation:payee": _payee,
        "reconciliation:payee_supplier": lambda side: {
            "public_id": side.rows["supplier"].public_id
        },
        "reconciliation:payee_of_payment": lambda side: {
            "public_id": side.rows["matched"].line.public_id
        },
        "reconciliation:payees_of_person": lambda side: {
            "public_id": side.rows["person"].public_id
        },
        **{f"reconciliation:{name}": _fact for name in FACT},
    },
    # A broker sees money only where the person has said so.
    not_at_once=frozenset({f"reconciliation:person_money for {Role.BROKER}"}),
    about_people=True,
    # Payees that a council shares: nobody's own is among them.
    about_nobody=frozenset(
        {
            "reconciliation:payees",
            "reconciliation:new_payee",
            "reconciliation:payee_supplier",
        }
    ),
    calls={
        "open_payee": lambda side: {"authority_id": side.council.pk, "name": "Tax office"},
        "add_payee_fact": lambda side: {
            "subject": side.rows["payee_fact"].payee.subject,
            "new": NewFact(PayeeFactKind.FORMER_NAME, "Joe and sons"),
        },
        "confirm_payee_fact": _of_fact,
        "correct_payee_fact": lambda side: _of_fact(side, new=TYPED),
        "refuse_payee_fact": _of_fact,
        "end_payee_fact": _of_fact,
        "learn_from_match": lambda side: {
            "line": side.rows["matched"].line,
            "plan_line_id": side.rows["matched"].parts.order_by("pk")[0].plan_line_id,
        },
        "ask_people": lambda side: {
            "exception_ids": [side.rows["suggested"].pk],
            "question": "X",
        },
        "resolve_exceptions": lambda side: {
            "exception_ids": [side.rows["suggested"].pk],
            "outcome": "X",
        },
        "decide_monitoring": lambda side: {
            "person_id": side.rows["person"].pk,
            "level": Monitoring.CLOSE,
            "reason": "X",
            "from_date": date(2099, 1, 1),
        },
        "look_for_absences": lambda side: {
            "authority_id": side.council.pk,
            "person_ids": [side.rows["person"].pk],
        },
        "ask_person": lambda side: _exception(side, question="X"),
        "explain": lambda side: _exception(side, words="X"),
        "resolve_exception": lambda side: _exception(side, outcome="X"),
        "accept_suggestions": _pinned,
        "confirm_match": lambda side: _line(side, chosen=OFF_PLAN),
        "split_line": lambda side: _line(side, chosen=[OFF_PLAN]),
        "let_go": lambda side: {"line_ids": [side.rows["suggested"].line_id]},
        "match_lines": lambda side: {"line_ids": [side.rows["suggested"].line_id]},
        "share_again": lambda side: {"person_ids": [side.rows["person"].pk]},
        "unmatch": lambda side: {"line_id": side.rows["matched"].line_id},
    },
    for_council=frozenset(
        {
            "accept_suggestions",
            "add_payee_fact",
            "ask_people",
            "ask_person",
            "decide_monitoring",
            "look_for_absences",
            "resolve_exceptions",
            "confirm_payee_fact",
            "correct_payee_fact",
            "end_payee_fact",
            "learn_from_match",
            "open_payee",
            "refuse_payee_fact",
            "confirm_match",
            "let_go",
            "match_lines",
            "resolve_exception",
            "share_again",
            "split_line",
            "unmatch",
        }
    ),
)
