"""Who may open pages of money."""

import pytest
from django.test import Client

from marketplace.accounts.rules import Role
from marketplace.people.models import Access
from marketplace.people.rules import AccessCapacity, Scope
from payments.reconciliation.models import MoneyException
from tests.factories.accounts import make_other_authority, make_user
from tests.factories.people import let_see
from tests.factories.reconciliation import Money
from tests.payments.reconciliation.views.pages import (
    AT,
    GARDEN,
    QUEUE,
    matched,
    page_of,
    signed_in,
)

pytestmark = pytest.mark.django_db


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
