"""The pages on which support is chosen, changed and removed."""

from typing import Any

import pytest

from marketplace.brokerage.models import PlanItem
from marketplace.brokerage.rules import ItemKind
from marketplace.core.clock import today
from marketplace.listings.rules import DayBand
from tests.factories.brokerage import complete, make_approved, make_case, set_price
from tests.factories.plan_pages import as_, at_, pages_of

pytestmark = pytest.mark.django_db


def test_looking_up_nonsense_finds_nothing() -> None:
    case = complete(make_case())
    assert case.outcome is not None
    url = at_(case, "add_item", case.outcome.pk)
    page = as_(case.broker).get(url, {"q": "\x00" + "zz " * 300}).content.decode()
    assert "No results for" in page


def test_listing_is_looked_up_chosen_and_planned_at_its_own_price() -> None:
    case = complete(make_case())
    assert case.outcome is not None
    client = as_(case.broker)
    found = client.get(at_(case, "add_item", case.outcome.pk), {"q": case.listing.title})
    url = at_(case, "add_listing", case.outcome.pk, case.listing.public_id)
    assert url in found.content.decode()
    tampered = {"price_pence": "1", "price": "0.01", "listing_version": "99", "title": "Free"}
    typed = {
        "version": case.plan.version,
        "choice": "visit:weekday",
        "quantity": "2",
        "frequency": "week",
        "when": "Saturday",
        "deployment": "council_managed",
    }
    client.post(url, typed | tampered)
    item = PlanItem.objects.get(when="Saturday")
    assert (item.price_pence, item.title, item.listing_version) == (1_920, case.listing.title, 2)


def test_price_that_is_not_theirs_is_refused_by_the_form() -> None:
    case = complete(make_case())
    assert case.outcome is not None
    url = at_(case, "add_listing", case.outcome.pk, case.listing.public_id)
    typed = {"version": case.plan.version, "choice": "night:weekend", "quantity": "two"}
    page = as_(case.broker).post(url, typed).content.decode()
    assert "not a price of today" in page
    assert "Enter how many in digits" in page


def test_shortlist_of_the_person_is_on_the_page() -> None:
    case = complete(make_case())
    assert case.outcome is not None
    client = as_(case.broker)
    session = client.session
    session[f"shortlist:{case.person.public_id}"] = [str(case.listing.public_id)]
    session.save()
    page = client.get(at_(case, "add_item", case.outcome.pk)).content.decode()
    assert f'Choose this listing<span class="u-hidden">: {case.listing.title}' in page


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (
            "natural",
            {"who": "Ruth", "title": "Lunch", "quantity": "3", "frequency": "week"},
        ),
        (
            "equipment",
            {
                "title": "Bench",
                "provider_name": "Fenway",
                "price": "64.00",
                "quantity": "1",
                "deployment": "direct_payment",
            },
        ),
        (
            "off_market",
            {
                "title": "Garden",
                "provider_name": "Joe",
                "price": "£18",
                "unit": "hour",
                "quantity": "1.5",
                "frequency": "fortnight",
                "deployment": "direct_payment",
            },
        ),
    ],
)
def test_other_kinds_are_added_and_changed_from_their_pages(
    kind: str, typed: dict[str, Any]
) -> None:
    case = complete(make_case())
    assert case.outcome is not None
    client = as_(case.broker)
    url = at_(case, "add_other", case.outcome.pk, kind)
    assert client.post(url, typed | {"version": case.plan.version}).status_code == 302
    item = PlanItem.objects.get(title=typed["title"])
    assert item.kind == kind
    url = at_(case, "change_item", item.pk)
    form = client.get(url).context["form"]
    assert form["title"].value() == typed["title"]
    version = case.plan.version + 1
    client.post(url, typed | {"version": version, "when": "Every other Friday"})
    item.refresh_from_db()
    assert item.when == "Every other Friday"


def test_unknown_kind_is_not_there() -> None:
    case = complete(make_case())
    assert case.outcome is not None
    url = at_(case, "add_other", case.outcome.pk, "listing")
    assert as_(case.broker).get(url).status_code == 404


