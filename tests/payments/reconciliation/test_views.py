"""The pages: who may open them, what they say, what a press does and what it refuses."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.people.actions import open_people
from marketplace.people.models import Access, ListReading, ReadLog
from marketplace.people.rules import AccessCapacity, Scope
from marketplace.tasks.models import Task
from payments.cards.models import ReceivedLine
from payments.reconciliation.actions import MATCHER, ask_person, match_lines
from payments.reconciliation.models import Match, MoneyException
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.brokerage import thawed
from tests.factories.people import let_see
from tests.factories.reconciliation import Money, make_lines, make_money

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 21, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def money() -> Money:
    return make_money()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def matched(money: Money, *lines: tuple[int, str, int]) -> list[ReceivedLine]:
    rows = make_lines(money.account, *lines)
    match_lines(by=as_viewer(MATCHER, AT), line_ids=[row.pk for row in rows])
    return rows


def page_of(line: ReceivedLine) -> str:
    return f"/money/payments/{line.public_id}/"


GARDEN = (-2580, "BRACKENFORD GARDEN CTR", 12)
AMARA = (-4950, "AMARA OBI", 0)
FOUR_WEEKS = (-19800, "AMARA OBI", 19)
QUEUE = "/money/exceptions/"


def test_the_queue_shows_lines_with_their_reason_and_what_was_matched(money: Money) -> None:
    matched(money, AMARA, GARDEN, FOUR_WEEKS)
    page = signed_in(money.finance).get(QUEUE).content.decode()
    assert "2 payments to check" in page
    assert "1, or 33.3%" in page
    assert "This payment was not stopped. It can be right." in page
    assert "4 payments of £49.50 to Amara Obi at once" in page
    assert "Nobody" in page
    assert "card 4471" in page


def test_an_empty_queue_says_so(money: Money) -> None:
    page = signed_in(money.finance).get(QUEUE).content.decode()
    assert "No payments to check" in page
    assert "None" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("who=ellery", 2),
        ("who=4471", 2),
        ("who=nobody", 0),
        ("owner=nobody", 2),
        ("owner=me", 0),
        ("amount=100", 1),
        ("source=bank", 0),
        ("source=card&state=suggested", 1),
        ("amount=abc", 2),
    ],
)
def test_filters_narrow_the_queue(money: Money, query: str, shown: int) -> None:
    matched(money, GARDEN, FOUR_WEEKS)
    page = signed_in(money.finance).get(f"{QUEUE}?{query}").content.decode()
    assert page.count('class="pick"') == shown


def queries_for(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


@pytest.mark.parametrize("path", [QUEUE, "/money/exceptions.csv"])
def test_the_queue_asks_the_database_no_more_for_many_lines(money: Money, path: str) -> None:
    matched(money, (-1000, "SHOP", 0))
    client = signed_in(money.finance)
    client.get(path)
    before = queries_for(client, path)
    matched(money, *[(-2000 - n, f"SHOP {n}", n) for n in range(14)])
    assert queries_for(client, path) == before


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


def test_a_payment_page_names_who_has_it_and_lets_staff_take_it(money: Money) -> None:
    (line,) = matched(money, GARDEN)
    client = signed_in(money.finance)
    page = client.get(page_of(line)).content.decode()
    assert "Not assigned" in page
    task = Task.objects.get(subject_id=line.pk)
    client.post(f"/tasks/{task.pk}/take/", {"next": page_of(line)})
    assert "Assign to me" not in client.get(page_of(line)).content.decode()


def test_the_export_has_every_line_and_no_formula(money: Money) -> None:
    matched(money, (-2580, "=cmd()", 12))
    answer = signed_in(money.finance).get("/money/exceptions.csv")
    rows = answer.getvalue().decode().splitlines()
    assert (
        answer["Content-Disposition"] == 'attachment; filename="payments-to-check-2026-09-21.csv"'
    )
    assert "2026-09-14,Margaret Ellery,card 4471,'=cmd(),-25.80,R1,No match" in rows[1]


def shown_to(money: Money) -> list[tuple[str, set[int], dict[str, object]]]:
    """Every reading of finance: its kind, whom it showed, what was asked for."""
    return [
        (row.kind, {one.person_id for one in row.people.all()}, row.filters)
        for row in ListReading.objects.filter(user_id=money.finance.pk).order_by("pk")
    ]


def test_the_queue_leaves_one_row_with_whom_it_showed_and_codes_alone(money: Money) -> None:
    other = make_money("Agnes Hartley")
    matched(money, GARDEN, FOUR_WEEKS)
    matched(other, GARDEN)
    client, everybody = signed_in(money.finance), {money.person.pk, other.person.pk}
    client.get(QUEUE)
    client.get(QUEUE)
    client.get(f"{QUEUE}?who=hartley&amount=1&source=card")
    asked = {"source": "card", "from_pence": 100, "by_words": 1, "page": 1}
    assert shown_to(money) == [
        ("payments_to_check", everybody, {"page": 1}),
        ("payments_to_check", {other.person.pk}, asked),
    ]


def test_the_queue_of_several_pages_names_those_on_the_page(money: Money) -> None:
    other = make_money("Agnes Hartley")
    matched(money, *[(-2000 - n, f"SHOP {n}", 0) for n in range(15)])
    matched(other, (-2580, "SHOP LAST", 30))
    client = signed_in(money.finance)
    for page in (1, 2):
        client.get(f"{QUEUE}?page={page}")
    assert [people for _, people, _ in shown_to(money)] == [{money.person.pk}, {other.person.pk}]
    line = other.account.lines.get().exceptions.get().public_id
    client.post(QUEUE, {"line": f"{line}|"})
    assert shown_to(money)[-1][1] == {money.person.pk, other.person.pk}


def test_the_export_names_whom_it_holds_before_the_first_byte_leaves(
    money: Money, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nobody who came in between: whoever is not written down is not in the file."""
    other = make_money("Agnes Hartley")
    matched(money, GARDEN)

    def meanwhile(**facts: object) -> None:
        open_people(**facts)  # type: ignore[arg-type]
        matched(other, GARDEN)

    monkeypatch.setattr("payments.reconciliation.views.queue.open_people", meanwhile)
    client = signed_in(money.finance)
    answer = client.get("/money/exceptions.csv?source=card")
    everything = [("payments_to_check_file", {money.person.pk}, {"source": "card"})]
    assert shown_to(money) == everything
    assert b"Hartley" not in b"".join(answer)
    client.get("/money/exceptions.csv?source=card")
    assert len(shown_to(money)) == 2


