"""Collecting what the rooms declare: the one place that knows them all, without naming any."""

from collections.abc import Iterator
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from marketplace.core import rooms
from marketplace.core.rooms import Room


def declared_rooms() -> Iterator[Room]:
    """The ROOM of each installed app that has a `room.py`, in the order of INSTALLED_APPS."""
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, "room"):
            found = getattr(import_module(f"{config.name}.room"), "ROOM", None)
            if isinstance(found, Room):
                yield found


def collect() -> None:
    """Give `core` what all rooms declared. Raises RoomsClash when two declare one word."""
    rooms.install(declared_rooms())
