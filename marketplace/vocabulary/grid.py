"""From the National Grid to latitude and longitude (WGS84).

Formulas and figures: Ordnance Survey, "A guide to coordinate systems in Great Britain": annex C.2
(grid to the 1936 datum), annex B (ellipsoids and cartesians), section 6.6 (seven-parameter
transformation). That transformation smooths over the survey of 1936: against Ordnance Survey's own
40 test points it is 1.9 m out on average, 4.7 m in the Scillies and 4.9 m at most (St Kilda). A
distance in miles with one decimal knows 160 m, so this is enough; for boundaries it would not be.
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

#: Axes in metres: Airy 1830, and WGS84.
AIRY = (6_377_563.396, 6_356_256.909)
WGS84 = (6_378_137.0, 6_356_752.314_2)
#: The grid's scale on its central meridian, its true origin, and that point's own grid reference.
SCALE = 0.999_601_271_7
ORIGIN_LATITUDE, ORIGIN_LONGITUDE = radians(49), radians(-2)
ORIGIN_EASTING, ORIGIN_NORTHING = 400_000, -100_000
#: From 1936 to WGS84: metres, seconds of arc, parts in a million.
SHIFT = (446.448, -125.157, 542.060)
TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
STRETCH = 1 - 20.4894e-6
#: When the search for a latitude ends: metres on the meridian, as in the guide.
NEAR_ENOUGH = 0.000_01
#: The grid's own extent, in metres.
MOST_EASTING, MOST_NORTHING = 700_000, 1_300_000


def on_grid(easting: float, northing: float) -> bool:
    """Whether a reference lies on the grid. Both zero means that the position is not known."""
    return 0 < easting < MOST_EASTING and 0 < northing < MOST_NORTHING


def to_wgs84(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude in degrees of a reference in metres."""
    return _to_degrees(_moved(_to_cartesian(*_to_1936(easting, northing))))


def _to_1936(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude in radians on Airy's ellipsoid (annex C.2, terms VII to XIIA)."""
    a, b = (SCALE * axis for axis in AIRY)
    squared = 1 - b**2 / a**2
    latitude = _foot(northing - ORIGIN_NORTHING, a, b)
    bulge = 1 - squared * sin(latitude) ** 2
    nu, rho = a / sqrt(bulge), a * (1 - squared) / bulge**1.5
    eta2, t, sec = nu / rho - 1, tan(latitude), 1 / cos(latitude)
    east = (easting - ORIGIN_EASTING) / nu
    north_terms = (
        t / 2 * east**2,
        -t / 24 * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2) * east**4,
        t / 720 * (61 + 90 * t**2 + 45 * t**4) * east**6,
    )
    east_terms = (
        sec * east,
        -sec / 6 * (nu / rho + 2 * t**2) * east**3,
        sec / 120 * (5 + 28 * t**2 + 24 * t**4) * east**5,
        -sec / 5040 * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * east**7,
    )
    return latitude - nu / rho * sum(north_terms), ORIGIN_LONGITUDE + sum(east_terms)


def _foot(north: float, a: float, b: float) -> float:
    """The latitude at which the meridian is as long as the way north from the true origin."""
    latitude = ORIGIN_LATITUDE + north / a
    while abs(rest := north - _meridian(latitude, a, b)) >= NEAR_ENOUGH:
        latitude += rest / a
    return latitude


def _meridian(latitude: float, a: float, b: float) -> float:
    """Metres along the meridian from the true origin (annex C, formula for M)."""
    n = (a - b) / (a + b)
    less, more = latitude - ORIGIN_LATITUDE, latitude + ORIGIN_LATITUDE
    return b * (
        (1 + n + 5 / 4 * (n**2 + n**3)) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
        + 15 / 8 * (n**2 + n**3) * sin(2 * less) * cos(2 * more)
        - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
    )


def _to_cartesian(latitude: float, longitude: float) -> tuple[float, float, float]:
    """A point on Airy's ellipsoid in metres from its centre (annex B.1)."""
    a, b = AIRY
    squared = 1 - b**2 / a**2
    nu = a / sqrt(1 - squared * sin(latitude) ** 2)
    flat = nu * cos(latitude)
    return flat * cos(longitude), flat * sin(longitude), (1 - squared) * nu * sin(latitude)


def _moved(point: tuple[float, float, float]) -> tuple[float, float, float]:
    """From the datum of 1936 to WGS84 (section 6.6, its signs turned)."""
    x, y, z = point
    turn_x, turn_y, turn_z = TURN
    return (
        SHIFT[0] + STRETCH * x - turn_z * y + turn_y * z,
        SHIFT[1] + turn_z * x + STRETCH * y - turn_x * z,
        SHIFT[2] - turn_y * x + turn_x * y + STRETCH * z,
    )


def _to_degrees(point: tuple[float, float, float]) -> tuple[float, float]:
    """Latitude and longitude on WGS84's ellipsoid (annex B.2)."""
    x, y, z = point
    a, b = WGS84
    squared = 1 - b**2 / a**2
    flat = hypot(x, y)
    latitude = atan2(z, flat * (1 - squared))
    # Each round makes the error some 300 times smaller: four leave none that a float could hold.
    for _ in range(4):
        nu = a / sqrt(1 - squared * sin(latitude) ** 2)
        latitude = atan2(z + squared * nu * sin(latitude), flat)
    return degrees(latitude), degrees(atan2(y, x))
