"""Searching one segment: every filter a set of bits, every count the size of an intersection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import nan

import numpy as np
import numpy.typing as npt

from search.analysis import Analysed
from search.backends.base import EXACT_NAME
from search.backends.embedded.bits import (
    Flags,
    Ordinals,
    Words,
    any_of,
    count_rows,
    size_of,
    to_ordinals,
    to_words,
)
from search.backends.embedded.build import hash_of
from search.backends.embedded.moment import NO_PRICE
from search.backends.embedded.segment import Segment
from search.backends.embedded.sphere import chord_of, unit_vector
from search.facets import (
    ACCREDITATION,
    ANYWHERE,
    AREA,
    CODED,
    DAY,
    DAYS,
    MILES,
    PART,
    PARTS,
    RADII,
    UNIT,
)
from search.query import DirectoryQuery, Sort

_TIME = "time"  # days and parts of day narrow together

Counts = dict[str, dict[str, int]]
Keys = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Search:
    """One query on one segment. `alive` are the listings that a later segment has not replaced."""

    segment: Segment
    alive: Words
    query: DirectoryQuery
    analysed: Analysed
    at: datetime

    @cached_property
    def base(self) -> Words:
        """What is public now and matches the words."""
        found = self.alive & self.segment.moment(self.at).public
        if not self.columns:
            return found
        flags: Flags = self.columns[0] > 0
        for column in self.columns[1:]:
            flags &= column > 0
        return found & to_words(flags)

    @cached_property
    def columns(self) -> list[npt.NDArray[np.uint8]]:
        """Per group of words, the fields in which each listing holds any of its tokens."""
        words, out = self.segment.words, []
        for group in self.analysed.groups:
            column = np.zeros(self.segment.size, np.uint8)
            for token in group.tokens:
                term = words.find(token)
                if term is not None:
                    docs, where = words.holding(term)
                    column[docs] |= where
            out.append(column)
        return out

    @cached_property
    def filters(self) -> dict[str, Words]:
        """The sets that the choices ask for, by facet; facets without a choice are absent."""
        out = {
            name: self._any_code(name)
            for name in (*CODED, ACCREDITATION.name)
            if self.query.chosen(name)
        }
        days, parts = self.query.chosen(DAY.name), self.query.chosen(PART.name)
        if days or parts:
            out[_TIME] = self._free(days, parts)
        if self.query.unit:
            out[UNIT.name] = self._affordable([self.query.unit])[0]
        if self.query.point and self.query.radius_miles:
            out[MILES.name] = self._within([self.query.radius_miles])[0]
        return out

    @cached_property
    def found(self) -> Words:
        """The listings that match everything."""
        return self._all_but("")

    def _all_but(self, lifted: str) -> Words:
        words = self.base
        for name, chosen in self.filters.items():
            if name != lifted:
                words = words & chosen
        return words

    def _rows(self, facet: str) -> tuple[tuple[str, ...], Words]:
        segment = self.segment
        if facet == ACCREDITATION.name:
            return segment.schemes, segment.moment(self.at).scheme_bits
        return segment.facet_codes[facet], segment.facet_bits[segment.facet_rows[facet]]

    def _any_code(self, facet: str) -> Words:
        codes, rows = self._rows(facet)
        chosen = [at for at, code in enumerate(codes) if code in self.query.chosen(facet)]
        return any_of(rows[chosen])

    def _slots(self, days: Sequence[str], parts: Sequence[str]) -> Words:
        """The slot sets by day and part of day; an empty choice is every one."""
        cube = self.segment.slot_bits.reshape(len(DAYS), len(PARTS), -1)
        cube = cube[[DAYS.index(day) for day in days]] if days else cube
        return cube[:, [PARTS.index(part) for part in parts]] if parts else cube

    def _free(self, days: Sequence[str], parts: Sequence[str]) -> Words:
        free: Words = np.bitwise_or.reduce(self._slots(days, parts), axis=(0, 1))
        return free

    def _prices(self, unit: str) -> npt.NDArray[np.int64]:
        found = self.segment.moment(self.at).prices.get(unit)
        return np.full(self.segment.size, NO_PRICE, np.int64) if found is None else found

    def _affordable(self, units: Sequence[str]) -> Words:
        """For each unit, the listings with a price in it, at or under the limit."""
        limit = self.query.max_price_pence
        most = NO_PRICE - 1 if limit is None else min(limit, NO_PRICE - 1)
        flags = [self._prices(unit) <= most for unit in units]
        return to_words(np.array(flags, np.bool_).reshape(len(units), self.segment.size))

    @cached_property
    def chords(self) -> Keys:
        """Straight lines from the searched point, squared; NaN for listings without a point."""
        point = self.query.point
        x, y, z = unit_vector(point.latitude, point.longitude) if point else (nan, nan, nan)
        segment = self.segment
        return np.asarray((segment.x - x) ** 2 + (segment.y - y) ** 2 + (segment.z - z) ** 2)

    @cached_property
    def _coming(self) -> Words:
        """Listings without a point that serve the area which the searched point lies in."""
        codes, rows = self._rows(AREA.name)
        area = self.query.point.area if self.query.point else ""
        if area not in codes:
            return np.zeros_like(self.alive)
        placeless = to_words(np.isnan(self.segment.x))
        coming: Words = rows[codes.index(area)] & placeless
        return coming

    def _within(self, radii: Sequence[int]) -> Words:
        """For each radius, the listings that are near."""
        limits = np.array([chord_of(miles) for miles in radii])
        return to_words(self.chords <= limits[:, None]) | self._coming

    def counts(self) -> Counts:
        """For each facet the size of each value, its own choice lifted."""
        codes = [code for facet in CODED for code in self.segment.facet_codes[facet]]
        plain = count_rows(self.segment.facet_bits, self.found).tolist()
        out: Counts = {}
        for facet in CODED:
            rows = self.segment.facet_rows[facet]
            out[facet] = dict(zip(codes[rows], plain[rows], strict=True))
        for facet in (*(name for name in CODED if name in self.filters), ACCREDITATION.name):
            values, bits = self._rows(facet)
            out[facet] = _named(values, count_rows(bits, self._all_but(facet)))
        return out | self._time_counts() | self._price_counts() | self._radius_counts()

    def _time_counts(self) -> Counts:
        others = self._all_but(_TIME)
        days, parts = self.query.chosen(DAY.name), self.query.chosen(PART.name)
        by_day = np.bitwise_or.reduce(self._slots((), parts), axis=1)
        by_part = np.bitwise_or.reduce(self._slots(days, ()), axis=0)
        return {
            DAY.name: _named(DAYS, count_rows(by_day, others)),
            PART.name: _named(PARTS, count_rows(by_part, others)),
        }

    def _price_counts(self) -> Counts:
        units = self.segment.units
        counts = count_rows(self._affordable(units), self._all_but(UNIT.name))
        return {UNIT.name: _named(units, counts)}

    def _radius_counts(self) -> Counts:
        if self.query.point is None:
            return {}
        others = self._all_but(MILES.name)
        near = _named([str(radius) for radius in RADII], count_rows(self._within(RADII), others))
        return {MILES.name: near | {ANYWHERE: size_of(others)}}

    def scores(self, ordinals: Ordinals) -> npt.NDArray[np.int64]:
        """Per listing, the sum over the groups of the weights of the fields matched."""
        out = np.zeros(len(ordinals), np.int64)
        for column in self.columns:
            out += column[ordinals]
        if self.columns:
            same = self.segment.name_hash[ordinals] == np.uint64(hash_of(self.analysed.name_key))
            out += same * EXACT_NAME * len(self.columns)
        return out

    def _keys(self, ordinals: Ordinals) -> Keys:
        """Sort keys, smallest first; what a listing cannot be ordered by puts it last."""
        match self.query.order:
            case Sort.NEAREST:
                return np.nan_to_num(self.chords[ordinals], nan=np.inf)
            case Sort.PRICE:
                return self._prices(self.query.price_unit)[ordinals].astype(np.float64)
            case Sort.CONFIRMED:
                return -self.segment.confirmed[ordinals].astype(np.float64)
            case Sort.BEST:
                return -self.scores(ordinals).astype(np.float64)

    def top(self, wanted: int) -> tuple[Ordinals, Keys]:
        """The first listings in order, by key and then by id, as ordinals ascend with ids."""
        ordinals = to_ordinals(self.found)
        keys = self._keys(ordinals)
        if len(keys) > wanted:
            keep = keys <= np.partition(keys, wanted - 1)[wanted - 1]
            ordinals, keys = ordinals[keep], keys[keep]
        order = np.argsort(keys, kind="stable")[:wanted]
        return ordinals[order], keys[order]


def _named(codes: Sequence[str], counts: npt.NDArray[np.int64]) -> dict[str, int]:
    return dict(zip(codes, counts.tolist(), strict=True))


def add_counts(parts: Sequence[Mapping[str, Mapping[str, int]]]) -> Counts:
    """The counts of several segments together."""
    out: Counts = {}
    for part in parts:
        for facet, values in part.items():
            into = out.setdefault(facet, {})
            for code, number in values.items():
                into[code] = into.get(code, 0) + number
    return out
