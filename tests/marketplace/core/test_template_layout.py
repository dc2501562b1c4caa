"""The rules of template layout, each shown a template that breaks it."""

import pytest

from marketplace.core.template_layout import head_of, include_problems, layout_problems, signature

HEADS = {"a/_row.html": "{# One row. Takes `row`; may take `wide`. #}"}


def test_line_when_over_120_characters_is_a_problem() -> None:
    assert layout_problems("x" * 120) == []
    assert "line 2 has 121 characters" in layout_problems("short\n" + "x" * 121)[0]


@pytest.mark.parametrize(
    "line",
    [
        "<div><p>Two blocks</p></div>",
        "<li><p>One in another</p></li>",
        "<tr>{% td %}A cell in its row{% endtd %}</tr>",
        "{% field form.a %} {% field form.b %}",
        "{% panel 'Next' %}<p>What to do</p>{% endpanel %}",
    ],
)
def test_line_when_it_opens_two_blocks_is_a_problem(line: str) -> None:
    assert "one block to a line" in layout_problems(line)[0]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Ring <a href='tel:1'>us</a>, <strong>free</strong>.</p>",
        "{% td 'State' %}{% tag 'Draft' %}{% endtd %}",
        "{# It stands in a <div> with a <p>. #}",
        "<link rel='icon' href='x'>",
    ],
)
def test_line_when_words_share_it_with_inline_elements_is_sound(line: str) -> None:
    assert layout_problems(line) == []


def test_include_without_only_is_a_problem() -> None:
    assert layout_problems('{% include "a/_row.html" with row=row only %}') == []
    assert "takes the whole context" in layout_problems('{% include "a/_row.html" %}')[0]
    assert layout_problems('{% include "a/_row.html" with row=row %}') != []


@pytest.mark.parametrize(
    ("passed", "problems"),
    [
        ("row=row", []),
        ("row=row wide=True", []),
        ("wide=True", ["a/_row.html is not given row"]),
        ("row=row tall=True", ["a/_row.html does not say that it takes tall"]),
    ],
)
def test_include_when_it_passes_other_than_the_head_names_is_a_problem(
    passed: str, problems: list[str]
) -> None:
    text = f'{{% include "a/_row.html" with {passed} only %}}'
    assert include_problems(text, HEADS) == problems


def test_partial_when_it_has_no_head_comment_takes_nothing() -> None:
    text = '{% include "a/_row.html" with row=row only %}'
    assert include_problems(text, {"a/_row.html": head_of("<p>No comment</p>")}) != []


def test_signature_when_in_a_comment_block_is_read_over_its_lines() -> None:
    head = head_of("{% comment %}\nOne. Takes `a`,\n`b`; may take `c`.\n{% endcomment %}\n<p></p>")
    assert signature(head) == ({"a", "b"}, {"a", "b", "c"})
