"""The product's source, read once, with every imported name followed to the module that defines it.

A gate takes a `Tree`, so that it runs on the real product and on a small planted folder alike.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

#: The product's top packages. Only they are read.
PACKAGES = ("marketplace", "payments", "search", "cms")
#: Calls that load a module by a string, which no reader of imports can see.
LOADERS = frozenset(
    {"import_module", "__import__", "import_string", "get_model", "autodiscover_modules"}
)
#: Fields that may name another room's model by a string.
RELATIONS = frozenset({"ForeignKey", "OneToOneField", "ManyToManyField", "ParentalKey"})


@dataclass(frozen=True)
class Target:
    """What a name means: a module (name is None), or something defined in that module."""

    module: str
    name: str | None = None


@dataclass(frozen=True)
class Import:
    """One imported name: its line, the module as written (none by a string), and where it is from."""

    line: int
    written: str
    target: Target


@dataclass(frozen=True)
class Module:
    """One file of the product, parsed. `file` is relative to the tree's root."""

    name: str
    file: str
    tree: ast.Module
    is_package: bool

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @cached_property
    def definitions(self) -> dict[str, ast.stmt]:
        """What this file itself defines at its top level: functions, classes, assigned names."""
        return {name: node for node in top_level(self.tree.body) for name in defined_by(node)}

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes if isinstance(node, ast.Call))


@dataclass
class Tree:
    """All modules under a root folder, by dotted name."""

    root: Path
    modules: dict[str, Module] = field(init=False, repr=False)
    _imports: dict[str, list[Import]] = field(init=False, repr=False, default_factory=dict)
    _bindings: dict[str, dict[str, Target]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.modules = {module.name: module for module in read(self.root)}

    def __iter__(self) -> Iterator[Module]:
        return iter(self.modules.values())

    def imports(self, module: Module) -> list[Import]:
        """Every name imported anywhere in the file, in functions and under TYPE_CHECKING too."""
        if module.name not in self._imports:
            self._imports[module.name] = [
                *(Import(line, to.module, self.resolve(to)) for line, _, to in imported(module)),
                *(Import(line, "", self.resolve(to)) for line, to in self._by_string(module)),
                *(
                    Import(call.lineno, "", Target(part.name))
                    for call in module.calls()
                    for part in self.collected_by(module, call)
                ),
            ]
        return self._imports[module.name]

    def bindings(self, module: Module) -> dict[str, Target]:
        """The names that imports bind in this file, as written there."""
        if module.name not in self._bindings:
            self._bindings[module.name] = {
                bound: written for _, bound, written in imported(module) if bound
            }
        return self._bindings[module.name]

    def resolve(self, written: Target, seen: frozenset[Target] = frozenset()) -> Target:
        """Where a name is defined: re-exports are followed, submodules preferred to nothing."""
        module = self.modules.get(written.module)
        if written.name is None or module is None:
            return written
        if written.name in module.definitions:
            return written
        bound = self.bindings(module).get(written.name)
        if bound is not None and bound not in {written, *seen}:
            return self.resolve(bound, seen | {written})
        inside = f"{written.module}.{written.name}"
        return Target(inside) if inside in self.modules else written

    def meaning(self, module: Module, node: ast.expr) -> Target | None:
        """What a name or a dotted chain of names in this file refers to, or None."""
        if isinstance(node, ast.Name):
            if node.id in module.definitions:
                return Target(module.name, node.id)
            bound = self.bindings(module).get(node.id)
            return self.resolve(bound) if bound else None
        if isinstance(node, ast.Attribute):
            base = self.meaning(module, node.value)
            if base is not None and base.name is None:
                return self.resolve(Target(base.module, node.attr))
        return None

    def _by_string(self, module: Module) -> Iterator[tuple[int, Target]]:
        for call in module.calls():
            text = first_string(call)
            if text and called(call) in LOADERS - {"get_model", "autodiscover_modules"}:
                yield call.lineno, Target(text) if text in self.modules else Target(*split(text))
            elif text and called(call) in RELATIONS and "." in text:
                label, model = text.split(".", 1)
                yield call.lineno, Target(self.models_of(label), model)

    def collected_by(self, module: Module, call: ast.Call) -> list[Module]:
        """The files of a package of the caller's own that `import_module(f"{package.__name__}.{x}")`
        loads one by one: how a room collects a folder of its own, in which one file is one thing."""
        named = call.args[0] if called(call) == "import_module" and call.args else None
        first = named.values[0] if isinstance(named, ast.JoinedStr) and named.values else None
        if not isinstance(first, ast.FormattedValue) or not isinstance(first.value, ast.Attribute):
            return []
        package = self.meaning(module, first.value.value)
        beside = module.name.rpartition(".")[0]
        if first.value.attr != "__name__" or package is None or package.name is not None:
            return []
        if not package.module.startswith(f"{beside}."):
            return []
        return [one for one in self if one.name.rpartition(".")[0] == package.module]

    def models_of(self, label: str) -> str:
        """The models module of an app by its label: the last part of its package's name."""
        ours = (n for n in self.modules if n == f"{label}.models" or n.endswith(f".{label}.models"))
        return next(ours, label)


def read(root: Path) -> Iterator[Module]:
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            inside = path.relative_to(root)
            if "migrations" in inside.parts:
                continue
            is_package = path.name == "__init__.py"
            parts = inside.parent.parts if is_package else inside.with_suffix("").parts
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield Module(".".join(parts), inside.as_posix(), tree, is_package)


def imported(module: Module) -> Iterator[tuple[int, str, Target]]:
    """(line, name bound here, what was written) for each import statement's names."""
    for node in module.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                bound = Target(alias.name if alias.asname else alias.name.split(".")[0])
                yield node.lineno, alias.asname or bound.module, bound
                if bound.module != alias.name:
                    yield node.lineno, "", Target(alias.name)
        elif isinstance(node, ast.ImportFrom):
            source = absolute(module, node)
            for alias in node.names:
                bound_name = "" if alias.name == "*" else alias.asname or alias.name
                name = None if alias.name == "*" else alias.name
                yield node.lineno, bound_name, Target(source, name)


def absolute(module: Module, node: ast.ImportFrom) -> str:
    """The module that `from … import` names, with leading dots worked out."""
    if not node.level:
        return node.module or ""
    package = module.name.split(".")
    keep = len(package) - node.level + (1 if module.is_package else 0)
    return ".".join([*package[:keep], *([node.module] if node.module else [])])


def top_level(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a file, with those under a top-level `if`, `try` or `with`."""
    for node in body:
        yield node
        for inner in ("body", "orelse", "finalbody"):
            if isinstance(node, ast.If | ast.Try | ast.With):
                yield from top_level(getattr(node, inner, []))


def defined_by(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        names = (n for target in node.targets for n in ast.walk(target))
        return [n.id for n in names if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def called(call: ast.Call) -> str:
    """The last word of what is called: "get_model" of `apps.get_model(…)`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def first_string(call: ast.Call) -> str:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def split(dotted: str) -> tuple[str, str]:
    before, _, last = dotted.rpartition(".")
    return before, last
