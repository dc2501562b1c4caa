"""Changing the words of a council's lists. Whoever shows or indexes them follows in the transaction."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.text import slugify

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import AuditValue, record
from marketplace.core.errors import Problem, problem
from marketplace.core.seen import seen_problems
from marketplace.vocabulary.errors import VocabularyError
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.queries import uses_of
from marketplace.vocabulary.rules import (
    LONGEST_CODE,
    MAY_SET_VOCABULARY,
    MOST_TERMS,
    TermKind,
    label_problems,
    merge_problems,
    place_problems,
    tidy_label,
)
from marketplace.vocabulary.signals import term_merged, terms_changed


@transaction.atomic
def add_terms(
    *, by: Viewer, authority: Authority, kind: TermKind, labels: Sequence[str]
) -> list[Term]:
    """Put words at the end of a list, all or none. Raises VocabularyError where it has one already."""
    listed = _locked_list(by, authority.pk, kind)
    if not labels:
        raise VocabularyError(problem("term_label_missing", "label"))
    if len(listed) + len(labels) > MOST_TERMS:
        raise VocabularyError(problem("terms_too_many", "label", most=MOST_TERMS))
    return [_added(by, authority, kind, tidy_label(label), listed) for label in labels]


def _added(
    by: Viewer, authority: Authority, kind: TermKind, label: str, listed: list[Term]
) -> Term:
    """One more word of a locked list, and in it."""
    VocabularyError.refuse_if_any(label_problems(label, _labels(listed)))
    term = Term.objects.create(
        authority=authority,
        kind=kind,
        code=_free_code(label, {one.code for one in listed}),
        label=label,
        position=max((one.position for one in listed), default=0) + 1,
    )
    listed.append(term)
    _done(by, term, "term_added")
    return term


@transaction.atomic
def rename_term(*, by: Viewer, term_id: int, label: str, seen: str | None = None) -> Term:
    """Call a word otherwise, wherever it is shown; its code stays. Raises VocabularyError."""
    term, listed = _locked(by, term_id)
    VocabularyError.refuse_if_any(seen_problems({"label": term.label}, seen))
    label = tidy_label(label)
    VocabularyError.refuse_if_any(
        label_problems(label, _labels([one for one in listed if one != term]))
    )
    term.label = label
    term.save(update_fields=["label"])
    _done(by, term, "term_renamed")
    return term


@transaction.atomic
def move_term(*, by: Viewer, term_id: int, place: int) -> Term:
    """Put a word at a place of its list, the first being 1. Raises VocabularyError."""
    term, listed = _locked(by, term_id)
    offered = [one for one in listed if one.retired_at is None and one != term]
    VocabularyError.refuse_if_any([*_retired(term), *place_problems(place, len(offered) + 1)])
    offered.insert(place - 1, term)
    for number, one in enumerate(offered, start=1):
        one.position = number
    Term.objects.bulk_update(offered, ["position"])
    term.position = place
    _done(by, term, "term_moved", place=place)
    return term


@transaction.atomic
def retire_term(*, by: Viewer, term_id: int) -> Term:
    """Offer a word no more: not to choose, not to search by. What has it keeps it, unseen."""
    term, _ = _locked(by, term_id)
    VocabularyError.refuse_if_any(_retired(term))
    term.retired_at = by.at
    term.save(update_fields=["retired_at"])
    _done(by, term, "term_retired", uses=sum(count for _, count in uses_of(term.pk)))
    return term


@transaction.atomic
def restore_term(*, by: Viewer, term_id: int) -> Term:
    """Offer a retired word again. Raises VocabularyError where another has its name by now."""
    term, listed = _locked(by, term_id)
    if term.retired_at is None:
        raise VocabularyError(problem("term_not_retired"))
    VocabularyError.refuse_if_any(
        label_problems(term.label, _labels([one for one in listed if one != term]))
    )
    term.retired_at = term.merged_into = None
    term.save(update_fields=["retired_at", "merged_into"])
    _done(by, term, "term_restored")
    return term


@transaction.atomic
def merge_term(*, by: Viewer, term_id: int, into_id: int) -> Term:
    """Let one word take the place of another wherever that is used; the other is retired.

    Raises VocabularyError, also where something keeps using the word, so that nothing is lost.
    """
    term, listed = _locked(by, term_id)
    into = next((one for one in listed if one.pk == into_id), None)
    VocabularyError.refuse_if_any(_retired(term))
    VocabularyError.refuse_if_any(
        merge_problems(
            into.label if into else "",
            is_same=into == term,
            same_list=into is not None,
            into_offered=into is not None and into.retired_at is None,
        )
    )
    uses = sum(count for _, count in uses_of(term.pk))
    term_merged.send(sender=Term, term_id=term.pk, into_id=into_id, at=by.at)
    if left := uses_of(term.pk):
        several, count = left[0]
        raise VocabularyError(problem("term_still_used", "into", count=count, what=several))
    term.retired_at, term.merged_into = by.at, into
    term.save(update_fields=["retired_at", "merged_into"])
    Term.objects.filter(merged_into=term).update(merged_into=into)
    _done(by, term, "term_merged", into=into_id, uses=uses)
    return term


def _locked(by: Viewer, term_id: int) -> tuple[Term, list[Term]]:
    """A word and its whole list, locked. Raises PermissionDenied."""
    found = Term.objects.get(pk=term_id)
    listed = _locked_list(by, found.authority_id, TermKind(found.kind))
    return next(one for one in listed if one.pk == term_id), listed


def _locked_list(by: Viewer, authority_id: int, kind: TermKind) -> list[Term]:
    """The words of a list in their order. The council's row is locked: a list has one writer."""
    check(by, MAY_SET_VOCABULARY, authority_id)
    Authority.objects.select_for_update().get(pk=authority_id)
    locked = Term.objects.of(authority_id, kind).select_for_update().order_by("pk")
    return sorted(locked, key=lambda term: (term.position, term.label))


def _labels(terms: list[Term]) -> list[str]:
    return [term.label for term in terms if term.retired_at is None]


def _free_code(label: str, taken: set[str]) -> str:
    """A code made of the label that no word of the list has or had."""
    stem = slugify(label)[: LONGEST_CODE - 4].strip("-") or "word"
    codes = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in codes if code not in taken)


def _retired(term: Term) -> list[Problem]:
    return [problem("term_retired")] if term.retired_at else []


def _done(by: Viewer, term: Term, event: str, **data: AuditValue) -> None:
    record(event=event, by=by, subject=term, kind=term.kind, **data)
    terms_changed.send(sender=Term, term_ids=[term.pk], at=by.at)
