"""The person’s own page of their plan."""

import pytest
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.brokerage.rules import PayerKind
from marketplace.core.clock import now, today
from tests.factories.accounts import make_user
from tests.factories.brokerage import make_approved, make_submitted
from tests.factories.funding import make_budget
from tests.factories.plan_pages import as_, at_

pytestmark = pytest.mark.django_db


def test_person_reads_their_own_plan_and_budget() -> None:
    margaret = make_user(Role.PERSON)
    case = make_approved(user=margaret)
    page = as_(margaret).get(reverse("brokerage:my_plan")).content.decode()
    assert "£96.00" in page
    assert case.listing.title in page
    assert "Change" not in page
    assert "What you pay" in page


def test_person_reads_why_the_plan_came_back() -> None:
    margaret = make_user(Role.PERSON)
    case = make_submitted(user=margaret)
    said = {"do": "return", "sure": "yes", "reasons": "Say what winter is for."}
    typed = {"version": case.plan.version, **said}
    as_(case.manager).post(at_(case, "approve"), typed)
    page = as_(margaret).get(reverse("brokerage:my_plan")).content.decode()
    assert "Say what winter is for." in page


def test_person_without_a_record_reads_so() -> None:
    page = as_(make_user(Role.PERSON)).get(reverse("brokerage:my_plan")).content.decode()
    assert "We have no record of you yet" in page


def test_left_to_plan_on_ones_own_page_is_of_todays_budget() -> None:
    margaret = make_user(Role.PERSON)
    case = make_approved(user=margaret)
    make_budget(case.person, {PayerKind.COUNCIL: 30_000}, from_date=today(), at=now())
    page = as_(margaret).get(reverse("brokerage:my_plan")).content.decode()
    assert "£204.00 a week left to plan" in page
    page = as_(case.broker).get(reverse("brokerage:caseload")).content.decode()
    assert "£204.00" in page


def test_support_that_left_the_directory_is_said_on_ones_own_plan() -> None:
    margaret = make_user(Role.PERSON)
    case = make_approved(user=margaret)
    client, address = as_(margaret), reverse("brokerage:my_plan")
    said = "Some of your support is not on Handrail now"
    assert said not in client.get(address).content.decode()
    case.listing.supplier.accreditations.update(state="suspended")
    page = client.get(address).content.decode()
    assert said in page
    assert f"<li>{case.listing.title}, {case.listing.supplier.public_name}</li>" in page
    assert "Not available now" in page
    assert "suspended" not in page


@pytest.mark.parametrize("paper", ["plain", "large", "file"])
def test_own_plan_is_printed_enlarged_and_kept_by_a_link(paper: str) -> None:
    margaret = make_user(Role.PERSON)
    case = make_approved(user=margaret)
    client, address = as_(margaret), reverse("brokerage:my_plan")
    assert f'href="?paper={paper}"' in client.get(address).content.decode()
    response = client.get(address, {"paper": paper})
    page = response.content.decode()
    assert f'data-paper="{paper}"' in page
    assert case.listing.title in page
    assert case.plan.answers.all()[0].text in page
    assert "<details" not in page
    assert 'aria-label="Main"' not in page
    kept = 'attachment; filename="my-plan.html"' if paper == "file" else None
    assert response.get("Content-Disposition") == kept
    assert ("<style>" in page) is (paper == "file")
    assert ('rel="stylesheet"' in page) is (paper != "file")
