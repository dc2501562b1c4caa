"""The page on which a broker is given to a person, hands over to another, or ends."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.brokerage.actions import allocate_broker, end_broker
from marketplace.brokerage.models import BrokerAllocation
from marketplace.brokerage.queries import brokers_of
from marketplace.brokerage.rules import WhoChose
from marketplace.core.clock import now, today
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity
from marketplace.tasks.models import Task
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import make_case
from tests.factories.notifications import read
from tests.factories.people import let_see, make_person
from tests.factories.plan_pages import as_

pytestmark = pytest.mark.django_db


def page_of(person: Person) -> str:
    return reverse("brokerage:broker", args=[person.public_id])


def worker(person: Person) -> User:
    user = make_user(Role.PRACTITIONER)
    let_see(person, AccessCapacity.PRACTITIONER, user=user)
    return user


def choosing(broker: User, **more: Any) -> dict[str, Any]:
    day = today()
    said = {"said_date_day": day.day, "said_date_month": day.month, "said_date_year": day.year}
    return {"broker": broker.pk, "chosen": "person", "said_by": "Ruth, by phone", **said, **more}


def test_persons_own_choice_is_recorded_with_who_said_so() -> None:
    person, broker = make_person(), make_user(Role.BROKER, name="Daniel Osei")
    client = as_(worker(person))
    response = client.post(page_of(person), choosing(broker))
    assert response.status_code == 302, response.content.decode()
    row = BrokerAllocation.objects.get()
    assert (row.chosen, row.said_by, row.said_date) == (WhoChose.PERSON, "Ruth, by phone", today())
    page = client.get(page_of(person)).content.decode()
    assert "Daniel Osei" in page
    assert "Ruth, by phone" in page


def test_choice_of_nobody_is_refused_beside_its_field() -> None:
    person, broker = make_person(), make_user(Role.BROKER)
    page = as_(worker(person)).post(page_of(person), choosing(broker, said_by="")).content.decode()
    assert "Enter who said that the person chose this broker." in page
    assert not BrokerAllocation.objects.exists()


def test_caseload_of_each_broker_is_shown_with_the_limit() -> None:
    case = make_case()
    page = as_(worker(case.person)).get(page_of(case.person)).content.decode()
    assert "1 of 30 people" in page


def test_handed_over_person_is_on_the_new_list_and_the_work_is_kept() -> None:
    case = make_case()
    new = make_user(Role.BROKER, name="Ife Bello")
    client = as_(worker(case.person))
    client.post(page_of(case.person), choosing(new, chosen="council"))
    assert brokers_of([case.person.pk], today()) == {case.person.pk: new}
    plan = as_(new).get(reverse("brokerage:plan", args=[case.plan.public_id]))
    assert plan.status_code == 200
    assert BrokerAllocation.objects.filter(until_date=None).get().broker == new
    (news,) = [line.news for line in read(new, now())]
    assert news.sentence == "A person is on your list."


@pytest.mark.postgresql
def test_ended_broker_leaves_the_choice_to_make() -> None:
    case = make_case()
    client = as_(worker(case.person))
    client.post(reverse("brokerage:end_broker", args=[case.person.public_id]))
    assert Task.objects.open().get().kind == "broker_to_choose"
    assert "has no broker" in client.get(page_of(case.person)).content.decode()
    again = reverse("brokerage:end_broker", args=[case.person.public_id])
    client.post(again)
    assert Task.objects.open().count() == 1


def test_choice_is_the_work_of_whoever_works_with_the_person_and_of_nobody_else() -> None:
    case, colleague = make_case(), make_user(Role.PRACTITIONER)
    own = worker(case.person)
    end_broker(by=as_viewer(own, now()), person=case.person)
    assert Task.objects.open().get(kind="broker_to_choose").owner == own
    assert page_of(case.person) in as_(own).get("/my/").content.decode()
    assert page_of(case.person) not in as_(colleague).get("/my/").content.decode()


def test_broker_page_is_for_whoever_works_with_the_person() -> None:
    case = make_case()
    assert as_(make_user(Role.PRACTITIONER)).get(page_of(case.person)).status_code == 404
    assert as_(case.broker).get(page_of(case.person)).status_code == 403


def test_whoever_only_agrees_a_budget_neither_gives_a_broker_nor_ends_one() -> None:
    case = make_case()
    user = make_user(Role.PRACTITIONER)
    let_see(case.person, AccessCapacity.BUDGET, user=user)
    client, person = as_(user), reverse("brokerage:person", args=[case.person.public_id])
    assert page_of(case.person) not in client.get(person).content.decode()
    other = make_user(Role.BROKER)
    end = reverse("brokerage:end_broker", args=[case.person.public_id])
    assert client.get(page_of(case.person)).status_code == 403
    assert client.post(page_of(case.person), choosing(other)).status_code == 403
    assert client.post(end).status_code == 403
    assert brokers_of([case.person.pk], today()) == {case.person.pk: case.broker}
    by = as_viewer(user, now())
    with pytest.raises(PermissionDenied):
        allocate_broker(by=by, person=case.person, broker=other)
    with pytest.raises(PermissionDenied):
        end_broker(by=by, person=case.person)
