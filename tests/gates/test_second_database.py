"""What PostgreSQL must prove beside SQLite: the choice of tests, and that a page has nothing to prove.

A test of a page runs on SQLite alone. So whatever one database does and the other does not is asked
for below the pages, in a query or an action, each of which a test on PostgreSQL calls.
"""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from types import FunctionType

import pytest

from tests.called import Calls, asks_the_database
from tests.gates.conftest import Plant
from tests.gates.floors import floor_of
from tests.gates.modules import Module, Tree
from tests.gates.violations import Violation, refuse, violation
from tests.second_database import SecondDatabase, may_differ

#: Locks, SQL by hand, and the order of what is empty.
CALLED = frozenset({"select_for_update", "cursor", "raw", "RawSQL", "extra"})
GIVEN = frozenset({"nulls_first", "nulls_last"})
#: Pages, and what they are made of.
PAGES = frozenset({"views", "forms", "templatetags", "components", "page_forms", "choosers"})


@pytest.mark.parametrize(
    ("path", "marks", "runs"),
    [
        ("tests/marketplace/brokerage/test_actions_deciding.py", set(), True),
        ("tests/payments/reconciliation/queries/test_statement.py", set(), True),
        ("tests/payments/cards/test_concurrency.py", {"postgresql"}, True),
        ("tests/marketplace/brokerage/test_views_budgets.py", set(), False),
        ("tests/marketplace/brokerage/test_views_budgets.py", {"postgresql"}, True),
        ("tests/marketplace/people/test_views.py", set(), False),
        ("tests/marketplace/listings/test_public_views.py", set(), False),
        ("tests/payments/reconciliation/views/test_money.py", set(), False),
        ("tests/payments/reconciliation/test_wording.py", set(), False),
        ("tests/walks/test_trail.py", set(), False),
        ("tests/cms/test_admin.py", {"pages"}, False),
        ("tests/marketplace/people/test_reviewing.py", set(), True),
    ],
)
def test_may_differ_when_about_pages_is_for_one_database(
    path: str, marks: set[str], runs: bool
) -> None:
    assert may_differ(path, marks) is runs


def _sum(one: int, two: int = 2, *, three: int = 3) -> int:
    return one + two + three


@contextmanager
def _open() -> Iterator[str]:
    yield "open"


def test_calls_when_a_function_is_first_called_note_it_and_pass_everything_on() -> None:
    opens = _open.__wrapped__  # type: ignore[attr-defined]
    assert isinstance(_sum, FunctionType)
    calls = Calls({"sum": _sum, "open": opens})
    assert calls.seen == set()
    assert [_sum(1), _sum(1, three=5), _sum(1, 1)] == [6, 8, 5]
    assert calls.seen == {"sum"}
    with _open() as found:
        assert found == "open"
    assert calls.seen == calls.watched == {"sum", "open"}


def test_asks_the_database_holds_actions_queries_and_words_of_querysets() -> None:
    assert {
        "marketplace.brokerage.actions.deciding:approve_plan",
        "marketplace.council.queries:figure",
        "marketplace.tasks.models:TaskQuerySet.open",
    } <= set(asks_the_database())


def test_untouched_are_the_files_of_which_nothing_was_called() -> None:
    run = SecondDatabase()
    run.add(["a.queries:one", "a.queries:two", "a.models:Rows.open"], ["a.queries:two"])
    assert run.untouched == ["a.models"]
    assert run.never_called == ["a.models:Rows.open", "a.queries:one"]


def differing(tree: Tree) -> list[Violation]:
    """Pages that ask for what one database does otherwise than another."""
    return [
        violation(module, call.lineno, f"{ast.unparse(call)}: ask it in a query or an action")
        for module in tree
        if _is_of_pages(module)
        for call in module.calls()
        if _differs(call)
    ]


def _is_of_pages(module: Module) -> bool:
    return floor_of(module) in {"doors", "forms"} and bool(PAGES & set(module.name.split(".")))


def _differs(call: ast.Call) -> bool:
    named = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    named = call.func.id if isinstance(call.func, ast.Name) else named
    given = {word.arg for word in call.keywords}
    one_of_a_kind = named == "distinct" and bool(call.args)
    return named in CALLED or bool(given & GIVEN) or one_of_a_kind


@pytest.mark.parametrize(
    "line",
    [
        "Plan.objects.visible_to(by).select_for_update()",
        "rows.order_by(F('day').desc(nulls_last=True))",
        "rows.distinct('person')",
        "connection.cursor()",
    ],
)
def test_page_that_asks_for_what_differs_is_refused(plant: Plant, line: str) -> None:
    tree = plant({"marketplace/people/views/own.py": line, "marketplace/people/queries.py": line})
    assert [one.file for one in differing(tree)] == ["marketplace/people/views/own.py"]


def test_page_that_asks_for_distinct_rows_passes(plant: Plant) -> None:
    assert differing(plant({"marketplace/people/views.py": "rows.distinct()"})) == []


def test_pages_of_the_product_ask_for_nothing_that_differs(product: Tree) -> None:
    refuse(differing(product))
