"""Every action called directly by everybody who may not: the check is inside, whoever knocks.

The actions come from the code; one that is not told here how it is called fails the test, so a new
one cannot escape.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.accreditation.models import Accreditation, Application
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.rules import CareActOutcome, Frequency, Natural, Payer, Terms
from marketplace.core.actors import Actor, SystemActor
from marketplace.core.clock import now
from marketplace.listings.models import Listing
from marketplace.listings.rules import PriceUnit
from marketplace.tasks.models import Task
from marketplace.vocabulary.rules import TermKind
from payments.cards.actions import Processor
from payments.cards.models import StatementImport
from payments.gateway.contract import StatementFile
from payments.gateway.statements import CsvMapping
from payments.reconciliation.actions import Chosen
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.rules.states import token_of
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer, make_user
from tests.gates.product import actions
from tests.walks.world import (
    World,
    account_of,
    application_of,
    event_of,
    listing_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("walks")]
Kwargs = dict[str, Any]
TODAY = date(2026, 9, 21)
NATURAL = Natural("Sunday lunch", "Ruth", TODAY, "Ring")
TERMS = Terms(Decimal(1), Frequency.WEEK)

#: Anybody signed in may; or it moves nothing of anybody's and only the machine calls it.
FOR_ANYBODY = {"register_supplier", "seal_ledger"}
#: The type of its doer leaves machines out.
FOR_USERS = {"take_task"}
#: The holders of a role may for the whole council, or as the team that a plan was sent to, so a
#: stranger with the role is no wrong actor.
FOR_THE_COUNCIL = {
    *("accept_application", "judge_evidence", "refuse_application", "raise_expiry_tasks"),
    *("lift_suspension", "suspend_accreditation", "withdraw_accreditation", "rename_supplier"),
    *("publish_listing", "return_listing", "unpublish_listing", "take_task", "set_editor"),
    *("open_money_account", "save_csv_mapping", "note_failure", "process_event", "set_up_site"),
    *("receive_webhook", "retry_event", "finish_import", "import_chunk", "open_import"),
    *("settle_refusals", "ask_person", "accept_suggestions", "confirm_match", "split_line"),
    *("match_lines", "resolve_exception", "unmatch", "approve_plan", "return_plan"),
}


def plan_args(w: World, **more: Any) -> Kwargs:
    plan = w.sides["own"].plan
    return {"plan": plan, "version": plan.version, **more}


def submitted(w: World) -> Kwargs:
    plan = SupportPlan.objects.filter(authority=w.sides["own"].authority, state="submitted")[0]
    return {"plan": plan, "version": plan.version}


def waiting(w: World) -> Kwargs:
    rows = Application.objects.filter(authority=w.sides["own"].authority, state="submitted")
    return {"application_id": rows[0].pk}


def own_application(w: World) -> Kwargs:
    application = application_of(w.sides["own"])
    criterion = application.evidence.all()[0].criterion_id
    return {"application_id": application.pk, "criterion_id": criterion}


def standing(w: World) -> Kwargs:
    rows = Accreditation.objects.filter(authority=w.sides["own"].authority)
    return {"accreditation_id": rows[0].pk, "reason": "Because"}


def listing_args(w: World, **more: Any) -> Kwargs:
    return {"listing_id": listing_of(w.sides["own"]).pk, **more}


def published(w: World) -> Kwargs:
    rows = Listing.objects.public(now()).filter(authority=w.sides["own"].authority)
    return {"listing_id": rows[0].pk}


def waiting_exception(w: World) -> MoneyException:
    rows = MoneyException.objects.filter(authority=w.sides["own"].authority, state="suggested")
    return rows.select_related("line")[0]


def matched(w: World) -> Kwargs:
    return {"line_id": Match.objects.active().filter(authority=w.sides["own"].authority)[0].line_id}


def run_of(w: World) -> Kwargs:
    return {"import_id": StatementImport.objects.filter(authority=w.sides["own"].authority)[0].pk}


def task_of(w: World) -> Kwargs:
    tasks = Task.objects.open().filter(private_to_owner=False)
    rows = tasks.filter(authority=w.sides["own"].authority, role=Role.ACCREDITOR)
    return {"task_id": rows[0].pk}


OFF_PLAN = Chosen(TargetKind.OFF_PLAN, 0, 1)
WORDS = {"title": "Forged", "summary": "Forged", "description": "Forged"}
REACH = dict.fromkeys(["email", "phone", "website", "address", "postcode", "town"], "")
OUTCOME = {"words": "X", "area": next(iter(CareActOutcome)), "baseline": 1, "target": 2}
CALLS: dict[str, Callable[[World], Kwargs]] = {
    "set_editor": lambda w: {"authority": w.sides["own"].authority, "user": make_user()},
    "set_up_site": lambda w: {"authority": w.sides["own"].authority},
    "start_application": lambda w: {"supplier_id": w.sides["own"].supplier.pk, "scheme_id": 1},
    "submit_application": lambda w: {"application_id": application_of(w.sides["own"]).pk},
    "accept_application": waiting,
    "refuse_application": lambda w: {**waiting(w), "reason": "X"},
    "judge_evidence": lambda w: {**waiting(w), "verdicts": []},
    "remove_evidence": own_application,
    "save_evidence": lambda w: {**own_application(w), "issuer": "X", "issued_date": TODAY},
    "raise_expiry_tasks": lambda w: {"authority_id": w.sides["own"].authority.pk},
    "lift_suspension": standing,
    "suspend_accreditation": standing,
    "withdraw_accreditation": standing,
    "agree_budget": lambda w: {
        "person": w.sides["own"].person,
        "streams": {Payer.COUNCIL: 1},
        "from_date": TODAY,
    },
    "allocate_broker": lambda w: {
        "person": w.sides["own"].person,
        "broker": w.users[Role.BROKER],
    },
    "approve_plan": lambda w: {**submitted(w), "verdicts": {}},
    "return_plan": lambda w: {**submitted(w), "reasons": "X"},
    "submit_plan": lambda w: plan_args(w, person_agreed_date=TODAY),
    "add_item": lambda w: plan_args(w, outcome_id=1, offer=NATURAL, terms=TERMS),
    "change_item": lambda w: plan_args(w, item_id=1, offer=NATURAL, terms=TERMS),
    "refresh_price": lambda w: plan_args(w, item_id=1),
    "remove_item": lambda w: plan_args(w, item_id=1),
    "add_outcome": lambda w: plan_args(w, **OUTCOME),
    "change_outcome": lambda w: plan_args(w, outcome_id=1, **OUTCOME),
    "answer_question": lambda w: plan_args(w, question=1, text="X"),
    "remove_outcome": lambda w: plan_args(w, outcome_id=1),
    "start_plan": lambda w: {"person": w.sides["own"].person},
    "confirm_listing": listing_args,
    "set_availability": lambda w: listing_args(w, slots=[]),
    "set_capacity": lambda w: listing_args(w, unit=PriceUnit.HOUR, offered=1),
    "set_prices": lambda w: listing_args(w, prices=[], from_date=TODAY),
    "publish_listing": published,
    "return_listing": lambda w: {**published(w), "reason": "X"},
    "submit_listing": listing_args,
    "unpublish_listing": published,
    "create_listing": lambda w: {"supplier": w.sides["own"].supplier, **WORDS},
    "describe_listing": lambda w: listing_args(w, **WORDS),
    "set_terms": lambda w: listing_args(w, kind=TermKind.NEED, term_ids=[]),
    "register_person": lambda w: {"authority_id": w.sides["own"].authority.pk, "name": "X"},
    "edit_supplier": lambda w: {"supplier_id": w.sides["own"].supplier.pk, **REACH},
    "rename_supplier": lambda w: {"supplier_id": w.sides["own"].supplier.pk, "name": "X Y"},
    "take_task": task_of,
    "open_money_account": lambda w: {
        "person": w.sides["own"].person,
        "kind": "card",
        "last4": "1234",
        "provider": "statement",
    },
    "save_csv_mapping": lambda w: {
        "account_id": account_of(w.sides["own"]).pk,
        "mapping": CsvMapping(),
    },
    "note_failure": lambda w: {"event_id": event_of(w.sides["own"]).pk},
    "process_event": lambda w: {"event_id": event_of(w.sides["own"]).pk},
    "retry_event": lambda w: {"event_id": event_of(w.sides["own"]).pk},
    "receive_webhook": lambda w: {
        "authority": w.sides["own"].authority,
        "raw_body": b"{}",
        "signature": "",
        "processor": Processor((), "acct", False),
    },
    "finish_import": run_of,
    "settle_refusals": run_of,
    "import_chunk": lambda w: {**run_of(w), "chunk": [], "still_pending": set()},
    "open_import": lambda w: {
        "account": account_of(w.sides["own"]),
        "file": StatementFile("csv"),
        "data": b"",
        "filename": "x",
    },
    "ask_person": lambda w: {"exception_id": waiting_exception(w).pk, "question": "X"},
    "explain": lambda w: {"exception_id": waiting_exception(w).pk, "words": "X"},
    "accept_suggestions": lambda w: {
        "pinned": {(e := waiting_exception(w)).pk: token_of(e.suggestion)}
    },
    "confirm_match": lambda w: {"line_id": waiting_exception(w).line_id, "chosen": OFF_PLAN},
    "split_line": lambda w: {"line_id": waiting_exception(w).line_id, "chosen": [OFF_PLAN]},
    "match_lines": lambda w: {"line_ids": [waiting_exception(w).line_id]},
    "resolve_exception": lambda w: {"exception_id": waiting_exception(w).pk, "outcome": "X"},
    "unmatch": matched,
}


def wrong_actors(world: World) -> dict[str, Actor]:
    here, there = world.sides["own"].authority, world.sides["other"].authority
    closed: User = make_user(*Role, authority=here, limit_pence=10**9)
    closed.is_active = False
    closed.save()
    return {
        "holds every role in the other council": make_user(
            *Role, authority=there, limit_pence=10**9
        ),
        "holds no role": make_user(authority=here),
        "is closed": closed,
        "is a machine without permissions": SystemActor("powerless"),
        "holds every role, and is a stranger": make_user(*Role, authority=here, limit_pence=10**9),
    }


def leaves_out(who: str, name: str) -> bool:
    """Whether an actor is no wrong one for an action."""
    return ("stranger" in who and name in FOR_THE_COUNCIL) or (
        "machine" in who and name in FOR_USERS
    )


def answer(action: Any, actor: Actor, facts: Kwargs) -> str:
    """What became of a call: empty when it was refused for who called."""
    if isinstance(actor, User):
        actor.forget_roles()
    try:
        with transaction.atomic():
            action(by=as_viewer(actor, now()), **facts)
            transaction.set_rollback(True)
    except PermissionDenied:
        return ""
    except Exception as error:  # noqa: BLE001 - any other answer is the finding
        return f"{type(error).__name__} {error}"
    return "done"


def test_every_action_when_called_by_a_wrong_actor_refuses(world: World) -> None:
    wrong: list[str] = []
    actors = wrong_actors(world)
    for full_name, action in actions():
        name = full_name.rpartition(".")[2]
        if name in FOR_ANYBODY:
            continue
        assert name in CALLS, f"Say in CALLS how {full_name} is called."
        facts = CALLS[name](world)
        for who, actor in actors.items():
            said = "" if leaves_out(who, name) else answer(action, actor, facts)
            if said:
                wrong.append(f"{name}, by who {who}: {said}")
    assert not wrong, "\n".join(wrong)
