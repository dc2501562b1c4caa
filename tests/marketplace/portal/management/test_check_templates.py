"""`check_templates` goes red for each kind of template that the project refuses."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from marketplace.portal.management.commands import check_templates


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<p>" + "long " * 30 + "</p>", "characters, more than 120"),
        ("<div><p>Two blocks</p></div>", "one block to a line"),
        ('{% include "search/_row.html" %}', "takes the whole context"),
        ('{% include "search/_row.html" with cell=cell only %}', "does not say that it takes cell"),
        ("{% load reconciliation %}", "may not load reconciliation"),
        ('<p style="color: red">Red</p>', "inline style"),
    ],
)
def test_command_when_a_template_breaks_a_rule_says_which_and_fails(
    text: str,
    problem: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "search").mkdir()
    (tmp_path / "search/_row.html").write_text("{# A row. Takes nothing. #}\n")
    (tmp_path / "search/page.html").write_text(text)
    monkeypatch.setattr(check_templates, "TEMPLATES", tmp_path)
    monkeypatch.setattr(check_templates, "get_template", lambda name: None)
    with pytest.raises(CommandError):
        call_command("check_templates")
    problems = capsys.readouterr().err
    assert problem in problems
    assert "search/page.html" in problems
    assert "search/_row.html:" not in problems
