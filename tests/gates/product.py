"""The product as it runs: its models and its actions, for gates and walks that need the real thing."""

import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from tests.gates.floors import floor_of
from tests.gates.modules import PACKAGES, Tree

ROOT = Path(__file__).resolve().parents[2]


def our_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.split(".")[0] in PACKAGES]


def actions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public action by its full name: what opens its own transaction on the actions' floor."""
    for source in Tree(ROOT):
        if floor_of(source) == "actions":
            module = importlib.import_module(source.name)
            for name, thing in vars(module).items():
                if not inspect.isfunction(thing) or name.startswith("_"):
                    continue
                real = inspect.unwrap(thing)
                if real is not thing and real.__module__ == source.name:
                    yield f"{source.name}.{name}", real
