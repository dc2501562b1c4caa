"""Asking the person, their answer, and closing without a match."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.models import Membership
from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from marketplace.tasks.models import Task
from payments.reconciliation.actions import (
    MATCHER,
    ask_person,
    explain,
    match_open_lines,
    resolve_exception,
)
from payments.reconciliation.models import MoneyException
from tests.factories.accounts import as_viewer, make_user
from tests.factories.reconciliation import (
    Money,
)
from tests.payments.reconciliation.matched import exception_of, matched, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books_stay_whole")]


def test_asking_gives_the_person_a_private_task_and_their_answer_ends_it(
    money: Money, at: datetime
) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    asked = ask_person(
        by=as_viewer(money.finance, at),
        exception_id=exception_of(line).pk,
        question="What was the payment for?",
    )
    assert asked.state == "queried"
    task = Task.objects.open().get(owner=money.user)
    assert task.private_to_owner
    match_open_lines(by=as_viewer(MATCHER, at))
    answered = explain(
        by=as_viewer(money.user, at), exception_id=asked.pk, words="Compost for my beds"
    )
    assert (answered.state, answered.explanation) == ("queried", "Compost for my beds")
    assert not Task.objects.open().filter(owner=money.user).exists()
    assert {e.event for e in AuditEvent.objects.filter(subject_id=asked.pk)} >= {
        "spending_asked",
        "spending_explained",
    }
    assert "Compost" not in str(list(AuditEvent.objects.values_list("data")))


def test_only_the_person_or_who_sees_their_money_may_explain(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    pk = exception_of(line).pk
    stranger = make_user(Role.PERSON)
    Membership.objects.create(user=money.finance, authority_id=line.authority_id, role=Role.PERSON)
    for user in (stranger, money.finance):
        with pytest.raises(PermissionDenied):
            explain(by=as_viewer(user, at), exception_id=pk, words="Mine")
    with refused("exception_answer_missing"):
        explain(by=as_viewer(money.user, at), exception_id=pk, words=" ")


def test_resolving_needs_words_and_ends_the_matter(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    pk = exception_of(line).pk
    with refused("exception_outcome_missing"):
        resolve_exception(by=as_viewer(money.finance, at), exception_id=pk, outcome="")
    resolve_exception(
        by=as_viewer(money.finance, at), exception_id=pk, outcome="Paid back in cash."
    )
    match_open_lines(by=as_viewer(MATCHER, at))
    assert not MoneyException.objects.open().exists()
    for action, words in ((resolve_exception, "outcome"), (ask_person, "question")):
        with refused("exception_resolved_already"):
            action(by=as_viewer(money.finance, at), exception_id=pk, **{words: "Again"})  # type: ignore[operator]
    with refused("exception_answer_not_needed"):
        explain(by=as_viewer(money.user, at), exception_id=pk, words="Late")


def test_somebody_without_a_sign_in_is_asked_without_a_task(money: Money, at: datetime) -> None:
    (line,) = matched(money, (-2580, "GARDEN CTR", 0), at=at)
    money.person.user = None
    money.person.save()
    pk = exception_of(line).pk
    with refused("exception_question_missing"):
        ask_person(by=as_viewer(money.finance, at), exception_id=pk, question=" ")
    ask_person(
        by=as_viewer(money.finance, at), exception_id=pk, question="What was the payment for?"
    )
    assert not Task.objects.filter(kind="explain_spending").exists()
