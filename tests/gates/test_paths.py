"""Every path declares who may take it."""

from collections.abc import Iterable

from marketplace.portal.routes import Route, routes


def undeclared(walked: Iterable[Route]) -> list[str]:
    return [
        f"{route.pattern}: declare its access in urls.py" for route in walked if not route.access
    ]


def test_paths_when_undeclared_are_refused() -> None:
    route = Route(pattern="people/secret/", name="people:secret", access=None, is_ours=True)
    assert undeclared([route]) == ["people/secret/: declare its access in urls.py"]


def test_paths_of_the_product_each_declare_their_access() -> None:
    assert undeclared(routes()) == []
    assert len(routes()) > 60
