"""Answering the equality questions."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.permissions import check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import NotVisible
from marketplace.people.errors import refuse_if_any
from marketplace.people.models import EqualityAnswer, Person
from marketplace.people.permissions import check_works_with, is_oneself
from marketplace.people.rules import (
    MAY_ASK_EQUALITY,
    EqualityQuestion,
    Scope,
    equality_problems,
)


@transaction.atomic
def answer_equality(
    *, by: Viewer, person: Person, answers: Mapping[EqualityQuestion, str]
) -> list[EqualityQuestion]:
    """Keep what a person answers, on their own page or to their worker; an empty answer is taken back.

    What was answered before is not kept, and the trail holds no answer. Answers the questions that
    changed. Raises PeopleError.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    _check_may_answer(by, person)
    refuse_if_any(equality_problems(answers))
    known = {row.question: row.answer for row in person.equality_answers.all()}
    changed = [one for one in answers if answers[one] != known.get(one, "")]
    if not changed:
        return []
    EqualityAnswer.objects.filter(person=person, question__in=changed).delete()
    user = check_is_user(by)
    EqualityAnswer.objects.bulk_create(
        EqualityAnswer(
            person=person,
            question=question,
            answer=answers[question],
            recorded_at=by.at,
            recorded_by=user,
        )
        for question in changed
        if answers[question]
    )
    asked = [question.value for question in changed]
    record(event="equality_answered", by=by, subject=person, questions=asked)
    return changed


def _check_may_answer(by: Viewer, person: Person) -> None:
    """Raises PermissionDenied but for the person, and for a worker who sees the answers."""
    if not is_oneself(by, person):
        check_works_with(by, person, MAY_ASK_EQUALITY)
    seen = Person.objects.visible_to(by, scope=Scope.EQUALITY).filter(pk=person.pk)
    if not seen.exists():
        raise PermissionDenied("These answers are not yours to see.")
    if person.erased_at:
        raise NotVisible("This record was erased.")
