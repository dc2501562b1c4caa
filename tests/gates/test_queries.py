"""Queries only read, days of instants are asked as spans, and nothing below the doors answers a browser."""

import ast
from collections.abc import Iterator

import pytest

from tests.gates.conftest import Plant
from tests.gates.floors import floor_of
from tests.gates.modules import Module, Tree, called
from tests.gates.violations import Violation, refuse, violation

#: Calls that write. `update` writes where it is a queryset's: with keywords.
WRITING = frozenset(
    "create bulk_create get_or_create update_or_create save bulk_update delete".split()
)
#: What belongs to an answer: pages, "not found", redirects, messages on the next page.
ANSWERS = ("django.http", "django.shortcuts", "django.template", "django.contrib.messages")
BELOW = frozenset({"models", "permissions", "queries", "actions", "wording"})


def writing_queries(tree: Tree) -> list[Violation]:
    return [
        violation(module, line, f"a query calls {what}: writing is an action")
        for module in tree
        if floor_of(module) == "queries"
        for line, what in _writes(module)
    ]


def _writes(module: Module) -> Iterator[tuple[int, str]]:
    for call in module.calls():
        name = called(call)
        writes = name in WRITING or (name == "update" and call.keywords)
        if writes and isinstance(call.func, ast.Attribute):
            yield call.lineno, f".{name}()"


def dated_instants(tree: Tree) -> list[Violation]:
    """Filters that ask every row for the day of its instant: a function of each row, which no index helps."""
    return [
        violation(module, word.lineno, f"{word.arg}: ask from midnight() to midnight()")
        for module in tree
        if ".migrations." not in module.name
        for word in module.nodes
        if isinstance(word, ast.keyword) and "__date" in (word.arg or "")
    ]


def answering(tree: Tree) -> list[Violation]:
    """Files below the forms that import what makes an answer to a browser."""
    return [
        violation(
            module, one.line, f"{floor_of(module)} imports {one.target.module}: a door answers"
        )
        for module in tree
        if floor_of(module) in BELOW
        for one in tree.imports(module)
        if one.target.module.startswith(ANSWERS) and one.target.name != "HttpRequest"
    ]


@pytest.mark.parametrize(
    "source",
    ["ReadLog.objects.create(user=user)", "rows.update(seen=True)", "row.save()", "rows.delete()"],
)
def test_queries_when_they_write_are_refused(plant: Plant, source: str) -> None:
    assert len(writing_queries(plant({"marketplace/people/queries/own.py": source}))) == 1


def test_queries_when_they_read_pass(plant: Plant) -> None:
    source = "seen.update(other)\nPerson.objects.filter(pk=1).values()"
    assert writing_queries(plant({"marketplace/people/queries.py": source})) == []


def test_filters_when_they_ask_for_the_day_of_an_instant_are_refused(plant: Plant) -> None:
    source = (
        "rows.filter(ended_at__date__gt=on)\nrows.filter(seen_at__date=on)\nrows.filter(day__gt=on)"
    )
    found = dated_instants(plant({"marketplace/people/models.py": source}))
    assert [one.line for one in found] == [1, 2]


@pytest.mark.parametrize("floor", sorted(BELOW))
def test_floors_when_below_the_doors_never_answer(plant: Plant, floor: str) -> None:
    source = "def f():\n    from django.http import Http404"
    tree = plant({f"search/{floor}.py": source, "search/views.py": source})
    assert [one.file for one in answering(tree)] == [f"search/{floor}.py"]


def test_queries_of_the_product_only_read(product: Tree) -> None:
    refuse(writing_queries(product))


def test_filters_of_the_product_ask_days_as_spans(product: Tree) -> None:
    refuse(dated_instants(product))


def test_floors_of_the_product_answer_at_the_doors(product: Tree) -> None:
    refuse(answering(product))
