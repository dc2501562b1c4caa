"""Which functions of the product a run calls, at no cost but of each one's first call.

Each function's code is changed for one that notes the call, puts the real code back and goes on.
Whoever imported the function before has the same object, and so is seen too.
"""

import importlib
import inspect
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from django.db.models import Manager, QuerySet

from tests.gates.floors import floor_of_name
from tests.gates.modules import PACKAGES
from tests.gates.product import ROOT

Functions = dict[str, FunctionType]


class Calls:
    """The functions that it watches, and the names of those that were called since."""

    def __init__(self, functions: Functions) -> None:
        self.watched = frozenset(functions)
        self.seen: set[str] = set()
        for name, function in functions.items():
            self._watch(name, function)

    def _watch(self, name: str, function: FunctionType) -> None:
        real = function.__code__

        def first_call(*args: Any, **kwargs: Any) -> Any:
            function.__code__ = real
            self.seen.add(name)
            return function(*args, **kwargs)

        function.__code__ = _passes_on(first_call)


def _passes_on(to: Callable[..., Any]) -> CodeType:
    """Code that calls this, in whatever module's namespace it runs."""

    def passes_on(*args: Any, **kwargs: Any) -> Any:
        to_be_replaced: Any = "to"
        return to_be_replaced(*args, **kwargs)

    code = passes_on.__code__
    return code.replace(co_consts=tuple(to if one == "to" else one for one in code.co_consts))


def asks_the_database() -> Functions:
    """Every public function on the floors of actions and queries, and every word of a QuerySet, as file:name."""
    return dict(named for module in _modules() for named in _of(module))


def _modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if floor_of_name(name) in {"models", "queries", "actions"}:
                yield importlib.import_module(name)


def _of(module: ModuleType) -> Iterator[tuple[str, FunctionType]]:
    things: list[tuple[str, Any]] = []
    if floor_of_name(module.__name__) != "models":
        things += vars(module).items()
    for owner in vars(module).values():
        if inspect.isclass(owner) and issubclass(owner, QuerySet | Manager):
            things += vars(owner).items()
    for name, thing in things:
        real = inspect.unwrap(thing) if callable(thing) else thing
        is_own = inspect.isfunction(real) and real.__module__ == module.__name__
        if is_own and not name.startswith("_") and not real.__code__.co_freevars:
            yield f"{module.__name__}:{real.__qualname__}", real
