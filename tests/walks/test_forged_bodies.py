"""Ids that a page never offered, sent all the same: another council's, another person's, a neighbour's.

The access matrix forges the ids in addresses; this forges those in bodies, and addresses that mix
one's own plan with a stranger's line. Each must write nothing, whatever it answers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import Membership, User
from marketplace.accounts.rules import Role
from marketplace.accreditation.models import Application, Criterion, Evidence, Scheme
from marketplace.brokerage.models import PlanItem
from marketplace.core.clock import now
from marketplace.listings.models import Listing
from marketplace.suppliers.models import Supplier
from marketplace.vocabulary.models import Term
from payments.cards.models import MoneyAccount, ReceivedLine
from payments.reconciliation.models import MoneyException
from tests.factories.accounts import make_user
from tests.walks.world import World, Written, signed_in

pytestmark = [pytest.mark.django_db]
CSV = b"Date,Paid to,Amount\n21/09/2026,Shop,-1.00\n"


@contextmanager
def taken_back() -> Iterator[Written]:
    """Listens for writes, and takes back whatever happens inside."""
    written = Written()
    with transaction.atomic():
        with connection.execute_wrapper(written):
            yield written
        transaction.set_rollback(True)


class Forger:
    """One role's own user, at one's own council."""

    def __init__(self, world: World, role: Role) -> None:
        user = world.users[role]
        self.user, self.client, self.host = user, signed_in(user), world.host

    def sends(self, name: str, args: list[Any], body: dict[str, Any]) -> HttpResponse:
        """Posts, and fails when anything was written."""
        with taken_back() as written:
            response = self._post(name, args, body)
        assert response.status_code in (200, 302, 400, 403, 404), response.status_code
        assert written.tables == set(), f"{name} {body}: wrote {sorted(written.tables)}"
        return response

    def may_send(self, name: str, args: list[Any], body: dict[str, Any]) -> None:
        """The honest form of the same post is taken: the forged one fails for what was forged."""
        with taken_back() as written:
            self._post(name, args, body)
        assert written.tables, f"{name} {body}: the honest post wrote nothing"

    def _post(self, name: str, args: list[Any], body: dict[str, Any]) -> Any:
        return self.client.post(reverse(name, args=args), body, headers={"host": self.host})


# Listings and suppliers


def public_listing(world: World, side: str) -> Listing:
    found: Listing = world.sides[side].rows["published"]
    return found


def test_shortlist_when_another_councils_or_a_draft_saves_nothing(world: World) -> None:
    draft = Listing.objects.filter(authority=world.sides["own"].council, state="draft")[0]
    for listing in (public_listing(world, "other"), draft):
        client = Client(headers={"host": world.host})
        client.post(reverse("listings:shortlist_add"), {"public_id": str(listing.public_id)})
        assert client.session.get("shortlist", []) == []
        page = client.get(reverse("listings:compare"), {"with": str(listing.public_id)})
        assert listing.title not in page.content.decode()


def test_terms_when_another_councils_or_of_another_kind_are_not_set(world: World) -> None:
    forger = Forger(world, Role.SUPPLIER)
    with transaction.atomic():
        listing = world.sides["own"].rows["listing"]
        Listing.objects.filter(pk=listing.pk).update(state="draft")
        listing.refresh_from_db()
        terms = {
            key: Term.objects.filter(authority=world.sides[side].council, kind=kind)[0]
            for key, side, kind in (
                ("own", "own", "need"),
                ("theirs", "other", "need"),
                ("kind", "own", "category"),
            )
        }
        args, version = [listing.public_id, "need"], listing.version
        forger.may_send("listings:terms", args, {"terms": [terms["own"].pk], "version": version})
        for key in ("theirs", "kind"):
            forger.sends("listings:terms", args, {"terms": [terms[key].pk], "version": version})
        transaction.set_rollback(True)


def test_supplier_when_it_sends_fields_of_the_council_changes_none(world: World) -> None:
    forger, supplier = Forger(world, Role.SUPPLIER), world.sides["own"].rows["supplier"]
    honest = {
        name: getattr(supplier, name)
        for name in ("email", "phone", "website", "address", "town", "postcode")
    }
    forged = {
        "name": "Somebody Else",
        "kind": "care_home",
        "authority": world.sides["other"].council.pk,
        "supplier_id": world.sides["other"].rows["supplier"].pk,
        "source": "cqc",
        "latitude": "1",
    }
    with transaction.atomic():
        forger._post("suppliers:edit", [supplier.public_id], {**honest, **forged})
        after = Supplier.objects.get(pk=supplier.pk)
        assert (after.name, after.kind, after.authority_id, after.source) == (
            supplier.name,
            supplier.kind,
            supplier.authority_id,
            supplier.source,
        )
        transaction.set_rollback(True)


def test_listing_when_sent_with_a_state_stays_a_draft(world: World) -> None:
    forger, supplier = Forger(world, Role.SUPPLIER), world.sides["own"].rows["supplier"]
    other = world.sides["same"].rows["supplier"]
    body = {
        "title": "Forged",
        "summary": "Forged",
        "state": "published",
        "supplier": other.pk,
        "supplier_id": str(other.public_id),
    }
    with transaction.atomic():
        forger._post("listings:create", [supplier.public_id], body)
        made = Listing.objects.get(title="Forged")
        assert (made.state, made.supplier_id) == ("draft", supplier.pk)
        transaction.set_rollback(True)


def test_sign_up_when_sent_with_rights_gives_none(world: World) -> None:
    form = {
        "email": "forger@example.org",
        "password1": "a-long-password-2",
        "name": "A Forger",
        "is_superuser": "on",
        "is_staff": "on",
        "role": "finance",
        "roles": "finance",
        "groups": "1",
    }
    with transaction.atomic():
        Client(headers={"host": world.host}).post("/account/signup/", form)
        user = User.objects.get(email="forger@example.org")
        assert not user.is_superuser
        assert not user.groups.exists()
        assert not Membership.objects.filter(user=user).exists()
        transaction.set_rollback(True)


# Accreditation


def test_application_when_for_another_councils_scheme_is_not_begun(world: World) -> None:
    forger, supplier = Forger(world, Role.SUPPLIER), world.sides["own"].rows["supplier"]
    with transaction.atomic():
        Evidence.objects.filter(application__supplier=supplier).delete()
        Application.objects.filter(supplier=supplier).delete()
        schemes = Scheme.objects.filter(authority=supplier.authority)
        own = schemes.filter(kinds__kind=supplier.kind)[0]
        theirs = Scheme.objects.filter(
            authority=world.sides["other"].council, kinds__kind=supplier.kind
        )[0]
        unfit = schemes.exclude(kinds__kind=supplier.kind).first()
        forger.may_send("accreditation:apply", [supplier.public_id], {"scheme": own.pk})
        for scheme in filter(None, (theirs, unfit)):
            forger.sends("accreditation:apply", [supplier.public_id], {"scheme": scheme.pk})
        transaction.set_rollback(True)


def test_evidence_when_for_a_criterion_of_others_is_not_kept(world: World) -> None:
    forger = Forger(world, Role.SUPPLIER)
    application = world.sides["own"].rows["application"]
    asked = Criterion.objects.filter(
        version_id=application.version_id, kind=application.supplier.kind
    )
    body = {"issuer": "X", "issued_date_0": "1", "issued_date_1": "1", "issued_date_2": "2026"}
    for criterion in Criterion.objects.exclude(pk__in=asked)[:5]:
        args = [application.public_id, criterion.pk, 1]
        assert forger.sends("accreditation:evidence", args, body).status_code in (302, 404)
        assert forger.sends("accreditation:evidence_remove", args, {}).status_code == 404


def test_verdict_when_on_evidence_of_another_application_is_not_kept(world: World) -> None:
    forger, here = Forger(world, Role.ACCREDITOR), world.sides["own"].council
    waiting = Application.objects.filter(authority=here, state="submitted")
    first = waiting[0]
    others = Evidence.objects.exclude(application=first)
    body = {
        f"{name}_{row.pk}": word
        for row in others
        for name, word in (("verdict", "accepted"), ("reason", "forged"))
    }
    forger.sends("accreditation:decide", [first.public_id], body)


# Plans


def test_plan_when_its_address_names_a_strangers_parts_is_not_there(world: World) -> None:
    forger, own = Forger(world, Role.BROKER), world.sides["own"].rows["plan"]
    theirs = world.sides["same"].rows["plan"]
    outcome, item = theirs.outcomes.all()[0], theirs.items.all()[0]
    body = {"version": own.version, "words": "Forged", "term": "x", "baseline": 1, "target": 2}
    for name, part in (
        ("brokerage:change_outcome", outcome),
        ("brokerage:remove_outcome", outcome),
        ("brokerage:change_item", item),
        ("brokerage:remove_item", item),
        ("brokerage:refresh_price", item),
    ):
        assert forger.sends(name, [own.public_id, part.pk], body).status_code == 404
    listing = public_listing(world, "own")
    for name, args in (
        ("brokerage:add_listing", [own.public_id, outcome.pk, listing.public_id]),
        ("brokerage:add_other", [own.public_id, outcome.pk, "natural"]),
    ):
        assert forger.sends(name, args, body).status_code == 404


def test_item_when_its_price_is_typed_is_not_planned(world: World) -> None:
    """What is sent beside the choice changes nothing; a choice that is not theirs is refused."""
    forger, plan = Forger(world, Role.BROKER), world.sides["own"].rows["plan"]
    listing = public_listing(world, "own")
    price = listing.prices.current(now().date())[0]
    with transaction.atomic():
        outcome = plan.outcomes.first() or plan.outcomes.create(
            position=9,
            words="Choir",
            term=plan.outcomes.model.term.field.related_model.objects.all()[0],
            baseline=1,
            target=2,
        )
        args = [plan.public_id, outcome.pk, listing.public_id]
        honest = {
            "version": plan.version,
            "choice": f"{price.unit}:{price.day_band}",
            "quantity": "1",
            "frequency": "week",
            "when": "Mondays",
            "deployment": "direct_payment",
        }
        forged = {"price_pence": "1", "price": "0.01", "listing_version": "1", "listing": "1"}
        before = set(PlanItem.objects.filter(plan=plan).values_list("pk", flat=True))
        page = forger._post("brokerage:add_listing", args, {**honest, **forged})
        made = PlanItem.objects.filter(plan=plan).exclude(pk__in=before).first()
        assert made, page.status_code
        assert (made.price_pence, made.listing_id) == (price.amount_pence, listing.pk)
        plan.refresh_from_db()
        for choice in ("hour:nonsense", "week", "", "mile:bank_holiday"):
            body = {**honest, "choice": choice, "version": plan.version}
            forger.sends("brokerage:add_listing", args, body)
        transaction.set_rollback(True)


# Money


def statement() -> SimpleUploadedFile:
    return SimpleUploadedFile("statement.csv", CSV)


def test_upload_when_for_an_account_of_others_is_not_taken(world: World) -> None:
    forger = Forger(world, Role.FINANCE)
    theirs = world.sides["other"].rows["account"]
    stripe = MoneyAccount.objects.filter(
        authority=world.sides["own"].council, provider="stripe"
    ).first()
    for account in filter(None, (theirs, stripe)):
        body = {"account": str(account.public_id), "file": statement()}
        assert forger.sends("cards:upload", [], body).status_code == 200
    for wrong in ("1", str(theirs.pk), "' OR 1=1", "\x00", str(uuid4())):
        forger.sends("cards:upload", [], {"account": wrong, "file": statement()})


def test_held_file_when_of_a_colleague_shows_nothing_of_its_rows(world: World) -> None:
    forger, own = Forger(world, Role.FINANCE), world.sides["own"].rows["account"]
    body = {"account": str(own.public_id), "file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")}
    with transaction.atomic():
        response = forger._post("cards:upload", [], body)
        assert "/columns/" in response["Location"]
        address = response["Location"]
        assert forger.client.get(address, headers={"host": forger.host}).status_code == 200
        colleague = signed_in(make_user(Role.FINANCE, authority=own.authority))
        assert colleague.get(address, headers={"host": forger.host}).status_code == 404
        transaction.set_rollback(True)


def open_exceptions(world: World, side: str) -> Any:
    return MoneyException.objects.filter(
        authority=world.sides[side].council, state__in=["open", "suggested"]
    ).select_related("line__account")


def test_match_when_to_another_persons_plan_or_budget_is_not_made(world: World) -> None:
    forger = Forger(world, Role.FINANCE)
    exception = open_exceptions(world, "own").filter(line__amount_pence__lt=0)[0]
    person = exception.line.account.person
    args = [exception.line.public_id]
    forger.may_send("reconciliation:match", args, {"choice": "off_plan:0"})
    theirs = PlanItem.objects.exclude(plan__person=person).filter(plan__state="approved")
    forged = [f"plan_item:{item.pk}" for item in theirs[:5]] + [
        *(f"load:{budget_id}" for budget_id in range(1, 6)),
        *("off_plan:x", "plan_item:", "nonsense:1", "plan_item:99999999999999999999"),
    ]
    for choice in forged:
        forger.sends("reconciliation:match", args, {"choice": choice})
        pounds = f"{abs(exception.line.amount_pence) / 100:.2f}"
        rows = {
            "form-TOTAL_FORMS": "4",
            "form-INITIAL_FORMS": "0",
            "form-0-choice": choice,
            "form-0-amount": pounds,
        }
        forger.sends("reconciliation:split", args, rows)
    forger.sends("reconciliation:split", args, {"form-TOTAL_FORMS": "x"})


def test_confirming_when_a_line_is_of_another_council_confirms_none(world: World) -> None:
    forger = Forger(world, Role.FINANCE)
    own = open_exceptions(world, "own").filter(state="suggested")[0]
    theirs = open_exceptions(world, "other").filter(state="suggested")[0]

    strangers = world.sides["same"].rows["plan"].items.order_by("pk")[0].pk

    def pin(row: MoneyException) -> str:
        kind, target = row.suggestion["target"]
        return f"{row.public_id}|{kind}:{target}"

    forger.may_send("reconciliation:queue", [], {"do": "confirm", "pin": [pin(own)]})
    for pins in (
        [pin(theirs)],
        [pin(own), pin(theirs)],
        [f"{own.public_id}|plan_item:{strangers}"],
    ):
        forger.sends("reconciliation:queue", [], {"do": "confirm", "pin": pins})
    for pins in (["nonsense"], ["|"], [f"{own.pk}|x"]):
        response = forger.sends("reconciliation:queue", [], {"do": "confirm", "pin": pins})
        assert response.status_code == 400
    preview = forger.sends("reconciliation:queue", [], {"line": [f"{theirs.public_id}|"]})
    assert str(theirs.line.public_id) not in preview.content.decode()
    assert str(theirs.public_id) not in preview.content.decode()
    forger.sends("reconciliation:accept", [own.line.public_id], {"token": f"plan_item:{strangers}"})


def test_explaining_when_of_another_persons_payment_is_not_there(world: World) -> None:
    forger = Forger(world, Role.PERSON)
    person = world.sides["own"].rows["person"]
    others = MoneyException.objects.exclude(person=person)
    for exception in others[:5]:
        body = {"words": "Forged", "exception_id": exception.pk}
        args = [exception.public_id]
        assert forger.sends("reconciliation:explain", args, body).status_code == 404


def test_account_lines_when_numbers_are_huge_are_not_there(world: World) -> None:
    """Beyond what a database holds: not there, and no fault of ours."""
    forger = Forger(world, Role.BROKER)
    plan, huge = world.sides["own"].rows["plan"], 10**30
    args = [plan.public_id, huge]
    assert forger.sends("brokerage:remove_item", args, {"version": huge}).status_code == 404
    assert Forger(world, Role.FINANCE).sends("tasks:take", [huge], {}).status_code == 404
    assert ReceivedLine.objects.filter(pk=huge).count() == 0
    own = plan.items.first() or plan.outcomes.first()
    if own is not None:
        name = "remove_item" if isinstance(own, PlanItem) else "remove_outcome"
        forger.sends(f"brokerage:{name}", [plan.public_id, own.pk], {"version": huge})
