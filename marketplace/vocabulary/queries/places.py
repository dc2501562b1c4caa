"""Finding the place that somebody typed."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import groupby

from marketplace.vocabulary.models import (
    Outcode,
    Place,
    PlaceLoad,
    Postcode,
    Settlement,
)
from marketplace.vocabulary.postcodes import (
    FoundPlace,
    PlaceAnswer,
    PlaceList,
    SettlementKind,
    names_in,
    outcode_of,
    place_code,
    postcode_of,
    written,
)

#: Names offered for one that is shared or only begun. Judgement: what a sentence can hold.
MOST_OFFERED = 5
#: From so many letters on, names that begin with what was typed are offered.
LEAST_BEGUN = 4
_WEIGHT = {kind.value: position for position, kind in enumerate(SettlementKind)}


def find_place(authority_id: int, text: str) -> FoundPlace | None:
    """The one place that a text means; None where it means none, or one of several."""
    return look_up(authority_id, text).place


def look_up(authority_id: int, text: str) -> PlaceAnswer:
    """The place for a town, a village, an outcode or a postcode, alone or in an address.

    A council's own place comes before the shared lists, a postcode before its outcode, and either
    before a town. At most five queries.
    """
    code, postcode, outcode = place_code(text), postcode_of(text), outcode_of(text)
    if not code:
        return PlaceAnswer()
    wanted = [code, postcode.lower(), outcode.lower()]
    own = {
        place.code: FoundPlace(place.code, place.label, place.latitude, place.longitude)
        for place in Place.objects.filter(authority_id=authority_id, code__in=wanted)
    }
    if found := own.get(code) or own.get(postcode.lower()) or _listed(Postcode, postcode):
        return PlaceAnswer(found)
    if found := own.get(outcode.lower()) or _listed(Outcode, outcode):
        return PlaceAnswer(replace(found, instead_of=written(postcode)))
    return _named(text)


def _listed(kind: type[Postcode] | type[Outcode], code: str) -> FoundPlace | None:
    row = kind._default_manager.filter(pk=code).first() if code else None
    return _of_list(row) if row else None


def _of_list(row: Postcode | Outcode) -> FoundPlace:
    return FoundPlace(
        row.code.lower(),
        written(row.code),
        row.latitude,
        row.longitude,
        ended_on=row.ended_on,
        is_listed=True,
    )


def _named(text: str) -> PlaceAnswer:
    """A city, town or village. One that is more than all others of its name is the one meant."""
    names = names_in(text)
    rows = Settlement.objects.filter(code__in=names)
    fitting = [row for row in rows if place_code(row.county).startswith(names[row.code])]
    if not fitting:
        return PlaceAnswer(may_be=_begun(text))
    longest = max(len(row.code) for row in fitting)
    best = _weightiest(row for row in fitting if len(row.code) == longest)
    if len(best) == 1:
        return PlaceAnswer(_settled(best[0]))
    return PlaceAnswer(may_be=_labels(best), is_shared=True)


def _weightiest(rows: Iterable[Settlement]) -> list[Settlement]:
    """Those of the most important kind among some."""
    ordered = sorted(rows, key=lambda row: (_WEIGHT[row.kind], str(row), row.pk))
    return list(next(groupby(ordered, key=lambda row: row.kind))[1])


def _settled(row: Settlement) -> FoundPlace:
    return FoundPlace(row.code, str(row), row.latitude, row.longitude, is_listed=True)


def _begun(text: str) -> tuple[str, ...]:
    """Names that begin with what was typed, the most important first."""
    code = place_code(text)
    if len(code) < LEAST_BEGUN:
        return ()
    begun = Settlement.objects.filter(code__startswith=code).order_by("code", "pk")
    return _labels(sorted(begun[: MOST_OFFERED * 10], key=lambda row: _WEIGHT[row.kind]))


def _labels(rows: Iterable[Settlement]) -> tuple[str, ...]:
    """Their names without repeats, as many as are offered."""
    return tuple(dict.fromkeys(str(row) for row in rows))[:MOST_OFFERED]


def hidden_by(places: Collection[Place]) -> dict[int, tuple[str, ...]]:
    """By a council's own places, the names in the published lists that search no longer means by theirs.

    One that lies at the same point is none: search finds the same. Three queries.
    """
    codes = {place.code for place in places}
    capitals = {code.upper() for code in codes}
    listed = [
        *((row.code, _settled(row)) for row in Settlement.objects.filter(code__in=codes)),
        *((row.code.lower(), _of_list(row)) for row in Postcode.objects.filter(code__in=capitals)),
        *((row.code.lower(), _of_list(row)) for row in Outcode.objects.filter(code__in=capitals)),
    ]
    found = {place.pk: [one for code, one in listed if code == place.code] for place in places}
    points = {place.pk: (place.latitude, place.longitude) for place in places}
    hidden = {
        pk: tuple(
            sorted({one.label for one in rows if (one.latitude, one.longitude) != points[pk]})
        )
        for pk, rows in found.items()
    }
    return {pk: names for pk, names in hidden.items() if names}


def lists_read() -> dict[PlaceList, int]:
    """The year of the last reading of each published list, which its owners' words name."""
    loads = PlaceLoad.objects.order_by("started_at").values_list("source", "started_at")
    return {PlaceList(source): started_at.year for source, started_at in loads}


def postcodes_in_use(area: str) -> list[str]:
    """The codes of all postcodes in use that begin with these letters. The largest area has 60,000."""
    return list(Postcode.objects.in_use().of_area(area).values_list("code", flat=True))
