"""The pages of upratings: who gets in, what they say, the file, the job, and how many queries they take."""

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import UPRATER, carry_on_uprating, prepare_uprating
from marketplace.brokerage.jobs import carry_on as carry_on_job
from marketplace.brokerage.models import Uprating
from marketplace.brokerage.rules import PriceSource, UpratingState
from marketplace.core.clock import now, today
from marketplace.core.words import last_day_words, spoken_date
from marketplace.people.models import ListReading, Person
from marketplace.people.rules import AccessCapacity
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.brokerage import Case
from tests.factories.funding import make_budget
from tests.factories.people import REGISTRY, let_see, make_person
from tests.factories.uprating import (
    WEEKLY,
    asked,
    confirm,
    make_paid_case,
    make_preview,
    undo,
)

pytestmark = pytest.mark.django_db

#: The first day: ahead, by the clock that pages go by.
DAY = today() + timedelta(120)
TYPED: dict[str, Any] = {
    "from_date_day": str(DAY.day),
    "from_date_month": str(DAY.month),
    "from_date_year": str(DAY.year),
    "rate": "2.5",
    "payers": ["council", "nhs"],
    "contribution_rate": "",
    "price_source": "rate",
    "price_rate": "3",
}


@pytest.fixture
def finance() -> Client:
    return as_(make_user(Role.FINANCE))


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def seen_by_finance(person: Person) -> Person:
    let_see(person, AccessCapacity.FINANCE, role=Role.FINANCE, from_date=date(2026, 1, 1))
    return person


def make_seen_case() -> Case:
    case = make_paid_case()
    seen_by_finance(case.person)
    return case


def preview(authority: Authority, **facts: Any) -> Uprating:
    return make_preview(authority, at=now(), from_date=DAY, **facts)


def recorded(authority: Authority) -> Uprating:
    return confirm(preview(authority), now())


def at_(uprating: Uprating, name: str = "uprating", query: str = "") -> str:
    return reverse(f"brokerage:{name}", args=[uprating.public_id]) + query


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def rows_of(client: Client, uprating: Uprating) -> list[list[str]]:
    response: Any = client.get(at_(uprating, "uprating_file"))
    body = b"".join(response.streaming_content).decode()
    return list(csv.reader(StringIO(body)))


@pytest.mark.parametrize("role", [Role.BROKER, Role.PRACTITIONER, Role.APPROVER])
def test_no_page_opens_for_anyone_but_finance(role: Role) -> None:
    uprating = preview(make_paid_case().authority)
    client = as_(make_user(role))
    urls = [reverse("brokerage:upratings"), reverse("brokerage:new_uprating")]
    urls += [at_(uprating, name) for name in ("uprating", "uprating_file", "undo_uprating")]
    assert [client.get(url).status_code for url in urls] == [403] * 5
    posts = [at_(uprating, f"{what}_uprating") for what in ("confirm", "discard", "undo")]
    assert [client.post(url).status_code for url in posts] == [403] * 3


def test_uprating_of_another_council_is_not_there(finance: Client) -> None:
    uprating = preview(make_other_authority())
    names = ("uprating", "uprating_file", "undo_uprating")
    assert [finance.get(at_(uprating, name)).status_code for name in names] == [404] * 3
    assert finance.post(at_(uprating, "discard_uprating")).status_code == 404


def test_asking_for_a_preview_leads_to_its_page_and_queues_the_job(finance: Client) -> None:
    case = make_seen_case()
    response = finance.post(reverse("brokerage:new_uprating"), TYPED)
    uprating = Uprating.objects.get()
    assert response.headers["Location"] == at_(uprating)
    assert (uprating.rate, uprating.payers, uprating.price_rate) == (250, ["council", "nhs"], 300)
    page = text(finance, at_(uprating))
    assert "looked at 0 of 1 person" in page
    assert "Check again" in page
    carry_on_job.func(uprating.pk)
    carry_on_job.func(uprating.pk)
    assert case.person.name in text(finance, at_(uprating))


