"""Every action called directly by everybody who may not: the check is inside, whoever knocks.

The actions come from the code, their arguments from the rooms' samples; one that its room says
nothing of fails the test, so a new one cannot escape.
"""

from collections.abc import Mapping
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.errors import NotVisible
from marketplace.core.rooms import Arguments, Samples, collected
from tests.factories.accounts import as_viewer, make_user
from tests.gates.product import actions
from tests.walks.world import World, enough, is_walked, samples_of

pytestmark = [pytest.mark.django_db]


def wrong_actors(world: World) -> dict[str, User | SystemActor]:
    here, there = world.sides["own"].council, world.sides["other"].council
    closed: User = make_user(*Role, authority=here, limit_pence=10**9)
    closed.is_active = False
    closed.save()
    return {
        "holds every role in the other council": make_user(
            *Role, authority=there, limit_pence=10**9
        ),
        "holds no role": make_user(authority=here),
        "is closed": closed,
        "is a machine without permissions": SystemActor("powerless"),
        "holds every role, and is a stranger": make_user(*Role, authority=here, limit_pence=10**9),
    }


def leaves_out(who: str, name: str, samples: Samples) -> bool:
    """Whether an actor is no wrong one for an action."""
    return ("stranger" in who and name in samples.for_council) or (
        "machine" in who and name in samples.for_users
    )


def answer(action: Any, actor: User | SystemActor, facts: Mapping[str, Any]) -> str:
    """What became of a call: empty when it was refused for who called."""
    try:
        with transaction.atomic():
            action(by=as_viewer(actor, now()), **facts)
            transaction.set_rollback(True)
    except (PermissionDenied, NotVisible):
        return ""
    except Exception as error:  # noqa: BLE001 - any other answer is the finding
        return f"{type(error).__name__} {error}"
    return "done"


def room_of(full_name: str) -> str:
    """The room that an action is of: the one whose name is a part of the module's."""
    rooms = {room.name for room in collected().all}
    return next(part for part in full_name.split(".") if part in rooms)


def call_of(full_name: str) -> Arguments:
    """How an action is called, as its room says it."""
    room, name = room_of(full_name), full_name.rpartition(".")[2]
    calls = samples_of(room).calls
    assert name in calls, (
        f"No sample says how {full_name} is called: add it to the calls in the samples.py of {room}."
    )
    return calls[name]


def test_action_when_no_sample_calls_it_fails_with_where_to_add_it() -> None:
    with pytest.raises(AssertionError, match=r"add it to the calls in the samples\.py of people"):
        call_of("marketplace.people.actions.forget_person")


def test_every_action_when_called_by_a_wrong_actor_refuses(world: World) -> None:
    wrong, reached = [], 0
    actors = wrong_actors(world)
    for full_name, action in actions():
        room, name = room_of(full_name), full_name.rpartition(".")[2]
        samples = samples_of(room)
        if name in samples.for_anybody or not is_walked(room):
            continue
        facts = call_of(full_name)(world.sides["own"])
        for who, actor in actors.items():
            reached += 1
            said = "" if leaves_out(who, name, samples) else answer(action, actor, facts)
            if said:
                wrong.append(f"{name}, by who {who}: {said}")
    assert not wrong, "\n".join(wrong)
    assert enough(reached, 250)
