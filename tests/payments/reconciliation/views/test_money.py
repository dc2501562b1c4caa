"""A person's money: their own page, the staff's, and answering what a payment was for."""

import re
from datetime import date, timedelta

import pytest

from marketplace.accounts.rules import Role
from marketplace.brokerage.models import PlanItemTime
from marketplace.brokerage.rules import SHARE_RULE, ShareRule
from marketplace.council.models import CouncilFigure
from marketplace.people.models import ReadLog
from payments.cards.models import MoneyAccount
from payments.cards.rules import MoneyAccountKind
from payments.reconciliation.actions import ask_person
from payments.reconciliation.models import MoneyException
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import thawed
from tests.factories.people import make_person
from tests.factories.reconciliation import Money
from tests.payments.reconciliation.views.pages import (
    AMARA,
    AT,
    GARDEN,
    QUEUE,
    SEPTEMBER,
    make_hold,
    matched,
    money_of,
    page_of,
    queries_for,
    signed_in,
    words_of,
)

pytestmark = pytest.mark.django_db


def test_my_money_asks_the_database_no_more_for_many_lines(money: Money) -> None:
    matched(money, AMARA, GARDEN)
    client = signed_in(money.user)
    client.get("/my/money/")
    before = queries_for(client, "/my/money/")
    matched(money, *[(-4950, "AMARA OBI", 7), (-2000, "SHOP", 5), (-900, "FERNSHIRE COMM CARS", 9)])
    assert queries_for(client, "/my/money/") == before


def test_my_money_shows_the_newest_payments_and_then_all_that_are_asked_for(money: Money) -> None:
    matched(money, *[(-2000 - n, f"SHOP {n:02d}", n) for n in range(15)])
    client = signed_in(money.user)
    short, whole = (client.get(f"/my/money/{q}").content.decode() for q in ("", "?all=1"))
    assert "The newest 12 payments" in short
    assert "See all 15 payments since 1 April 2026" in short
    assert short.count("SHOP ") < whole.count("SHOP ") == 15
    assert "See all" not in whole


def test_money_paid_in_is_named_by_who_paid_it(money: Money) -> None:
    matched(money, (4120, "CONTRIBUTION", 3))
    page = signed_in(money.user).get("/my/money/").content.decode()
    assert "CONTRIBUTION" not in page
    assert "Contribution" in page


def test_money_in_when_matched_is_called_by_who_paid_it_in(money: Money) -> None:
    matched(money, (6920, "FERNSHIRE COUNCIL DP", 0), (4120, "CONTRIBUTION", 2))
    page = signed_in(money.user).get("/my/money/").content.decode()
    assert "Paid in by the council" in page
    assert "Contribution" in page


def test_the_person_is_asked_and_answers_in_their_own_words(money: Money) -> None:
    (line,) = matched(money, GARDEN)
    client = signed_in(money.finance)
    client.post(f"{page_of(line)}ask/", {"ask-question": "Was this for the garden?"})
    exception = MoneyException.objects.get()
    person = signed_in(money.user)
    page = person.get("/my/money/").content.decode()
    assert "Question from the council" in page
    assert "Was this for the garden?" in page
    assert "We take no money back while we wait" in page
    explain = f"{QUEUE}{exception.public_id}/explain/"
    assert "£25.80 to BRACKENFORD GARDEN CTR" in person.get(explain).content.decode()
    assert "Enter what the payment was for" in person.post(explain, {}).content.decode()
    page = person.post(explain, {"words": "Compost"}, follow=True).content.decode()
    assert "Answer sent" in page
    assert "Question from the council" not in page
    assert "Compost" in client.get(page_of(line)).content.decode()
    assert "Answered" in client.get(QUEUE).content.decode()


