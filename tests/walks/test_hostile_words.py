"""Every word that anybody can type, replaced by an attack, on every page that shows it.

All free text of the database is overwritten, then every address is read in every role: the attack
may stand there as text, never as a tag, an attribute or an address that runs.
"""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import models, transaction
from django.test import Client

from marketplace.accounts.rules import Role
from tests.gates.product import our_models
from tests.walks.world import (
    World,
    ask,
    enough,
    ours,
    signed_in,
    url_of,
)

pytestmark = [pytest.mark.django_db]
ATTACK = "\"'><img src=x onerror=alert(1)>{{ 7 }}=1"
#: Words of ours, codes and keys: no form writes them.
OURS = re.compile(
    r"(slug|code|role|state|event|actor|_by|kind|address|identity|sha256|reference|currency|host|rule|"
    r"password|file|file_type|format|subject_type|provider|provider_account|event_id|hash|last4|mcc|"
    r"granted_by|source|weekday|scope|capacity|team|purpose|ons_code|body|path|url_path|newest_event|"
    r"backend|key|term|category|need|document)$"
)


class Runs(HTMLParser):
    """What of a page would run, load or hang on a handler, if anything."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            runs = name in ("href", "src", "action") and (value or "").startswith("javascript:")
            if runs or name.startswith("on") or (name, value) == ("src", "x") or name == "style":
                self.found.append(f"<{tag} {name}={value!r}>")


def what_runs(page: str) -> list[str]:
    parser = Runs()
    parser.feed(page)
    return parser.found


def free_text() -> list[tuple[type[models.Model], str, int]]:
    found = []
    for model in our_models():
        if model.__module__.split(".")[0] in ("cms", "search") or "ledger" in model.__module__:
            continue
        for field in model._meta.local_fields:
            plain = type(field) in (models.CharField, models.TextField) and not field.choices
            if plain and not OURS.search(field.name) and not field.unique:
                found.append((model, field.name, field.max_length or 400))
    return found


def poison() -> int:
    """Overwrite all free text, where the database lets it."""
    done = 0
    for model, name, most in free_text():
        try:
            with transaction.atomic():
                model._base_manager.exclude(**{name: ""}).update(**{name: ATTACK[:most]})
            done += 1
        except Exception:  # noqa: BLE001 - guarded rows and constraints stay as they are
            continue
    return done


def test_every_page_when_every_word_is_an_attack_runs_none(world: World) -> None:
    wrong, reached, shown = [], 0, 0
    urls: list[tuple[str, Any]] = []
    everybody: dict[Any, Client] = {r: signed_in(u) for r, u in world.users.items()}
    for route, verb, rule in ours():
        if verb == "GET":
            roles = sorted(rule.roles) or list(Role)
            urls += [(url_of(route, world.sides["own"], r), everybody[r]) for r in roles]
    with transaction.atomic():
        assert enough(poison(), 40)
        urls += [(url, Client()) for url in ("/find/?q=home", "/")]
        for url, client in urls:
            response = ask(client, "GET", url, world.host)
            reached += response.status_code == 200
            body = b"" if response.streaming else response.content
            page = body.decode()
            shown += "onerror=alert(1)" in page
            if "html" in response["Content-Type"]:
                wrong += [f"{url}: {found}" for found in what_runs(page)]
            if "csv" in response["Content-Type"]:
                cells = [cell for row in page.splitlines() for cell in row.split(",")]
                assert not any(cell.lstrip('"')[:1] in ("=", "+", "@") for cell in cells)
        transaction.set_rollback(True)
    assert not wrong, "\n".join(dict.fromkeys(wrong))
    assert enough(reached, 100)
    assert enough(shown, 40)


def test_what_runs_when_something_does_finds_it() -> None:
    assert what_runs(f"<p>{ATTACK}</p>")
    assert what_runs('<a href="javascript:alert(1)">x</a>')
    assert what_runs("<p>Plain</p>") == []
