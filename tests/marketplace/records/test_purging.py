"""What is over goes, what is open, held or too young stays, and the books stay whole."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction

from marketplace.accounts.rules import Role
from marketplace.accreditation.models import Application
from marketplace.accreditation.rules import ApplicationState
from marketplace.brokerage.models import PersonalBudget, SupportPlan
from marketplace.brokerage.triggers import missing_triggers as missing_of_plans
from marketplace.core.models import AuditEvent
from marketplace.council.models import CouncilFigure
from marketplace.listings.models import Listing
from marketplace.people.models import Access, Person, ReadLog
from marketplace.people.rules import AccessCapacity
from marketplace.records.actions import purging
from marketplace.records.actions.purging import erase_record, purge
from marketplace.records.models import LegalHold
from marketplace.records.queries.roads import kept_of
from marketplace.suppliers.models import Supplier
from payments.cards.models import Authorisation, MoneyAccount, ReceivedLine
from payments.ledger.models import Transfer
from payments.ledger.triggers import missing_triggers
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.queries.integrity import integrity_problems
from tests.factories.accounts import as_viewer, make_authority, make_user
from tests.factories.accreditation import make_application, make_scheme
from tests.factories.brokerage import make_approved
from tests.factories.people import let_see, make_person
from tests.factories.reconciliation import Money
from tests.factories.records import NOT_YET, OVER, SPENT, make_ended, nightly
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


def hold(person: Person) -> LegalHold:
    return LegalHold.objects.create(
        authority=person.authority, person=person, reason="Claim", set_at=SPENT, set_by_system="x"
    )


def test_a_record_when_its_time_is_over_is_erased_and_the_books_stay_whole() -> None:
    money = make_ended()
    posted = list(Transfer.objects.order_by("pk").values())
    trail = AuditEvent.objects.count()
    done = purge(by=nightly())
    person = Person.objects.get(pk=money.person.pk)
    assert (person.name, person.date_of_birth, person.erased_at) == ("", None, OVER)
    for model in (SupportPlan, PersonalBudget, Access, MoneyAccount, ReceivedLine, Match):
        assert not model.objects.exists(), model
    assert not MoneyException.objects.exists()
    assert list(Transfer.objects.order_by("pk").values()) == posted
    assert list(integrity_problems()) == []
    assert [*missing_triggers(), *missing_of_plans()] == []
    assert done["Who you are"] == 1
    assert AuditEvent.objects.count() > trail
    erased = AuditEvent.objects.get(event="record_erased", subject_type="people.person")
    assert (erased.subject_id, erased.by_system) == (person.pk, "records_purge")
    assert erased.data["counts"]["brokerage.supportplan"] == 1


def test_the_purge_when_run_again_changes_nothing() -> None:
    make_ended()
    purge(by=nightly())
    trail = AuditEvent.objects.count()
    assert purge(by=nightly()) == {}
    assert AuditEvent.objects.count() == trail


def reopen_budget(money: Money) -> None:
    PersonalBudget.objects.update(until_date=None)


def end_budget_late(money: Money) -> None:
    PersonalBudget.objects.update(until_date=date(2030, 1, 1))


def give_broker(money: Money) -> None:
    broker, lately = make_user(Role.BROKER), date(2030, 1, 1)
    let_see(money.person, AccessCapacity.BROKER, user=broker, from_date=lately)


def leave_money(money: Money) -> None:
    MoneyAccount.objects.update(available_pence=1)


def hold_money(money: Money) -> None:
    Authorisation.objects.create(
        authority=money.person.authority,
        account=money.account,
        provider_reference="iauth_1",
        amount_pence=100,
        held_pence=100,
        currency="GBP",
        payee="X",
        state="pending",
        newest_event="1",
        authorised_at=SPENT,
        changed_at=SPENT,
    )


def leave_question(money: Money) -> None:
    MoneyException.objects.filter(line__account=money.account).update(
        state="open", resolved_at=None, resolved_by=None, resolved_by_system=""
    )


@pytest.mark.parametrize(
    "keep",
    [reopen_budget, end_budget_late, give_broker, leave_money, hold_money, leave_question],
)
def test_a_record_when_its_case_is_open_stays(keep: Callable[[Money], None]) -> None:
    money = make_ended()
    keep(money)
    purge(by=nightly())
    assert Person.objects.get(pk=money.person.pk).name == "Margaret Ellery"
    assert ReceivedLine.objects.count() == 2


def test_a_record_when_its_time_is_not_over_stays_until_the_councils_own_figure() -> None:
    money = make_ended()
    purge(by=nightly(NOT_YET))
    assert Person.objects.get().name
    CouncilFigure.objects.create(
        authority=money.person.authority,
        key="keep_case",
        value=365,
        from_date=date(2027, 1, 1),
        source="Cabinet",
        set_at=SPENT,
        set_by_system="x",
    )
    purge(by=nightly(NOT_YET))
    assert Person.objects.get().name == ""


def test_an_approved_plan_when_its_person_is_not_erased_stays_frozen() -> None:
    case = make_approved()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        case.plan.answers.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.update(erased_at=OVER)


def test_rows_with_their_own_time_go_in_chunks_each_with_its_audit_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(purging, "CHUNK", 2)
    person = make_person()
    for year in (2026, 2026, 2026, 2026, 2026, 2034):
        read_at = datetime(year, 9, 1, tzinfo=UTC)
        ReadLog.objects.create(person_id=person.pk, user_id=1, purpose="x", read_at=read_at)
    # The case is not over, so that only the log is.
    broker, lately = make_user(Role.BROKER), date(2034, 1, 1)
    let_see(person, AccessCapacity.BROKER, user=broker, from_date=lately)
    assert purge(by=nightly())["Who looked at your record"] == 5
    assert ReadLog.objects.count() == 1
    rows = AuditEvent.objects.filter(event="records_erased").order_by("pk")
    assert [len(row.data["ids"]) for row in rows] == [2, 2, 1]


def test_a_night_when_it_has_done_enough_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "MOST_A_NIGHT", 1)
    make_ended("Ada One")
    make_ended("Ben Two")
    purge(by=nightly())
    assert Person.objects.filter(erased_at=None).count() == 1
    purge(by=nightly())
    assert not Person.objects.filter(erased_at=None).exists()


def test_a_hold_keeps_the_record_and_the_log_until_it_ends() -> None:
    money = make_ended()
    read = ReadLog.objects.create(person_id=money.person.pk, user_id=1, purpose="x", read_at=SPENT)
    held = hold(money.person)
    purge(by=nightly())
    assert Person.objects.get(pk=money.person.pk).name
    assert ReadLog.objects.filter(pk=read.pk).exists()
    LegalHold.objects.filter(pk=held.pk).update(ended_at=OVER, ended_by_system="x")
    purge(by=nightly())
    assert not Person.objects.get(pk=money.person.pk).name
    assert not ReadLog.objects.filter(pk=read.pk).exists()
    assert not LegalHold.objects.exists()


def test_a_supplier_when_it_left_long_ago_is_blanked_with_its_evidence(
    django_capture_on_commit_callbacks: Any,
) -> None:
    case = make_approved()
    supplier = case.listing.supplier
    application = make_application(
        supplier,
        make_scheme(),
        ApplicationState.ACCEPTED,
        submitted_by=make_user(Role.SUPPLIER),
        decided_by=make_user(Role.ACCREDITOR),
    )
    shown = application.evidence.get()
    shown.file.save("x.pdf", ContentFile(b"x"))
    name = shown.file.name
    assert shown.file.storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        purge(by=nightly(datetime(2050, 1, 1, tzinfo=UTC)))
    supplier.refresh_from_db()
    assert (supplier.name, supplier.email, supplier.phone) == ("", "", "")
    assert not Supplier.objects.visible_to(as_viewer(make_user(Role.ACCREDITOR))).exists()
    assert Listing.objects.get(pk=case.listing.pk).title == ""
    # The plan keeps its own words of it: its person's case is open.
    assert case.plan.items.filter(listing=case.listing).exists()
    assert not supplier.accreditations.exists()
    assert not supplier.applications.exists()
    assert not shown.file.storage.exists(name)


def test_an_application_when_it_was_refused_goes_sooner_than_its_supplier() -> None:
    supplier, scheme = make_supplier(), make_scheme()
    refused = make_application(
        supplier,
        scheme,
        ApplicationState.REFUSED,
        submitted_by=make_user(Role.SUPPLIER),
        decided_by=make_user(Role.ACCREDITOR),
        decided_at=SPENT,
    )
    purge(by=nightly(datetime(2027, 9, 1, tzinfo=UTC)))
    assert Application.objects.filter(pk=refused.pk).exists()
    purge(by=nightly(datetime(2027, 10, 1, tzinfo=UTC)))
    assert not Application.objects.exists()
    assert Supplier.objects.get().name


def test_an_account_when_nobody_uses_it_is_blanked_and_opens_nothing() -> None:
    user = make_user(Role.BROKER)
    user.memberships.update(until_date=date(2026, 10, 1))
    working = make_user(Role.BROKER)
    purge(by=nightly())
    user.refresh_from_db()
    working.refresh_from_db()
    assert (user.name, user.email, user.is_active) == (
        "",
        f"erased-{user.pk}@erased.invalid",
        False,
    )
    assert not user.check_password("a-long-password")
    assert not user.emailaddress_set.exists()
    assert working.name


def test_the_dry_run_says_what_would_go_and_what_is_held_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    money = make_ended("Ada One")
    held = hold(make_ended("Ben Two").person)
    monkeypatch.setattr("marketplace.records.management.commands.purge.now", lambda: OVER)
    said = StringIO()
    call_command("purge", "--dry-run", stdout=said)
    assert "Who you are (fernshire): 1 would go, 1 held." in said.getvalue()
    assert f"Hold {held.pk} keeps person {held.person_id} since 2026-09-21." in said.getvalue()
    assert "Ada" not in said.getvalue()
    assert Person.objects.filter(erased_at=None).count() == 2
    said = StringIO()
    call_command("purge", stdout=said)
    assert "Who you are: 1 erased." in said.getvalue()
    assert Person.objects.get(pk=money.person.pk).erased_at == OVER


def test_nobody_but_the_purge_erases() -> None:
    money, kept = make_ended(), kept_of(Person)
    assert kept
    auditor = as_viewer(make_user(*Role), OVER)
    with pytest.raises(PermissionDenied):
        erase_record(by=auditor, kept=kept, council=make_authority(), pk=money.person.pk)
    assert Person.objects.filter(pk=money.person.pk, erased_at=None).exists()
