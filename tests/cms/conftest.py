"""Pages are asked for at the tests' clock, by an editor who has signed in."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from cms.models import CouncilSite
from marketplace.accounts.models import User
from tests.factories.accounts import make_other_authority
from tests.factories.cms import make_council_site, make_editor


@pytest.fixture(autouse=True)
def _clock(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def site(db: None) -> CouncilSite:
    return make_council_site()


@pytest.fixture
def other_site(db: None) -> CouncilSite:
    return make_council_site(make_other_authority())


@pytest.fixture
def editor(site: CouncilSite) -> User:
    return make_editor(name="Asha Rahman")


@pytest.fixture
def admin(editor: User) -> Client:
    """The editor's browser, at the editor's own council."""
    client = Client()
    client.force_login(editor)
    return client
