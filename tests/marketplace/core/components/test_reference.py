"""What the page of components says of each is what its tag takes."""

import inspect
from types import ModuleType

from django import template

from marketplace.core.components.reference import (
    ARGUMENT,
    SUBJECTS,
    Argument,
    components_of,
    reference,
)
from marketplace.core.templatetags import handrail


def subject_with(tag: object) -> ModuleType:
    subject = ModuleType("planted")
    subject.register = template.Library()  # type: ignore[attr-defined]
    subject.register.simple_block_tag(tag)  # type: ignore[attr-defined]
    return subject


def planted(content: str, label: str, wide: bool = False) -> str:
    """Two lines
    of purpose.

    Args:
        label: a name.
    """
    return content + label + str(wide)


def arguments_without_a_place(subject: ModuleType) -> list[str]:
    """What docstrings explain though the tag does not take it: an argument renamed or gone."""
    functions = [inspect.unwrap(made) for made in subject.register.tags.values()]
    return [
        f"{function.__name__}: {found['name']}"
        for function in functions
        for found in ARGUMENT.finditer(inspect.getdoc(function).partition("Args:\n")[2])
        if found["name"] not in inspect.signature(function).parameters
    ]


def renamed(label: str) -> str:
    """A purpose.

    Args:
        title: as it was called before.
    """
    return label


def test_component_when_read_has_its_call_purpose_and_arguments() -> None:
    (component,) = components_of(subject_with(planted))
    assert component.call == "{% planted label wide=False %}…{% endplanted %}"
    assert component.purpose == "Two lines of purpose."
    assert component.arguments[1:] == (
        Argument("label", "", "a name."),
        Argument("wide", "False", ""),
    )


def test_reference_has_every_tag_and_filter_of_the_library() -> None:
    named = {c.name for subject in reference().values() for c in subject.components}
    assert named == {*handrail.register.tags, *handrail.register.filters}


def test_every_tag_says_what_it_is_for_and_what_each_argument_means() -> None:
    tags = set(handrail.register.tags)
    silent = [
        f"{component.name}: {argument.name}"
        for subject in SUBJECTS
        for component in components_of(subject)
        for argument in component.arguments
        if component.name in tags and not argument.meaning
    ]
    assert silent == []
    assert all(c.purpose for subject in SUBJECTS for c in components_of(subject))


def test_no_docstring_speaks_of_an_argument_that_its_tag_does_not_take() -> None:
    before = ModuleType("planted")
    before.register = template.Library()  # type: ignore[attr-defined]
    before.register.simple_tag(renamed)  # type: ignore[attr-defined]
    assert arguments_without_a_place(before) == ["renamed: title"]
    assert [wrong for subject in SUBJECTS for wrong in arguments_without_a_place(subject)] == []
