"""The search contract written down literally: plain Python over a list of documents."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

from search.analysis import Analysed, analyse, name_key, stem, tokens
from search.backends.base import FIELD_WEIGHTS, Hit, Result
from search.documents import SearchDocument, slot_bit
from search.facets import ANYWHERE, CODED, DAYS, PARTS, RADII, UNITS
from search.query import PAGE_SIZE, DirectoryQuery, Sort


@dataclass
class PlainWords:
    documents: list[SearchDocument]

    def __post_init__(self) -> None:
        self.uses = Counter(word for doc in self.documents for word in _words(doc))

    def family(self, wanted: str) -> tuple[str, ...]:
        return tuple(sorted(word for word in self.uses if stem(word) == wanted))

    def nearest(self, word: str, distance: int) -> tuple[str, ...]:
        near = [other for other in self.uses if slips(word, other) == distance]
        return tuple(sorted(near, key=lambda other: (-self.uses[other], other)))


def slips(one: str, two: str) -> int:
    """Optimal string alignment distance: insert, drop, replace, or swap two neighbours."""
    rows = {(-1, -1): 0}
    for i in range(len(one) + 1):
        for j in range(len(two) + 1):
            if not i or not j:
                rows[i, j] = i + j
                continue
            best = min(
                rows[i - 1, j] + 1,
                rows[i, j - 1] + 1,
                rows[i - 1, j - 1] + (one[i - 1] != two[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == two[j - 2] and one[i - 2] == two[j - 1]:
                best = min(best, rows[i - 2, j - 2] + 1)
            rows[i, j] = best
    return rows[len(one), len(two)]


def miles_between(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    north1, north2 = radians(lat1), radians(lat2)
    half = sin((north2 - north1) / 2) ** 2
    half += cos(north1) * cos(north2) * sin(radians(lng2 - lng1) / 2) ** 2
    return 2 * 6_371_008.7714 * asin(sqrt(half)) / 1609.344


def _words(doc: SearchDocument) -> set[str]:
    return {word for name in FIELD_WEIGHTS for word in tokens(getattr(doc, name))}


class Plain:
    """A SearchBackend of a few lines, slow and obvious."""

    def __init__(self, documents: Iterable[SearchDocument]) -> None:
        self.documents = list(documents)

    def search(self, authority_id: int, query: DirectoryQuery, at: datetime) -> Result:
        public = [
            doc
            for doc in self.documents
            if doc.authority_id == authority_id
            and doc.public_from <= at
            and (doc.public_until is None or at < doc.public_until)
        ]
        text = analyse(query.text, PlainWords(public))
        today = at.astimezone(ZoneInfo("Europe/London")).date()
        judged = [(doc, Judge(doc, query, text, today)) for doc in public]
        matched = [(doc, judge) for doc, judge in judged if judge.words()]
        found = [(doc, judge) for doc, judge in matched if judge.passes("")]
        found.sort(key=lambda pair: (pair[1].key(), pair[0].listing_id))
        page = found[(query.page - 1) * PAGE_SIZE : query.page * PAGE_SIZE]
        return Result(
            total=len(found),
            hits=tuple(Hit(doc.listing_id, judge.score(), judge.miles) for doc, judge in page),
            counts=_counts([judge for _, judge in matched], query),
            analysed=text,
        )


def _counts(judges: list["Judge"], query: DirectoryQuery) -> dict[str, dict[str, int]]:
    out: dict[str, Counter[str]] = {}
    for facet in (*CODED, "accreditation", "day", "part", "unit", "miles"):
        lifted = "time" if facet in {"day", "part"} else facet
        counter = out.setdefault(facet, Counter())
        for judge in judges:
            if judge.passes(lifted):
                counter.update(judge.values(facet))
    if not query.point:
        del out["miles"]
    return {facet: dict(values) for facet, values in out.items()}


@dataclass
class Judge:
    """One listing against one query."""

    doc: SearchDocument
    query: DirectoryQuery
    text: Analysed
    today: date

    @property
    def miles(self) -> float | None:
        point, doc = self.query.point, self.doc
        if point is None or doc.latitude is None or doc.longitude is None:
            return None
        return miles_between(point.latitude, point.longitude, doc.latitude, doc.longitude)

    def words(self) -> bool:
        held = _words(self.doc)
        return all(held & set(group.tokens) for group in self.text.groups)

    def score(self) -> int:
        total = 0
        for group in self.text.groups:
            for name, weight in FIELD_WEIGHTS.items():
                if set(tokens(getattr(self.doc, name))) & set(group.tokens):
                    total += weight
            total += 32 * (name_key(self.doc.name) == self.text.name_key)
        return total

    def codes(self, facet: str) -> tuple[str, ...]:
        if facet == "accreditation":
            return tuple(
                held.code for held in self.doc.accreditations if self.valid(held.start, held.end)
            )
        return self.doc.codes.get(facet, ())

    def valid(self, start: date, end: date | None) -> bool:
        return start <= self.today and (end is None or self.today < end)

    def price(self, unit: str) -> int | None:
        amounts = [
            price.amount_pence
            for price in self.doc.prices
            if price.unit == unit and self.valid(price.start, price.end)
        ]
        return min(amounts, default=None)

    def affordable(self, unit: str) -> bool:
        price, limit = self.price(unit), self.query.max_price_pence
        return price is not None and (limit is None or price <= limit)

    def free(self, days: Iterable[str], parts: Iterable[str]) -> bool:
        return any(
            self.doc.slots >> slot_bit(day, part) & 1
            for day in days or DAYS
            for part in parts or PARTS
        )

    def near(self, radius: int) -> bool:
        if self.miles is not None:
            return self.miles <= radius
        assert self.query.point is not None
        return self.query.point.area in self.doc.codes.get("area", ())

    def passes(self, lifted: str) -> bool:
        query = self.query
        checks = {
            facet: bool(set(query.chosen(facet)) & set(self.codes(facet)))
            for facet in (*CODED, "accreditation")
            if query.chosen(facet)
        }
        days, parts = query.chosen("day"), query.chosen("part")
        checks["time"] = not (days or parts) or self.free(days, parts)
        checks["unit"] = not query.unit or self.affordable(query.unit)
        checks["miles"] = not (query.point and query.radius_miles) or self.near(query.radius_miles)
        return all(passed for facet, passed in checks.items() if facet != lifted)

    def values(self, facet: str) -> list[str]:
        query = self.query
        if facet == "day":
            return [day for day in DAYS if self.free([day], query.chosen("part"))]
        if facet == "part":
            return [part for part in PARTS if self.free(query.chosen("day"), [part])]
        if facet == "unit":
            return [unit for unit in UNITS if self.affordable(unit)]
        if facet == "miles":
            near = [str(radius) for radius in RADII if query.point and self.near(radius)]
            return [*near, ANYWHERE]
        return list(self.codes(facet))

    def key(self) -> float:
        match self.query.order:
            case Sort.NEAREST:
                return float("inf") if self.miles is None else round(self.miles, 9)
            case Sort.PRICE:
                price = self.price(self.query.unit or "hour")
                return float("inf") if price is None else price
            case Sort.CONFIRMED:
                return -self.doc.confirmed_on.toordinal() if self.doc.confirmed_on else 0
            case Sort.BEST:
                return -self.score()
