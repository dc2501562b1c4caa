"""How each component is called, read from the tags themselves: their arguments and their docstrings."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from marketplace.core.components import (
    content,
    decisions,
    facts,
    feedback,
    filters,
    forms,
    inline,
    money,
    navigation,
    progress,
    schedule,
    search,
    tables,
)

#: The files of components, in the order of the page that shows them.
SUBJECTS: tuple[ModuleType, ...] = (
    forms,
    inline,
    feedback,
    content,
    search,
    facts,
    tables,
    schedule,
    money,
    progress,
    navigation,
    decisions,
    filters,
)
ARGUMENT = re.compile(r"^ {4}(?P<name>\w+): (?P<meaning>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Argument:
    """One argument: ``default`` is written as a template writes it, and empty where it must be given."""

    name: str
    default: str
    meaning: str


@dataclass(frozen=True)
class Component:
    """One tag or filter: its call as a template writes it, what it is for, and what it takes."""

    name: str
    call: str
    purpose: str
    arguments: tuple[Argument, ...]

    @property
    def explained(self) -> list[Argument]:
        """The arguments that the docstring explains."""
        return [argument for argument in self.arguments if argument.meaning]


@dataclass(frozen=True)
class Subject:
    """One file of components: what it is about, in its docstring's words, and what it holds."""

    title: str
    components: list[Component]


def reference() -> dict[str, Subject]:
    """Every component, by the name of its file."""
    return {
        subject.__name__.rpartition(".")[2]: Subject(
            (subject.__doc__ or "").partition("\n")[0].removesuffix("."), components_of(subject)
        )
        for subject in SUBJECTS
    }


def components_of(subject: ModuleType) -> list[Component]:
    """The tags and filters of one file, in its order."""
    tags = [_component(name, inspect.unwrap(made)) for name, made in subject.register.tags.items()]
    return tags + [_filter(name, made) for name, made in subject.register.filters.items()]


def _component(name: str, function: Callable[..., Any]) -> Component:
    purpose, arguments = _read(function)
    words = " ".join(_written(a) for a in arguments if a.name != "content")
    end = f"…{{% end{name} %}}" if any(a.name == "content" for a in arguments) else ""
    return Component(name, f"{{% {name}{' ' * bool(words)}{words} %}}{end}", purpose, arguments)


def _filter(name: str, function: Callable[..., Any]) -> Component:
    purpose, arguments = _read(function)
    value, *more = arguments
    call = f"{{{{ {value.name}|{name}{''.join(f':{a.name}' for a in more)} }}}}"
    return Component(name, call, purpose, arguments)


def _written(argument: Argument) -> str:
    return f"{argument.name}={argument.default}" if argument.default else argument.name


def _read(function: Callable[..., Any]) -> tuple[str, tuple[Argument, ...]]:
    """The purpose and the arguments of a tag. An argument that its docstring does not name has no meaning."""
    purpose, _ = _parted(function)
    meanings = _explained(function)
    taken = [p for p in inspect.signature(function).parameters.values() if p.name != "context"]
    arguments = tuple(
        Argument(p.name, _default(p.default), meanings.get(p.name, "")) for p in taken
    )
    return " ".join(purpose.split()), arguments


def _explained(function: Callable[..., Any]) -> dict[str, str]:
    """The arguments that a docstring explains, with their meaning."""
    _, listed = _parted(function)
    return {found["name"]: found["meaning"] for found in ARGUMENT.finditer(listed)}


def _parted(function: Callable[..., Any]) -> tuple[str, str]:
    """A docstring before and after its "Args:"."""
    # The page shows no markup: a name in two backticks is printed as it is.
    text = (inspect.getdoc(function) or "").replace("``", "")
    purpose, _, listed = text.partition("\n\nArgs:\n")
    return purpose, listed


def _default(value: object) -> str:
    if value is inspect.Parameter.empty:
        return ""
    return f'"{value}"' if isinstance(value, str) else "None" if value == () else str(value)
