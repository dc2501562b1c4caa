"""Templates compile and load only their own room's tags."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from marketplace.portal.management.commands import check_templates

INCLUDE = re.compile(r"{% include \"([^\"]+)\"([^%]*)%}")
#: A part that readers get too says so: it sends nothing for whoever gives it no token.
MAY_TAKE = re.compile(r"may take[^%]*`csrf_token`")
SENDS = re.compile(r"{% (csrf_token|post_button)\b|csrf_token }}")


@pytest.mark.django_db
def test_templates_when_they_load_another_rooms_tags_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "people").mkdir()
    file = tmp_path / "people/record.html"
    file.write_text("{% load reconciliation %}")
    monkeypatch.setattr(check_templates, "TEMPLATES", tmp_path)
    monkeypatch.setattr(check_templates, "get_template", lambda name: None)
    assert check_templates.problems_of(file, {}) == [
        "people/record.html: may not load reconciliation"
    ]


@pytest.mark.django_db
def test_templates_of_the_product_load_only_their_own_tags(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("check_templates")
    assert "templates are sound" in capsys.readouterr().out


def test_part_when_it_sends_a_form_and_is_given_no_token_is_named(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('{% include "_part.html" with a=a only %}')
    (tmp_path / "_part.html").write_text('{% include "_form.html" with a=a only %}')
    (tmp_path / "_form.html").write_text("<form>{% csrf_token %}</form>")
    assert _without_token(tmp_path) == [
        "_part.html includes _form.html",
        "page.html includes _part.html",
    ]


def test_parts_of_the_product_that_send_forms_are_given_the_token() -> None:
    """`only` leaves the token behind, and then a browser's form is refused, though a test client's is not."""
    assert _without_token(check_templates.TEMPLATES) == []


def _without_token(folder: Path) -> list[str]:
    """Each include that is `only` of what sends a form, itself or by what it includes, without the token."""
    texts = {str(f.relative_to(folder)): f.read_text() for f in folder.rglob("*.html")}
    sends = {name for name, text in texts.items() if SENDS.search(text)}
    for_readers = {name for name, text in texts.items() if MAY_TAKE.search(text)}
    sends -= for_readers
    before = -1
    while before != len(sends):
        before = len(sends)
        using = {n for n, text in texts.items() if {i[0] for i in INCLUDE.findall(text)} & sends}
        sends |= using - for_readers
    return sorted(
        f"{name} includes {part}"
        for name, text in texts.items()
        for part, rest in INCLUDE.findall(text)
        if part in sends and " only" in rest and "csrf_token=" not in rest
    )