def test_form_when_refused_says_what_to_mend_and_keeps_what_was_typed(finance: Client) -> None:
    for change, said in (
        (
            {"rate": "2.555"},
            "Percentage for budgets and payments: enter at most 2 decimals, like 2.25",
        ),
        ({"rate": "much"}, "Percentage for budgets and payments: enter digits, like 2.5"),
        ({"rate": "101"}, "Percentage for budgets and payments: enter 100 or less, like 2.5"),
        ({"payers": []}, "Whose money goes up by this percentage? Choose 1 or more."),
        ({"price_rate": ""}, "Percentage for prices: enter a percentage, like 2.5."),
        ({"from_date_year": "2020"}, "First day of the new amounts: enter today or a later day."),
        ({"from_date_year": ""}, "First day of the new amounts: "),
    ):
        response = finance.post(reverse("brokerage:new_uprating"), {**TYPED, **change})
        page = response.content.decode()
        assert response.status_code == 200
        assert said in page
        assert 'name="contribution_rate"' in page
    assert not Uprating.objects.exists()


def test_rate_when_typed_with_its_sign_is_taken(finance: Client) -> None:
    finance.post(reverse("brokerage:new_uprating"), {**TYPED, "rate": " 2.25 %"})
    assert Uprating.objects.get().rate == 225


def test_preview_says_what_changes_for_whom_and_together(finance: Client) -> None:
    case = make_seen_case()
    page = text(finance, at_(preview(case.authority)))
    for words in (
        "This is a preview. Nothing has changed yet",
        f"until {last_day_words(DAY)}",
        "2.5%: Council, NHS",
        "Uprate 1 person",
        case.person.name,
        "£286.50",
        "£292.63",
        "£19.20 to £19.78 a visit",
    ):
        assert words in page, words


def test_preview_of_people_whose_money_finance_may_not_see_counts_them_alone(
    finance: Client,
) -> None:
    seen, unseen = make_seen_case(), make_paid_case()
    uprating = preview(seen.authority)
    page = text(finance, at_(uprating))
    assert unseen.person.name not in page
    assert "1 person is not in this list" in page
    assert "Together, for 2 people" in page
    assert unseen.person.name not in str(rows_of(finance, uprating))


def test_lists_and_file_leave_a_trace_of_each_person(finance: Client) -> None:
    case = make_seen_case()
    uprating = preview(case.authority)
    text(finance, at_(uprating))
    rows_of(finance, uprating)
    seen = [
        (row.kind, [one.person_id for one in row.people.all()])
        for row in ListReading.objects.order_by("pk")
    ]
    assert seen == [("uprating", [case.person.pk]), ("uprating_file", [case.person.pk])]


def test_file_has_a_row_for_each_amount_and_no_formula(finance: Client) -> None:
    case = make_seen_case()
    Person.objects.filter(pk=case.person.pk).update(name="=1+1")
    rows = rows_of(finance, preview(case.authority))
    assert [row[2:7] for row in rows[1:]] == [
        ["Budget", case.authority.name, "205.30", "210.43", "To be recorded"],
        ["Budget", "NHS", "40.00", "41.00", "To be recorded"],
        ["Payment", case.authority.name, "205.30", "210.43", "To be recorded"],
        ["Price", case.listing.title, "19.20", "19.78", "To be recorded"],
    ]
    assert {row[0] for row in rows[1:]} == {"'=1+1"}


def test_confirming_twice_records_once_and_says_so(finance: Client) -> None:
    uprating = preview(make_seen_case().authority)
    finance.post(at_(uprating, "confirm_uprating"))
    page = text(finance, at_(uprating))
    assert "Being recorded: done for 0 of 1 person" in page
    response = finance.post(at_(uprating, "confirm_uprating"), follow=True)
    assert "Load the page again" in response.content.decode()
    carry_on_job.func(uprating.pk)
    assert f"The new amounts hold from {spoken_date(DAY)}" in text(finance, at_(uprating))


def test_recorded_uprating_says_who_was_left_out_and_why(finance: Client) -> None:
    case = make_seen_case()
    uprating = preview(case.authority)
    make_budget(case.person, WEEKLY, from_date=DAY - timedelta(30), at=now())
    confirm(uprating, now())
    page = text(finance, at_(uprating, query="?part=stays"))
    assert "Some people are left out" in page
    assert "What is agreed changed after the preview" in page


