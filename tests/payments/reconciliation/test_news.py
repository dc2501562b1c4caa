"""Who is told of a question about a payment, of its answer, and of its end."""

from datetime import datetime, timedelta

import pytest

from marketplace.accounts.rules import Role
from marketplace.core.clock import now
from marketplace.notifications.models import Notification
from marketplace.people.models import Access
from marketplace.people.rules import AccessCapacity, Scope
from marketplace.tasks.models import Task
from payments.reconciliation.actions import (
    MATCHER,
    ask_person,
    explain,
    match_lines,
    resolve_exception,
)
from payments.reconciliation.models import MoneyException
from payments.reconciliation.rules.duties import MoneyNotice, MoneyTask
from tests.factories.accounts import as_viewer, make_user
from tests.factories.notifications import read, send_all, told
from tests.factories.people import let_see
from tests.factories.reconciliation import Money, make_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(money: Money, at: datetime) -> MoneyException:
    line = make_line(money.account, -2210, "GARDEN CENTRE")
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    return MoneyException.objects.get(line=line)


def ask(money: Money, waiting: MoneyException, at: datetime) -> MoneyException:
    by = as_viewer(money.finance, at)
    return ask_person(by=by, exception_id=waiting.pk, question="What was this for?")


def test_question_is_told_to_the_person_and_who_sees_their_money_with_the_day_to_answer(
    money: Money, waiting: MoneyException, at: datetime
) -> None:
    speaker, other = make_user(Role.PERSON), make_user(Role.PERSON)
    let_see(money.person, AccessCapacity.REPRESENTATIVE, user=other)
    Access.objects.create(
        person=money.person,
        user=speaker,
        capacity=AccessCapacity.REPRESENTATIVE,
        scope=Scope.MONEY,
        from_date=at.date(),
        granted_at=at,
        granted_by_system="tests",
    )
    ask(money, waiting, at)
    assert told(money.user) == told(speaker) == [MoneyNotice.QUESTION]
    assert told(other) == told(money.finance) == []
    line = read(money.user)[0]
    assert line.due_date == at.date() + timedelta(days=14)
    assert line.news.address == f"/money/exceptions/{waiting.public_id}/explain/"


def test_question_to_somebody_without_an_account_is_told_to_who_asks(
    money: Money, waiting: MoneyException, at: datetime
) -> None:
    money.person.user = None
    money.person.save()
    Access.objects.filter(capacity=AccessCapacity.SELF).delete()
    ask(money, waiting, at)
    assert told(money.finance) == [MoneyNotice.ASK_THEM]
    assert told(money.user) == []


def answer(money: Money, waiting: MoneyException, at: datetime) -> None:
    explain(by=as_viewer(money.user, at), exception_id=waiting.pk, words="Compost")


def test_answer_gives_a_receipt_and_is_told_to_the_finance_team(
    money: Money, waiting: MoneyException, at: datetime
) -> None:
    colleague = make_user(Role.FINANCE)
    ask(money, waiting, at)
    answer(money, waiting, at)
    assert told(money.user)[1:] == [MoneyNotice.ANSWER_SENT]
    assert told(money.finance) == told(colleague) == [MoneyNotice.ANSWER_CAME]


def test_answer_is_told_only_to_who_has_the_payment_to_check(
    money: Money, waiting: MoneyException, at: datetime
) -> None:
    colleague = make_user(Role.FINANCE)
    ask(money, waiting, at)
    Task.objects.filter(kind=MoneyTask.EXCEPTION).update(owner=colleague)
    answer(money, waiting, at)
    assert told(colleague) == [MoneyNotice.ANSWER_CAME]
    assert told(money.finance) == []


def test_end_is_told_to_the_person_if_something_was_asked(
    money: Money, waiting: MoneyException, at: datetime
) -> None:
    line = make_line(money.account, -999, "BAKERY", 1)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[line.pk])
    by = as_viewer(money.finance, at)
    ask(money, waiting, at)
    for row in MoneyException.objects.all():
        resolve_exception(by=by, exception_id=row.pk, outcome="Within the rules.")
    assert told(money.user) == [MoneyNotice.QUESTION, MoneyNotice.CLOSED]


def test_mail_to_a_person_has_one_subject_and_says_no_payee_and_no_amount(
    money: Money, waiting: MoneyException
) -> None:
    ask(money, waiting, now())
    ((to, subject, body),) = send_all()
    assert (to, subject) == (money.user.email, "You have a new message on Handrail")
    assert " Answer by " in body
    for secret in ("GARDEN", "22.10", "What was this", money.person.name):
        assert secret not in body


def test_each_kind_has_its_sentence(money: Money, waiting: MoneyException, at: datetime) -> None:
    let_see(money.person, AccessCapacity.FINANCE, user=money.finance)
    sentences = {
        MoneyNotice.QUESTION: "The council asks about a payment or an account.",
        MoneyNotice.ANSWER_SENT: "You answered a question about money.",
        MoneyNotice.CLOSED: ("The council has finished checking. You do not need to do more."),
        MoneyNotice.ASK_THEM: (
            "The person has no account. Ask them. The page shows how to contact them."
        ),
        MoneyNotice.ANSWER_CAME: "An answer to a question about money came.",
    }
    for kind, sentence in sentences.items():
        Notification.objects.all().delete()
        at_work = kind in (MoneyNotice.ASK_THEM, MoneyNotice.ANSWER_CAME)
        user = money.finance if at_work else money.user
        Notification.objects.create(
            authority=money.person.authority,
            user=user,
            kind=kind,
            subject_id=waiting.pk,
            told_at=at,
        )
        assert [line.news.sentence for line in read(user)] == [sentence]
    assert sentences.keys() == set(MoneyNotice)
