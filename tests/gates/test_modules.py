"""The reader behind the gates: names are followed to where they are defined, and nothing is left out."""

import pytest

from tests.gates.conftest import Plant
from tests.gates.modules import Target, Tree

RESOLVED = {
    "a defined name": ("from a.rules.b import x", Target("marketplace.a.rules.b", "x")),
    "a module": ("from a.rules import b", Target("marketplace.a.rules.b")),
    "a face": ("from a.rules import x", Target("marketplace.a.rules.b", "x")),
    "another name in the face": ("from a.rules import y", Target("marketplace.a.rules.b", "x")),
    "two faces": ("from a.queries import x", Target("marketplace.a.rules.b", "x")),
    "a module as a name": ("import a.rules.b as c", Target("marketplace.a.rules.b")),
    "others' code": ("from django.db import models", Target("django.db", "models")),
}


@pytest.mark.parametrize(("source", "target"), RESOLVED.values(), ids=RESOLVED.keys())
def test_names_when_imported_resolve_to_their_definition(
    plant: Plant, source: str, target: Target
) -> None:
    source = source.replace("from a.", "from marketplace.a.").replace(
        "import a.", "import marketplace.a."
    )
    tree = plant(
        {
            "marketplace/a/rules/b.py": "x = 1",
            "marketplace/a/rules/__init__.py": "from .b import x\nfrom .b import x as y",
            "marketplace/a/queries.py": "from marketplace.a.rules import x",
            "marketplace/a/views.py": source,
        }
    )
    assert [one.target for one in tree.imports(tree.modules["marketplace.a.views"])] == [target]


def test_names_when_passed_round_in_a_ring_still_resolve(plant: Plant) -> None:
    tree = plant({"cms/a.py": "from cms.b import x", "cms/b.py": "from cms.a import x"})
    assert tree.imports(tree.modules["cms.a"])


def test_product_when_read_is_all_there(product: Tree) -> None:
    on_disk = {
        path.relative_to(product.root).as_posix()
        for package in ("marketplace", "payments", "search", "cms")
        for path in (product.root / package).rglob("*.py")
        if "migrations" not in path.parts
    }
    assert {module.file for module in product} == on_disk
    assert len(on_disk) > 300