def test_moved_price_is_shown_and_taken_with_a_button() -> None:
    case = complete(make_case())
    set_price(case.listing, 2_500, from_date=today())
    case.listing.confirmed_date = today()
    case.listing.save()
    client = as_(case.broker)
    assert "£25.00 a visit" in client.get(at_(case, "plan")).content.decode()
    item = case.plan.items.get(kind=ItemKind.LISTING)
    url = at_(case, "refresh_price", item.pk)
    page = client.post(url, {"version": 1}, follow=True).content.decode()
    assert "changed after you opened this page" in page
    page = client.post(url, {"version": case.plan.version}, follow=True).content.decode()
    assert "is now at £25.00" in page


def test_removing_asks_first_then_removes() -> None:
    case = complete(make_case())
    item = case.plan.items.get(kind=ItemKind.LISTING)
    client, url = as_(case.broker), at_(case, "remove_item", item.pk)
    assert "Remove this support" in client.get(url).content.decode()
    client.post(url, {"version": case.plan.version})
    assert not case.plan.items.filter(pk=item.pk).exists()


def test_replayed_edit_after_approval_does_not_move_the_plan() -> None:
    case = make_approved()
    item = case.plan.items.get(kind=ItemKind.LISTING)
    typed = {
        "version": case.plan.version,
        "choice": "visit:weekday",
        "quantity": "50",
        "frequency": "week",
        "when": "",
        "deployment": "direct_payment",
    }
    page = as_(case.broker).post(at_(case, "change_item", item.pk), typed).content.decode()
    assert "already approved" in page
    item.refresh_from_db()
    assert item.quantity == 5


def test_prices_to_choose_from_begin_with_the_weekday_price() -> None:
    case = complete(make_case())
    set_price(case.listing, 5000, band=DayBand.BANK_HOLIDAY)
    set_price(case.listing, 3000)
    page = as_(case.broker).get(pages_of(case)["add_listing"]).content.decode()
    assert page.index("£30.00 a visit") < page.index("£50.00 a visit, bank holiday")


def gardening(version: int, quantity: str) -> dict[str, Any]:
    return {
        "version": version,
        "title": "Gardening",
        "provider_name": "Green Hands",
        "price": "4.50",
        "unit": "session",
        "quantity": quantity,
        "frequency": "week",
        "deployment": "direct_payment",
    }


def test_four_hundred_sessions_a_week_are_asked_about_once_and_ticked_for_these_answers_only() -> (
    None
):
    case = complete(make_case())
    assert case.outcome is not None
    client, before = as_(case.broker), case.plan.items.count()
    url, typed = at_(case, "add_other", case.outcome.pk, "off_market"), gardening
    version = case.plan.version
    first = client.post(url, typed(version, "400"))
    page = first.content.decode()
    assert "You entered 400 sessions a week. That is a lot." in page
    assert "over the budget of" in page
    asked = {"asked": first.context["form"]["asked"].value(), "checked": "on"}
    client.post(url, typed(version, "399") | asked)
    assert case.plan.items.count() == before
    client.post(url, typed(version, "400") | asked)
    assert case.plan.items.get(title="Gardening").quantity == 400


def test_cost_is_worked_out_on_the_page_and_nothing_is_saved() -> None:
    case = complete(make_case())
    assert case.outcome is not None
    client, before = as_(case.broker), case.plan.items.count()
    url = at_(case, "add_other", case.outcome.pk, "off_market")
    assert "£190.50 a week left to plan" in client.get(url).content.decode()
    page = client.post(url, gardening(case.plan.version, "2") | {"do": "cost"}).content.decode()
    assert "£9.00 a week" in page
    assert "£181.50 a week left to plan" in page
    assert case.plan.items.count() == before


def test_change_page_says_what_the_support_costs_and_what_is_left() -> None:
    case = complete(make_case())
    item = case.plan.items.get(kind=ItemKind.LISTING)
    page = as_(case.broker).get(at_(case, "change_item", item.pk)).content.decode()
    assert "£96.00 a week" in page
    assert "£190.50 a week left to plan" in page
