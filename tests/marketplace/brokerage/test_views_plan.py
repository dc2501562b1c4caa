"""The pages of a broker: the list, the plan, its questions and outcomes, check and send."""

from datetime import timedelta

import pytest
from django.urls import reverse

from marketplace.brokerage.actions import allocate_broker
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.rules import ItemKind, PlanState
from marketplace.core.clock import today
from tests.factories.accounts import as_viewer
from tests.factories.brokerage import BEGAN, complete, make_approved, make_case, say_so
from tests.factories.people import REGISTRY, make_person
from tests.factories.plan_pages import as_, at_, pages_of
from tests.factories.vocabulary import make_outcome_term

pytestmark = pytest.mark.django_db


def test_caseload_lists_the_person_with_money_left_to_plan() -> None:
    case = complete(make_case())
    page = as_(case.broker).get(reverse("brokerage:caseload")).content.decode()
    assert case.person.name in page
    assert "£190.50" in page


def test_person_is_found_by_name_on_the_list_without_accents() -> None:
    case = complete(make_case())
    case.person.name = "Zoë Okafor"
    case.person.save()
    other = make_person(authority=case.authority, name="Bertram Quill")
    by = as_viewer(REGISTRY, BEGAN)
    allocate_broker(by=by, person=other, broker=case.broker)
    url, client = reverse("brokerage:caseload"), as_(case.broker)
    page = client.get(url, {"q": "okafor ZOE"}).content.decode()
    assert "Zoë Okafor" in page
    assert "Bertram Quill" not in page
    assert "?q=okafor+ZOE&amp;part=mine" in page
    assert "No results for this name" in client.get(url, {"q": "\x00nobody"}).content.decode()


def test_long_list_has_pages_and_only_the_shown_are_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.brokerage.views.people.PAGE", 1)
    case = complete(make_case())
    other = make_person(authority=case.authority, name="Bertram Quill")
    allocate_broker(by=as_viewer(REGISTRY, BEGAN), person=other, broker=case.broker)
    url, client = reverse("brokerage:caseload"), as_(case.broker)
    first, second = (client.get(url, {"page": n}) for n in (1, 2))
    assert first.context["page"].paginator.num_pages == 2
    assert "Bertram Quill" not in first.content.decode()
    assert "Bertram Quill" in second.content.decode()


def test_home_counts_what_the_list_counts_and_the_first_day_too() -> None:
    case = complete(make_case())
    other = make_case(authority=case.authority)
    by = as_viewer(REGISTRY, BEGAN)
    allocate_broker(by=by, person=other.person, broker=case.broker)
    client = as_(case.broker)
    home = client.get(reverse("portal:home"))
    (queue,) = home.context["queues"]
    page = client.get(queue.address)
    first = min(case.plan.due_date, other.plan.due_date)
    assert (queue.count, queue.due_date) == (2, first)
    assert page.context["page"].paginator.count == queue.count
    assert "2 of my people: plan to start, write or change" in home.content.decode()


def test_person_registered_by_name_alone_has_no_town_and_no_age_on_pages_of_their_plan() -> None:
    case = complete(make_case())
    person = case.person
    person.town, person.home, person.date_of_birth = "", "", None
    person.save()
    client, pages = as_(case.broker), pages_of(case)
    for address in (pages["person"], pages["plan"]):
        head = client.get(address).content.decode().split("<dt>Town</dt>")[1].split("</dd>")[0]
        assert head.replace("<dd>", "").strip() == "Not stated", address


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


def test_answer_is_saved_and_the_next_question_follows() -> None:
    case = make_case()
    typed = {"version": case.plan.version, "text": "Choir and mornings.", "do": "next"}
    response = as_(case.broker).post(at_(case, "question", 1), typed, follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [(at_(case, "question", 2), 302)]
    assert "Your answer to question 1 is saved." in page
    assert "Save and go to question 3" in page


def test_last_question_leads_back_to_the_plan() -> None:
    case = make_case()
    client, url = as_(case.broker), at_(case, "question", 7)
    assert "Save and go to question" not in client.get(url).content.decode()
    response = client.post(url, {"version": 1, "text": "Ruth phones by Monday.", "do": "next"})
    assert response["Location"].endswith("#questions")


def test_answer_saved_empty_or_unchanged_says_that_nothing_was_saved() -> None:
    case = make_case()
    client, url = as_(case.broker), at_(case, "question", 1)
    page = client.post(url, {"version": 1, "text": " "}, follow=True).content.decode()
    assert "Question 1: nothing was saved. The answer is empty." in page
    client.post(url, {"version": 1, "text": "Choir and mornings."})
    typed = {"version": 2, "text": "Choir and mornings. "}
    assert "you changed nothing" in client.post(url, typed, follow=True).content.decode()
    case.plan.refresh_from_db()
    assert case.plan.version == 2


def test_tick_stands_only_beside_questions_that_are_all_answered() -> None:
    case = make_case()
    tick, said = 'd="M5 12.5l4.5 4.5L19 7.5"', "of 7 questions answered"
    begun = as_(case.broker).get(at_(case, "plan")).content.decode()
    assert tick not in begun.partition(said)[0].rpartition("<li>")[2]
    done = complete(make_case())
    whole = as_(done.broker).get(at_(done, "plan")).content.decode()
    assert tick in whole.partition(said)[0].rpartition("<li>")[2]


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
    assert f"You are planning for <strong>{case.person.name}</strong>" in " ".join(found.split())


def test_a_caseload_is_read_in_parts() -> None:
    case = complete(make_case())
    client = as_(case.broker)
    url = reverse("brokerage:caseload")
    assert case.person.name in client.get(f"{url}?part=mine").content.decode()
    nobody = client.get(f"{url}?part=waiting").content.decode()
    assert case.person.name not in nobody
    assert "No people in this part of your list" in nobody
