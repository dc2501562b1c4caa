"""`manage.py trial_matching`, end to end. No test here may use a database: the command uses none."""

import json
import os
import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.payments.reconciliation.trial.folders import TRUTH, plans, statement, write_folder


def run(*args: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("trial_matching", *map(str, args), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def refused(*args: object) -> str:
    with pytest.raises(CommandError) as caught:
        run(*args)
    assert caught.value.returncode == 1
    return str(caught.value)


def test_trial_when_there_is_a_truth_prints_how_right_it_was(tmp_path: Path) -> None:
    out, err = run(write_folder(tmp_path / "t", truth=TRUTH))
    assert "100.00%" in out
    assert "2 of 2" in out
    assert [row.split() for row in out.splitlines() if row.startswith("plain ")] == [
        ["plain", "2", "2", "2", "100.00%", "0", "0"]
    ]
    assert "3 of 3 lines decided" in err


def test_trial_when_there_is_no_truth_prints_what_would_be_matched(tmp_path: Path) -> None:
    out, _ = run(write_folder(tmp_path / "t"))
    assert [row.split() for row in out.splitlines()[3:]] == [
        ["auto", "items", "2"],
        ["none", "items", "1"],
    ]


def test_trial_when_asked_writes_answers_and_a_report_for_nobody_else(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "t", truth=TRUTH)
    answers, report = tmp_path / "answers.json", tmp_path / "report.json"
    run(folder, "--answers", answers, "--report", report)
    assert json.loads(answers.read_text())["lines"][0]["items"] == [["I1", 6000]]
    whole = json.loads(report.read_text())
    assert whole["score"]["total"]["right"] == 2
    assert whole["score"]["by_type"]["plain"]["recall"] == 1.0
    assert whole["answers"] == json.loads(answers.read_text())
    assert {stat.S_IMODE(file.stat().st_mode) for file in (answers, report)} == {0o600}


def test_page_when_something_is_wrong_shows_that_first(tmp_path: Path) -> None:
    truth = [TRUTH[0] | {"items": [["I2", 6000]], "why": "<b>ours</b> & true"}, *TRUTH[1:]]
    report = tmp_path / "report.html"
    run(write_folder(tmp_path / "t", truth=truth), "--report", report)
    page = report.read_text()
    assert page.index("Wrong automatic matches") < page.index("How right it was")
    assert "&lt;b&gt;ours&lt;/b&gt; &amp; true" in page
    for never in ("<script", "http://", "https://", 'style="', "<link"):
        assert never not in page
    assert page.count("<table") == page.count("<caption") > 5


def test_page_when_there_is_no_truth_shows_each_line_and_why(tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    run(write_folder(tmp_path / "t"), "--report", report)
    page = report.read_text()
    assert "CORNER BAKERY ASHBY" in page
    assert "How right it was" not in page


def test_trial_when_rows_cannot_be_read_goes_on_and_says_so(tmp_path: Path) -> None:
    text = "Date,Description,Amount\n2026-01-12,PETRA LINDQVIST,-60.00\nnever,X,-1.00\n"
    report = tmp_path / "report.html"
    folder = write_folder(tmp_path / "t", files={"jan.csv": text}, statements=[statement(rows=2)])
    out, _ = run(folder, "--report", report)
    assert "1 rows or files need a look" in out
    assert "“never” is not a date" in report.read_text()


def test_trial_when_run_twice_says_the_same(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "t", truth=TRUTH)
    reports = [tmp_path / "a.json", tmp_path / "b.json"]
    for report in reports:
        run(folder, "--report", report)
    assert reports[0].read_text() == reports[1].read_text()


def test_trial_when_the_folder_is_none_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone") == f"{tmp_path / 'gone'} is not a folder."
    assert refused(tmp_path) == "plans.json is missing, or is no plain file."


def test_trial_when_a_statement_is_missing_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "t", statements=[statement("feb.csv")])
    assert refused(folder) == "feb.csv is missing, or is no plain file."


@pytest.mark.parametrize("name", ["../plans.json", "/etc/hostname"])
def test_trial_when_a_statement_leads_out_of_the_folder_is_refused(
    tmp_path: Path, name: str
) -> None:
    folder = write_folder(tmp_path / "t", statements=[statement(name)])
    assert "which is not in the folder statements" in refused(folder)


@pytest.mark.parametrize("name", ["", "a\x00b", "x" * 5000, "\ud800.csv", "ring/a.csv"])
def test_trial_when_a_statement_has_a_name_that_no_file_has_is_refused(
    tmp_path: Path, name: str
) -> None:
    folder = write_folder(tmp_path / "t", statements=[statement(name)])
    (folder / "statements" / "ring").symlink_to("ring")
    assert "is missing" in refused(folder) or "cannot be read" in refused(folder)


def test_trial_when_a_statement_is_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "t", statements=[statement("pipe.csv")])
    os.mkfifo(folder / "statements" / "pipe.csv")
    assert refused(folder) == "pipe.csv is missing, or is no plain file."


def test_trial_when_a_report_cannot_be_written_is_refused_before_the_work(tmp_path: Path) -> None:
    folder = tmp_path / "not there yet"
    assert refused(folder, "--report", tmp_path / "r.pdf").endswith("must end in .html or .json.")
    assert "cannot be written" in refused(folder, "--answers", tmp_path / "no" / "a.json")


HOSTILE: dict[str, tuple[bytes, str]] = {
    "no bytes": (b"", "plans.json, row 1, character 1: this is not JSON."),
    "other bytes": (b"\xff\xfe\x00", "plans.json is not UTF-8."),
    "a list": (b"[]", "plans.json is not an object with keys."),
    "half of it": (b'{"council": ', "plans.json, row 1, character 13: this is not JSON."),
    "too deep": (b"[" * 200_000, "plans.json has a number that cannot be read, or is nested too deep."),
    "a number without end": (b'{"a": ' + b"9" * 5000 + b"}", "plans.json has a number that cannot be read, or is nested too deep."),
    "no number": (b'{"a": NaN}', "plans.json has a number that cannot be read, or is nested too deep."),
}  # fmt: skip


@pytest.mark.parametrize(("data", "sentence"), HOSTILE.values(), ids=HOSTILE.keys())
def test_plans_when_they_are_no_json_are_refused_in_a_sentence(
    tmp_path: Path, data: bytes, sentence: str
) -> None:
    folder = write_folder(tmp_path / "t")
    (folder / "plans.json").write_bytes(data)
    assert refused(folder) == sentence


@pytest.mark.parametrize("number", ["1e999999999", "-1", "1e400", "true", '"4"'])
def test_plans_when_units_are_beyond_belief_are_refused(tmp_path: Path, number: str) -> None:
    folder = write_folder(tmp_path / "t")
    text = json.dumps(plans()).replace('"units_per_period": 4', f'"units_per_period": {number}')
    (folder / "plans.json").write_text(text)
    assert refused(folder).startswith("plans.json, items 1: units_per_period is not as the format")


def test_statement_when_too_large_is_refused(tmp_path: Path, settings: Any) -> None:
    settings.STATEMENT_MAX_BYTES = 100
    assert refused(write_folder(tmp_path / "t")) == "jan.csv is over 0 MB."


@pytest.mark.parametrize("data", [b"", b"\x00" * 1000, bytes(range(256)) * 20, b'"' * 9999])
def test_statement_when_it_is_rubbish_is_told_and_the_trial_goes_on(
    tmp_path: Path, data: bytes
) -> None:
    out, _ = run(write_folder(tmp_path / "t", files={"jan.csv": data}))
    assert "rows or files need a look" in out


def test_keys_that_we_do_not_know_may_be_as_deep_as_json_goes(tmp_path: Path) -> None:
    deep: Any = "end"
    for _ in range(800):
        deep = [deep]
    truth = [TRUTH[0] | {"items": [], "more": deep}, *TRUTH[1:]]
    report = tmp_path / "report.json"
    run(write_folder(tmp_path / "t", truth=truth), "--report", report)
    assert "more" not in json.loads(report.read_text())["score"]["wrong"][0]["truth"]


def test_kinds_with_odd_characters_reach_the_terminal_clean(tmp_path: Path) -> None:
    truth = [TRUTH[0] | {"type": "\x1b[2J\ud800kind"}, *TRUTH[1:]]
    report = tmp_path / "report.html"
    out, _ = run(write_folder(tmp_path / "t", truth=truth), "--report", report)
    assert "kind" in out
    assert out.encode()
    assert "\x1b" not in out


def test_words_with_control_characters_reach_neither_terminal_nor_page(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "t", statements=[statement("\x1b[2Jx.csv")])
    assert "\x1b" not in refused(folder)
