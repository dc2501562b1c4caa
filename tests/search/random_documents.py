"""Small, dense random listings and queries, so that rare combinations do occur."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from search.documents import DatedCode, IndexedPrice, SearchDocument
from search.facets import CODED, DAYS, PARTS, RADII, UNITS
from search.query import DirectoryQuery, Point, Sort

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
TODAY = date(2026, 3, 31)
_TEXT = (
    "wash washing washes dressing dress dementia respite meal meals café garden gardening bath "
    "bathing lantern lane care carer autism stroke hoist ramp ramps lwów zażółć wózek company the"
)
WORDS = _TEXT.split()
TYPED = [*WORDS, "dresing", "gardenign", "demntia", "cafe", "hoost", "nowhere", "zx", "wash's"]
CODES = {facet: [f"{facet[0]}{number}" for number in range(5)] for facet in CODED}
SCHEMES = ["trusted", "trained", "insured"]
CENTRE = (52.1, -1.7)
ASKED = (52.113, -1.689)  # off the grid, so that only listings on one spot are equally far
STEP = 0.06  # about four miles north and two and a half east


def _some(rng: Random, values: list[str] | tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(rng.sample(list(values), rng.randint(0, most)))


def _words(rng: Random, most: int) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(0, most)))


def _span(rng: Random) -> tuple[date, date | None]:
    start = TODAY + timedelta(days=rng.choice([-30, -1, 0, 1]))
    return start, rng.choice([None, start + timedelta(days=rng.choice([1, 2, 31]))])


def random_document(rng: Random, listing_id: int, authority_id: int = 1) -> SearchDocument:
    start = NOW + timedelta(minutes=rng.choice([-9000, -1, 0, 1]))
    placed = rng.random() < 0.8
    return SearchDocument(
        listing_id=listing_id,
        authority_id=authority_id,
        name=_words(rng, 2),
        supplier_name=_words(rng, 2),
        tags=_words(rng, 3),
        summary=_words(rng, 6),
        body=_words(rng, 20),
        public_from=start,
        public_until=rng.choice([None, None, NOW, NOW + timedelta(days=3)]),
        codes={facet: _some(rng, CODES[facet], 3) for facet in CODED},
        accreditations=tuple(DatedCode(code, *_span(rng)) for code in _some(rng, SCHEMES, 2)),
        prices=tuple(
            IndexedPrice(rng.choice(UNITS[:3]), rng.choice([1500, 1650, 2410]), *_span(rng))
            for _ in range(rng.randint(0, 3))
        ),
        latitude=CENTRE[0] + STEP * rng.randint(-5, 5) if placed else None,
        longitude=CENTRE[1] + STEP * rng.randint(-5, 5) if placed else None,
        slots=sum(1 << bit for bit in rng.sample(range(35), rng.randint(0, 6))),
        confirmed_on=rng.choice([None, TODAY, TODAY - timedelta(days=9)]),
    )


def random_query(rng: Random) -> DirectoryQuery:
    facets = rng.sample(list(CODES), rng.randint(0, 2))
    query = DirectoryQuery(
        text=" ".join(rng.choices(TYPED, k=rng.choice([0, 0, 1, 1, 2]))),
        point=Point(*ASKED, area=rng.choice(["", "a1"])) if rng.random() < 0.5 else None,
        radius_miles=rng.choice([None, *RADII]),
        unit=rng.choice(["", "", *UNITS[:4]]),
        max_price_pence=rng.choice([None, 1500, 2000]),
        sort=rng.choice([None, *Sort]),
        page=rng.choice([1, 1, 2]),
    )
    for facet in facets:
        query = query.choosing(facet, _some(rng, CODES[facet], 3))
    for facet, values in (("day", DAYS), ("part", PARTS), ("accreditation", SCHEMES)):
        if rng.random() < 0.25:
            query = query.choosing(facet, _some(rng, values, 2))
    return replace(query, page=rng.choice([1, 1, 2]))
