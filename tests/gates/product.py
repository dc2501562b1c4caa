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
    for module_name in [*_of_the_product(), *_of_added_apps()]:
        for name, thing in vars(importlib.import_module(module_name)).items():
            if not inspect.isfunction(thing) or name.startswith("_"):
                continue
            real = inspect.unwrap(thing)
            if real is not thing and real.__module__ == module_name:
                yield f"{module_name}.{name}", real


def _of_the_product() -> list[str]:
    return [source.name for source in Tree(ROOT) if floor_of(source) == "actions"]


def _of_added_apps() -> list[str]:
    """The actions of rooms that settings alone add, from outside the product's packages."""
    added = (config for config in apps.get_app_configs() if config.name.startswith("tests."))
    return [f"{config.name}.actions" for config in added]
