"""What development shows of the mail that it keeps in files instead of sending."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client

from tests.factories.accounts import make_authority

pytestmark = pytest.mark.django_db


def test_sent_mail_when_one_file_holds_several_shows_each(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    make_authority()
    settings.EMAIL_FILE_PATH = tmp_path
    keeps = "django.core.mail.backends.filebased.EmailBackend"
    with get_connection(keeps, file_path=tmp_path) as connection:
        for name in ("ann", "bea"):
            to = [f"{name}@fernshire.example"]
            EmailMessage(f"News for {name}", "Read it.", None, to, connection=connection).send()
    assert len(list(tmp_path.iterdir())) == 1
    text = client.get("/sent-mail/").content.decode()
    assert text.index("<h2>News for bea</h2>") < text.index("<h2>News for ann</h2>")
    assert "----" not in text