def test_listing_without_a_price_for_the_day_is_said(finance: Client) -> None:
    case = make_seen_case()
    case.listing.prices.update(until_date=DAY)
    uprating = preview(case.authority, price_source=PriceSource.LISTING)
    said = f"{case.listing.title} keeps its price. Its listing has no price for that day yet."
    assert said in text(finance, at_(uprating))


def test_undoing_asks_first_and_then_says_how_it_is(finance: Client) -> None:
    uprating = recorded(make_seen_case().authority)
    assert "Undo this uprating" in text(finance, at_(uprating))
    assert "of 1 person are taken back" in text(finance, at_(uprating, "undo_uprating"))
    finance.post(at_(uprating, "undo_uprating"))
    assert "Being undone: done for 0 of 1 person" in text(finance, at_(uprating))
    carry_on_job.func(uprating.pk)
    assert "What held before holds again" in text(finance, at_(uprating))


def test_uprating_from_today_says_that_it_cannot_be_undone(finance: Client) -> None:
    case = make_seen_case()
    uprating = preview(case.authority)
    Uprating.objects.filter(pk=uprating.pk).update(from_date=today())
    assert "Once recorded, this uprating cannot be undone" in text(finance, at_(uprating))
    Uprating.objects.filter(pk=uprating.pk).update(from_date=today() - timedelta(1))
    page = text(finance, at_(uprating))
    assert "The first day is past" in page
    assert "Uprate 1 person" not in page


@pytest.mark.parametrize(("days", "is_warned"), [(0, True), (7, True), (61, False)])
def test_second_uprating_from_a_day_near_by_is_warned_of(
    finance: Client, days: int, is_warned: bool
) -> None:
    case = make_seen_case()
    recorded(case.authority)
    again = make_preview(case.authority, at=now(), from_date=DAY + timedelta(days))
    said = f"An uprating from {spoken_date(DAY)} is recorded already"
    assert (said in text(finance, at_(again))) is is_warned


def test_preview_when_discarded_leads_back_to_the_list(finance: Client) -> None:
    uprating = preview(make_seen_case().authority)
    response = finance.post(at_(uprating, "discard_uprating"), follow=True)
    assert "The preview is discarded" in response.content.decode()
    assert "No upratings yet" in response.content.decode()


def test_list_shows_each_uprating_with_its_state(finance: Client) -> None:
    case = make_seen_case()
    undo(recorded(case.authority), now())
    preview(case.authority)
    page = text(finance, reverse("brokerage:upratings"))
    assert "Preview ready" in page
    assert "Undone" in page


# Queries


@pytest.fixture
def many() -> list[Person]:
    """Eight people with a budget, of whom a page shows all."""
    people = [seen_by_finance(make_person()) for _ in range(8)]
    for person in people:
        make_budget(person, WEEKLY, from_date=date(2026, 9, 1))
    return people


def test_page_and_preview_take_the_same_queries_for_one_and_for_many(
    finance: Client, many: list[Person], django_assert_max_num_queries: Any
) -> None:

    uprating = prepare_uprating(
        by=as_viewer(REGISTRY, now()), authority_id=make_authority().pk, asked=asked(DAY)
    )
    with django_assert_max_num_queries(22):
        assert carry_on_uprating(by=as_viewer(UPRATER), uprating_id=uprating.pk)
    carry_on_uprating(by=as_viewer(UPRATER), uprating_id=uprating.pk)
    text(finance, at_(uprating))
    with django_assert_max_num_queries(32):
        text(finance, at_(uprating))
    with django_assert_max_num_queries(22):
        rows_of(finance, uprating)


def test_recording_takes_a_bounded_number_of_queries_for_each_person(
    many: list[Person], django_assert_max_num_queries: Any
) -> None:
    uprating = preview(make_authority())
    with django_assert_max_num_queries(60 + 10 * len(many)):
        confirm(uprating, now())
    assert uprating.state == UpratingState.RECORDED
    with django_assert_max_num_queries(70 + 6 * len(many)):
        undo(uprating, now())
