"""What reconciliation writes in one place only: the codes of rules, and why a figure is what it is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from payments.reconciliation.rules.exception_registry import exception_rules

ROOT = Path(__file__).resolve().parents[3]
ROOM = ROOT / "payments/reconciliation"
#: A rule's own file names it, and so does the tier that has the code of a suggestion.
NAMES_CODES = (ROOM / "rules/exceptions", ROOM / "rules/values.py", ROOM / "migrations")
REASONS = ("Source:", "Judgement:", "By definition:")


def product_files() -> Iterator[Path]:
    for folder, kinds in (
        (ROOT / "payments", "*.py"),
        (ROOT / "marketplace/demo", "*.py"),
        (ROOT / "templates/reconciliation", "*.html"),
    ):
        yield from sorted(folder.rglob(kinds))


def bare_codes(file: Path) -> list[str]:
    """Codes of rules that a file names, though it is not the file of that rule."""
    if any(file.is_relative_to(place) for place in NAMES_CODES):
        return []
    codes = "|".join(exception_rules())
    found = re.findall(rf"\b(?:{codes})\b", file.read_text())
    return [f"{file.name} names {code}" for code in found]


def unexplained_figures(source: str) -> list[str]:
    """Named figures of a module, or of a class in it, without a comment above that says why."""
    lines = source.splitlines()
    tree = ast.parse(source)
    bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))]
    return [
        lines[node.lineno - 1].strip()
        for body in bodies
        for node in body
        if is_figure(node) and not is_explained(lines, node.lineno - 1)
    ]


def is_figure(node: ast.stmt) -> bool:
    """A constant made of numbers, or a field with a number as its default; 0 and 1 say nothing."""
    if isinstance(node, ast.Assign):
        names = [n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)]
        named = any(name.isupper() for name in names)
    else:
        named = isinstance(node, ast.AnnAssign) and node.value is not None
    if not named:
        return False
    value = getattr(node, "value", None)
    if isinstance(value, ast.Call) and ast.unparse(value.func) != "timedelta":
        return False
    numbers = [n.value for n in ast.walk(value) if isinstance(n, ast.Constant)] if value else []
    return any(type(number) is int and number not in (0, 1) for number in numbers)


def is_explained(lines: list[str], index: int) -> bool:
    comment = []
    while index and lines[index - 1].strip().startswith("#"):
        index -= 1
        comment.append(lines[index])
    return any(reason in " ".join(comment) for reason in REASONS)


def test_codes_of_rules_are_named_by_their_own_file_only() -> None:
    assert [named for file in product_files() for named in bare_codes(file)] == []


def test_a_bare_code_when_planted_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text('if finding.code == "R13":\n    pass\n')
    assert bare_codes(planted) == ["planted.py names R13"]


#: Fields whose figure is part of what they are, not of judgement.
WHAT_IT_IS = {"every_days: int = 7", "SAME_NAME = 2", "LIKE_NAME = 3", "WEAK_NAME = 4"} | {
    "SEVERAL = 2",
    "NEAR = 3",
    "NONE = 4",
    "RANGE = 5",
    "TOGETHER = 6",
    "IN_PARTS = 7",
    "NET = 8",
}


def test_figures_say_where_they_are_from() -> None:
    unexplained = [
        f"{file.relative_to(ROOT)}: {figure}"
        for file in ROOM.rglob("*.py")
        if "migrations" not in file.parts
        for figure in unexplained_figures(file.read_text())
        if figure not in WHAT_IT_IS
    ]
    assert unexplained == []


@pytest.mark.parametrize(
    "planted",
    [
        "LIKE = 90\n",
        "# The likeness of names.\nLIKE = 90\n",
        "SPAN = timedelta(400)\n",
        "class Settings:\n    days_late: int = 13\n",
    ],
)
def test_a_figure_without_its_reason_when_planted_is_found(planted: str) -> None:
    assert unexplained_figures(planted) == [planted.splitlines()[-1].strip()]


def test_a_figure_with_its_reason_is_let_be() -> None:
    assert unexplained_figures("# Per cent. Judgement: names are cut.\nLIKE = 90\n") == []
