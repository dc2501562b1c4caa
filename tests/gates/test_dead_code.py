"""Code that nobody uses is deleted: what only tests use, or only other dead code, is dead.

Uses are counted by resolved name over the product and its scripts. An import alone is no use, nor
is a re-export. What a framework finds by itself (a decorator that registers, a dotted string in
settings, a command, an app, a room's declaration) is used.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gates.conftest import Plant
from tests.gates.modules import Module, Target, Tree, called, defined_by, split, top_level
from tests.gates.violations import Violation, refuse, violation

Use = tuple[Target | None, Target]

#: Decorators that change a thing without handing it to anybody.
PLAIN = frozenset(
    "dataclass property cached_property lru_cache cache contextmanager classmethod staticmethod"
    " atomic overload final wraps total_ordering runtime_checkable csrf_exempt require_POST"
    " method_decorator model_validator field_validator deconstructible".split()
)
#: Names that Django, Wagtail, allauth or Python read of a module.
FOUND_BY_NAME = frozenset("urlpatterns app_name register application Command handler404 handler403"
                          " handler500 handler400 handler429 __all__ __version__".split())  # fmt: skip
#: Files whose every name is read by a collector: settings by Django, declarations by the roof.
COLLECTED = frozenset({"settings", "room", "apps"})
ENUMS = frozenset("Enum StrEnum IntEnum TextChoices IntegerChoices LabelledEnum".split())


def unused(tree: Tree) -> list[Violation]:
    """Top-level functions, classes and constants that nothing alive uses."""
    uses = [use for module in _readers(tree) for use in _uses(tree, module)]
    defined = {
        Target(m.name, name): (m, node) for m in tree for name, node in m.definitions.items()
    }
    folders = {part.name for m in tree for call in m.calls() for part in tree.collected_by(m, call)}
    found_by_framework = {
        t
        for t, (m, node) in defined.items()
        if _is_found(m, t.name or "", node) or (m.name in folders and t.name == "RULE")
    }
    dead: set[Target] = set()
    while True:
        alive = {used for user, used in uses if user not in dead and user != used}
        now = defined.keys() - alive - found_by_framework
        if now == dead:
            break
        dead = now
    return [
        violation(
            defined[one][0], defined[one][1].lineno, f"nothing uses {one.name}: use it or delete it"
        )
        for one in dead
    ]


def _readers(tree: Tree) -> Iterator[Module]:
    yield from tree
    for path in [*sorted((tree.root / "script").glob("*.py")), tree.root / "manage.py"]:
        if path.exists():
            name = Path(path.name).stem
            yield Module(f"script.{name}", path.name, ast.parse(path.read_text()), False)


def _uses(tree: Tree, module: Module) -> Iterator[Use]:
    """(the definition in which a name is read, or None; the definition that it means)."""
    for statement in top_level(module.tree.body):
        names = defined_by(statement)
        user = Target(module.name, names[0]) if names else None
        if isinstance(statement, ast.If | ast.Try | ast.With) or "__all__" in names:
            continue
        for node in ast.walk(statement):
            used = _meant(tree, module, node)
            if used is not None:
                yield user, used


def _meant(tree: Tree, module: Module, node: ast.AST) -> Target | None:
    if (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)) or isinstance(
        node, ast.Attribute
    ):
        return tree.meaning(module, node)
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isascii():
        return _named_by_string(tree, module, node.value)
    return None


def _named_by_string(tree: Tree, module: Module, text: str) -> Target | None:
    """A dotted path of settings, `app.Model` of a relation, or a quoted annotation."""
    if text.isidentifier():
        return tree.meaning(module, ast.Name(text)) if text[0].isupper() else None
    before, last = split(text)
    if before in tree.modules:
        return tree.resolve(Target(before, last))
    return Target(tree.models_of(before), last) if before.isidentifier() else None


def _is_found(module: Module, name: str, node: ast.stmt) -> bool:
    if name in FOUND_BY_NAME or COLLECTED & set(module.name.split(".")):
        return True
    return any(_word(one) not in PLAIN for one in getattr(node, "decorator_list", []))


def _word(decorator: ast.expr) -> str:
    if isinstance(decorator, ast.Call):
        return called(decorator)
    return decorator.attr if isinstance(decorator, ast.Attribute) else ast.unparse(decorator)


def unused_members(tree: Tree) -> list[Violation]:
    """Members of an enum that nobody names, where nobody reads the enum as a whole either."""
    named = {
        (tree.meaning(m, node.value), node.attr)
        for m in tree
        for node in m.nodes
        if isinstance(node, ast.Attribute)
    }
    whole = {tree.meaning(m, node) for m in tree for node in _read_whole(m)}
    return [
        violation(module, node.lineno, f"nothing uses {name}.{member}: use it or delete it")
        for module in tree
        for name, node in module.definitions.items()
        if isinstance(node, ast.ClassDef) and Target(module.name, name) not in whole
        for member in _members(node)
        if (Target(module.name, name), member) not in named
    ]


def _members(node: ast.ClassDef) -> list[str]:
    bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
    methods = any(isinstance(inner, ast.FunctionDef) for inner in node.body)
    return [n for s in node.body for n in defined_by(s)] if bases & ENUMS and not methods else []


def _read_whole(module: Module) -> Iterator[ast.expr]:
    """Where an enum is called (`State(value)`), walked (`for s in State`) or handed on whole."""
    for node in module.nodes:
        if isinstance(node, ast.Call):
            yield from [node.func, *node.args, *(k.value for k in node.keywords)]
            if isinstance(node.func, ast.Attribute) and node.func.attr == "choices":
                yield node.func.value
        elif isinstance(node, ast.comprehension | ast.For):
            yield node.iter
        elif isinstance(node, ast.Compare):
            yield from node.comparators
        elif isinstance(node, ast.Starred):
            yield node.value


DEAD = {
    "a function": ("def week(): ...", ""),
    "a class": ("class Week: ...", ""),
    "a constant": ("WEEK = 7", ""),
    "a private function": ("def _week(): ...", ""),
    "an import that is no use": ("def week(): ...", "from marketplace.people.rules import week"),
    "what only itself uses": ("def week(n): return week(n - 1)", ""),
    "what only dead code uses": ("def day(): ...\ndef week(): return day()", ""),
    "a namesake elsewhere": ("def week(): ...", "def f(week): return week\nregister = f"),
}


@pytest.mark.parametrize(("source", "view"), DEAD.values(), ids=DEAD.keys())
def test_code_when_nobody_uses_it_is_refused(plant: Plant, source: str, view: str) -> None:
    tree = plant({"marketplace/people/rules.py": source, "marketplace/people/views.py": view})
    assert {one.file for one in unused(tree)} == {"marketplace/people/rules.py"}


def test_code_when_a_face_only_passes_it_on_is_refused(plant: Plant) -> None:
    tree = plant(
        {
            "marketplace/people/rules/__init__.py": "from marketplace.people.rules.week import DAYS, day\n"
            "__all__ = ['DAYS', 'day']",
            "marketplace/people/rules/week.py": "def day(): ...\nDAYS = 7",
            "tests/marketplace/people/test_rules.py": "from marketplace.people.rules import day\nday()",
        }
    )
    assert [one.line for one in sorted(unused(tree))] == [1, 2]


ALIVE = {
    "by a view": ("def week(): ...", "from .rules import week\nurlpatterns = [week]"),
    "as a module's attribute": (
        "def week(): ...",
        "from . import rules\nurlpatterns = [rules.week]",
    ),
    "by a dotted string": ("def week(): ...", "urlpatterns = ['marketplace.people.rules.week']"),
    "through a decorator": ("@register.filter\ndef week(): ...", ""),
    "in a quoted annotation": ("class Week: ...\ndef f(w: 'Week'): ...\nregister = f", ""),
}


@pytest.mark.parametrize(("source", "view"), ALIVE.values(), ids=ALIVE.keys())
def test_code_when_used_passes(plant: Plant, source: str, view: str) -> None:
    tree = plant({"marketplace/people/rules.py": source, "marketplace/people/views.py": view})
    assert unused(tree) == []


def test_members_when_nobody_names_them_are_refused(plant: Plant) -> None:
    enum = "class Day(StrEnum):\n    MONDAY = 'mo'\n    SUNDAY = 'su'\nfirst = Day.MONDAY"
    tree = plant({"marketplace/people/rules.py": enum})
    assert [one.line for one in unused_members(tree)] == [1]


def test_members_when_the_enum_is_read_whole_pass(plant: Plant) -> None:
    enum = "class Day(StrEnum):\n    MONDAY = 'mo'\nday = Day(text)"
    assert unused_members(plant({"marketplace/people/rules.py": enum})) == []


def test_code_of_the_product_is_used(product: Tree) -> None:
    refuse(unused(product))


def test_members_of_the_product_are_used(product: Tree) -> None:
    refuse(unused_members(product))
