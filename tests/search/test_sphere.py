import numpy as np
import pytest

from search.backends.embedded.sphere import chord_of, miles_of, unit_vector
from tests.search.reference import miles_between


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((52.1, -1.7), (52.1, -1.7)),
        ((52.1, -1.7), (52.1001, -1.7)),
        ((51.5, -0.12), (55.95, -3.19)),
        ((10.0, 179.9), (10.0, -179.9)),
        ((90.0, 0.0), (-90.0, 0.0)),
    ],
)
def test_miles_are_those_of_the_great_circle(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    chord = np.sum((np.array(unit_vector(*one)) - np.array(unit_vector(*other))) ** 2)
    assert miles_of(np.array([chord]))[0] == pytest.approx(miles_between(*one, *other), abs=1e-6)


@pytest.mark.parametrize("miles", [0.1, 5, 20, 3000])
def test_chord_of_so_many_miles_is_so_many_miles(miles: float) -> None:
    assert miles_of(np.array([chord_of(miles)]))[0] == pytest.approx(miles)


def test_no_point_is_nowhere() -> None:
    assert np.isnan(unit_vector(None, None)).all()
