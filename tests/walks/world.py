"""Two demo councils, one user for each role, and which object every address takes.

An address that takes an object and is not told here which one fails the walks, so a new one cannot
escape.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from marketplace.accounts.access import AccessRule
from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.accreditation.models import Application, Evidence
from marketplace.brokerage.actions import agree_budget, allocate_broker, start_plan
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.rules import Payer
from marketplace.core.clock import now
from marketplace.demo.load.everything import LOADER
from marketplace.listings.models import Listing
from marketplace.people.actions import register_person
from marketplace.people.models import Person
from marketplace.portal.routes import Route, routes
from marketplace.suppliers.models import Supplier
from marketplace.tasks.models import Task
from payments.cards.models import MoneyAccount, StatementImport, WebhookEvent
from payments.reconciliation.models import MoneyException
from tests.factories.accounts import as_viewer, make_user
from tests.factories.demo import load_two_councils

MISSING = UUID(int=0)
#: Paths of other packages: walked for the anonymous and for a missing role, by prefix.
THEIRS = ("account/", "_util/", "cms-admin/", "cms-documents/", "^(")


@dataclass(frozen=True)
class Side:
    """Where an object is looked for: a council, whose supplier, whose plan."""

    authority: Authority
    supplier: Supplier
    person: Person
    plan: SupportPlan
    is_strangers: bool = False


class World:
    """Two councils with a demo each; in the first, one user for each role."""

    def __init__(self) -> None:
        here, there = load_two_councils()
        self.host, self.other_host = "127.0.0.1", "otterdale.localhost"
        self.users = {
            role: User.objects.filter(memberships__authority=here, memberships__role=role)
            .exclude(email__startswith="supplier")
            .order_by("pk")
            .first()
            for role in Role
        }
        self.users[Role.SUPPLIER] = User.objects.get(email="joel@fernshire.example")
        stranger = self._person_of_another_broker(here)
        self.sides = {
            "own": self._side(here, "Joel Pell", "draft"),
            "same": Side(
                here,
                Supplier.objects.get(authority=here, name="Amara Okoro"),
                stranger,
                stranger.plans.get(),
                is_strangers=True,
            ),
            "other": self._side(there, "Joel Pell", "draft"),
        }

    def _side(self, authority: Authority, supplier: str, state: str) -> Side:
        plan = SupportPlan.objects.filter(authority=authority, state=state).order_by("pk")[0]
        return Side(
            authority,
            Supplier.objects.get(authority=authority, name=supplier),
            plan.person,
            plan,
        )

    def _person_of_another_broker(self, authority: Authority) -> Person:
        at = now() - timedelta(days=3)
        person = register_person(
            by=as_viewer(LOADER, at),
            authority_id=authority.pk,
            name="Nobody Else’s",
            date_of_birth=at.date().replace(year=1950),
            town="Fernway",
            contact_wish="Ring.",
        )
        broker = make_user(Role.BROKER, authority=authority)
        agree_budget(
            by=as_viewer(LOADER, at),
            person=person,
            streams={Payer.COUNCIL: 10000},
            from_date=at.date(),
        )
        allocate_broker(by=as_viewer(LOADER, at), person=person, broker=broker)
        start_plan(by=as_viewer(broker, at), person=person)
        return person


Kwargs = dict[str, Any]


def application_of(side: Side) -> Application:
    return Application.objects.filter(supplier=side.supplier).order_by("pk")[0]


def listing_of(side: Side) -> Listing:
    found = Listing.objects.filter(supplier=side.supplier).first()
    if found is None:
        found = Listing.objects.create(
            authority=side.authority,
            supplier=side.supplier,
            slug="a-draft",
            title="A draft",
            summary="Words",
            confirmed_date=now().date(),
            created_at=now(),
        )
    return found


def account_of(side: Side) -> MoneyAccount:
    rows = MoneyAccount.objects.filter(authority=side.authority).order_by("pk")
    hers = rows.filter(person__name="Margaret Ellery")
    return rows.exclude(pk__in=hers)[0] if side.is_strangers else hers[0]


def exception_of(side: Side) -> MoneyException:
    """One asked about: Margaret's, and on the "same" side somebody else's."""
    rows = MoneyException.objects.filter(authority=side.authority).order_by("pk")
    hers = rows.filter(line__account__person__name="Margaret Ellery")
    if side.is_strangers:
        return rows.exclude(pk__in=hers)[0]
    return hers.filter(state="queried")[0]


def submitted_plan(side: Side, team: Role) -> SupportPlan:
    """One sent to the team; on the "same" side one that was never sent to it."""
    if side.is_strangers:
        return side.plan
    sent = SupportPlan.objects.filter(authority=side.authority, state="submitted")
    return sent.filter(person__access__team=team).order_by("pk")[0]


def plan_parts(side: Side) -> Kwargs:
    outcome = side.plan.outcomes.first()
    item = side.plan.items.first()
    return {
        "outcome_id": outcome.pk if outcome else 1,
        "item_id": item.pk if item else 1,
        "number": 1,
        "kind": "natural",
        "listing_id": Listing.objects.public(now()).filter(authority=side.authority)[0].public_id,
    }


def evidence_of(side: Side) -> Evidence:
    rows = Evidence.objects.filter(application__supplier=side.supplier).exclude(file="")
    return rows.order_by("pk")[0]


def event_of(side: Side) -> WebhookEvent:
    return WebhookEvent.objects.get_or_create(
        authority=side.authority,
        provider="stripe",
        provider_account=f"acct_{side.authority.pk}",
        event_id="evt_1",
        defaults={"event_type": "x", "body": b"{}", "received_at": now(), "state": "parked"},
    )[0]


#: Which object an address takes, by the start of its name; the longest start that fits.
OBJECTS: dict[str, Callable[[Side], Kwargs]] = {
    "suppliers:": lambda s: {"public_id": s.supplier.public_id},
    "suppliers:register_step": lambda s: {"step": "name"},
    "accreditation:apply": lambda s: {"public_id": s.supplier.public_id},
    "accreditation:change_accreditation": lambda s: {
        "public_id": Supplier.objects.get(
            authority=s.authority, name="Lantern Lane Home Care"
        ).public_id,
        "scheme": "provider-standard",
        "move": "suspend",
    },
    "accreditation:": lambda s: {
        "public_id": application_of(s).public_id,
        "criterion_id": application_of(s).evidence.order_by("pk")[0].criterion_id,
    },
    "accreditation:evidence_file": lambda s: {"public_id": evidence_of(s).public_id},
    "listings:detail": lambda s: {"slug": "x", "public_id": MISSING},
    "listings:create": lambda s: {"supplier_id": s.supplier.public_id},
    "listings:": lambda s: {"public_id": listing_of(s).public_id, "kind": "category"},
    "brokerage:person": lambda s: {"public_id": s.person.public_id},
    "brokerage:start": lambda s: {"public_id": s.person.public_id},
    "brokerage:approve": lambda s: {"public_id": submitted_plan(s, Role.APPROVER).public_id},
    "brokerage:approve senior": lambda s: {
        "public_id": submitted_plan(s, Role.SENIOR_APPROVER).public_id
    },
    "brokerage:": lambda s: {"public_id": s.plan.public_id, **plan_parts(s)},
    "tasks:take": lambda s: {
        "task_id": Task.objects.filter(authority=s.authority, role=Role.ACCREDITOR)[0].pk
    },
    "cards:account": lambda s: {"public_id": account_of(s).public_id},
    "cards:import_report": lambda s: {
        "public_id": StatementImport.objects.filter(authority=s.authority)[0].public_id
    },
    "cards:refusals_settled": lambda s: {
        "public_id": StatementImport.objects.filter(authority=s.authority)[0].public_id
    },
    "cards:columns": lambda s: {"file_id": MISSING},
    "cards:event_retry": lambda s: {"event_id": event_of(s).pk},
    "reconciliation:person_money": lambda s: {"public_id": account_of(s).person.public_id},
    "reconciliation:": lambda s: {"public_id": exception_of(s).line.public_id},
    "reconciliation:line": lambda s: {"public_id": exception_of(s).public_id},
    "reconciliation:explain": lambda s: {"public_id": exception_of(s).public_id},
}


def kwargs_for(route: Route, side: Side, role: Role | None) -> Kwargs:
    name = route.name + (" senior" if role == Role.SENIOR_APPROVER else "")
    fitting = [start for start in OBJECTS if name.startswith(start)]
    assert fitting, f"Say in OBJECTS which object {route.name} takes."
    given = OBJECTS[max(fitting, key=len)](side)
    return {key: value for key, value in given.items() if f":{key}>" in route.pattern}


def ours() -> Iterator[tuple[Route, str, AccessRule]]:
    for route in routes():
        if route.access and not route.pattern.startswith(THEIRS):
            for verb, rule in route.access.verbs.items():
                yield route, verb, rule


def takes_object(route: Route) -> bool:
    return "<" in route.pattern and route.name != "portal:media"


def ask(client: Client, verb: str, url: str, host: str) -> HttpResponse:
    """One request whose writes are taken back."""
    with transaction.atomic():
        response: Any = client.generic(verb, url, headers={"host": host})
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response


def url_of(route: Route, side: Side, role: Role | None = None) -> str:
    given = kwargs_for(route, side, role) if takes_object(route) else None
    return reverse(route.name, kwargs=given)


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


#: A session's last use, and the log of who looked at a person.
MAY_WRITE = ("django_session", "people_readlog")
WRITES = re.compile(
    r"^\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?(\w+)\"?", re.IGNORECASE
)


class Written:
    """The tables that queries wrote to while it listened, and whether the read log was one."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self.logged = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITES.match(sql)
        if found and found[2] not in MAY_WRITE:
            self.tables.add(found[2])
        self.logged |= bool(found and found[2] == "people_readlog")
        return execute(sql, params, many, context)
