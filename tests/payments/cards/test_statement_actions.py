from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Sum

from marketplace.accounts.rules import Role
from marketplace.core.actors import SystemActor
from marketplace.core.models import AuditEvent
from marketplace.tasks.models import Task
from payments.cards.actions import import_statement, save_csv_mapping
from payments.cards.actions.statements import import_chunk, open_import
from payments.cards.errors import StatementRefused
from payments.cards.models import MoneyAccount, ReceivedLine, StatementImport
from payments.cards.rules import ImportTask, WholeFile, with_identities
from payments.cards.signals import lines_received
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements import CsvMapping, read_statement
from payments.ledger.models import Transfer
from tests.factories.accounts import as_viewer, make_user
from tests.factories.cards import (
    IMPORTER,
    csv_statement,
    make_money_account,
    make_stripe_card,
    statement_sample,
)

pytestmark = pytest.mark.django_db
Counts = tuple[int, int, int, int, int]


def bring_in(account: MoneyAccount, data: bytes, at: datetime) -> StatementImport:
    return import_statement(by=as_viewer(IMPORTER, at), account=account, data=data, filename="file")


def counts(run: StatementImport) -> Counts:
    return run.read, run.created, run.changed, run.unchanged, run.refused


def rows(*lines: str) -> bytes:
    return "\n".join(["Date,Payee,Amount,Status", *lines]).encode()


def posted(account: MoneyAccount) -> int:
    """The card or bank account's balance: its debits less its credits."""
    debits, credits = (
        Transfer.objects.filter(**{side: account.ledger_account_id}).aggregate(
            total=Sum("amount_pence", default=0)
        )["total"]
        for side in ("debit_id", "credit_id")
    )
    account.refresh_from_db()
    assert account.available_pence == debits - credits
    return int(account.available_pence)


def test_import_stores_and_posts_each_line_once(at: datetime) -> None:
    account = make_money_account()
    run = bring_in(account, statement_sample("november.csv"), at)
    assert counts(run) == (5, 5, 0, 0, 0)
    assert run.finished_at == at
    assert posted(account) == 15000 - 4950 - 900 - 900 + 118323
    transfer = Transfer.objects.get(amount_pence=4950)
    assert transfer.credit_id == account.ledger_account_id
    assert transfer.debit.kind == "unallocated"
    assert transfer.effective_date.isoformat() == "2026-11-04"
    assert AuditEvent.objects.filter(event="statement.chunk_imported").count() == 1


def test_same_file_twice_changes_nothing(at: datetime) -> None:
    account = make_money_account()
    bring_in(account, statement_sample("november.csv"), at)
    before = posted(account), Transfer.objects.count()
    run = bring_in(account, statement_sample("november.csv"), at)
    assert counts(run) == (5, 0, 0, 5, 0)
    assert run.notes[0]["code"] == "statement_note_imported_before"
    assert (posted(account), Transfer.objects.count()) == before


@pytest.mark.parametrize("name", ["november.ofx", "november.xml", "november.sta"])
def test_same_lines_in_another_format_change_nothing(name: str, at: datetime) -> None:
    account = make_money_account()
    bring_in(account, statement_sample("november.csv"), at)
    assert counts(bring_in(account, statement_sample(name), at)) == (5, 0, 0, 5, 0)


def test_two_identical_lines_stay_two_and_an_overlap_adds_none(at: datetime) -> None:
    account = make_money_account()
    twice = ["05/11/2026,CARS,-9.00,", "05/11/2026,CARS,-9.00,"]
    bring_in(account, rows("04/11/2026,SHOP,-1.00,", *twice), at)
    run = bring_in(account, rows(*twice, "06/11/2026,SHOP,-2.00,"), at)
    assert counts(run) == (3, 1, 0, 2, 0)
    assert posted(account) == -100 - 900 - 900 - 200


def test_bank_id_used_again_for_another_amount_is_a_new_line(at: datetime) -> None:
    account = make_money_account()
    first = b"id,Date,Payee,Amount\n7,05/11/2026,A,-1.00\n"
    bring_in(account, first, at)
    run = bring_in(account, first.replace(b"-1.00", b"-2.00"), at)
    assert run.created == 1
    assert posted(account) == -300


