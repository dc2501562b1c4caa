"""What people answered to the equality questions: one person's answers, and how many gave which."""

from dataclasses import dataclass

from django.db.models import Count

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.dates import midnight
from marketplace.core.disclosure import published_until, suppressed
from marketplace.people.models import EqualityAnswer, Person
from marketplace.people.rules import MAY_COUNT_EQUALITY, EqualityQuestion, answers_to


@dataclass(frozen=True)
class EqualityCount:
    """One question, each of its answers with how many gave it, and those of whom none is known.

    `None` where a number is too small to be told.
    """

    question: str
    told: tuple[tuple[str, int | None], ...]


def equality_answers(viewer: Viewer, person: Person) -> dict[str, EqualityAnswer]:
    """A person's answers by their question, as far as the viewer sees them."""
    rows = EqualityAnswer.objects.visible_to(viewer).filter(person=person)
    return {row.question: row for row in rows.select_related("recorded_by")}


def equality_counts(viewer: Viewer) -> list[EqualityCount]:
    """How many people of the council gave which answer, up to the last whole month. Two queries.

    Raises PermissionDenied for who may not count.
    """
    check(viewer, MAY_COUNT_EQUALITY, viewer.council_id)
    until = midnight(published_until(viewer.today))
    people = Person.objects.filter(
        authority_id=viewer.council_id, erased_at=None, registered_at__lt=until
    )
    rows = EqualityAnswer.objects.filter(person__in=people, recorded_at__lt=until)
    counted = rows.values_list("question", "answer").annotate(times=Count("pk"))
    found = {(question, answer): times for question, answer, times in counted}
    total = people.count()
    return [_count(question, found, total) for question in EqualityQuestion]


def _count(
    question: EqualityQuestion, found: dict[tuple[str, str], int], total: int
) -> EqualityCount:
    times = [(words, found.get((question, code), 0)) for code, words in answers_to(question)]
    open_ones = total - sum(number for _, number in times)
    told = [(words, suppressed(number)) for words, number in [*times, ("No answer", open_ones)]]
    return EqualityCount(question.label, tuple(told))
