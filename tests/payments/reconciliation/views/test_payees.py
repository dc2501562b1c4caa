"""The pages of payees: the list, what is known of one, and what is done with it."""

from urllib.parse import quote

import pytest

from marketplace.accounts.rules import Role
from marketplace.people.models import ReadLog
from payments.reconciliation.actions import add_payee_fact, open_payee
from payments.reconciliation.models import PayeeFact
from payments.reconciliation.queries.payees import subject_of_line
from payments.reconciliation.rules.payee_facts import NewFact, PayeeFactKind
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.brokerage import make_public_listing
from tests.factories.reconciliation import Money
from tests.payments.reconciliation.views.pages import (
    AMARA,
    AT,
    GARDEN,
    matched,
    money_of,
    page_of,
    queries_for,
    signed_in,
    words_of,
)

pytestmark = pytest.mark.django_db
PAYEES = "/money/payees/"
TYPED = {"kind": "trading", "text": "Green Fingers", "once_token": ""}


def fact_of_amara(money: Money) -> PayeeFact:
    subject = subject_of_line(money.amara.pk)
    assert subject is not None
    new = NewFact(PayeeFactKind.ACCOUNT, "200000 55779911")
    return add_payee_fact(by=as_viewer(money.finance, AT), subject=subject, new=new)


def test_payment_leads_to_what_is_known_of_its_payee_and_more_is_recorded_there(
    money: Money,
) -> None:
    line, other = matched(money, AMARA, GARDEN)
    client = signed_in(money.finance)
    page = words_of(client, page_of(line))
    address = f"{page_of(line)}payee/"
    assert f'<a href="{address}">What we know of this payee</a>' in page
    assert "What we know of this payee" not in words_of(client, page_of(other))
    assert client.get(f"{page_of(other)}payee/").status_code == 404
    page = words_of(client, address)
    assert "<h1>Amara Obi</h1>" in page
    assert "Nothing is recorded yet." in page
    answer = client.post(address, TYPED)
    fact = PayeeFact.objects.get()
    assert answer["Location"] == f"{PAYEES}{fact.payee.public_id}/"
    assert client.get(address)["Location"] == answer["Location"]
    page = words_of(client, answer["Location"])
    for said in ("Green Fingers", "Trading name", "Confirmed once", "Entered by staff, Tom Birch"):
        assert said in page
    assert f"Payees of {money.person.name} only" in page


def test_pages_of_a_private_payee_are_written_to_the_read_log(money: Money) -> None:
    fact = fact_of_amara(money)
    client = signed_in(money.finance)
    for address in (
        f"{PAYEES}{fact.payee.public_id}/",
        f"{PAYEES}facts/{fact.public_id}/",
        f"/people/{money.person.public_id}/payees/",
    ):
        before = ReadLog.objects.filter(person_id=money.person.pk).count()
        assert client.get(address).status_code == 200
        assert ReadLog.objects.filter(person_id=money.person.pk).count() == before + 1


def test_fact_is_confirmed_corrected_refused_and_ended_by_a_press(money: Money) -> None:
    fact = fact_of_amara(money)
    address = f"{PAYEES}facts/{fact.public_id}/"
    own = signed_in(money.finance)
    page = words_of(own, f"{PAYEES}{fact.payee.public_id}/")
    assert f"{address}confirm/" not in page
    said = own.post(f"{address}confirm/", follow=True).content.decode()
    assert "You recorded this. A colleague confirms it." in said
    colleague = signed_in(make_user(Role.FINANCE, authority=money.person.authority))
    assert f"{address}confirm/" in words_of(colleague, f"{PAYEES}{fact.payee.public_id}/")
    said = colleague.post(f"{address}confirm/", follow=True).content.decode()
    assert "Confirmed twice" in said
    wrong = own.post(address, {"kind": "account", "text": "20"})
    assert "Enter a sort code of 6 digits" in wrong.content.decode()
    assert own.post(address, {"kind": "account", "text": "20-00-00 55779912"}).status_code == 302
    newer = PayeeFact.objects.not_ended().get()
    assert (newer.text, newer.state) == ("20-00-00 55779912", "suggested")
    address = f"{PAYEES}facts/{newer.public_id}/"
    assert "Refused" in own.post(f"{address}refuse/", follow=True).content.decode()
    own.post(f"{address}end/")
    assert not PayeeFact.objects.not_ended().exists()
    assert own.get(address).status_code == 404


def test_list_is_searched_by_name_and_by_account_and_holds_no_private_payee(money: Money) -> None:
    council = money.person.authority
    supplier = make_public_listing(authority=council).supplier
    fact_of_amara(money)
    payee = open_payee(
        by=as_viewer(money.finance, AT), authority_id=council.pk, name="Fern Payroll"
    )
    client = signed_in(money.finance)
    page = words_of(client, PAYEES)
    assert "Fern Payroll" in page
    assert "Amara" not in page
    for words in ("55779911", "Amara"):
        assert "No results" in words_of(client, f"{PAYEES}?q={quote(words)}")
    page = words_of(client, f"{PAYEES}?q={quote(supplier.name)}")
    address = f"{PAYEES}suppliers/{supplier.public_id}/"
    assert address in page
    assert client.post(address, {"kind": "account", "text": "20000055779911"}).status_code == 302
    assert supplier.name in words_of(client, f"{PAYEES}?q=5577+9911")
    assert "Payees" in words_of(client, "/money/exceptions/")
    assert client.get(f"{PAYEES}{payee.public_id}/").status_code == 200


def test_list_takes_the_same_queries_however_many_payees(money: Money) -> None:
    client, by = signed_in(money.finance), as_viewer(money.finance, AT)
    council = money.person.authority_id
    open_payee(by=by, authority_id=council, name="Fern Payroll 0")
    queries_for(client, f"{PAYEES}?q=Fern")
    few = queries_for(client, f"{PAYEES}?q=Fern")
    for number in range(1, 5):
        open_payee(by=by, authority_id=council, name=f"Fern Payroll {number}")
    assert queries_for(client, f"{PAYEES}?q=Fern") == few


def test_payee_is_added_once(money: Money) -> None:
    client = signed_in(money.finance)
    assert client.post(f"{PAYEES}new/", {"name": "Fern Payroll"}).status_code == 302
    again = client.post(f"{PAYEES}new/", {"name": "fern payroll"}).content.decode()
    assert "We know this payee already. Search for the name." in again
    assert (
        "Enter the name of the payee" in client.post(f"{PAYEES}new/", {"name": ""}).content.decode()
    )


def test_own_payees_are_reached_from_the_money_of_their_person(money: Money) -> None:
    fact_of_amara(money)
    client = signed_in(money.finance)
    address = f"/people/{money.person.public_id}/payees/"
    assert address in words_of(client, money_of(money))
    assert "Amara Obi" in words_of(client, address)


def test_another_council_and_other_roles_see_no_payee(money: Money) -> None:
    fact = fact_of_amara(money)
    addresses = (
        f"{PAYEES}{fact.payee.public_id}/",
        f"{PAYEES}facts/{fact.public_id}/",
        f"/people/{money.person.public_id}/payees/",
    )
    broker = signed_in(make_user(Role.BROKER, authority=money.person.authority))
    own = signed_in(money.user)
    for address in (*addresses, PAYEES):
        assert broker.get(address).status_code == 403
        assert own.get(address).status_code == 403
    abroad = signed_in(make_user(Role.FINANCE, authority=make_other_authority()))
    for address in addresses:
        assert abroad.get(address, headers={"host": "otherton.localhost"}).status_code == 404
