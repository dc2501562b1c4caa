"""After a transactional test the next one finds the database as it was migrated."""

import pytest
from django.db import connection

from marketplace.accounts.models import Authority
from tests.as_migrated import put_back_on_disk
from tests.factories.accounts import make_authority

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


def test_database_when_a_cursor_was_never_finished_is_whole_and_can_be_written() -> None:
    unfinished = connection.cursor()
    unfinished.execute("SELECT name FROM sqlite_master")
    assert unfinished.fetchone()
    for _ in range(3):
        put_back_on_disk()
        make_authority()
        assert Authority.objects.count() == 1
