"""The results page."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.core.errors import problem
from marketplace.core.form_runner import refuse
from marketplace.vocabulary.models import Place, place_code
from marketplace.vocabulary.queries import find_place
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
    place = find_place(authority.pk, query.place) if query.place else None
    if place:
        query = replace(query, point=_point(place, labels))
    elif query.place:
        problems.append(problem("search_place_unknown", "place", place=query.place))
    refuse(form, SearchProblem(*problems))
    viewer = viewer_of(request)
    found = find(authority.pk, query, viewer.at)
    context = _context(request, found, labels)
    asked = Asked(found.query, found.result.analysed, labels, viewer.today)
    offers = [offer_of(hit, listing, asked) for hit, listing in found.offers]
    return render(
        request, "search/results.html", context | {"form": form, "place": place, "offers": offers}
    )


def _point(place: Place, labels: Labels) -> Point:
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
