"""Into which forms the view of an address has people type, read from the view's own code.

Two forms of the site may have fields of one name, so a field's name alone does not say whose it is.
"""

import dis
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import CodeType, FunctionType, ModuleType
from typing import Any

from django import forms
from django.urls import Resolver404, resolve

FormClass = type[forms.Form]
#: How the interpreter spells `forms.NameForm` and `forms.NameForm(...)` after it has loaded `forms`.
OF_MODULE = frozenset({"LOAD_ATTR", "LOAD_METHOD"})


def forms_at(path: str) -> list[FormClass]:
    """The forms of the view that answers at an address, with or without a query; none where none does."""
    try:
        return forms_of(resolve(path.partition("?")[0]).func)
    except Resolver404:
        return []


def forms_of(view: Callable[..., Any]) -> list[FormClass]:
    """The forms that a view names, itself or through functions, classes and tables of its own room."""
    found: list[FormClass] = []
    seen: set[int] = set()
    waiting: list[object] = [view]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, type) and issubclass(thing, forms.Form):
            found.append(thing)
        else:
            waiting.extend(_named_by(thing, _room(view.__module__)))
    return found


def _room(module: str) -> list[str]:
    return module.split(".")[:2]


def _named_by(thing: object, room: list[str]) -> Iterator[object]:
    if isinstance(thing, FunctionType) and _room(thing.__module__) == room:
        yield from _globals_of(thing, thing.__code__)
        yield from (cell.cell_contents for cell in thing.__closure__ or ())
    elif isinstance(thing, type) and _room(thing.__module__) == room:
        yield from vars(thing).values()
    elif isinstance(thing, Mapping):
        yield from thing.values()
    elif isinstance(thing, (list, tuple, set, frozenset)):
        yield from thing
    elif is_dataclass(thing) and not isinstance(thing, type):
        yield from (getattr(thing, field.name) for field in fields(thing))


def _globals_of(function: FunctionType, code: CodeType) -> Iterator[object]:
    """What a function, or one within it, names of its module; `forms.NameForm` is the form."""
    loaded: object = None
    for step in dis.get_instructions(code):
        if step.opname in OF_MODULE and isinstance(loaded, ModuleType):
            yield getattr(loaded, step.argval, None)
        loaded = None
        if step.opname == "LOAD_GLOBAL":
            loaded = function.__globals__.get(step.argval)
            yield loaded
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _globals_of(function, inner)
