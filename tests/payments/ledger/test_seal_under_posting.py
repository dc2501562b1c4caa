"""Sealing and closing while others post, and while others seal: nothing appears below or inside after it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from marketplace.accounts.rules import Role
from payments.ledger.actions import close_period, post_transfers, seal_ledger
from payments.ledger.errors import LedgerConflict
from payments.ledger.models import Account, ClosingBalance, Seal, Transfer
from payments.ledger.queries import problems
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.ledger import IMPORTER, NOW, make_account, new_transfer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
Books = tuple[Account, Account]
#: Seconds after which a test that hangs is given up; it says nothing of how long anything takes.
GIVE_UP = 60


@pytest.fixture
def books() -> Books:
    return make_account(), make_account()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def post(books: Books) -> None:
    debit, credit = books
    post_transfers(
        by=as_viewer(IMPORTER, NOW),
        authority_id=debit.authority_id,
        transfers=[new_transfer(debit, credit)],
    )


def seal() -> list[Seal]:
    return seal_ledger(by=as_viewer(IMPORTER, NOW))


def alone(work: Callable[[], object]) -> Callable[[], object]:
    """The work on a connection of its own, closed after it."""

    def run() -> object:
        try:
            return work()
        finally:
            connection.close()

    return run


class SlowPosting:
    """A posting that has drawn its number and is not committed until it is told."""

    def __init__(self, pool: ThreadPoolExecutor, books: Books) -> None:
        self.books = books
        self.posted, self.may_end = threading.Event(), threading.Event()
        self.future: Future[object] = pool.submit(alone(self._run))
        assert self.posted.wait(GIVE_UP)

    def _run(self) -> None:
        with transaction.atomic():
            post(self.books)
            self.posted.set()
            assert self.may_end.wait(GIVE_UP)

    def end(self) -> None:
        self.may_end.set()
        self.future.result(GIVE_UP)


def wait_until_somebody_waits() -> None:
    """Until a connection waits for an advisory lock: bounded by looks, each a round trip."""
    for _ in range(100_000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if cursor.fetchone():
                return
    raise AssertionError("Nobody waits.")


def only_postgresql() -> None:
    """SQLite lets one transaction write at a time, so there is nobody to wait for."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")


def test_sealing_waits_for_a_posting_that_has_drawn_a_lower_number(
    books: Books, pool: ThreadPoolExecutor
) -> None:
    only_postgresql()
    slow = SlowPosting(pool, books)
    post_in_own_transaction(books)
    sealing = pool.submit(alone(seal))
    wait_until_somebody_waits()
    slow.end()
    sealing.result(GIVE_UP)
    assert list(problems()) == []
    (made,) = Seal.objects.all()
    numbers = list(Transfer.objects.order_by("pk").values_list("pk", flat=True))
    assert [made.first_transfer_id, made.last_transfer_id] == numbers


def test_closing_waits_for_a_posting_and_holds_what_it_posted(
    books: Books, pool: ThreadPoolExecutor
) -> None:
    only_postgresql()
    tom = as_viewer(make_user(Role.FINANCE), NOW)
    facts = {"authority_id": books[0].authority_id, "last_day": NOW.date() - timedelta(days=1)}
    slow = SlowPosting(pool, books)
    closing = pool.submit(alone(lambda: close_period(by=tom, **facts)))
    wait_until_somebody_waits()
    slow.end()
    closing.result(GIVE_UP)
    kept = dict(ClosingBalance.objects.values_list("account", "balance_pence"))
    assert kept == {books[0].pk: 4950, books[1].pk: -4950}
    with pytest.raises(LedgerConflict, match="ledger_period_closed"):
        post_in_own_transaction(books)
    assert list(problems()) == []


def post_in_own_transaction(books: Books) -> None:
    with transaction.atomic():
        post(books)


def test_sealing_does_not_wait_for_a_posting_of_another_council(
    books: Books, pool: ThreadPoolExecutor
) -> None:
    only_postgresql()
    post_in_own_transaction(books)
    other = make_other_authority()
    slow = SlowPosting(pool, (make_account(authority=other), make_account(authority=other)))
    (made,) = pool.submit(alone(seal)).result(GIVE_UP)  # type: ignore[misc]
    assert made.authority_id == books[0].authority_id
    slow.end()
    assert len(seal()) == 1
    assert list(problems()) == []


def test_posting_does_not_wait_for_another_posting(books: Books, pool: ThreadPoolExecutor) -> None:
    only_postgresql()
    slow = SlowPosting(pool, books)
    pool.submit(alone(lambda: post_in_own_transaction(books))).result(GIVE_UP)
    slow.end()
    assert Transfer.objects.count() == 2


def test_two_sealers_at_once_seal_once(books: Books, pool: ThreadPoolExecutor) -> None:
    for _ in range(5):
        post_in_own_transaction(books)
        start = threading.Barrier(3)

        def both(start: threading.Barrier = start) -> list[Seal]:
            start.wait(GIVE_UP)
            return seal()

        running = [pool.submit(alone(both)) for _ in range(3)]
        assert sum(len(one.result(GIVE_UP)) for one in running) == 1  # type: ignore[arg-type]
    assert Seal.objects.count() == 5
    assert list(problems()) == []


def test_everybody_posting_while_sealing_leaves_a_whole_ledger(
    books: Books, pool: ThreadPoolExecutor
) -> None:
    posters = [make_account() for _ in range(2)]

    def many(account: Account) -> None:
        for _ in range(15):
            post_in_own_transaction((account, books[0]))

    running = [pool.submit(alone(lambda account=account: many(account))) for account in posters]
    running += [pool.submit(alone(lambda: [seal() for _ in range(8)])) for _ in range(2)]
    for one in running:
        one.result(GIVE_UP)
    seal()
    assert list(problems()) == []
    assert Transfer.objects.count() == 30
    assert Seal.objects.latest("pk").last_transfer_id == Transfer.objects.latest("pk").pk
