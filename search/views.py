"""The results page."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.core.errors import Problem, problem
from marketplace.core.form_runner import refuse
from marketplace.vocabulary.place_words import credits_of, note_on
from marketplace.vocabulary.postcodes import FoundPlace, PlaceAnswer, place_code
from marketplace.vocabulary.queries import lists_read, look_up
from search import filters
from search.errors import SearchProblem
from search.facets import AREA
from search.forms import SearchForm
from search.queries import ResultsPage, council_words, find
from search.query import LAST_PAGE, PAGE_SIZE, Point, Sort, parse
from search.wording.labels import Labels, labels_of
from search.wording.offers import Asked, offer_of


def results(request: HttpRequest) -> HttpResponse:
    """Whatever the address asks for: results, filters with true counts, or the next thing to try."""
    authority = authority_of(request)
    query, problems = parse(request.GET)
    form = SearchForm(request.GET)
    labels = labels_of(council_words(authority.pk), authority.short_name)
    answer = look_up(authority.pk, query.place) if query.place else PlaceAnswer()
    if place := answer.place:
        query = replace(query, point=_point(place, labels))
    elif query.place:
        problems.append(_unplaced(query.place, answer))
    refuse(form, SearchProblem(*problems))
    viewer = viewer_of(request)
    found = find(authority.pk, query, viewer.at)
    context = _context(request, found, labels)
    asked = Asked(found.query, found.result.analysed, labels, viewer.today)
    offers = [offer_of(hit, listing, asked) for hit, listing in found.offers]
    return render(
        request,
        "search/results.html",
        context | {"form": form, "place": place, "offers": offers} | _said_of(place),
    )


def _unplaced(text: str, answer: PlaceAnswer) -> Problem:
    """Why no place was taken: several have that name, none is known, or only its beginning is."""
    if not answer.may_be:
        return problem("search_place_unknown", "place", place=text)
    code = "search_place_shared" if answer.is_shared else "search_place_begun"
    return problem(code, "place", place=text, names=list(answer.may_be))


def _said_of(place: FoundPlace | None) -> dict[str, Any]:
    """What is to be known of the place, and whose lists know it; the council's own need no words."""
    if place is None:
        return {}
    owners = credits_of(lists_read()) if place.is_listed else None
    return {"place_note": note_on(place), "place_credits": owners}


def _point(place: FoundPlace, labels: Labels) -> Point:
    areas = labels.get(AREA.name, {})
    inside = (code for code, label in areas.items() if place_code(label) == place.code)
    return Point(place.latitude, place.longitude, next(inside, ""))


def _context(request: HttpRequest, found: ResultsPage, labels: Labels) -> dict[str, Any]:
    query, result = found.query, found.result
    groups = filters.groups(query, result, labels)
    shown = [group.facet.name for group in groups if group.choices]
    paginator = Paginator(range(min(result.total, LAST_PAGE * PAGE_SIZE)), PAGE_SIZE)
    return {
        "query": query,
        "result": result,
        "groups": groups,
        "chips": filters.chips(query, labels, request.path),
        "clear_url": filters.address(request.path, query.cleared()),
        "wider": filters.wider(query, result, labels, request.path),
        "any_price": not query.unit,
        "page": paginator.get_page(query.page),
        "sorts": [(sort, sort.label) for sort in Sort if _can(sort, found)],
        "kept_by_search": filters.hidden(query, "q", "place"),
        "kept_by_filters": filters.hidden(query, *shown, "max"),
        "kept_by_sort": filters.hidden(query, "sort"),
    }


def _can(sort: Sort, found: ResultsPage) -> bool:
    """Whether an order means anything for this search."""
    needs = {Sort.BEST: bool(found.query.text), Sort.NEAREST: found.query.point is not None}
    return needs.get(sort, True)
