"""Doors never ask a bare manager: what a door loads is what its viewer may see, or what is public.

Whatever else a door needs to read is a query or an action of its room.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.gates.conftest import Plant
from tests.gates.floors import floor_of
from tests.gates.modules import Module, Tree, called
from tests.gates.violations import Violation, refuse, violation

MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
#: QuerySet words that hold back by themselves whatever this viewer may not have.
SCOPED = frozenset({"visible_to", "public", "run_by", "reviewable_by", "for_accreditor", "none"})
SHORTCUTS = frozenset({"get_object_or_404", "get_list_or_404"})


def bare_managers(tree: Tree) -> list[Violation]:
    """Managers in doors of which the first thing asked is not what the viewer may see."""
    return [
        violation(module, line, f"{what}: ask visible_to(viewer) or public() first, or a query")
        for module in tree
        if floor_of(module) == "doors"
        for line, what in _bare(module)
    ]


def _bare(module: Module) -> Iterator[tuple[int, str]]:
    scoped = {
        id(call.func.value)
        for call in module.calls()
        if isinstance(call.func, ast.Attribute) and call.func.attr in SCOPED
    }
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and id(node) not in scoped:
            yield node.lineno, ast.unparse(node)
        if isinstance(node, ast.Call) and called(node) in SHORTCUTS:
            model = node.args[0] if node.args else None
            if isinstance(model, ast.Name) and model.id[:1].isupper():
                yield node.lineno, f"{called(node)}({model.id}, …)"


BARE = [
    "Person.objects.get(pk=pk)",
    "Person.objects.filter(authority=here).visible_to(viewer)",
    "models.Person.objects.all()",
    "Person._default_manager.first()",
    "get_object_or_404(Person, pk=pk)",
    "get_object_or_404(Person.objects, pk=pk)",
    "rows = Person.objects",
    "Person.objects.visible_to",
]
DOORS = ["views.py", "jobs.py", "receivers.py", "templatetags/people.py", "wagtail_hooks.py",
         "management/commands/merge.py", "views/own.py", "middleware.py"]  # fmt: skip


@pytest.mark.parametrize("source", BARE)
def test_doors_when_they_ask_a_bare_manager_are_refused(plant: Plant, source: str) -> None:
    assert len(bare_managers(plant({"marketplace/people/views.py": source}))) == 1


@pytest.mark.parametrize("door", DOORS)
def test_doors_of_every_kind_are_held_to_it(plant: Plant, door: str) -> None:
    tree = plant({f"marketplace/people/{door}": "Person.objects.first()"})
    assert [one.file for one in bare_managers(tree)] == [f"marketplace/people/{door}"]


def test_doors_when_they_ask_what_is_visible_pass(plant: Plant) -> None:
    view = """
        get_object_or_404(Person.objects.visible_to(viewer), pk=pk)
        Listing.objects.public(at=viewer.at).filter(pk=pk)
        person.plans.all()
        """
    query = "Person.objects.all()"
    tree = plant({"marketplace/people/views.py": view, "marketplace/people/queries.py": query})
    assert bare_managers(tree) == []


def test_doors_of_the_product_ask_no_bare_manager(product: Tree) -> None:
    refuse(bare_managers(product))
