"""The pages of a bank account that several people share."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.brokerage.rules import PayerKind
from marketplace.people.models import ListReadingPerson
from marketplace.people.rules import AccessCapacity
from payments.cards.models import MoneyAccount, SharedAccount
from tests.factories.accounts import make_user
from tests.factories.funding import make_agreement
from tests.factories.people import let_see, make_person
from tests.factories.plan_pages import as_
from tests.payments.cards.browsing import text
from tests.payments.cards.test_sharing import MANAGED, TWO, available, bring, make_group, rows

pytestmark = pytest.mark.django_db


def finance() -> Client:
    return as_(make_user(Role.FINANCE))


def whose(shared: SharedAccount, payee: str = "AMARA OBI") -> str:
    return reverse("cards:shared_line", args=[shared.lines.get(payee=payee).public_id])


def typed(whose: Any, *amounts: tuple[MoneyAccount, str], do: str = "preview") -> dict[str, str]:
    choice = whose if isinstance(whose, str) else str(whose.public_id)
    return {"whose": choice, "do": do, **{str(one.public_id): sum for one, sum in amounts}}


def test_shared_account_when_added_takes_people_by_their_agreements() -> None:
    agreement = make_agreement(make_person(), {PayerKind.COUNCIL: 10_000}, **MANAGED)
    let_see(agreement.person, AccessCapacity.FINANCE, role=Role.FINANCE)
    client = finance()
    page = client.post(
        reverse("cards:open_shared"), {"holder": agreement.holder_id, "last4": "4476"}, follow=True
    )
    assert "Nobody has a share of this account yet" in text(page)
    shared = SharedAccount.objects.get()
    opening = reverse("cards:open_account", args=[agreement.person.public_id])
    assert "A share of Fern Payroll’s bank account ending 4476" in text(client.get(opening))
    facts = {
        "agreements": [str(agreement.public_id)],
        "account": f"shared-{shared.public_id}",
        "provider": "statement",
    }
    page = client.post(opening, facts, follow=True)
    assert "share of a bank account that several people share" in text(page)
    account = MoneyAccount.objects.get()
    assert (account.shared_account, account.last4) == (shared, "4476")
    listed = client.get(reverse("cards:shared_account", args=[shared.public_id]))
    assert agreement.person.name in text(listed)


def test_shared_account_when_its_digits_are_known_is_refused_beside_the_field() -> None:
    shared, _ = make_group(1)
    facts = {"holder": shared.holder_id, "last4": "4476"}
    page = text(finance().post(reverse("cards:open_shared"), facts))
    assert "this holder has a shared account with these digits already" in page


def test_statement_when_uploaded_says_what_waits_and_the_queue_leads_there() -> None:
    shared, _ = make_group()
    client, address = finance(), reverse("cards:shared_statement", args=[shared.public_id])
    page = client.post(address, {"file": SimpleUploadedFile("n.csv", rows(*TWO))}, follow=True)
    assert "2 new payments: say whose each is." in text(page)
    queue = text(client.get(reverse("reconciliation:queue")))
    assert "2 payments of bank accounts that several people share" in " ".join(queue.split())
    listed = text(client.get(reverse("cards:shared_accounts")))
    assert "Fern Payroll" in listed
    page = client.post(address, {"file": SimpleUploadedFile("n.csv", rows(*TWO))}, follow=True)
    assert "No new payments. Here already: 2." in text(page)


def test_statement_when_a_row_cannot_be_read_names_the_row() -> None:
    shared, _ = make_group()
    address = reverse("cards:shared_statement", args=[shared.public_id])
    file = SimpleUploadedFile("n.csv", rows(*TWO, "never,X,X,-1.00"))
    page = text(finance().post(address, {"file": file}))
    assert "Some rows could not be read" in page
    assert "1 row" in page


def test_statement_when_its_columns_are_not_known_says_how_to_name_them() -> None:
    shared, _ = make_group()
    address = reverse("cards:shared_statement", args=[shared.public_id])
    file = SimpleUploadedFile("n.csv", b"On,Who,Sum\n02/11/2026,SHOP,-2.00\n")
    page = text(finance().post(address, {"file": file}))
    assert "Name them Date, Payee, Description and Amount" in page
    named = b"Date,Payee,Description,Amount\n02/11/2026,SHOP,Milk,-2.00\n"
    finance().post(address, {"file": SimpleUploadedFile("n.csv", named)})
    assert shared.lines.get().amount_pence == -200


def test_payment_when_chosen_is_shown_before_and_after_and_then_recorded() -> None:
    shared, (rose, tom) = make_group()
    bring(shared, *TWO)
    client, address = finance(), whose(shared)
    page = text(client.post(address, typed(rose)))
    assert "Preview" in page
    assert "−£49.50" in page
    assert available(rose, tom) == [0, 0]
    page = text(client.post(address, typed(rose, do="confirm"), follow=True))
    assert "The payment is recorded" in page
    assert available(rose, tom) == [-4950, 0]
    page = text(client.get(address))
    part = rose.lines.get()
    assert reverse("reconciliation:payment", args=[part.public_id]) in page
    own = text(client.get(reverse("reconciliation:payment", args=[part.public_id])))
    assert "part of a payment of a shared account" in own
    client.post(reverse("cards:undo_division", args=[shared.lines.get(payee=part.payee).public_id]))
    assert available(rose, tom) == [0, 0]


def test_amounts_when_they_are_not_the_whole_are_refused_with_both_sums() -> None:
    shared, (rose, tom) = make_group()
    bring(shared, *TWO)
    client, address = finance(), whose(shared)
    page = text(client.post(address, typed("several", (rose, "40.00"), (tom, "9.00"))))
    assert "The amounts come to £49.00. They must come to £49.50" in page
    page = text(client.post(address, typed("several")))
    assert "Enter an amount for each person whose payment it is" in page
    page = text(client.post(address, typed("several", (rose, "40.00"), (tom, "9.50"))))
    assert "Preview" in page
    assert "£40.00" in page


def test_payment_when_set_aside_says_why_and_can_be_brought_back() -> None:
    shared, _ = make_group()
    bring(shared, *TWO)
    client, line = finance(), shared.lines.get(payee="AMARA OBI")
    aside = reverse("cards:set_shared_aside", args=[line.public_id])
    assert "Enter why it is nobody’s" in text(client.post(aside, {"aside-why": ""}))
    client.post(aside, {"aside-why": "It is here twice"})
    assert "It is here twice" in text(client.get(whose(shared)))
    client.post(reverse("cards:bring_shared_back", args=[line.public_id]))
    assert "Person not known" in text(client.get(whose(shared)))


def test_page_when_opened_is_in_the_read_log_of_each_person_of_the_account() -> None:
    shared, (rose, tom) = make_group()
    bring(shared, *TWO)
    finance().get(whose(shared))
    logged = ListReadingPerson.objects.filter(reading__kind="shared_accounts")
    assert set(logged.values_list("person_id", flat=True)) == {rose.person_id, tom.person_id}


def test_pages_when_somebody_has_no_money_work_are_closed() -> None:
    shared, _ = make_group()
    bring(shared, *TWO)
    client = as_(make_user(Role.PRACTITIONER))
    for address in (whose(shared), reverse("cards:shared_account", args=[shared.public_id])):
        assert client.get(address).status_code == 403
