"""What a page's form says that was seen, sent as a browser sends it."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.test import Client


def seen_on(page: HttpResponse) -> dict[str, str]:
    """The hidden `seen` of the first form on a page that has one."""
    found = re.search(r'name="seen" value="([^"]*)"', page.content.decode())
    assert found, "No form of this page says what was seen."
    return {"seen": found[1]}


def post_seen(client: Client, address: str, typed: Mapping[str, object]) -> Any:
    """Open a page and send its form with what it says that was seen."""
    return client.post(address, {**typed, **seen_on(client.get(address))})