def test_the_export_when_long_is_sent_in_parts_of_so_many_rows(
    money: Money, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the queue holds, memory has one part of it, for which two queries are made."""
    monkeypatch.setattr("payments.reconciliation.views.queue.EXPORTED_AT_ONCE", 4)
    matched(money, *[(-3000 - n, f"SHOP {n:02d}", n) for n in range(10)])
    answer = signed_in(money.finance).get("/money/exceptions.csv")
    parts, asked = [], []
    stream = iter(answer.streaming_content)
    while True:
        with CaptureQueriesContext(connection) as made:
            part = next(stream, None)
        if part is None:
            break
        parts.append(part.decode().splitlines())
        asked.append(len(made))
    assert [len(part) for part in parts] == [1, 4, 4, 2]
    assert max(asked) <= 3
    days = [row[:10] for part in parts[1:] for row in part]
    assert days == sorted(days)


def test_several_are_confirmed_after_a_preview_of_exactly_those(money: Money) -> None:
    line, _ = matched(money, FOUR_WEEKS, GARDEN)
    client = signed_in(money.finance)
    ids = [f"{e.public_id}|" for e in MoneyException.objects.all()]
    page = client.post(QUEUE, {"line": ids, "do": "preview"}).content.decode()
    assert "Preview: 1 payment chosen, £198.00" in page
    assert "1 other has no suggestion to confirm" in page
    assert not Match.objects.exists()
    pin = f"{MoneyException.objects.get(line=line).public_id}|plan_item:{money.amara.pk}"
    assert pin in page
    answer = client.post(QUEUE, {"pin": [pin], "do": "confirm"}, follow=True)
    assert "1 payment is matched." in answer.content.decode()
    again = client.post(QUEUE, {"pin": [pin], "do": "confirm"}, follow=True)
    assert "is decided already" in again.content.decode()
    assert Match.objects.active().get().line == line


def test_a_preview_of_nothing_says_what_to_do(money: Money) -> None:
    matched(money, GARDEN)
    client = signed_in(money.finance)
    assert "Choose payments with" in client.post(QUEUE, {"do": "preview"}).content.decode()
    assert "Preview:" not in client.post(QUEUE, {"do": "clear"}).content.decode()
    assert client.post(QUEUE, {"do": "preview", "line": "x"}).status_code == 400


def test_a_payment_page_says_why_and_is_written_to_the_read_log(money: Money) -> None:
    (line,) = matched(money, AMARA)
    page = signed_in(money.finance).get(page_of(line)).content.decode()
    assert "3 hours with Amara Obi at £16.50, planned every Wednesday." in page
    assert "Undo this match" in page
    assert "£41.23" in page
    assert ReadLog.objects.filter(person_id=money.person.pk, user_id=money.finance.pk).exists()


def test_an_exceptions_address_leads_to_its_payment(money: Money) -> None:
    (line,) = matched(money, GARDEN)
    address = f"{QUEUE}{MoneyException.objects.get().public_id}/"
    assert signed_in(money.finance).get(address)["Location"] == page_of(line)


def test_staff_accept_undo_choose_and_settle_on_the_page(money: Money) -> None:
    (line,) = matched(money, FOUR_WEEKS)
    client, at = signed_in(money.finance), page_of(line)
    client.post(f"{at}accept/", {"token": f"plan_item:{money.amara.pk}"})
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
    assert "Outside your plan, accepted" in statement


def test_money_in_offers_what_the_budget_expects(money: Money) -> None:
    (line,) = matched(money, (5000, "R PELL", 3))
    page = signed_in(money.finance).get(page_of(line)).content.decode()
    assert "The person’s contribution" in page
    assert "£17.30 a week" in page


def test_money_in_when_matched_is_called_by_who_paid_it_in(money: Money) -> None:
    matched(money, (82120, "FERNSHIRE COUNCIL DP", 0), (4120, "CONTRIBUTION", 2))
    page = signed_in(money.user).get("/my/money/").content.decode()
    assert "Paid in by the council" in page
    assert "Contribution" in page


def test_a_payment_is_settled_without_a_match(money: Money) -> None:
    (line,) = matched(money, GARDEN)
    client, at = signed_in(money.finance), page_of(line)
    page = client.post(f"{at}resolve/", {"resolve-outcome": "Paid back in cash."}, follow=True)
    assert "Closed without a match" in page.content.decode()
    page = client.post(f"{at}resolve/", {"resolve-outcome": "Again"}, follow=True).content.decode()
    assert "closed already" in page


def test_a_payment_is_shared_out_and_parts_must_add_up(money: Money) -> None:
    (line,) = matched(money, (-5850, "MIXED SHOP", 5))
    client, at = signed_in(money.finance), f"{page_of(line)}split/"
    assert "The parts must total £58.50" in client.get(at).content.decode()
    rows = {
        "form-TOTAL_FORMS": "4",
        "form-INITIAL_FORMS": "0",
        "form-0-choice": f"plan_item:{money.amara.pk}",
        "form-0-amount": "49.50",
    }
    assert "£9.00 is still to be split" in client.post(at, rows).content.decode()
    half = {**rows, "form-1-choice": f"plan_item:{money.cars.pk}"}
    assert (
        "Enter an amount in pounds and pence, like 16.50" in client.post(at, half).content.decode()
    )
    other = {**rows, "form-1-amount": "9"}
    assert "Choose support for this amount" in client.post(at, other).content.decode()
    done = client.post(at, {**half, "form-1-amount": "9.00"}, follow=True).content.decode()
    assert "The payment is split" in done


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


def test_my_money_says_what_is_left_until_when_and_how(money: Money) -> None:
    matched(
        money, (98600, "FERNSHIRE COUNCIL DP", 0), AMARA, (-900, "FERNSHIRE COMM CARS", 1), GARDEN
    )
    page = signed_in(money.user).get("/my/money/").content.decode()
    assert "expected to be left on 30 September 2026" in " ".join(page.split())
    assert "Needed for your plan: Amara Obi, 1 week at £49.50" in page
    assert "Choir again" in page
    assert "Not matched yet" in page
    assert "Answer<span" in page
    assert "What you pay" in page
    assert "£901.70 on your card or account today" in " ".join(page.split())


def test_my_money_without_a_plan_or_a_person(money: Money) -> None:
    stranger = make_user(Role.PERSON)
    assert signed_in(stranger).get("/my/money/").status_code == 404
    with thawed():
        money.plan.items.all().delete()
        money.plan.state = "superseded"
        money.plan.save()
    page = signed_in(money.user).get("/my/money/").content.decode()
    assert "expected to be left" in page
    assert "No money spent" in page


def test_more_promised_than_comes_in_is_said_plainly(money: Money) -> None:
    matched(money, (-90000, "STATION CAFE", 5))
    page = signed_in(money.user).get("/my/money/").content.decode()
    assert "You are expected to be" in page
    assert "short on 30 September 2026" in page
    assert (
        "expected to be short on"
        in signed_in(money.finance).get(f"/people/{money.person.public_id}/money/").content.decode()
    )


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


def test_a_broker_sees_the_money_only_when_the_person_lets_them(money: Money) -> None:
    broker = make_user(Role.BROKER)
    let_see(money.person, AccessCapacity.BROKER, user=broker)
    address = f"/people/{money.person.public_id}/money/"
    assert signed_in(broker).get(address).status_code == 404
    let_see(money.person, AccessCapacity.FINANCE, user=broker)
    assert signed_in(broker).get(address).status_code == 200


def paths(money: Money) -> list[tuple[str, str]]:
    line = money.account.lines.first()
    assert line is not None
    exception = line.exceptions.get()
    at = page_of(line)
    return [
        ("get", QUEUE),
        ("get", "/money/exceptions.csv"),
        ("get", at),
        ("get", f"{at}split/"),
        ("get", f"{QUEUE}{exception.public_id}/"),
        *(("post", f"{at}{do}/") for do in ("accept", "match", "split", "undo", "ask", "resolve")),
    ]


@pytest.mark.parametrize("role", [Role.PERSON, Role.BROKER, Role.APPROVER, Role.SUPPLIER])
def test_other_roles_may_not_open_finance_pages(money: Money, role: Role) -> None:
    matched(money, GARDEN)
    client = signed_in(make_user(role))
    assert {getattr(client, verb)(path).status_code for verb, path in paths(money)} == {403}


def test_nobody_is_sent_to_sign_in(money: Money) -> None:
    matched(money, GARDEN)
    for verb, path in [*paths(money), ("get", "/my/money/")]:
        assert getattr(Client(), verb)(path)["Location"].startswith("/account/login/")


def test_another_councils_finance_sees_nothing_of_this_one(money: Money) -> None:
    matched(money, GARDEN)
    other = make_other_authority()
    client = signed_in(make_user(Role.FINANCE, authority=other))
    host = {"headers": {"host": "otherton.localhost"}}
    answers = {
        path: getattr(client, verb)(path, **host)
        for verb, path in paths(money)
        if "csv" not in path
    }
    assert answers.pop(QUEUE).content.decode().count('class="pick"') == 0
    assert {answer.status_code for answer in answers.values()} == {404}
    assert len(client.get("/money/exceptions.csv", **host).getvalue().splitlines()) == 1
    person = f"/people/{money.person.public_id}/money/"
    assert client.get(person, **host).status_code == 404


def test_a_stranger_cannot_explain_for_somebody_else(money: Money) -> None:
    matched(money, GARDEN)
    address = f"{QUEUE}{MoneyException.objects.get().public_id}/explain/"
    assert signed_in(make_user(Role.PERSON)).get(address).status_code == 404
    assert signed_in(make_user(Role.FINANCE, Role.PERSON)).get(address).status_code == 404
    helper = make_user(Role.PERSON)
    Access.objects.create(
        person=money.person,
        user=helper,
        capacity=AccessCapacity.REPRESENTATIVE,
        scope=Scope.MONEY,
        from_date=AT.date(),
        granted_at=AT,
        granted_by_system="test",
    )
    assert signed_in(helper).get(address).status_code == 200
