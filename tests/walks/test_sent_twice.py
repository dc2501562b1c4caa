"""Every form that makes something carries the token by which a second sending is known."""

import pytest

from marketplace.core.components.forms import ONCE_FIELD
from marketplace.portal.routes import Route
from tests.walks.world import World, enough, ours, signed_in, url_of

pytestmark = [pytest.mark.django_db]
TOKEN = f'name="{ONCE_FIELD}"'


def made_once() -> list[Route]:
    return [
        route for route, verb, _ in ours() if verb == "POST" and route.access and route.access.once
    ]


def test_the_form_of_an_address_that_makes_one_has_a_token(world: World) -> None:
    shown = {route.name: _shown(world, route) for route in made_once()}
    lacking = [name for name, pages in shown.items() if not all(TOKEN in page for page in pages)]
    assert not lacking, f"Add {{% once %}} to the form of {lacking}, or once=True is for nothing."
    assert enough(sum(map(len, shown.values())), 6)


def _shown(world: World, route: Route) -> list[str]:
    """The page, for each role that has it now: some forms lead elsewhere until something else is done."""
    assert route.access
    roles = route.access.verbs["GET"].roles or frozenset(world.users)
    side = world.sides["own"]
    answers = [
        signed_in(world.users[role]).get(url_of(route, side, role), headers={"host": world.host})
        for role in sorted(roles)
    ]
    return [one.content.decode() for one in answers if one.status_code == 200]
