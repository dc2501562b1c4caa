"""Rules are pure: values in, values out. No Django, no clock, no database by any road.

A rules file imports the standard library and its own floor only. As each file of that floor is
held to the same, nothing behind it can reach further either.
"""

import ast
import sys
from collections.abc import Iterator

import pytest

from tests.gates.conftest import Plant
from tests.gates.floors import floor_of
from tests.gates.modules import LOADERS, Import, Module, Tree, called
from tests.gates.violations import Violation, refuse, violation

#: Parts of the standard library by which something other than the arguments is read or changed.
REACHING = frozenset(
    "time os io socket sqlite3 dbm subprocess random secrets shutil tempfile threading"
    " multiprocessing asyncio http urllib.request logging".split()
)
#: Packages of others that are functions of their arguments: what kind of file bytes are, clean
#: HTML, how alike two words are.
PURE_PACKAGES = frozenset({"filetype", "nh3", "rapidfuzz"})
CLOCKS = frozenset({"now", "today", "utcnow"})


def impure(tree: Tree) -> list[Violation]:
    """Every import, clock and string loader by which a rules file is more than its arguments."""
    return [
        violation(module, line, says)
        for module in tree
        if floor_of(module) == "rules"
        for line, says in [*_reaches(tree, module), *_clocks(module), *_loads(tree, module)]
    ]


def _reaches(tree: Tree, module: Module) -> Iterator[tuple[int, str]]:
    for imported in tree.imports(module):
        why = _refused(tree, imported)
        if why:
            yield imported.line, f"imports {imported.target.module}: {why}"
        for package in _packages_run(tree, imported, module):
            yield imported.line, f"runs {package}, which is not on the rules floor: empty it"


def _refused(tree: Tree, imported: Import) -> str:
    ours = tree.modules.get(imported.target.module)
    if ours is not None:
        floor = floor_of(ours)
        return "" if floor in (None, "rules") else f"on the floor of {floor}; pass the value in"
    name = imported.target.module
    top = name.split(".")[0]
    if top not in sys.stdlib_module_names | PURE_PACKAGES:
        return "rules use the standard library and their own floor only"
    return "reaches beyond the arguments; pass the value in" if {top, name} & REACHING else ""


def _packages_run(tree: Tree, imported: Import, importer: Module) -> Iterator[str]:
    """Importing a.b.c runs a and a.b first: one that imports something is a road as well."""
    parts = imported.target.module.split(".")
    for length in range(1, len(parts)):
        package = tree.modules.get(".".join(parts[:length]))
        if package is None or package is importer or floor_of(package) == "rules":
            continue
        if tree.imports(package):
            yield package.name


def _clocks(module: Module) -> Iterator[tuple[int, str]]:
    """A call of a clock, or one handed on (`default_factory=datetime.now`). A field may be `today`."""
    for node in module.nodes:
        read = node.func if isinstance(node, ast.Call) else node
        if not isinstance(read, ast.Attribute) or read.attr not in CLOCKS:
            continue
        if read is not node or ast.unparse(read.value).split(".")[-1] in ("date", "datetime"):
            yield read.lineno, f"reads the clock (.{read.attr}); take the time as an argument"


def _loads(tree: Tree, module: Module) -> Iterator[tuple[int, str]]:
    for call in module.calls():
        if called(call) in LOADERS and not tree.collected_by(module, call):
            yield call.lineno, f"loads a module by {called(call)}; import it, or pass the value in"


PLANTED = {
    "django": "from django.db import models",
    "a model": "from marketplace.suppliers.models import Supplier",
    "a module by its name": "from marketplace.listings import queries",
    "a relative import": "from . import queries",
    "an import in a function": "def f():\n    from marketplace.listings import models",
    "a core module that has the database": "from marketplace.core.audit import record",
    "a re-export": "from marketplace.core.errors import atomic",
    "a package that imports a model": "from marketplace.suppliers.rules import KINDS",
    "a library": "import stripe",
    "a clock": "from datetime import datetime\ndef f():\n    return datetime.now()",
    "a clock handed on": "from datetime import datetime\nmake = field(default_factory=datetime.now)",
    "another clock": "import time",
    "a date": "import datetime as d\nday = d.date.today()",
    "a string": "import_module('marketplace.suppliers.models')",
    "only for types": "if TYPE_CHECKING:\n    from marketplace.suppliers.models import Supplier",
}


@pytest.mark.parametrize("source", PLANTED.values(), ids=PLANTED.keys())
def test_rules_when_more_than_their_arguments_are_refused(plant: Plant, source: str) -> None:
    tree = plant(
        {
            "marketplace/core/audit.py": "from django.db import transaction\ndef record(): ...",
            "marketplace/core/errors.py": "from django.db.transaction import atomic",
            "marketplace/listings/queries.py": "",
            "marketplace/listings/models.py": "",
            "marketplace/suppliers/models.py": "class Supplier: ...",
            "marketplace/suppliers/__init__.py": "from marketplace.suppliers.models import Supplier",
            "marketplace/suppliers/rules.py": "KINDS = ()",
            "marketplace/listings/rules.py": source,
        }
    )
    assert "marketplace/listings/rules.py" in {one.file for one in impure(tree)}


def test_rules_when_pure_pass(plant: Plant) -> None:
    tree = plant(
        {
            "marketplace/core/pence.py": "def round_pence(): ...",
            "marketplace/listings/rules/__init__.py": "from .prices import total",
            "marketplace/listings/rules/prices.py": """
                from datetime import date, time
                from marketplace.core.pence import round_pence
                def total(on: date): return round_pence()
                """,
        }
    )
    assert impure(tree) == []


def test_rules_of_the_product_are_pure(product: Tree) -> None:
    refuse(impure(product))
