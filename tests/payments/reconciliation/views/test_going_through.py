"""Going through the queue, doing the same with several, searching all payments, questions about no payment."""

from datetime import timedelta

import pytest
import time_machine

from marketplace.tasks.models import Task
from payments.reconciliation.actions import (
    MATCHER,
    ask_person,
    look_for_absences,
    match_open_lines,
    unmatch,
)
from payments.reconciliation.models import MoneyException, MonitoringDecision
from payments.reconciliation.queries.queue import QueueFilter, exceptions_waiting, filtered
from payments.reconciliation.rules.exception_registry import exception_rules
from tests.factories.accounts import as_viewer
from tests.factories.reconciliation import Money
from tests.payments.reconciliation.views.pages import (
    AMARA,
    AT,
    FOUR_WEEKS,
    GARDEN,
    QUEUE,
    matched,
    money_of,
    page_of,
    signed_in,
    words_of,
)

pytestmark = pytest.mark.django_db
SHOP = (-700, "CORNER SHOP", 3)


def test_after_a_decision_comes_the_next_of_the_same_filter(money: Money) -> None:
    shop, garden = matched(money, SHOP, GARDEN)
    client = signed_in(money.finance)
    first = f"{page_of(shop)}?queue=1&source=card"
    page = words_of(client, first)
    assert "1 of 2" in page
    assert ">Next<" in page
    assert ">Previous<" not in page
    answer = client.post(
        f"{page_of(shop)}resolve/?queue=1&source=card", {"resolve-outcome": "Snacks."}, follow=True
    )
    assert answer.redirect_chain[-1][0].startswith(f"{page_of(garden)}?queue=1&source=card&done=")
    said = " ".join(answer.content.decode().split())
    assert "1 of 1" in said
    assert page_of(shop) in said
    answer = client.post(
        f"{page_of(garden)}ask/?queue=1&source=card", {"ask-question": "What was it?"}
    )
    assert answer["Location"].startswith(QUEUE)
    assert "Look again at what you decided just now" in words_of(client, answer["Location"])


def test_what_was_decided_is_looked_at_again_in_the_same_filter(money: Money) -> None:
    shop, _ = matched(money, SHOP, GARDEN)
    client = signed_in(money.finance)
    answer = client.post(
        f"{page_of(shop)}resolve/?queue=1&source=card", {"resolve-outcome": "Snacks."}, follow=True
    )
    again = f"{page_of(shop)}?queue=1&amp;source=card"
    assert again in answer.content.decode()
    assert (
        f"{QUEUE}?queue=1&amp;source=card"
        in client.get(again.replace("&amp;", "&")).content.decode()
    )


def test_a_payment_that_is_split_is_left_for_the_same_filter(money: Money) -> None:
    (shop,) = matched(money, SHOP)
    page = signed_in(money.finance).get(f"{page_of(shop)}split/?queue=1&source=card")
    said = page.content.decode()
    assert f"{QUEUE}?queue=1&amp;source=card" in said
    assert f"{page_of(shop)}?queue=1&amp;source=card" in said


def test_the_queue_begins_with_what_presses_most_about_a_payment_or_not(money: Money) -> None:
    """Of one kind the oldest is first: a question about no payment has the day on which it was found."""
    matched(money, (-2000, "CASH 3 SEP BRACKENFORD", 1), SHOP, FOUR_WEEKS)
    with time_machine.travel(AT + timedelta(weeks=8), tick=False):
        look_for_absences(
            by=as_viewer(MATCHER, AT + timedelta(weeks=8)),
            authority_id=money.person.authority_id,
            person_ids=[money.person.pk],
        )
    viewer = as_viewer(money.finance, AT + timedelta(weeks=8))
    rows = list(exceptions_waiting(viewer))
    assert any(row.line is None for row in rows)
    codes = list(exception_rules())
    days = [row.line.booked_date if row.line else row.raised_at.date() for row in rows]
    places = [(codes.index(row.rule), day) for row, day in zip(rows, days, strict=True)]
    assert places == sorted(places)
    asked = rows[0]
    ask_person(by=viewer, exception_id=asked.pk, question="What was it?")
    assert list(exceptions_waiting(viewer))[-1].pk == asked.pk
    oldest = [
        row.line
        for row in filtered(exceptions_waiting(viewer), QueueFilter(order="oldest"), viewer)
    ]
    assert None in oldest
    assert oldest[0] is not None


def test_a_payment_whose_match_was_undone_has_no_match_to_confirm(money: Money) -> None:
    (line,) = matched(money, AMARA)
    unmatch(by=as_viewer(money.finance, AT), line_id=line.pk)
    client = signed_in(money.finance)
    for page in (words_of(client, QUEUE), words_of(client, page_of(line))):
        assert "Match undone" in page
        assert "Suggested match to confirm" not in page
    assert Task.objects.open().get(subject_id=line.pk).title.endswith(": match undone")
    match_open_lines(by=as_viewer(MATCHER, AT))
    assert "Suggested match to confirm" in words_of(client, page_of(line))


def test_a_preview_names_planned_support_whose_money_and_what_is_paid_then(money: Money) -> None:
    (line,) = matched(money, FOUR_WEEKS)
    row = line.exceptions.get()
    page = signed_in(money.finance).post(QUEUE, {"line": f"{row.public_id}|", "do": "preview"})
    said = " ".join(page.content.decode().split())
    assert "Amara Obi, planned every Wednesday" in said
    assert "Council: £58.55" in said
    assert "£0.00 of £49.50 is paid. After: £49.50." in said


