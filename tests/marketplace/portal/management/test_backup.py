"""The two commands: what they say, and with what they end."""

import sqlite3
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from marketplace.portal.backup import finishing
from marketplace.portal.backup.manifest import BackupRefused
from marketplace.portal.backup.refusals import in_sentences


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (BackupRefused("No."), "No."),
        (OSError(28, "No space left on device"), "The disk is full. Make room"),
        (PermissionError(13, "Permission denied", "/srv/x"), "/srv/x: Permission denied."),
        (OSError("read error"), "A file: read error."),
        (OperationalError("no such host\n"), "The database refused: no such host"),
        (sqlite3.DatabaseError("file is not a database"), "The database refused: file is not"),
    ],
)
def test_whatever_goes_wrong_is_a_sentence(error: Exception, said: str) -> None:
    with pytest.raises(CommandError) as refusal, in_sentences():
        raise error
    assert str(refusal.value).startswith(said)


def test_interrupted_command_ends_as_shells_expect() -> None:
    with pytest.raises(SystemExit) as end, in_sentences():
        raise KeyboardInterrupt
    assert end.value.code == 130


@pytest.mark.django_db(transaction=True)
def test_backup_is_made_checked_and_not_put_over_the_site_that_it_came_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "one")
    call_command("backup", folder)
    assert "The backup is whole" in capsys.readouterr().out
    call_command("restore", folder, "--check")
    assert "files are as they were written" in capsys.readouterr().out
    with pytest.raises(CommandError, match="The database is not empty"):
        call_command("restore", folder)


@pytest.mark.django_db
def test_next_steps_after_an_older_backup_are_those_of_an_upgrade(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert finishing.next_steps() == ["manage.py doctor"]
    monkeypatch.setattr(finishing, "migrations_missing", lambda: 2)
    assert finishing.next_steps()[0] == "manage.py migrate"
    assert finishing.next_steps()[-1] == "manage.py doctor"
