"""The pictures of docs/ are of the demo council, so they load that and not the journeys' own."""

from collections.abc import Callable

import pytest

from tests.conftest import NOW
from tests.factories.demo import load_small_demo

PEOPLE = 12


@pytest.fixture(scope="session")
def load_council() -> Callable[[], dict[str, list[str]]]:
    """Loads the demo; the pictures name their addresses themselves."""

    def load() -> dict[str, list[str]]:
        load_small_demo(NOW.date(), people=PEOPLE)
        return {}

    return load
