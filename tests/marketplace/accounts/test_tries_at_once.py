"""Many tries at one instant are counted one by one: a guesser gains nothing by hurrying."""

import threading
from datetime import datetime

import pytest
from django.db import connection

from marketplace.accounts.actions.tries import count_try, take_back_try
from marketplace.accounts.lockouts import BY_ACCOUNT_AND_ADDRESS, CountedBy
from marketplace.accounts.models import FailedTries
from marketplace.accounts.tries import SIGN_IN
from tests.factories.accounts import as_viewer, make_authority

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
AT_ONCE = 12


def test_tries_when_made_at_once_are_no_more_than_are_free() -> None:
    by = as_viewer(SIGN_IN, authority=make_authority())
    barrier = threading.Barrier(AT_ONCE)
    answers: list[datetime | None] = []

    def guess(number: int) -> None:
        # Two share the account and the address, and name them in another order each.
        counted = {"pair": CountedBy.ACCOUNT_AND_ADDRESS, "address": CountedBy.ADDRESS}
        mine = dict(sorted(counted.items(), reverse=bool(number % 2)))
        try:
            barrier.wait()
            answers.append(count_try(by=by, counted=mine))
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == AT_ONCE
    assert answers.count(None) == BY_ACCOUNT_AND_ADDRESS.free
    assert set(FailedTries.objects.values_list("tries", flat=True)) == {BY_ACCOUNT_AND_ADDRESS.free}


def test_tries_when_all_were_right_leave_the_address_as_it_was() -> None:
    by = as_viewer(SIGN_IN, authority=make_authority())
    for number in range(8):
        counted = {f"pair {number}": CountedBy.ACCOUNT_AND_ADDRESS, "address": CountedBy.ADDRESS}
        assert count_try(by=by, counted=counted) is None
        take_back_try(by=by, counted=counted)
    assert list(FailedTries.objects.values_list("key", "tries")) == [("address", 0)]
