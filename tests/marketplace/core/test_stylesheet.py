"""One stylesheet is served, made of the files in styles/, which are written to be read."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from marketplace.core.stylesheet import IMPORT, NAME, StylesheetFinder, joined, make

ENTRY = Path(settings.STYLES_DIR) / NAME
FILES = sorted(ENTRY.parent.rglob("*.css"))
MOST_COLUMNS = 99
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: A declaration or a rule that goes on after another has ended on the same line.
CROWDED = re.compile(r";[ \t]*\S|\{[ \t]*\S|\}[ \t]*\S")
#: Two selectors on a line: a comma outside brackets and quotations, on a line that opens a rule or goes on.
SELECTORS = re.compile(r"^(?!\s*[\w-]+:)[^@(\"]*,[ \t]*\S.*\{$")


def problems_in(text: str) -> list[str]:
    """Lines of a stylesheet that are too long or hold more than one declaration or selector."""
    plain = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    pairs = zip(text.splitlines(), plain.splitlines(), strict=True)
    return [
        line
        for line, code in pairs
        if len(line) > MOST_COLUMNS or CROWDED.search(code) or SELECTORS.search(code)
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_file_has_one_declaration_and_one_selector_a_line(file: Path) -> None:
    text = file.read_text()
    assert problems_in(COMMENT.sub("", text) if file == ENTRY else text) == []


@pytest.mark.parametrize(
    "line",
    [
        ".a { color: red; }",
        "  color: red; background: blue;",
        ".a, .b {",
        "} .b {",
        f'  content: "{"x" * 100}";',
    ],
)
def test_line_when_crowded_or_long_is_found(line: str) -> None:
    assert problems_in(line) == [line]


@pytest.mark.parametrize(
    "line", [":is(.a, .b) > .c {", "  font: 1rem/1.5 var(--sans);", ".a {", "}"]
)
def test_line_when_it_holds_one_thing_is_sound(line: str) -> None:
    assert problems_in(line) == []


def test_every_file_is_imported_once() -> None:
    parts = [ENTRY.parent / found["file"] for found in IMPORT.finditer(ENTRY.read_text())]
    assert sorted(parts) == [file for file in FILES if file != ENTRY]


def test_joined_when_imports_are_named_holds_every_rule_in_its_layer(tmp_path: Path) -> None:
    (tmp_path / "base.css").write_text("p {\n  margin: 0;\n}\n")
    entry = tmp_path / NAME
    entry.write_text('@layer base;\n@import url("base.css") layer(base);\n')
    assert joined(entry) == "@layer base;\n@layer base {\np {\n  margin: 0;\n}\n}\n"


def test_joined_when_an_import_is_in_another_form_is_refused(tmp_path: Path) -> None:
    entry = tmp_path / NAME
    entry.write_text('@import "base.css";')
    with pytest.raises(ValueError, match="write imports as"):
        joined(entry)


def test_make_when_nothing_changed_leaves_the_file_alone(tmp_path: Path) -> None:
    made = tmp_path / "made.css"
    make(ENTRY, made)
    first = made.stat().st_ino
    make(ENTRY, made)
    assert made.stat().st_ino == first
    made.write_text("old")
    make(ENTRY, made)
    assert made.read_text() == joined(ENTRY)


def test_finder_when_asked_finds_the_stylesheet_and_nothing_else() -> None:
    found = finders.find(NAME)
    assert isinstance(found, str)
    assert Path(found).read_text() == joined(ENTRY)
    assert StylesheetFinder().find("favicon.svg") is None


def test_stylesheet_is_found_once_so_that_no_copy_of_an_earlier_one_is_served() -> None:
    assert finders.find(NAME, find_all=True) == [StylesheetFinder().find(NAME)]


def test_collectstatic_when_files_are_named_by_content_takes_one_stylesheet(
    settings: Any, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / NAME).read_text() == joined(ENTRY)
    assert len(list(tmp_path.glob("handrail.*.css"))) == 1
