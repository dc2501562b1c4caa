"""Templates compile and load only their own room's tags."""

from pathlib import Path

import pytest
from django.core.management import call_command

from marketplace.portal.management.commands import check_templates


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