def test_a_preview_of_two_for_one_due_day_adds_them_up(money: Money) -> None:
    lines = matched(money, FOUR_WEEKS, FOUR_WEEKS)
    pins = [f"{line.exceptions.get().public_id}|" for line in lines]
    page = signed_in(money.finance).post(QUEUE, {"line": pins, "do": "preview"})
    said = " ".join(page.content.decode().split())
    assert "£0.00 of £49.50 is paid. After: £49.50." in said
    assert "£49.50 of £49.50 is paid. After: £99.00." in said


def test_several_are_asked_or_closed_together_after_they_are_shown(money: Money) -> None:
    lines = matched(money, SHOP, GARDEN)
    client = signed_in(money.finance)
    pins = [f"{line.exceptions.get().public_id}|" for line in lines]
    shown = client.post(QUEUE, {"line": pins, "do": "ask"}).content.decode()
    assert "Ask about 2 payments" in shown
    missing = client.post(QUEUE, {"pin": pins, "do": "send", "ask-question": ""}).content.decode()
    assert "Enter a question" in missing
    assert "Ask about 2 payments" in missing
    assert "There is a problem" in missing
    client.post(QUEUE, {"pin": pins, "do": "send", "ask-question": "What was this for?"})
    assert set(MoneyException.objects.values_list("state", "question")) == {
        ("queried", "What was this for?")
    }
    assert "Close 2 payments" in client.post(QUEUE, {"line": pins, "do": "close"}).content.decode()
    done = client.post(QUEUE, {"pin": pins, "do": "finish", "close-outcome": "Right."}, follow=True)
    assert "2 payments are closed." in done.content.decode()
    assert set(MoneyException.objects.values_list("state", "outcome")) == {("resolved", "Right.")}
    late = client.post(QUEUE, {"pin": pins, "do": "finish", "close-outcome": "Again."}, follow=True)
    assert "is decided already" in late.content.decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"AMARA OBI", "CORNER SHOP"}),
        ("outcome=matched", {"AMARA OBI"}),
        ("outcome=waiting", {"CORNER SHOP"}),
        ("outcome=closed", set()),
        ("outcome=noted", set()),
        ("words=corner", {"CORNER SHOP"}),
        ("who=ellery&from_pence=10", {"AMARA OBI"}),
        ("to_pence=10&order=largest", {"CORNER SHOP"}),
    ],
)
def test_a_search_finds_payments_matched_or_not(money: Money, query: str, shown: set[str]) -> None:
    matched(money, AMARA, SHOP)
    page = signed_in(money.finance).get(f"/money/payments/?{query}").content.decode()
    assert {name for name in ("AMARA OBI", "CORNER SHOP") if f">{name}</a>" in page} == shown


def test_the_queue_in_another_order_begins_with_the_largest(money: Money) -> None:
    matched(money, SHOP, GARDEN)
    page = signed_in(money.finance).get(f"{QUEUE}?order=largest&size=50").content.decode()
    assert page.index("GARDEN") < page.index("CORNER")


def test_a_question_about_no_payment_has_a_page_that_asks_and_closes(money: Money) -> None:
    matched(money, (6920, "FERNSHIRE COUNCIL DP", 0))
    later = AT + timedelta(40)
    with time_machine.travel(later, tick=False):
        look_for_absences(
            by=as_viewer(MATCHER, later),
            authority_id=money.person.authority_id,
            person_ids=[money.person.pk],
        )
        row = MoneyException.objects.get(rule="R30")
        client = signed_in(money.finance)
        assert "A payment in has not come" in words_of(client, QUEUE)
        assert "A payment in has not come" in words_of(client, money_of(money))
        page = words_of(client, f"{QUEUE}{row.public_id}/")
        assert "has not come since 28 September 2026" in page
        assert "Why we look: the payment agreement" in page
        client.post(f"{QUEUE}{row.public_id}/ask/", {"ask-question": "Has the bank changed?"})
        own = signed_in(money.user)
        assert "Has the bank changed?" in words_of(own, "/my/money/")
        assert "Your answer" in words_of(own, f"{QUEUE}{row.public_id}/explain/")
        own.post(f"{QUEUE}{row.public_id}/explain/", {"words": "No."})
        client.post(f"{QUEUE}{row.public_id}/resolve/", {"resolve-outcome": "The payer was asked."})
        row.refresh_from_db()
        assert (row.state, row.explanation) == ("resolved", "No.")


def test_how_closely_somebody_is_checked_is_decided_with_a_reason(money: Money) -> None:
    client, path = signed_in(money.finance), f"/people/{money.person.public_id}/money/checks/"
    typed = {
        "once_token": "",
        "level": "close",
        "from_date_day": "21",
        "from_date_month": "9",
        "from_date_year": "2026",
    }
    client.post(path, {**typed, "reason": ""})
    assert not MonitoringDecision.objects.exists()
    client.post(path, {**typed, "reason": "Two payments without receipts."})
    assert MonitoringDecision.objects.get().level == "close"
    assert "Two payments without receipts." in words_of(client, path)
