"""A refusal gives the facts that its sentence needs, and names a field that a form has."""

import ast
from collections.abc import Collection, Iterable, Mapping
from string import Formatter

from marketplace.core.rooms import Sentence, collected
from tests.gates.modules import PACKAGES, Tree, called, defined_by, first_string
from tests.refusals import problems_made


def unsaid_facts(calls: Iterable[ast.Call], sentences: Mapping[str, Sentence]) -> list[str]:
    """Refusals that lack a fact which their sentence needs, so that showing them would fail."""
    return [
        f"{code}: the sentence needs {name}, which the refusal does not give"
        for call in calls
        for code in [first_string(call)]
        # A helper that makes problems adds facts of its own, as does `**facts`.
        if called(call) == "problem" and isinstance(sentences.get(code), str)
        if None not in {keyword.arg for keyword in call.keywords}
        for name in _needed(str(sentences[code]))
        if name not in {keyword.arg for keyword in call.keywords}
    ]


def _needed(sentence: str) -> set[str]:
    """The names in a format string: `{most:,}` and `{day.year}` need `most` and `day`."""
    fields = (name for _, name, _, _ in Formatter().parse(sentence) if name)
    return {name.partition(".")[0].partition("[")[0] for name in fields}


def fields_without_form(calls: Iterable[ast.Call], fields: Collection[str]) -> list[str]:
    """Refusals whose field no form of the product has: they would stand at the top instead."""
    return [
        f"{first_string(call)}: no form has a field {call.args[1].value}"
        for call in calls
        if len(call.args) > 1 and isinstance(call.args[1], ast.Constant)
        if call.args[1].value and call.args[1].value not in fields
    ]


def form_fields(tree: Tree) -> set[str]:
    """The names of every form's fields: assigned in a class of the forms' floors, or keys there."""
    files = [module for module in tree if "forms" in module.name or "management" in module.name]
    assigned = {
        name
        for module in files
        for node in module.nodes
        if isinstance(node, ast.ClassDef)
        for one in node.body
        for name in defined_by(one)
    }
    strings = {
        node.value
        for module in files
        for node in module.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return assigned | {text for text in strings if text.isidentifier()}


def made(source: str) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]


def test_refusals_when_a_fact_is_misnamed_are_refused() -> None:
    sentences: dict[str, Sentence] = {"late": "Too late: {day} is over, by {most:,}."}
    assert unsaid_facts(made("problem('late', date=1, most=2)"), sentences) == [
        "late: the sentence needs day, which the refusal does not give"
    ]
    assert unsaid_facts(made("problem('late', day=1, most=2)"), sentences) == []


def test_refusals_when_their_field_is_on_no_form_are_refused() -> None:
    assert len(fields_without_form(made("problem('late', 'dya', day=1)"), {"day"})) == 1
    assert fields_without_form(made("problem('late', 'day', day=1)"), {"day"}) == []


def test_refusals_of_the_product_give_the_facts_that_their_sentences_need() -> None:
    calls = [call for package in PACKAGES for call in problems_made(package)]
    assert unsaid_facts(calls, collected().sentences) == []
    assert len(calls) > 100


def test_refusals_of_the_product_name_fields_that_forms_have(product: Tree) -> None:
    calls = [call for package in PACKAGES for call in problems_made(package)]
    assert fields_without_form(calls, form_fields(product)) == []
