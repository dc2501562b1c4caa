"""Distances on the earth, taken as a sphere.

Points are places on the unit sphere. The straight line between two of them orders as the great
circle does, and its square needs no trigonometry, so whole columns are compared at once.
"""

from math import cos, nan, radians, sin

import numpy as np
import numpy.typing as npt

from search.backends.base import EARTH_RADIUS_METRES, METRES_PER_MILE


def unit_vector(latitude: float | None, longitude: float | None) -> tuple[float, float, float]:
    """A point as a place on the unit sphere, where a straight line orders as distance does."""
    if latitude is None or longitude is None:
        return nan, nan, nan
    north, east = radians(latitude), radians(longitude)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


def chord_of(miles: float) -> float:
    """The square of the straight line, through a sphere of radius one, under so many miles."""
    return float((2 * sin(miles * METRES_PER_MILE / EARTH_RADIUS_METRES / 2)) ** 2)


def miles_of(chords: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Great-circle miles from squares of straight lines."""
    half = np.sqrt(chords) / 2
    return np.asarray(2 * np.arcsin(np.minimum(half, 1.0)) * EARTH_RADIUS_METRES / METRES_PER_MILE)
