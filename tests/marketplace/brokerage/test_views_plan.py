"""The pages of a broker: the list, the plan, its questions and outcomes, check and send."""

from datetime import timedelta

import pytest
from django.urls import reverse

from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.rules import ItemKind, PlanState
from marketplace.core.clock import today
from tests.factories.brokerage import complete, make_approved, make_case, say_so
from tests.factories.plan_pages import as_, at_
from tests.factories.vocabulary import make_outcome_term

pytestmark = pytest.mark.django_db


def test_caseload_lists_the_person_with_money_left_to_plan() -> None:
    case = complete(make_case())
    page = as_(case.broker).get(reverse("brokerage:caseload")).content.decode()
    assert case.person.name in page
    assert "£190.50" in page


def test_overdue_plan_is_marked_late() -> None:
    case = complete(make_case())
    case.plan.due_date = today() - timedelta(days=1)
    case.plan.save()
    client = as_(case.broker)
    assert "Late" in client.get(reverse("brokerage:caseload")).content.decode()
    assert "Late" in client.get(at_(case, "plan")).content.decode()


def test_starting_a_plan_from_the_persons_page() -> None:
    case = make_approved()
    url = reverse("brokerage:start", args=[case.person.public_id])
    client = as_(case.broker)
    response = client.post(url)
    new = SupportPlan.objects.open().get()
    assert response["Location"] == reverse("brokerage:plan", args=[new.public_id])
    page = client.post(url, follow=True).content.decode()
    assert "has a plan in progress already" in page


def test_answer_is_saved_from_its_page() -> None:
    case = make_case()
    response = as_(case.broker).post(
        at_(case, "question", 1), {"version": case.plan.version, "text": "Choir and mornings."}
    )
    assert response["Location"].endswith("#questions")
    assert case.plan.answers.get().text == "Choir and mornings."


def test_stale_answer_keeps_what_was_typed_shows_what_is_saved_and_can_be_sent_again() -> None:
    case = make_case()
    client, url = as_(case.broker), at_(case, "question", 1)
    client.post(url, {"version": 1, "text": "From the first window."})
    response = client.post(url, {"version": 1, "text": "From the second window."})
    page = response.content.decode()
    assert "changed after you opened this page" in page
    assert "From the first window." in page
    assert "From the second window." in page
    again = {"version": response.context["form"]["version"].value(), "text": "Both windows."}
    client.post(url, again)
    assert case.plan.answers.get().text == "Both windows."


def test_form_without_a_version_is_refused_in_words() -> None:
    case = make_case()
    page = as_(case.broker).post(at_(case, "question", 1), {"text": "Kept."}).content.decode()
    assert "We could not read this page" in page
    assert "Kept." in page


def test_refusal_by_the_rules_is_beside_its_field_and_linked_from_the_top() -> None:
    case = make_case()
    term = make_outcome_term("community", case.authority).pk
    typed = {"version": 1, "words": "Choir", "term": term, "baseline": "4", "target": "2"}
    response = as_(case.broker).post(at_(case, "add_outcome"), typed)
    assert list(response.context["form"].errors) == ["target"]
    assert "Choose an aim that is the same as now or higher." in response.content.decode()


def test_outcome_form_says_what_is_missing_and_keeps_the_rest() -> None:
    case = make_case()
    term = make_outcome_term("community", case.authority).pk
    typed = {"version": 1, "words": "Choir again", "term": "", "baseline": "1", "target": "4"}
    client = as_(case.broker)
    page = client.post(at_(case, "add_outcome"), typed).content.decode()
    assert "Choose a part of life" in page
    assert "Choir again" in page
    client.post(at_(case, "add_outcome"), typed | {"term": term})
    assert case.plan.outcomes.get().words == "Choir again"


def test_outcome_is_changed_and_removed_from_its_pages() -> None:
    case = complete(make_case())
    assert case.outcome is not None
    client = as_(case.broker)
    term = make_outcome_term("clothing", case.authority).pk
    typed = {"words": "In my own time", "term": term, "baseline": "2", "target": "5"}
    url = at_(case, "change_outcome", case.outcome.pk)
    assert client.post(url, typed | {"version": 1}).status_code == 200
    assert client.post(url, typed | {"version": case.plan.version}).status_code == 302
    assert case.plan.outcomes.get().words == "In my own time"
    url = at_(case, "remove_outcome", case.outcome.pk)
    assert "Sunday lunch" in client.get(url).content.decode()
    client.post(url, {"version": case.plan.version + 1})
    assert not case.plan.outcomes.exists()


def test_unknown_question_is_not_there() -> None:
    case = make_case()
    assert as_(case.broker).get(at_(case, "question", 8)).status_code == 404


def test_listing_that_left_is_the_next_thing_to_mend_on_the_plans_page() -> None:
    case = complete(make_case())
    case.listing.supplier.accreditations.update(state="suspended")
    page = as_(case.broker).get(at_(case, "plan")).content.decode()
    provider = case.listing.supplier.public_name
    assert f"{case.listing.title} from {provider} is not available now." in page


def test_check_page_lists_what_is_missing_without_a_button_to_send() -> None:
    case = make_case()
    page = as_(case.broker).get(at_(case, "submit")).content.decode()
    assert "Not ready to send" in page
    assert "Enter what is important to the person." in page
    assert "Send plan" not in page


def test_check_page_over_the_budget_says_who_decides_and_sends() -> None:
    case = complete(make_case(), visits=16)
    client, url = as_(case.broker), at_(case, "submit")
    page = client.get(url).content.decode()
    assert "£20.70 a week over" in page
    assert "A senior approving manager decides" in page
    say_so(case, today() - timedelta(days=1))
    typed = {"version": case.plan.version}
    response = client.post(url, typed)
    assert response.status_code == 302, response.content.decode()
    assert SupportPlan.objects.get().state == PlanState.SUBMITTED


def test_what_is_missing_leads_to_where_it_is_put_right() -> None:
    case = complete(make_case())
    case.plan.items.filter(kind=ItemKind.NATURAL).update(natural_willing_date=None)
    client = as_(case.broker)
    page = client.get(at_(case, "submit")).content.decode()
    assert "Ask Ruth, her daughter about “Sunday lunch”" in page
    assert f"{at_(case, 'plan')}#outcomes" in page
    assert "Still missing" in client.get(at_(case, "question", 3)).content.decode()


def test_an_open_plan_leads_to_a_search_for_its_outcome_and_back() -> None:
    case = complete(make_case())
    client = as_(case.broker)
    page = client.get(at_(case, "plan")).content.decode()
    assert 'href="/find/?q=' in page
    found = client.get("/find/").content.decode()
    assert f'href="{at_(case, "plan")}"' in found
    assert case.person.name not in found


def test_a_caseload_is_read_in_parts() -> None:
    case = complete(make_case())
    client = as_(case.broker)
    url = reverse("brokerage:caseload")
    assert case.person.name in client.get(f"{url}?part=mine").content.decode()
    nobody = client.get(f"{url}?part=waiting").content.decode()
    assert case.person.name not in nobody
    assert "No people in this part of your list" in nobody
