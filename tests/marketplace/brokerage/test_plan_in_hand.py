"""A plan that is open while support is looked for, and the shortlist of its person."""

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.people.models import ReadLog
from tests.factories.accounts import make_user
from tests.factories.brokerage import Case, complete, make_case, make_submitted
from tests.factories.plan_pages import as_, at_

pytestmark = pytest.mark.django_db


def open_plan(client: Client, case: Case) -> None:
    assert client.get(at_(case, "plan")).status_code == 200


def shortlist_of(case: Case, name: str = "shortlist") -> str:
    return reverse(f"listings:{name}_for", args=[case.person.public_id])


def save(client: Client, case: Case) -> str:
    """What the broker reads after saving the case's listing for its person."""
    typed = {"public_id": str(case.listing.public_id)}
    return client.post(shortlist_of(case, "shortlist_add"), typed, follow=True).content.decode()


def supports(client: Client, case: Case) -> str:
    assert case.outcome is not None
    return client.get(at_(case, "add_item", case.outcome.pk)).content.decode()


def two_cases() -> tuple[Case, Case]:
    first = complete(make_case())
    return first, complete(make_case(broker=first.broker))


def test_plan_in_hand_is_named_where_support_is_found_and_nowhere_else() -> None:
    case = complete(make_case())
    client = as_(case.broker)
    open_plan(client, case)
    for address in ("search:results", "listings:shortlist", "listings:compare"):
        page = client.get(reverse(address)).content.decode()
        assert f"You are planning for <strong>{case.person.name}</strong>" in page, address
        assert at_(case, "plan") in page, address
    for address in ("mfa_index", "suppliers:offer", "safeguarding:raise"):
        page = client.get(reverse(address), follow=True).content.decode()
        assert "You are planning for" not in page, address


def test_plan_in_hand_that_cannot_be_changed_any_more_is_not_spoken_of() -> None:
    case = make_submitted()
    client = as_(case.broker)
    session = client.session
    session["plan_in_hand"] = str(case.plan.public_id)
    session.save()
    assert "You are planning for" not in client.get("/find/").content.decode()


def test_plan_in_hand_of_somebody_else_is_not_spoken_of() -> None:
    case = complete(make_case())
    client = as_(make_user(Role.BROKER))
    session = client.session
    session["plan_in_hand"] = str(case.plan.public_id)
    session.save()
    assert case.person.name not in client.get("/find/").content.decode()


def test_what_was_saved_for_one_person_is_never_offered_in_the_plan_of_another() -> None:
    first, second = two_cases()
    client = as_(first.broker)
    assert f"is on {first.person.name}’s shortlist." in save(client, first)
    choose = "Choose this listing"
    assert choose in supports(client, first)
    assert choose not in supports(client, second)
    assert "1 listing" in client.get(shortlist_of(first)).content.decode()
    assert "This shortlist is empty" in client.get(shortlist_of(second)).content.decode()
    assert "This shortlist is empty" in client.get("/shortlist/").content.decode()


def test_what_was_saved_for_nobody_is_offered_in_no_plan() -> None:
    case = complete(make_case())
    client = as_(case.broker)
    client.post("/shortlist/add/", {"public_id": str(case.listing.public_id)})
    assert "Choose this listing" not in supports(client, case)


def test_button_on_a_listing_saves_for_the_person_whose_plan_is_in_hand() -> None:
    case = complete(make_case())
    client = as_(case.broker)
    open_plan(client, case)
    address = reverse("listings:detail", args=[case.listing.slug, case.listing.public_id])
    page = client.get(address).content.decode()
    assert f"Add to {case.person.name}’s shortlist" in page
    assert f'action="{shortlist_of(case, "shortlist_add")}"' in page
    save(client, case)
    assert f"On {case.person.name}’s shortlist" in client.get(address).content.decode()
    removed = {"public_id": str(case.listing.public_id)}
    page = client.post(shortlist_of(case, "shortlist_remove"), removed, follow=True)
    assert f"Removed from {case.person.name}’s shortlist." in page.content.decode()
    assert "This shortlist is empty" in page.content.decode()


def test_shortlist_of_a_person_leaves_a_trace_that_they_can_read() -> None:
    case = complete(make_case())
    as_(case.broker).get(shortlist_of(case))
    assert ReadLog.objects.get(person_id=case.person.pk).purpose == "choosing support"


@pytest.mark.parametrize("name", ["shortlist", "shortlist_add", "shortlist_remove", "compare"])
def test_shortlist_of_a_person_is_closed_to_whoever_may_not_write_their_plan(name: str) -> None:
    case = complete(make_case())
    client, address = as_(make_user(Role.BROKER)), shortlist_of(case, name)
    answer = client.post(address) if "_" in name else client.get(address)
    assert answer.status_code == 404
    assert case.person.name not in answer.content.decode()