def test_reworded_line_is_changed_and_not_posted_again(at: datetime) -> None:
    account = make_money_account()
    first = b"id,Date,Payee,Amount\n7,05/11/2026,A SHP,-1.00\n"
    bring_in(account, first, at)
    run = bring_in(account, first.replace(b"A SHP", b"A SHOP"), at)
    assert counts(run) == (1, 0, 1, 0, 0)
    assert ReceivedLine.objects.get().payee == "A SHOP"
    assert Transfer.objects.count() == 1


def test_pending_line_posts_nothing_until_it_is_booked(at: datetime) -> None:
    account = make_money_account()
    bring_in(account, rows("05/11/2026,CAFE,-2.80,Pending"), at)
    assert (posted(account), ReceivedLine.objects.get().state) == (0, "pending")
    run = bring_in(account, rows("07/11/2026,CAFE,-2.80,"), at)
    line = ReceivedLine.objects.get()
    assert counts(run) == (1, 0, 1, 0, 0)
    assert (line.state, line.booked_date.isoformat()) == ("booked", "2026-11-07")
    assert AuditEvent.objects.get(event="received_lines.booked").subject_id == line.pk
    assert posted(account) == -280


def test_old_file_with_the_pending_line_changes_nothing_after_booking(at: datetime) -> None:
    account = make_money_account()
    old = rows("05/11/2026,CAFE,-2.80,Pending")
    bring_in(account, old, at)
    bring_in(account, rows("07/11/2026,CAFE,-2.80,"), at)
    assert counts(bring_in(account, old, at)) == (1, 0, 0, 1, 0)
    assert posted(account) == -280


def test_pending_twin_does_not_post_the_booked_line_again(at: datetime) -> None:
    account = make_money_account()
    bring_in(account, rows("05/11/2026,CAFE,-2.80,"), at)
    both = rows("05/11/2026,CAFE,-2.80,Pending", "05/11/2026,CAFE,-2.80,")
    assert counts(bring_in(account, both, at)) == (2, 1, 0, 1, 0)
    assert posted(account) == -280


def test_other_currency_is_kept_and_reported_and_never_posted(at: datetime) -> None:
    account = make_money_account()
    run = bring_in(account, statement_sample("euros.csv"), at)
    assert (run.created, run.other_currency) == (2, 1)
    assert ReceivedLine.objects.get(currency="EUR").state == "other_currency"
    assert posted(account) == -310
    again = bring_in(account, statement_sample("euros.csv"), at)
    assert (again.created, again.unchanged) == (0, 2)


def test_refused_rows_are_reported_and_the_rest_comes_in(at: datetime) -> None:
    account = make_money_account()
    run = bring_in(account, statement_sample("refused.csv"), at)
    assert counts(run) == (6, 2, 0, 0, 4)
    assert run.problems[0] == {
        "position": 3,
        "code": "statement_amount_unclear",
        "facts": {"shown": "12..34"},
    }
    task = Task.objects.get(kind=ImportTask.PROBLEM)
    assert (task.role, str(run.public_id) in task.address) == (Role.FINANCE, True)


@pytest.mark.parametrize(
    ("broken", "title"),
    [
        (1, "1 row of a statement was not accepted"),
        (2, "2 rows of a statement were not accepted"),
    ],
)
def test_task_about_refused_rows_counts_them(at: datetime, broken: int, title: str) -> None:
    lines = [f"0{number + 5}/11/2026,CHECK,12..3{number}," for number in range(broken)]
    bring_in(make_money_account(), rows("05/11/2026,CHECK,1.00,", *lines), at)
    assert Task.objects.get(kind=ImportTask.PROBLEM).title == title


def test_line_of_zero_is_kept_and_moves_nothing(at: datetime) -> None:
    account = make_money_account()
    assert bring_in(account, rows("05/11/2026,CHECK,0.00,"), at).created == 1
    assert Transfer.objects.count() == 0


