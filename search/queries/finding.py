"""The one way in to search: asks the engine, then reads hits and words from the live tables."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from marketplace.accreditation.models import Scheme
from marketplace.listings.models import Listing
from marketplace.listings.queries import public_by_id
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind
from search.backends.base import Hit, Result, SearchBackend
from search.facets import ACCREDITATION
from search.queries.documents import TableSource
from search.query import LAST_PAGE, PAGE_SIZE, DirectoryQuery
from search.thesaurus import SYNONYMS


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """One page of results: what was asked, the engine's answer, and the listings as they are."""

    query: DirectoryQuery
    result: Result
    offers: tuple[tuple[Hit, Listing], ...]


@lru_cache(maxsize=1)
def backend() -> SearchBackend:
    """The engine that the settings name; one in a process."""
    make = import_string(settings.SEARCH_BACKEND)
    folder = Path(settings.SEARCH_INDEX_DIR)
    return cast(SearchBackend, make(TableSource(), folder, SYNONYMS))


def find(authority_id: int, query: DirectoryQuery, at: datetime) -> ResultsPage:
    """One page. A page beyond the last is the last; what is no longer public is left out.

    A word that was merged leads to the one that took its place, in what was asked too.
    """
    query = _following_merges(authority_id, query)
    result = backend().search(authority_id, query, at)
    if result.total and not result.hits:
        query = replace(query, page=min(-(-result.total // PAGE_SIZE), LAST_PAGE))
        result = backend().search(authority_id, query, at)
    found = {
        listing.pk: listing
        for listing in public_by_id(result.ids, at)
        if listing.authority_id == authority_id
    }
    offers = ((hit, found.get(hit.listing_id)) for hit in result.hits)
    return ResultsPage(query, result, tuple((hit, listing) for hit, listing in offers if listing))


def _following_merges(authority_id: int, query: DirectoryQuery) -> DirectoryQuery:
    """The search with the words that took the place of merged ones. One query where words are chosen."""
    chosen = {kind: query.chosen(kind) for kind in TermKind if query.chosen(kind)}
    if not chosen:
        return query
    codes = {code for some in chosen.values() for code in some}
    merged = Term.objects.filter(authority_id=authority_id, kind__in=chosen, code__in=codes)
    rows = merged.exclude(merged_into=None).values_list("kind", "code", "merged_into__code")
    instead = {(kind, code): into for kind, code, into in rows}
    followed = query
    for kind, some in chosen.items():
        followed = followed.choosing(kind, {instead.get((kind, code), code) for code in some})
    return replace(followed, page=query.page) if instead else query


def council_words(authority_id: int) -> dict[str, dict[str, str]]:
    """The words of a council's terms and schemes, by facet and code, in their order. Two queries."""
    words: dict[str, dict[str, str]] = {}
    terms = Term.objects.filter(authority_id=authority_id).offered()
    for kind, code, label in terms.values_list("kind", "code", "label"):
        words.setdefault(kind, {})[code] = label
    schemes = Scheme.objects.filter(authority_id=authority_id)
    words[ACCREDITATION.name] = dict(schemes.values_list("code", "name"))
    return words
