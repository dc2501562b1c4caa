"""The page of one payment: what it says, what a press does and what it refuses."""

import pytest

from marketplace.people.models import ReadLog
from marketplace.tasks.models import Task
from payments.reconciliation.models import Match, MoneyException
from tests.factories.reconciliation import Money, make_lines
from tests.payments.reconciliation.views.pages import (
    AMARA,
    FOUR_WEEKS,
    GARDEN,
    QUEUE,
    matched,
    page_of,
    signed_in,
    words_of,
)

pytestmark = pytest.mark.django_db


def test_a_payment_page_names_who_has_it_and_lets_staff_take_it(money: Money) -> None:
    (line,) = matched(money, GARDEN)
    client = signed_in(money.finance)
    page = client.get(page_of(line)).content.decode()
    assert "Not assigned" in page
    task = Task.objects.open().get(subject_id=line.pk)
    client.post(f"/tasks/{task.pk}/take/", {"next": page_of(line)})
    assert "Assign to me" not in client.get(page_of(line)).content.decode()


def test_a_payment_page_says_why_and_is_written_to_the_read_log(money: Money) -> None:
    (line,) = matched(money, AMARA)
    page = words_of(signed_in(money.finance), page_of(line))
    assert "3 hours with Amara Obi at £16.50, planned every Wednesday." in page
    assert "Undo this match" in page
    assert "£14.64" in page
    assert "£34.86" in page
    assert "The planned support names no agreement" in page
    assert "In proportion: split by the weekly amounts agreed for 2 September 2026." in page
    assert ReadLog.objects.filter(person_id=money.person.pk, user_id=money.finance.pk).exists()


def test_an_exceptions_address_leads_to_its_payment(money: Money) -> None:
    (line,) = matched(money, GARDEN)
    address = f"{QUEUE}{MoneyException.objects.get().public_id}/"
    assert signed_in(money.finance).get(address)["Location"] == page_of(line)


def test_staff_accept_undo_choose_and_settle_on_the_page(money: Money) -> None:
    (line,) = matched(money, FOUR_WEEKS)
    client, at = signed_in(money.finance), page_of(line)
    client.post(f"{at}accept/", {"token": f"plan_line:{money.amara.pk}"})
    assert Match.objects.active().get().tier == "hand"
    page = client.post(f"{at}undo/", follow=True).content.decode()
    assert "Check the payment again" in page
    page = client.post(f"{at}undo/", follow=True).content.decode()
    assert "not matched now" in page
    page = client.post(f"{at}match/", {"choice": "off_plan:0", "words": "A trip"}, follow=True)
    assert "A trip" in page.content.decode()
    page = client.post(f"{at}accept/", {"token": "x"}, follow=True).content.decode()
    assert "closed already" in page


def test_a_choice_left_out_keeps_the_page_and_says_so(money: Money) -> None:
    (line,) = matched(money, GARDEN)
    client, at = signed_in(money.finance), page_of(line)
    page = client.post(f"{at}match/", {"choice": "", "words": "kept words"}).content.decode()
    assert "Choose what the payment was for" in page
    assert "kept words" in page
    page = client.post(f"{at}ask/", {"ask-question": ""}).content.decode()
    assert "Enter a question for the person" in page
    page = client.post(f"{at}resolve/", {"resolve-outcome": ""}).content.decode()
    assert "Enter the decision" in page


def test_a_refusal_of_the_action_is_shown_on_the_page(money: Money) -> None:
    (line,) = matched(money, GARDEN)
    client, at = signed_in(money.finance), page_of(line)
    client.post(f"{at}match/", {"choice": "off_plan:0"})
    page = client.post(f"{at}match/", {"choice": "off_plan:0"}).content.decode()
    assert "Somebody else matched this payment" in page
    statement = client.get(f"/people/{money.person.public_id}/money/").content.decode()
    assert "Outside the plan, accepted" in statement


def test_money_in_offers_what_the_budget_expects(money: Money) -> None:
    (line,) = matched(money, (5000, "R PELL", 3))
    page = signed_in(money.finance).get(page_of(line)).content.decode()
    assert "The person’s contribution" in page
    assert "£17.30 a week" in page


def test_a_payment_is_settled_without_a_match(money: Money) -> None:
    (line,) = matched(money, GARDEN)
    client, at = signed_in(money.finance), page_of(line)
    page = client.post(f"{at}resolve/", {"resolve-outcome": "Paid back in cash."}, follow=True)
    assert "Closed without a match" in page.content.decode()
    page = client.post(f"{at}resolve/", {"resolve-outcome": "Again"}, follow=True).content.decode()
    assert "closed already" in page


def test_a_payment_that_came_just_now_is_not_called_closed(money: Money) -> None:
    (line,) = make_lines(money.account, GARDEN)
    client = signed_in(money.finance)
    for path in (page_of(line), "/money/payments/", f"/money/accounts/{money.account.public_id}/"):
        page = words_of(client, path)
        assert "Not matched yet" in page
        assert "Closed without a match</span>" not in page


def test_a_payment_is_shared_out_and_parts_must_add_up(money: Money) -> None:
    (line,) = matched(money, (-5850, "MIXED SHOP", 5))
    client, at = signed_in(money.finance), f"{page_of(line)}split/"
    assert "The parts must total £58.50" in client.get(at).content.decode()
    rows = {
        "form-TOTAL_FORMS": "4",
        "form-INITIAL_FORMS": "0",
        "form-0-choice": f"plan_line:{money.amara.pk}",
        "form-0-amount": "49.50",
    }
    assert "£9.00 is still to be split" in client.post(at, rows).content.decode()
    half = {**rows, "form-1-choice": f"plan_line:{money.cars.pk}"}
    assert (
        "Enter an amount in pounds and pence, like 16.50" in client.post(at, half).content.decode()
    )
    odd = client.post(at, {**half, "form-1-amount": "£1,2"}).content.decode()
    assert "Part 2, how much: enter an amount in pounds and pence" in odd
    other = {**rows, "form-1-amount": "9"}
    assert "Choose support for this amount" in client.post(at, other).content.decode()
    done = client.post(at, {**half, "form-1-amount": "9.00"}, follow=True).content.decode()
    assert "The payment is split" in done
