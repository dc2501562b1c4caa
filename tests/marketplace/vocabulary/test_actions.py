"""Changing a list of words: each act, who may, what is refused, and that search follows with the commit."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from marketplace.core.rooms import TermUse
from marketplace.listings.models import Listing
from marketplace.vocabulary.actions import (
    add_terms,
    merge_term,
    move_term,
    rename_term,
    restore_term,
    retire_term,
)
from marketplace.vocabulary.errors import VocabularyError
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.queries import terms_of, uses_of
from marketplace.vocabulary.rules import MOST_TERMS, TermKind
from search.models import ChangeLog
from search.queries import council_words, find
from search.query import DirectoryQuery
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.search import make_found_listing, make_term

pytestmark = pytest.mark.django_db


def setter(role: Role = Role.COMMISSIONER):
    return as_viewer(make_user(role))


def found(at: datetime, text: str = "", **facets: str) -> list[str]:
    chosen = tuple((name, (code,)) for name, code in facets.items())
    page = find(make_authority().pk, DirectoryQuery(text=text, selections=chosen), at)
    return [listing.title for _, listing in page.offers]


def with_language(*labels: str, title: str = "Otter House") -> Listing:
    return make_found_listing(title, terms={"language": labels})


def refused(code: str, act, **facts) -> None:
    with pytest.raises(VocabularyError) as problem:
        act(**facts)
    assert list(problem.value.codes) == [code]


def test_a_word_is_added_at_the_end_with_a_code_of_its_own() -> None:
    by, council = setter(), make_authority()
    make_term("language", "Polish")
    add = {"by": by, "authority": council, "kind": TermKind.LANGUAGE}
    (term,) = add_terms(**add, labels=["  Sign   language "])
    assert (term.label, term.code) == ("Sign language", "sign-language")
    retire_term(by=by, term_id=term.pk)
    assert add_terms(**add, labels=["Sign language"])[0].code == "sign-language-2"
    assert AuditEvent.objects.filter(event="term_added", data={"kind": "language"}).count() == 2
    refused("term_label_taken", add_terms, **add, labels=["POLISH"])
    refused("term_label_missing", add_terms, **add, labels=[" "])
    refused("term_label_too_long", add_terms, **add, labels=["x" * 81])


def test_words_added_together_are_in_their_order_or_none_is() -> None:
    add = {"by": setter(), "authority": make_authority(), "kind": TermKind.AREA}
    added = add_terms(**add, labels=["Brackenford", "Sallow Bridge"])
    assert [(one.label, one.position) for one in added] == [
        ("Brackenford", 1),
        ("Sallow Bridge", 2),
    ]
    refused("term_label_taken", add_terms, **add, labels=["Otterby", "brackenford"])
    refused("term_label_taken", add_terms, **add, labels=["Otterby", "OTTERBY"])
    refused("term_label_missing", add_terms, **add, labels=[])
    refused("terms_too_many", add_terms, **add, labels=[f"Area {n}" for n in range(MOST_TERMS - 1)])
    assert Term.objects.filter(kind=TermKind.AREA).count() == 2


def test_a_renamed_word_is_found_by_its_new_name_and_no_more_by_the_old(at: datetime) -> None:
    with_language("Polish")
    term = Term.objects.get(label="Polish")
    assert found(at, "polish") == ["Otter House"]
    rename_term(by=setter(), term_id=term.pk, label="Ukrainian")
    assert found(at, "ukrainian") == ["Otter House"]
    assert found(at, "polish") == []
    assert found(at, language=term.code) == ["Otter House"]
    assert council_words(make_authority().pk)["language"] == {"polish": "Ukrainian"}


def test_a_retired_word_is_searched_by_no_more_and_comes_back_whole(at: datetime) -> None:
    listing, by = with_language("Polish", "Urdu"), setter()
    term = Term.objects.get(label="Polish")
    retire_term(by=by, term_id=term.pk)
    assert found(at, "polish") == found(at, language="polish") == []
    assert "polish" not in council_words(make_authority().pk)["language"]
    assert listing.terms.count() == 2
    refused("term_retired", retire_term, by=by, term_id=term.pk)
    restore_term(by=by, term_id=term.pk)
    assert found(at, "polish") == found(at, language="polish") == ["Otter House"]
    refused("term_not_retired", restore_term, by=by, term_id=term.pk)


def test_a_retired_word_whose_name_is_taken_by_now_stays_retired() -> None:
    by, term = setter(), make_term("language", "Polish")
    retire_term(by=by, term_id=term.pk)
    add_terms(by=by, authority=term.authority, kind=TermKind.LANGUAGE, labels=["Polish"])
    refused("term_label_taken", restore_term, by=by, term_id=term.pk)


def test_merged_words_are_one_in_listings_and_in_search(at: datetime) -> None:
    with_language("Polish")
    both = with_language("Polish", "Polski", title="Lantern Lane")
    with_language("Urdu", title="Mill Farm")
    term, into = Term.objects.get(label="Polish"), Term.objects.get(label="Polski")
    merge_term(by=setter(), term_id=term.pk, into_id=into.pk)
    assert sorted(found(at, language=into.code)) == ["Lantern Lane", "Otter House"]
    assert sorted(found(at, language=term.code)) == ["Lantern Lane", "Otter House"]
    assert found(at, "polish") == []
    assert both.terms.count() == 1
    assert uses_of(into.pk) == [("listings", 2)]
    term.refresh_from_db()
    assert (term.merged_into, term.retired_at is not None) == (into, True)
    event = AuditEvent.objects.get(event="term_merged")
    assert event.data == {"kind": "language", "into": into.pk, "uses": 2}


def test_a_word_that_took_anothers_place_and_is_merged_leads_both_to_the_last() -> None:
    first, second, third = (make_term("language", name) for name in ("A", "B", "C"))
    by = setter()
    merge_term(by=by, term_id=first.pk, into_id=second.pk)
    merge_term(by=by, term_id=second.pk, into_id=third.pk)
    first.refresh_from_db()
    assert first.merged_into == third


def test_a_merge_that_cannot_be_says_why_and_changes_nothing(at: datetime) -> None:
    with_language("Polish")
    by, term, other = setter(), Term.objects.get(label="Polish"), make_term("need", "Stroke")
    act = {"by": by, "term_id": term.pk}
    gone = make_term("language", "Latin")
    retire_term(by=by, term_id=gone.pk)
    foreign = make_term("language", "Welsh", make_other_authority())
    refused("term_merged_into_itself", merge_term, **act, into_id=term.pk)
    for into in (other, gone, foreign):
        refused("term_merged_elsewhere", merge_term, **act, into_id=into.pk)
    assert found(at, language="polish") == ["Otter House"]


def test_a_merge_is_refused_while_a_room_that_uses_the_word_has_not_moved_its_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    term, into = make_term("language", "Polish"), make_term("language", "Polski")
    stuck = TermUse("plan", "plans", lambda ids: {term.pk: 3} if term.pk in ids else {})
    monkeypatch.setattr("marketplace.core.rooms._Collected.rooms.term_uses", (stuck,))
    with transaction.atomic():
        refused("term_still_used", merge_term, by=setter(), term_id=term.pk, into_id=into.pk)
    term.refresh_from_db()
    assert term.retired_at is None


def test_a_word_is_moved_to_a_place_and_the_others_keep_their_order() -> None:
    for name in ("Polish", "Urdu", "Welsh"):
        make_term("language", name)
    by, last = setter(), Term.objects.get(label="Welsh")
    move_term(by=by, term_id=last.pk, place=1)
    listed = [line.term.label for line in terms_of(by, TermKind.LANGUAGE)]
    assert listed == ["Welsh", "Polish", "Urdu"]
    assert list(council_words(make_authority().pk)["language"].values()) == listed
    refused("term_place_outside", move_term, by=by, term_id=last.pk, place=4)


def test_what_nothing_uses_leaves_no_line_in_the_log_of_search(at: datetime) -> None:
    with_language("Polish")
    before = ChangeLog.objects.count()
    term = make_term("language", "Latin")
    rename_term(by=setter(), term_id=term.pk, label="Church Latin")
    assert ChangeLog.objects.count() == before


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COMMISSIONER, Role.ADMINISTRATOR}))
def test_words_are_not_every_roles_to_change(role: Role) -> None:
    term, by = make_term("language", "Polish"), setter(role)
    for act, facts in (
        (rename_term, {"label": "X"}),
        (move_term, {"place": 1}),
        (retire_term, {}),
        (restore_term, {}),
        (merge_term, {"into_id": 0}),
    ):
        with pytest.raises(PermissionDenied):
            act(by=by, term_id=term.pk, **facts)


def test_the_words_of_another_council_are_not_ones_own_to_change() -> None:
    foreign = make_term("language", "Welsh", make_other_authority())
    with pytest.raises(PermissionDenied):
        rename_term(by=setter(Role.ADMINISTRATOR), term_id=foreign.pk, label="Cornish")
