"""One way into a package: its face where it has one, else its files.

A package whose `__init__` passes on names of its own files has a face: whoever is outside imports
from the package only, its own files never do. A package without one has an `__init__` with no more
than its docstring, and is imported file by file. An `__init__` defines nothing.
"""

import pytest

from tests.gates.conftest import Plant
from tests.gates.modules import Import, Module, Tree
from tests.gates.violations import Violation, refuse, violation


def past_the_face(tree: Tree) -> list[Violation]:
    """Imports from outside that go deep into a package with a face."""
    faces = {module.name for module in tree if _is_face(tree, module)}
    return [
        violation(module, one.line, f"import it from {face}, the face of {one.written}")
        for module in tree
        for one in tree.imports(module)
        for face in faces
        if one.written and not _inside(module.name, face) and _is_deep(one, face)
    ]


def _is_deep(one: Import, face: str) -> bool:
    """Written past the face, or one of the package's files asked of the face."""
    if not _inside(one.target.module, face):
        return False
    is_file = one.target.name is None and one.target.module != face
    return is_file or not _inside(face, one.written)


def defining_inits(tree: Tree) -> list[Violation]:
    """An `__init__` with code of its own: neither a face nor empty."""
    return [
        violation(module, node.lineno, f"{name} is defined in an __init__: give it a file")
        for module in tree
        if module.is_package
        for name, node in module.definitions.items()
        if name != "__all__"
    ]


def _is_face(tree: Tree, module: Module) -> bool:
    own = (one for one in tree.imports(module) if _inside(one.target.module, module.name))
    return module.is_package and any(one.target.module != module.name for one in own)


def _inside(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


DEEP = {
    "from a file": "from marketplace.people.rules.scopes import Scope",
    "a file": "from marketplace.people.rules import scopes",
    "a whole file": "import marketplace.people.rules.scopes",
    "in a function": "def f():\n    from .rules.scopes import Scope",
}
FACE = {
    "marketplace/people/rules/__init__.py": "from marketplace.people.rules.scopes import Scope",
    "marketplace/people/rules/scopes.py": "class Scope: ...",
}


@pytest.mark.parametrize("source", DEEP.values(), ids=DEEP.keys())
def test_imports_when_they_go_past_a_face_are_refused(plant: Plant, source: str) -> None:
    tree = plant({**FACE, "marketplace/people/models.py": source})
    assert {one.file for one in past_the_face(tree)} == {"marketplace/people/models.py"}


def test_imports_when_through_the_face_or_where_none_is_pass(plant: Plant) -> None:
    tree = plant(
        {
            **FACE,
            "marketplace/people/models.py": "from marketplace.people.rules import Scope",
            "marketplace/people/rules/all.py": "from marketplace.people.rules.scopes import Scope",
            "marketplace/people/views/own.py": "def page(): ...",
            "marketplace/people/urls.py": "from marketplace.people.views.own import page\n"
            "from marketplace.people.views import own",
        }
    )
    assert past_the_face(tree) == []
    assert defining_inits(tree) == []


def test_inits_when_they_define_something_are_refused(plant: Plant) -> None:
    tree = plant({"marketplace/people/rules/__init__.py": '"""Rules."""\nclass Scope: ...'})
    assert [one.line for one in defining_inits(tree)] == [2]


def test_imports_of_the_product_go_through_faces(product: Tree) -> None:
    refuse(past_the_face(product))


def test_inits_of_the_product_define_nothing(product: Tree) -> None:
    refuse(defining_inits(product))
