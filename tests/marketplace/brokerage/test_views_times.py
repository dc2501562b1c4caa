"""The pages of times, and of the terms of an item, as a broker uses them without script."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.brokerage.models import PlanItem
from marketplace.brokerage.rules import Frequency, ItemKind, PayerKind, PaymentRoad
from marketplace.core.dates import Weekday
from marketplace.core.times import PlannedTime, TermTime
from marketplace.listings.rules import DayBand, PriceUnit
from tests.factories.brokerage import Case, complete, make_case, set_price
from tests.factories.funding import make_agreement

pytestmark = pytest.mark.django_db
TYPED = {
    "on_day": "",
    "on_month": "",
    "on_year": "",
    "start": "8.30am",
    "length": "45 minutes",
    "workers": "1",
    "every_weeks": "1",
    "counted_from_day": "",
    "counted_from_month": "",
    "counted_from_year": "",
    "term_time": "always",
}
TERMS = {
    "choice": "visit:weekday",
    "quantity": "5",
    "frequency": "week",
    "when": "",
    "deployment": "direct_payment",
}


@pytest.fixture
def case() -> Case:
    return complete(make_case())


@pytest.fixture
def client(case: Case) -> Client:
    return as_(case.broker)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def visits(case: Case) -> PlanItem:
    return case.plan.items.get(kind=ItemKind.LISTING, day_band=DayBand.WEEKDAY)


def at_(case: Case, name: str, *more: object) -> str:
    return reverse(f"brokerage:{name}", args=[case.plan.public_id, *more])


def typed(case: Case, **changed: Any) -> dict[str, Any]:
    case.plan.refresh_from_db()
    return {"version": case.plan.version, **TYPED, **changed}


def add(client: Client, case: Case, **changed: Any) -> Any:
    return client.post(at_(case, "add_times", visits(case).pk), typed(case, **changed))


def errors_of(response: Any) -> dict[str, list[str]]:
    return {
        name: [str(e) for e in errors] for name, errors in response.context["form"].errors.items()
    }


def test_times_of_several_days_are_added_at_once_and_shown_as_a_sentence(
    client: Client, case: Case
) -> None:
    response = add(client, case, weekdays=["mon", "tue", "wed"])
    assert response["Location"] == f"{at_(case, 'change_item', visits(case).pk)}#times"
    days = [(one.weekday, one.start, one.minutes) for one in visits(case).planned_times]
    assert days == [
        (Weekday.MONDAY, time(8, 30), 45),
        (Weekday.TUESDAY, time(8, 30), 45),
        (Weekday.WEDNESDAY, time(8, 30), 45),
    ]
    assert visits(case).quantity == 3
    page = client.get(at_(case, "plan")).content.decode()
    assert "Monday to Wednesday, 8.30am, 45 minutes" in page
    assert "3 visits a week" in page
    assert "Note on times: Monday to Friday, 8.30am" in page


def test_all_that_a_time_can_be_is_typed_and_kept(client: Client, case: Case) -> None:
    add(
        client,
        case,
        weekdays=["wed"],
        start="",
        length="1.5 hours",
        workers="2",
        every_weeks="2",
        counted_from_day="5",
        counted_from_month="10",
        counted_from_year="2026",
        term_time="term",
    )
    (one,) = visits(case).planned_times
    assert one == PlannedTime(
        one.uuid, 90, Weekday.WEDNESDAY, None, None, 2, 2, date(2026, 10, 5), TermTime.TERM
    )
    page = client.get(at_(case, "change_item", visits(case).pk)).content.decode()
    assert "No school terms are set from" in page
    assert "a year has 39 weeks of term" in page


def test_single_date_is_a_time_of_its_own(client: Client, case: Case) -> None:
    add(client, case, on_day="14", on_month="11", on_year="2026")
    assert visits(case).planned_times[0].on == date(2026, 11, 14)
    assert visits(case).frequency == Frequency.ONCE
    assert "once" in client.get(at_(case, "plan")).content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, "weekdays"),
        ({"weekdays": ["mon"], "on_day": "14", "on_month": "11", "on_year": "2026"}, "weekdays"),
        ({"weekdays": ["mon"], "length": ""}, "length"),
        ({"weekdays": ["mon"], "length": "45"}, "length"),
        ({"weekdays": ["mon", "tue"], "length": "1 minute"}, "length"),
        ({"weekdays": ["mon"], "start": "8.30"}, "start"),
        ({"weekdays": ["mon"], "workers": "0"}, "workers"),
        ({"weekdays": ["mon"], "workers": "some"}, "workers"),
        ({"weekdays": ["mon"], "every_weeks": "0"}, "every_weeks"),
        ({"weekdays": ["mon"], "every_weeks": "2"}, "counted_from"),
        (
            {
                "weekdays": ["mon"],
                "every_weeks": "2",
                "counted_from_day": "6",
                "counted_from_month": "10",
                "counted_from_year": "2026",
            },
            "counted_from",
        ),
        ({"on_day": "14", "on_month": "11", "on_year": "2026", "term_time": "term"}, "on"),
    ],
)
def test_refused_time_says_so_once_at_its_field_and_keeps_what_was_typed(
    client: Client, case: Case, changed: dict[str, Any], field: str
) -> None:
    response = add(client, case, **changed)
    found = errors_of(response)
    assert (list(found), len(found[field])) == ([field], 1)
    page = response.content.decode()
    assert f'href="#id_{field}' in page
    assert "Time 1" not in page
    assert (changed.get("length") or "") in page
    assert visits(case).planned_times == ()


def test_time_that_the_item_has_already_is_refused_at_its_day(client: Client, case: Case) -> None:
    add(client, case, weekdays=["mon"])
    response = add(client, case, weekdays=["mon", "tue"])
    assert list(errors_of(response)) == ["weekdays"]
    assert len(visits(case).planned_times) == 1


def test_changed_time_keeps_its_id_and_more_days_are_new_ones(client: Client, case: Case) -> None:
    add(client, case, weekdays=["wed"])
    (kept,) = visits(case).planned_times
    url = at_(case, "change_time", visits(case).pk, kept.uuid)
    page = client.get(url).content.decode()
    assert 'value="8.30am"' in page
    assert 'value="45 minutes"' in page
    client.post(url, typed(case, weekdays=["mon", "wed"], length="1 hour"))
    by_day = {one.weekday: one for one in visits(case).planned_times}
    assert by_day[Weekday.WEDNESDAY].uuid == kept.uuid
    assert {one.minutes for one in by_day.values()} == {60}
    assert by_day[Weekday.MONDAY].uuid != kept.uuid


def test_time_that_moves_to_another_day_keeps_its_id(client: Client, case: Case) -> None:
    add(client, case, weekdays=["wed"])
    (kept,) = visits(case).planned_times
    url = at_(case, "change_time", visits(case).pk, kept.uuid)
    client.post(url, typed(case, weekdays=["fri"]))
    assert [(one.uuid, one.weekday) for one in visits(case).planned_times] == [
        (kept.uuid, Weekday.FRIDAY)
    ]


def test_time_is_removed_after_asking_once(client: Client, case: Case) -> None:
    add(client, case, weekdays=["mon", "wed"])
    monday = next(one for one in visits(case).planned_times if one.weekday == Weekday.MONDAY)
    url = at_(case, "remove_time", visits(case).pk, monday.uuid)
    assert "Mondays, 8.30am, 45 minutes" in client.get(url).content.decode()
    case.plan.refresh_from_db()
    client.post(url, {"version": case.plan.version})
    assert [one.weekday for one in visits(case).planned_times] == [Weekday.WEDNESDAY]
    assert client.get(url).status_code == 404


def test_stale_page_of_times_shows_those_that_are_saved_and_keeps_what_was_typed(
    client: Client, case: Case
) -> None:
    old = typed(case, weekdays=["tue"], length="50 minutes")
    add(client, case, weekdays=["mon"])
    response = client.post(at_(case, "add_times", visits(case).pk), old)
    page = response.content.decode()
    assert "Saved now" in page
    assert "Mondays, 8.30am, 45 minutes" in page
    assert "50 minutes" in page
    assert len(visits(case).planned_times) == 1


def test_weekend_times_at_another_price_are_said_to_be_support_of_their_own(
    client: Client, case: Case
) -> None:
    set_price(case.listing, 2_400, band=DayBand.WEEKEND, from_date=date(2026, 9, 1))
    url = at_(case, "add_times", visits(case).pk)
    assert "support of their own" in client.get(url).content.decode()
    response = client.post(url, typed(case, weekdays=["mon", "sat"]), follow=True)
    assert "has another price at the weekend" in response.content.decode()
    page = client.get(at_(case, "plan")).content.decode()
    assert "Saturdays, 8.30am, 45 minutes" in page
    assert "£24.00" in page


def test_item_page_lists_each_time_with_its_links(client: Client, case: Case) -> None:
    add(client, case, weekdays=["mon", "wed"])
    response = client.get(at_(case, "change_item", visits(case).pk))
    page = response.content.decode()
    for one in visits(case).planned_times:
        assert at_(case, "change_time", visits(case).pk, one.uuid) in page
        assert at_(case, "remove_time", visits(case).pk, one.uuid) in page
    assert "2 visits a week" in page
    assert "quantity" not in response.context["form"].fields


def test_saving_the_item_page_keeps_its_times_and_asks_no_amount(
    client: Client, case: Case
) -> None:
    add(client, case, weekdays=["mon", "wed"])
    before = visits(case).planned_times
    case.plan.refresh_from_db()
    facts = {name: TERMS[name] for name in ("choice", "deployment")}
    days = {"first_day_day": "5", "first_day_month": "10", "first_day_year": "2026"}
    last = {"last_day_day": "18", "last_day_month": "12", "last_day_year": "2026"}
    client.post(
        at_(case, "change_item", visits(case).pk),
        {"version": case.plan.version, **facts, **days, **last, "when": "Not early"},
    )
    item = visits(case)
    assert (item.planned_times, item.when, item.quantity) == (before, "Not early", 2)
    assert (item.from_date, item.until_date) == (date(2026, 10, 5), date(2026, 12, 19))
    page = client.get(at_(case, "change_item", item.pk)).content.decode()
    assert 'value="18"' in page
    page = client.get(at_(case, "plan")).content.decode()
    assert "First day 5 October 2026." in page
    assert "Last day 18 December 2026." in page


def test_price_by_the_night_asks_how_many_though_there_are_times(
    client: Client, case: Case
) -> None:
    set_price(case.listing, 9_000, unit=PriceUnit.NIGHT, from_date=date(2026, 1, 1))
    add(client, case, weekdays=["mon", "wed"])
    url, case_item = at_(case, "change_item", visits(case).pk), visits(case).pk
    case.plan.refresh_from_db()
    facts = {**TERMS, "choice": "night:weekday", "version": case.plan.version}
    response = client.post(url, {**facts, "quantity": "", "frequency": ""})
    assert set(errors_of(response)) == {"quantity", "frequency"}
    client.post(url, {**facts, "quantity": "3"})
    item = case.plan.items.get(pk=case_item)
    assert (item.unit, item.quantity, len(item.planned_times)) == ("night", 3, 2)


def test_last_day_before_the_first_is_refused_at_its_field(client: Client, case: Case) -> None:
    case.plan.refresh_from_db()
    days = {"first_day_day": "5", "first_day_month": "10", "first_day_year": "2026"}
    last = {"last_day_day": "4", "last_day_month": "10", "last_day_year": "2026"}
    response = client.post(
        at_(case, "change_item", visits(case).pk),
        {"version": case.plan.version, **TERMS, **days, **last},
    )
    assert list(errors_of(response)) == ["last_day"]


def test_new_support_leads_on_to_its_times_where_somebody_wants_it(
    client: Client, case: Case
) -> None:
    assert case.outcome
    url = at_(case, "add_listing", case.outcome.pk, case.listing.public_id)
    case.plan.refresh_from_db()
    facts = {"version": case.plan.version, **TERMS}
    response = client.post(url, {**facts, "times": "yes"})
    newest = case.plan.items.latest("pk")
    assert response["Location"] == at_(case, "add_times", newest.pk)


def test_unpaid_support_and_support_not_on_handrail_have_times(client: Client, case: Case) -> None:
    lunch = case.plan.items.get(kind=ItemKind.NATURAL)
    client.post(at_(case, "add_times", lunch.pk), typed(case, weekdays=["sun"], length="3 hours"))
    page = client.get(at_(case, "plan")).content.decode()
    assert "Ruth, her daughter: Sundays 8.30am to 11.30am. In all 3 hours a week." in " ".join(
        page.split()
    )
    response = client.get(at_(case, "change_item", lunch.pk))
    assert not {"quantity", "frequency", "agreement"} & set(response.context["form"].fields)


def test_equipment_and_times_of_another_item_are_not_found(client: Client, case: Case) -> None:
    assert case.outcome
    case.plan.refresh_from_db()
    client.post(
        at_(case, "add_other", case.outcome.pk, "equipment"),
        {
            "version": case.plan.version,
            "title": "Bench",
            "provider_name": "Fenway",
            "price": "64.00",
            "quantity": "1",
            "when": "",
            "deployment": "direct_payment",
        },
    )
    bench = case.plan.items.get(kind=ItemKind.EQUIPMENT)
    assert client.get(at_(case, "add_times", bench.pk)).status_code == 404
    add(client, case, weekdays=["mon"])
    (mine,) = visits(case).planned_times
    lunch = case.plan.items.get(kind=ItemKind.NATURAL)
    assert client.get(at_(case, "change_time", lunch.pk, mine.uuid)).status_code == 404
    page = client.get(at_(case, "change_item", bench.pk)).content.decode()
    assert "Add times" not in page


def test_agreement_is_asked_for_only_where_there_is_more_than_one(
    client: Client, case: Case
) -> None:
    url, first = at_(case, "change_item", visits(case).pk), date(2026, 9, 1)
    early = datetime(2026, 8, 10, tzinfo=UTC)
    make_agreement(case.person, {PayerKind.COUNCIL: 9_000}, from_date=first, at=early)
    assert "agreement" not in client.get(url).context["form"].fields
    nhs = make_agreement(
        case.person,
        {PayerKind.NHS: 4_000},
        from_date=first + timedelta(1),
        road=PaymentRoad.BANK,
        at=early,
    )
    page = client.get(url).content.decode()
    assert "Which agreement pays for it?" in page
    assert "NHS. First paid on 2 September 2026" in page
    case.plan.refresh_from_db()
    client.post(url, {"version": case.plan.version, **TERMS, "agreement": str(nhs.pk)})
    assert visits(case).agreement_id == nhs.pk
    plan = client.get(at_(case, "plan")).content.decode()
    assert "Paid by: Direct payment to a bank account." in plan
    case.plan.refresh_from_db()
    client.post(url, {"version": case.plan.version, **TERMS, "agreement": ""})
    assert visits(case).agreement_id is None
    response = client.post(url, {"version": case.plan.version, **TERMS, "agreement": "0"})
    assert list(errors_of(response)) == ["agreement"]


def shown_days(response: Any) -> list[str]:
    """The days of the week that are ticked on the page that came back."""
    return list(response.context["form"]["weekdays"].value())


def test_days_are_all_kept_when_something_is_asked_and_ticked(client: Client, case: Case) -> None:
    days = ["mon", "tue", "wed"]
    # So dear that three times a week are over the budget.
    PlanItem.objects.filter(pk=visits(case).pk).update(price_pence=30_000, quantity=1)
    asked = add(client, case, weekdays=days)
    assert "Is this right?" in asked.content.decode()
    assert shown_days(asked) == days
    form = asked.context["form"]
    again = {"asked": form["asked"].value(), "checked": "on"}
    sent = add(client, case, weekdays=shown_days(asked), **again)
    assert sent.status_code == 302, errors_of(sent)
    assert [one.weekday for one in visits(case).planned_times] == [
        Weekday.MONDAY,
        Weekday.TUESDAY,
        Weekday.WEDNESDAY,
    ]


def test_days_are_all_kept_when_the_plan_changed_meanwhile(client: Client, case: Case) -> None:
    response = add(client, case, weekdays=["mon", "tue", "wed"], version=case.plan.version - 1)
    assert response.context["form"].is_stale
    assert shown_days(response) == ["mon", "tue", "wed"]
    assert response.context["form"]["version"].value() == str(case.plan.version)