def test_my_money_says_in_one_order_what_there_is_what_is_needed_and_what_is_left(
    money: Money,
) -> None:
    matched(money, *SEPTEMBER)
    page = words_of(signed_in(money.user), "/my/money/")
    order = [
        "On your card today",
        "£218.90",
        "Needed for your plan before 28 September 2026",
        "− £175.50",
        "Money left to spend",
        "£43.40",
        "What the £175.50 is needed for",
        'Amara Obi</th> <td class="num">£148.50',
        'Fernshire Community Cars</th> <td class="num">£27.00',
        "£149.70 expected to be left on 30 September 2026",
        "£164.80",
        "− £198.00",
        "− £36.00",
        "What £84.30 was spent on",
        "Unknown spending",
        "£25.80 is unknown spending",
        "Choir again",
        "Who paid for matched payments",
        "What you pay",
        "£41.20",
    ]
    place = 0
    for words in order:
        assert words in page[place:], words
        place = page.index(words, place)
    assert "Some figures are missing" not in page


def test_pending_card_payments_are_taken_off_and_said(money: Money) -> None:
    matched(money, *SEPTEMBER)
    make_hold(money.account, 2000, AT)
    page = words_of(signed_in(money.user), "/my/money/")
    assert "£218.90, less £20.00 of pending card payments" in page
    assert "£198.90" in page
    assert "£23.40" in page


def test_money_that_is_not_enough_is_said_before_anything_else(money: Money) -> None:
    matched(money, *SEPTEMBER, (-9000, "STATION CAFE", 5))
    page = words_of(signed_in(money.user), "/my/money/")
    assert "You may be £46.60 short before 28 September 2026" in page
    assert "No payment is stopped" in page
    assert "£59.70 expected to be left on 30 September 2026" in page
    staff = words_of(signed_in(money.finance), money_of(money))
    assert "Margaret Ellery may be £46.60 short before 28 September 2026" in staff


def test_a_forecast_below_nothing_is_said_plainly(money: Money) -> None:
    matched(money, (-90000, "STATION CAFE", 5))
    page = words_of(signed_in(money.user), "/my/money/")
    assert "£666.00 expected to be short on 30 September 2026" in page


def test_my_money_without_a_plan_says_so(money: Money) -> None:
    with thawed():
        PlanItemTime.objects.all().delete()
        money.plan.items.all().delete()
    page = words_of(signed_in(money.user), "/my/money/")
    assert "You have no approved plan with support that you pay for" in page
    assert "No money spent" in page
    assert "− £0.00" in page


def test_my_money_without_an_account_or_an_agreement_says_so() -> None:
    user = make_user(Role.PERSON)
    make_person(user=user)
    page = words_of(signed_in(user), "/my/money/")
    assert "No card or account is recorded for you" in page
    assert "No payments in are agreed" in page
    assert "Money left to spend" not in page


def test_my_money_of_somebody_without_a_record_is_not_found() -> None:
    assert signed_in(make_user(Role.PERSON)).get("/my/money/").status_code == 404


def test_money_in_a_bank_account_is_said_to_be_in_it(money: Money) -> None:
    MoneyAccount.objects.update(kind=MoneyAccountKind.BANK)
    page = words_of(signed_in(money.user), "/my/money/")
    assert "In your account today" in page
    assert "on your card" not in page.lower()


def test_staff_see_each_fund_and_how_the_funds_share_and_why(money: Money) -> None:
    matched(money, *SEPTEMBER)
    page = words_of(signed_in(money.finance), money_of(money))
    for amount in ("£138.40", "£17.30", "£121.10", "£164.80", "£41.20", "£123.60", "−£25.80"):
        assert amount in page, amount
    assert "From 31 August 2026 with no end date. Every 4 weeks." in page
    assert "Net: the contribution is paid into the account." in page
    assert "Next payment: £234.00 on 28 September 2026." in page
    assert "29.6% of each payment" in page
    assert "70.4% of each payment" in page
    assert "In proportion, a rule of the council" in page
    assert "Contribution owed" not in page


