"""The pages: who gets in, what they say, and that a refused form loses nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import agree_budget
from marketplace.brokerage.models import PlanItem, SupportPlan
from marketplace.brokerage.rules import PLAN_DECIDE_DAYS, ItemKind, Payer, PlanState
from marketplace.core.clock import now, today
from marketplace.core.words import spoken_date
from marketplace.listings.rules import DayBand
from marketplace.people.models import ListReading, ReadLog
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.brokerage import (
    Case,
    complete,
    make_approved,
    make_case,
    make_submitted,
    set_price,
)
from tests.factories.people import REGISTRY

pytestmark = pytest.mark.django_db


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at_(case: Case, name: str, *more: object) -> str:
    return reverse(f"brokerage:{name}", args=[case.plan.public_id, *more])


def pages_of(case: Case) -> dict[str, str]:
    """Every page of a broker about one case."""
    assert case.outcome is not None
    item = case.plan.items.get(kind=ItemKind.LISTING)
    return {
        "person": reverse("brokerage:person", args=[case.person.public_id]),
        "plan": at_(case, "plan"),
        "question": at_(case, "question", 4),
        "add_outcome": at_(case, "add_outcome"),
        "change_outcome": at_(case, "change_outcome", case.outcome.pk),
        "remove_outcome": at_(case, "remove_outcome", case.outcome.pk),
        "add_item": at_(case, "add_item", case.outcome.pk),
        "add_listing": at_(case, "add_listing", case.outcome.pk, case.listing.public_id),
        "add_other": at_(case, "add_other", case.outcome.pk, "natural"),
        "change_item": at_(case, "change_item", item.pk),
        "remove_item": at_(case, "remove_item", item.pk),
        "submit": at_(case, "submit"),
    }


def test_every_broker_page_opens_for_the_persons_broker_and_says_so_in_the_read_log() -> None:
    case = complete(make_case())
    client = as_(case.broker)
    for name, url in pages_of(case).items():
        response = client.get(url)
        assert response.status_code == 200, name
        assert case.person.name in response.content.decode(), name
    assert ReadLog.objects.filter(person_id=case.person.pk).count() == len(pages_of(case))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda case: make_user(Role.BROKER), 404),
        (lambda case: make_user(Role.FINANCE), 403),
        (lambda case: make_user(Role.SUPPLIER), 403),
        (lambda case: case.manager, 403),
    ],
)
def test_no_broker_page_opens_for_anyone_else(who: Callable[[Case], User], status: int) -> None:
    case = complete(make_case())
    client = as_(who(case))
    for name, url in pages_of(case).items():
        assert client.get(url).status_code == status, name
    assert not ReadLog.objects.exists()


def test_lists_of_people_leave_one_row_with_whom_they_showed() -> None:
    case = make_submitted()
    as_(case.broker).get(reverse("brokerage:caseload") + "?part=waiting")
    as_(case.broker).get(reverse("brokerage:caseload") + "?part=mine")
    as_(case.manager).get(reverse("brokerage:approvals"))
    seen = [
        (row.user_id, row.kind, [one.person_id for one in row.people.all()], row.filters)
        for row in ListReading.objects.order_by("pk")
    ]
    assert seen == [
        (case.broker.pk, "caseload", [case.person.pk], {"part": "waiting"}),
        (case.manager.pk, "plans_to_decide", [case.person.pk], {}),
    ]


def test_broker_pages_of_another_council_are_not_there() -> None:
    case = complete(make_case())
    make_other_authority()
    case.broker.memberships.create(authority=make_other_authority(), role=Role.BROKER)
    client = as_(case.broker)
    for name, url in pages_of(case).items():
        response = client.get(url, HTTP_HOST="otherton.localhost")
        assert response.status_code == 404, name


def test_anonymous_goes_to_sign_in_before_any_look_up(client: Client) -> None:
    case = complete(make_case())
    urls = [*pages_of(case).values(), at_(case, "approve"), reverse("brokerage:my_plan")]
    for url in [*urls, reverse("brokerage:caseload"), reverse("brokerage:approvals")]:
        response = client.get(url)
        assert response.status_code == 302
        assert response["Location"].startswith("/account/login/")


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
    typed = {"version": 1, "words": "Choir", "area": "community", "baseline": "4", "target": "2"}
    response = as_(case.broker).post(at_(case, "add_outcome"), typed)
    assert list(response.context["form"].errors) == ["target"]
    assert "Choose an aim that is the same as now or higher." in response.content.decode()


def test_outcome_form_says_what_is_missing_and_keeps_the_rest() -> None:
    case = make_case()
    typed = {"version": 1, "words": "Choir again", "area": "", "baseline": "1", "target": "4"}
    client = as_(case.broker)
    page = client.post(at_(case, "add_outcome"), typed).content.decode()
    assert "Choose a part of life" in page
    assert "Choir again" in page
    client.post(at_(case, "add_outcome"), typed | {"area": "community"})
    assert case.plan.outcomes.get().words == "Choir again"


def test_outcome_is_changed_and_removed_from_its_pages() -> None:
    case = complete(make_case())
    assert case.outcome is not None
    client = as_(case.broker)
    typed = {"words": "In my own time", "area": "clothing", "baseline": "2", "target": "5"}
    url = at_(case, "change_outcome", case.outcome.pk)
    assert client.post(url, typed | {"version": 1}).status_code == 200
    assert client.post(url, typed | {"version": case.plan.version}).status_code == 302
    assert case.plan.outcomes.get().words == "In my own time"
    url = at_(case, "remove_outcome", case.outcome.pk)
    assert "Sunday lunch" in client.get(url).content.decode()
    client.post(url, {"version": case.plan.version + 1})
    assert not case.plan.outcomes.exists()


def test_looking_up_nonsense_finds_nothing() -> None:
    case = complete(make_case())
    assert case.outcome is not None
    url = at_(case, "add_item", case.outcome.pk)
    page = as_(case.broker).get(url, {"q": "\x00" + "zz " * 300}).content.decode()
    assert "No results for" in page


def test_unknown_question_is_not_there() -> None:
    case = make_case()
    assert as_(case.broker).get(at_(case, "question", 8)).status_code == 404


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


def test_shortlist_of_the_session_is_on_the_page() -> None:
    case = complete(make_case())
    assert case.outcome is not None
    client = as_(case.broker)
    session = client.session
    session["shortlist"] = [str(case.listing.public_id)]
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


def test_listing_that_left_is_the_next_thing_to_mend_on_the_plans_page() -> None:
    case = complete(make_case())
    case.listing.supplier.accreditations.update(state="suspended")
    page = as_(case.broker).get(at_(case, "plan")).content.decode()
    provider = case.listing.supplier.public_name
    assert f"{case.listing.title} from {provider} is not available now." in page


def test_removing_asks_first_then_removes() -> None:
    case = complete(make_case())
    item = case.plan.items.get(kind=ItemKind.LISTING)
    client, url = as_(case.broker), at_(case, "remove_item", item.pk)
    assert "Remove this support" in client.get(url).content.decode()
    client.post(url, {"version": case.plan.version})
    assert not case.plan.items.filter(pk=item.pk).exists()


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
    day = today() - timedelta(days=1)
    typed = {
        "version": case.plan.version,
        "person_agreed_date_day": day.day,
        "person_agreed_date_month": day.month,
        "person_agreed_date_year": day.year,
    }
    response = client.post(url, typed)
    assert response.status_code == 302, response.content.decode()
    assert SupportPlan.objects.get().state == PlanState.SUBMITTED


def test_queue_and_decision_page_for_the_manager() -> None:
    case = make_submitted(at=now())
    client = as_(case.manager)
    assert case.person.name in client.get(reverse("brokerage:approvals")).content.decode()
    page = client.get(at_(case, "approve")).content.decode()
    assert f"decide by {spoken_date(today() + timedelta(PLAN_DECIDE_DAYS.usual))}" in page
    assert "Approve plan" in page
    assert "£190.50 a week left to plan" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda case: case.senior, 404),
        (lambda case: case.broker, 403),
        (lambda case: make_user(Role.FINANCE), 403),
    ],
)
def test_decision_page_is_for_the_team_it_was_sent_to(
    who: Callable[[Case], User], status: int
) -> None:
    case = make_submitted()
    assert as_(who(case)).get(at_(case, "approve")).status_code == status


def verdicts(**changed: str) -> dict[str, str]:
    return {f"verdict_{n}": "met" for n in range(1, 8)} | changed


def test_manager_approves_from_the_page() -> None:
    case = make_submitted()
    typed = verdicts(version=str(case.plan.version), do="approve")
    response = as_(case.manager).post(at_(case, "approve"), typed)
    assert response["Location"] == reverse("brokerage:approvals")
    assert SupportPlan.objects.get().state == PlanState.APPROVED


def test_replayed_approval_changes_nothing_and_says_so() -> None:
    case = make_submitted()
    client = as_(case.manager)
    typed = verdicts(version=str(case.plan.version), do="approve")
    client.post(at_(case, "approve"), typed)
    page = client.post(at_(case, "approve"), typed).content.decode()
    assert "Priya Nair approved this plan" in page
    assert case.plan.decisions.count() == 1


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


def test_return_from_the_page_needs_the_missing_words_and_keeps_the_verdicts() -> None:
    case = make_submitted()
    client = as_(case.manager)
    typed = verdicts(version=str(case.plan.version), do="return", verdict_4="more")
    response = client.post(at_(case, "approve"), typed)
    assert "Question 4: enter what is missing" in response.content.decode()
    assert response.context["form"]["verdict_4"].value() == "more"
    client.post(at_(case, "approve"), typed | {"missing_4": "Say what the rest is for."})
    assert SupportPlan.objects.get().state == PlanState.RETURNED
    page = as_(case.broker).get(at_(case, "plan")).content.decode()
    assert "Say what the rest is for." in page


def test_manager_whose_limit_is_lower_reads_why_it_climbs() -> None:
    case = make_submitted()
    junior = make_user(Role.APPROVER, limit_pence=5_000)
    page = as_(junior).get(at_(case, "approve")).content.decode()
    assert "A manager with a higher limit decides this plan" in page
    assert "your limit is £50.00 a week" in page
    assert "Priya Nair, up to £350.00 a week" in page
    assert "Approve plan" not in page


def test_plan_over_every_limit_says_so_to_its_broker_and_to_the_manager() -> None:
    case = make_submitted(limit_pence=5_000, senior_limit_pence=5_000)
    for user, name in ((case.broker, "plan"), (case.senior, "approve")):
        page = as_(user).get(at_(case, name)).content.decode()
        assert "No manager can approve £96.00 a week now." in page


def test_author_with_a_managers_role_can_read_and_not_decide() -> None:
    case = make_submitted()
    case.broker.memberships.create(
        authority=case.authority, role=Role.APPROVER, approval_limit_pence=90_000
    )
    client = as_(case.broker)
    page = client.get(at_(case, "approve")).content.decode()
    assert "You sent this. A colleague decides it" in page
    typed = verdicts(version=str(case.plan.version), do="approve")
    assert client.post(at_(case, "approve"), typed).status_code == 403


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
    typed = {"version": case.plan.version, "do": "return", "reasons": "Say what winter is for."}
    as_(case.manager).post(at_(case, "approve"), typed)
    page = as_(margaret).get(reverse("brokerage:my_plan")).content.decode()
    assert "Say what winter is for." in page


def test_person_without_a_record_reads_so() -> None:
    page = as_(make_user(Role.PERSON)).get(reverse("brokerage:my_plan")).content.decode()
    assert "We have no record of you yet" in page


def test_pages_carry_no_style_and_the_one_script_of_the_session() -> None:
    case = complete(make_case())
    client = as_(case.broker)
    for name, url in pages_of(case).items():
        page = client.get(url).content.decode()
        assert " style=" not in page, name
        assert page.count("<script") == page.count('<script src="/static/session.js" defer>') == 1


def test_what_is_missing_leads_to_where_it_is_put_right() -> None:
    case = complete(make_case())
    case.plan.items.filter(kind=ItemKind.NATURAL).update(natural_willing_date=None)
    client = as_(case.broker)
    page = client.get(at_(case, "submit")).content.decode()
    assert "Ask Ruth, her daughter about “Sunday lunch”" in page
    assert f"{at_(case, 'plan')}#outcomes" in page
    assert "Still missing" in client.get(at_(case, "question", 3)).content.decode()


def test_left_to_plan_on_ones_own_page_is_of_todays_budget() -> None:
    margaret = make_user(Role.PERSON)
    case = make_approved(user=margaret)
    agree_budget(
        by=as_viewer(REGISTRY, now()),
        person=case.person,
        streams={Payer.COUNCIL: 30_000},
        from_date=today(),
    )
    page = as_(margaret).get(reverse("brokerage:my_plan")).content.decode()
    assert "£204.00 a week left to plan" in page
    page = as_(case.broker).get(reverse("brokerage:caseload")).content.decode()
    assert "£204.00" in page


def test_an_open_plan_leads_to_a_search_for_its_outcome_and_back() -> None:
    case = complete(make_case())
    client = as_(case.broker)
    page = client.get(at_(case, "plan")).content.decode()
    assert 'href="/find/?q=' in page
    found = client.get("/find/").content.decode()
    assert f'href="{at_(case, "plan")}"' in found
    assert case.person.name not in found


def test_prices_to_choose_from_begin_with_the_weekday_price() -> None:
    case = complete(make_case())
    set_price(case.listing, 5000, band=DayBand.BANK_HOLIDAY)
    set_price(case.listing, 3000)
    page = as_(case.broker).get(pages_of(case)["add_listing"]).content.decode()
    assert page.index("£30.00 a visit") < page.index("£50.00 a visit, bank holiday")


def test_a_caseload_is_read_in_parts() -> None:
    case = complete(make_case())
    client = as_(case.broker)
    url = reverse("brokerage:caseload")
    assert case.person.name in client.get(f"{url}?part=mine").content.decode()
    nobody = client.get(f"{url}?part=waiting").content.decode()
    assert case.person.name not in nobody
    assert "No people in this part of your list" in nobody
