"""What people read, taken out of templates and of Python, with the line it is on."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_TAG = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|{{.*?}}|{%.*?%}", re.DOTALL)
_ELEMENT = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_LITERAL = re.compile(r'"([^"]*)"')
_SHOWN_ATTRIBUTE = re.compile(r'\b(?:alt|aria-label|title)="([^"]*)"')
#: Names of addresses, templates, icons and tones; what people read has a capital or a space.
_CODE = re.compile(r"[a-z0-9_:./#%@,-]*")
#: What a developer's mistake raises; nobody else reads it.
_MISTAKES = frozenset({"TypeError", "ImproperlyConfigured"})
#: Where a fact goes into a sentence: its name is read by nobody.
_PLACE = re.compile(r"{[^}]*}")
#: Tags whose literals are names of templates, addresses and libraries.
_NAMING_TAGS = frozenset({"extends", "load", "static", "url"})
#: Python files whose strings people read, by the name of the file or of its folder.
SHOWN_IN = frozenset(
    {
        # Titles of tasks.
        "actions",
        "adapters",
        "blocks",
        "exceptions",
        "forms",
        "permissions",
        "reasons",
        "validators",
        "views",
        "wording",
    }
)


@dataclass(frozen=True)
class Seen:
    """A piece of text that people read."""

    file: str
    line: int
    text: str


def of_template(name: str, source: str) -> Iterator[Seen]:
    """The text of a template outside its tags, and the literals inside them that are words."""
    shown = _ELEMENT.sub(_attributes, _TAG.sub(_literals, source))
    for number, line in enumerate(shown.splitlines(), 1):
        if words := " ".join(line.split()):
            yield Seen(name, number, words)


def _literals(tag: re.Match[str]) -> str:
    inside, kept = tag[0][2:-2].split(), "\n" * tag[0].count("\n")
    if tag[0].startswith("{#") or not inside or inside[0] in {*_NAMING_TAGS, "comment"}:
        return kept
    return (
        " ".join(words for words in _LITERAL.findall(tag[0]) if not _CODE.fullmatch(words)) + kept
    )


def _attributes(element: re.Match[str]) -> str:
    return " ".join(_SHOWN_ATTRIBUTE.findall(element[0])) + "\n" * element[0].count("\n")


def of_python(name: str, source: str) -> Iterator[Seen]:
    """The strings of a Python file that are no docstring and no code."""
    tree = ast.parse(source)
    silent = {id(one) for node in ast.walk(tree) for one in _silent(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) not in silent and not _CODE.fullmatch(node.value):
            yield Seen(name, node.lineno, _PLACE.sub("", node.value))


def _silent(node: ast.AST) -> Iterator[ast.AST]:
    """Strings that nobody reads: docstrings, and what a developer's mistake raises."""
    if isinstance(node, ast.Expr):
        yield node.value
    raised = node.exc if isinstance(node, ast.Raise) else None
    if isinstance(raised, ast.Call) and ast.unparse(raised.func) in _MISTAKES:
        yield from ast.walk(raised)


def is_shown(path: Path) -> bool:
    """Whether a Python file is one whose strings people read."""
    names = {part.removesuffix(".py").split("_")[-1] for part in path.parts}
    return path.suffix == ".py" and bool(names & SHOWN_IN) and "migrations" not in path.parts