def test_staff_see_that_a_contribution_is_owed_and_paid_first(money: Money) -> None:
    CouncilFigure.objects.create(
        authority=money.person.authority,
        key=SHARE_RULE.key,
        value=ShareRule.CONTRIBUTION_FIRST,
        from_date=date(2026, 8, 1),
        set_at=AT,
        set_by_system="test",
    )
    matched(money, (6920, "FERNSHIRE COUNCIL DP", 0), AMARA)
    page = words_of(signed_in(money.finance), money_of(money))
    assert "Contribution owed" in page
    assert "−£17.66" in page
    assert "First, up to what is due" in page
    assert "100% of the rest" in page


def test_questions_stand_in_one_order_and_under_headings_that_differ(money: Money) -> None:
    first, second = matched(money, (-4120, "SHOP A", 12), (-5130, "SHOP B", 12))
    for days, line in enumerate((second, first)):
        ask_person(
            by=as_viewer(money.finance, AT + timedelta(days)),
            exception_id=line.exceptions.get().pk,
            question="What was it?",
        )
    client = signed_in(money.user)
    for path in ("/my/", "/my/money/"):
        page = words_of(client, path)
        headings = re.findall(r"Question from the council: (£\d+\.\d+) on", page)
        assert list(dict.fromkeys(headings)) == ["£51.30", "£41.20"], path


def test_finance_sees_a_persons_money_and_leaves_a_trace(money: Money) -> None:
    matched(money, AMARA, GARDEN)
    exception = MoneyException.objects.get()
    ask_person(
        by=as_viewer(money.finance, AT),
        exception_id=exception.pk,
        question="What was it?",
    )
    page = signed_in(money.finance).get(f"/people/{money.person.public_id}/money/")
    assert "Question sent, no answer yet" in page.content.decode()
    assert ReadLog.objects.filter(user_id=money.finance.pk, purpose="checking money").exists()


@pytest.mark.parametrize("paper", ["plain", "large", "file"])
def test_my_money_is_printed_enlarged_and_kept_by_a_link_with_every_payment(
    money: Money, paper: str
) -> None:
    matched(money, *[(-2000 - n, f"SHOP {n:02d}", n) for n in range(15)])
    client = signed_in(money.user)
    assert f'href="?paper={paper}"' in client.get("/my/money/").content.decode()
    response = client.get("/my/money/", {"paper": paper})
    page = response.content.decode()
    assert f'data-paper="{paper}"' in page
    assert page.count("SHOP ") == 15
    assert 'aria-label="Main"' not in page
    kept = 'attachment; filename="my-money.html"' if paper == "file" else None
    assert response.get("Content-Disposition") == kept


def test_a_fund_is_followed_from_the_money_page_and_on_paper(money: Money) -> None:
    matched(money, AMARA)
    client = signed_in(money.finance)
    address = f"/people/{money.person.public_id}/money/funds/{money.council.pk}/"
    assert address in client.get(f"/people/{money.person.public_id}/money/").content.decode()
    page = words_of(client, address)
    assert "Each movement, in the order of the books" in page
    assert "−£14.64" in page
    assert "Half year before" in page
    paper = client.get(f"{address}?paper=plain").content.decode()
    assert "Each movement" in paper
    assert "Half year before" not in paper
    before = words_of(client, f"{address}2026-03-31/")
    assert "No money of this funding source moved in this half year." in before
    assert "This half year" in before
    for day in ("never", "0001-01-01", "1899-12-31", "9" * 400):
        assert client.get(f"{address}{day}/").status_code == 404
    assert client.get(address.replace(f"/{money.council.pk}/", "/0/")).status_code == 404


def test_my_money_says_what_is_more_than_may_be_left_over_and_only_then(money: Money) -> None:
    client = signed_in(money.user)
    matched(money, (9 * 5_850, "SOMEBODY", 0))
    money.agreement.contingency_weeks = 4
    money.agreement.save()
    assert "You may keep £234.00 of what is left" in words_of(client, "/my/money/")
    money.agreement.contingency_weeks = 20
    money.agreement.save()
    assert "You may keep" not in words_of(client, "/my/money/")
