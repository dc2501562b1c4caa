"""The filter groups and chips of the results page, ready for its template."""

from dataclasses import dataclass, replace

from marketplace.core.pence import format_pounds
from marketplace.core.words import per_unit
from search.backends.base import Result
from search.facets import ANYWHERE, FACETS, MILES, UNIT, Facet
from search.query import DirectoryQuery
from search.wording.labels import Labels


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """One box to tick, with how many listings choosing it alone would find."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """One facet: `chosen` says in a few words what is on, and is empty when nothing is."""

    facet: Facet
    choices: tuple[FilterChoice, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address of the same search without it."""

    label: str
    url: str


def groups(query: DirectoryQuery, result: Result, labels: Labels) -> list[FilterGroup]:
    """Every facet that this council has values for, in their order."""
    made = (_group(facet, query, result, labels) for facet in FACETS)
    return [group for group in made if group.choices or group.facet in {MILES, UNIT}]


def _group(facet: Facet, query: DirectoryQuery, result: Result, labels: Labels) -> FilterGroup:
    chosen = query.chosen(facet.name)
    if facet == MILES and query.point is None:
        return FilterGroup(facet, (), "")
    choices = tuple(
        FilterChoice(
            value=code,
            label=label,
            count=result.count(facet.name, code),
            checked=code in chosen or (facet == MILES and code == ANYWHERE and not chosen),
        )
        for code, label in labels.get(facet.name, {}).items()
        if facet != UNIT or code in chosen or result.count(facet.name, code)
    )
    return FilterGroup(facet, choices, _said(facet, query))


def _said(facet: Facet, query: DirectoryQuery) -> str:
    chosen = query.chosen(facet.name)
    if not chosen:
        return ""
    if facet == MILES:
        return f"{query.radius_miles} miles"
    return price_words(query) if facet == UNIT else f"{len(chosen)} chosen"


def price_words(query: DirectoryQuery) -> str:
    """The price filter in words: "up to £20.00 an hour", or only "priced an hour"."""
    unit = per_unit(query.unit)
    if query.max_price_pence is None:
        return f"priced {unit}"
    return f"up to {format_pounds(query.max_price_pence)} {unit}"


def chips(query: DirectoryQuery, labels: Labels, path: str) -> list[Chip]:
    """One removable chip for each filter that is on and does something."""
    on = [pair for pair in query.filters if pair[0] != MILES.name or query.point]
    return [
        Chip(_chip_label(query, labels, *pair), address(path, query.without(*pair))) for pair in on
    ]


def _chip_label(query: DirectoryQuery, labels: Labels, facet: str, code: str) -> str:
    if facet == UNIT.name:
        return price_words(query).capitalize()
    return labels.get(facet, {}).get(code, code)


def wider(query: DirectoryQuery, result: Result, labels: Labels, path: str) -> list[Chip]:
    """Longer distances that would find something, each with how much; for a search that found none."""
    if result.total or query.point is None or query.radius_miles is None:
        return []
    counts = [(code, result.count(MILES.name, code)) for code in labels[MILES.name]]
    return [
        Chip(
            f"{labels[MILES.name][code]}: {count} result{'' if count == 1 else 's'}",
            address(
                path, replace(query, radius_miles=None if code == ANYWHERE else int(code), page=1)
            ),
        )
        for code, count in counts
        if count
    ]


def address(path: str, query: DirectoryQuery) -> str:
    """The address of a search."""
    asked = query.to_query_string()
    return f"{path}?{asked}" if asked else path


def hidden(query: DirectoryQuery, *shown: str) -> list[tuple[str, str]]:
    """What a form must carry along because it shows no control for it: all but `shown`."""
    pairs = [("q", query.text), ("place", query.place), ("sort", query.sort or "")]
    pairs += query.filters
    if query.max_price_pence is not None:
        pairs.append(("max", format_pounds(query.max_price_pence).lstrip("£")))
    return [(name, value) for name, value in pairs if value and name not in shown]