def test_import_goes_on_where_it_was_cut_short(at: datetime) -> None:
    account = make_money_account()
    data = csv_statement(30)
    file = read_statement(data)
    run = open_import(
        by=as_viewer(IMPORTER, at), account=account, file=file, digest="x", filename="x"
    )
    first = with_identities(file.lines)[:12]
    chunk = {"import_id": run.pk, "start": 0, "chunk": first, "whole": WholeFile()}
    import_chunk(by=as_viewer(IMPORTER, at), **chunk)
    import_chunk(by=as_viewer(IMPORTER, at), **chunk)
    assert counts(StatementImport.objects.get()) == (30, 12, 0, 0, 0)
    assert StatementImport.objects.get().finished_at is None
    assert counts(bring_in(account, data, at)) == (30, 18, 0, 12, 0)
    assert ReceivedLine.objects.count() == Transfer.objects.count() == 30


def test_posted_lines_are_announced_inside_the_transaction(at: datetime) -> None:
    account = make_money_account()
    heard: list[int] = []

    def listen(line_ids: list[int], at: datetime, **_: object) -> None:
        heard.extend(line_ids)
        assert Transfer.objects.count() == len(line_ids)

    lines_received.connect(listen)
    bring_in(account, rows("05/11/2026,A,-1.00,", "05/11/2026,B,-1.00,Pending"), at)
    lines_received.disconnect(listen)
    assert heard == [ReceivedLine.objects.get(state="booked").pk]


def test_account_fed_by_the_processor_takes_no_statement(at: datetime) -> None:
    with pytest.raises(StatementRefused, match="statement_comes_by_event"):
        bring_in(make_stripe_card(), statement_sample("november.csv"), at)


def test_unreadable_file_writes_nothing(at: datetime) -> None:
    with pytest.raises(StatementUnreadable, match="statement_one_column"):
        bring_in(make_money_account(), b"just words", at)
    assert StatementImport.objects.count() == 0


def test_kept_mapping_is_used_for_the_next_file(at: datetime) -> None:
    account = make_money_account()
    mapping = CsvMapping(date="When", amount="How much", payee="Whom", out_is_positive=True)
    account = save_csv_mapping(by=as_viewer(IMPORTER, at), account_id=account.pk, mapping=mapping)
    bring_in(account, b"When,Whom,How much\n05/11/2026,A,5.00\n", at)
    assert posted(account) == -500


def test_broker_may_not_import(at: datetime) -> None:
    account = make_money_account()
    for actor in (make_user(Role.BROKER), SystemActor("nobody")):
        with pytest.raises(PermissionDenied):
            import_statement(
                by=as_viewer(actor, at),
                account=account,
                data=statement_sample("november.csv"),
                filename="f",
            )
    assert StatementImport.objects.count() == 0


def test_thousand_lines_come_in_by_bulk_queries(
    at: datetime, django_assert_max_num_queries: object
) -> None:
    account = make_money_account()
    # Four chunks: one query more in each is 4. Each reads the ledger accounts that it posts between, whose
    # owner and currency must be one. Each posting asks twice which days are closed: to choose the day, and
    # before it writes.
    with django_assert_max_num_queries(243):  # type: ignore[operator]
        bring_in(account, csv_statement(1000), at + timedelta(days=1))


@pytest.mark.real_data
def test_files_that_others_wrote_come_in(shared_data: object, at: datetime) -> None:
    found = {}
    for path in sorted((shared_data / "statements").iterdir()):  # type: ignore[operator]
        account = make_money_account()
        first = bring_in(account, path.read_bytes(), at)
        again = bring_in(account, path.read_bytes(), at)
        assert (again.created, again.unchanged) == (0, first.read)
        found[path.name] = (first.created, first.other_currency, posted(account))
    assert found == {
        "camt053.v2.minimal.xml": (1, 1, 0),
        "checking.ofx": (3, 3, 0),
        "jejik_ing.sta": (7, 7, 0),
        "uk_barclays_style.csv": (2, 0, -100),
        "uk_monzo_2018.csv": (1, 0, -1000),
    }
