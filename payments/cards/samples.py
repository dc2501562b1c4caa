"""A card fed by statements with a statement on it, and a card of the processor with an event."""

from typing import Any
from uuid import uuid4

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions import NewAgreement, open_agreement
from marketplace.brokerage.models import AccountHolder
from marketplace.brokerage.rules import PaymentBasis, PaymentRoad, PaymentSchedule
from marketplace.core.rooms import Samples
from payments.cards.actions import (
    READER,
    freeze_card,
    import_statement,
    open_money_account,
    open_shared_account,
    read_shared_statement,
    read_stored,
    read_upload,
    take_upload,
)
from payments.cards.models import Authorisation, StatementUpload, WebhookEvent
from payments.cards.rules import POUNDS, HoldState, WholeFile
from payments.gateway.contract import StatementFile
from payments.gateway.statements import CsvMapping

#: What the card shows: days after the case began, pounds, to whom. The supplier is the plan's own.
SPENT = (
    (18, "-49.50", "{supplier}"),
    (25, "-49.50", "{supplier}"),
    (32, "-49.50", "{supplier}"),
    (36, "-61.00", "{supplier}"),
    (40, "-12.50", "FERN GARDEN CENTRE"),
    (42, "-18.20", "THE CORNER SHOP"),
    (47, "-49.50", "{supplier}"),
    (48, "-49.50", "{supplier}"),
)


def make(side: Side) -> None:
    person = side.rows["person"]
    account = open_money_account(
        by=side.machine(days=16),
        person=person,
        kind="card",
        last4="4471",
        provider="statement",
        agreements=[side.rows["agreement"]],
    )
    side.rows["account"] = account
    side.rows["card"] = account.current_card
    side.rows["import"] = import_statement(
        by=side.viewer(Role.FINANCE, days=56),
        account=account,
        data=statement(side),
        filename="card.csv",
    )
    side.rows["upload"] = take_upload(
        by=side.viewer(Role.FINANCE, days=57),
        account=account,
        data=b"Day,Who,Sum\n01/11/2026,THE CORNER SHOP,-1.00\n",
        filename="to-choose.csv",
    )
    side.rows["empty_account"] = open_money_account(
        by=side.machine(days=16), person=person, kind="bank", last4="4473", provider="statement"
    )
    side.rows["staged"] = _staged(side)
    _share(side)
    processors = open_money_account(
        by=side.machine(days=16),
        person=person,
        kind="card",
        last4="4472",
        provider="stripe",
        provider_reference=f"ic_{side.slug}_{side.name}",
    )
    side.rows["frozen"] = freeze_card(
        by=side.viewer(Role.FINANCE, days=58), card_id=processors.cards.get().pk
    )
    Authorisation.objects.create(
        authority=side.council,
        account=processors,
        card=side.rows["frozen"],
        provider_reference=f"iauth_{side.slug}_{side.name}",
        amount_pence=450,
        currency=POUNDS,
        payee="FERN GARDEN CENTRE",
        state=HoldState.CLOSED,
        newest_event="1",
        authorised_at=side.at(19),
        changed_at=side.at(20),
    )
    side.rows["event"] = WebhookEvent.objects.create(
        authority=side.council,
        provider="stripe",
        provider_account=f"acct_{side.slug}",
        event_id=f"evt_{side.name}",
        event_type="unknown",
        body=b"{}",
        received_at=side.at(20),
    )


def _staged(side: Side) -> StatementUpload:
    """A file that was read and waits for a yes."""
    by = side.viewer(Role.FINANCE, days=57)
    sent = take_upload(
        by=by,
        account=side.rows["account"],
        data=b"On,Who,Sum\n02/11/2026,THE CORNER SHOP,-2.00\n",
        filename="to-confirm.csv",
    )
    mapping = CsvMapping(date="On", payee="Who", amount="Sum")
    read_upload(by=by, upload_id=sent.pk, mapping=mapping)
    return read_stored(by=Viewer.machine(READER, side.at(57)), upload_id=sent.pk)


def _share(side: Side) -> None:
    """A share of a bank account of several people, with a payment that is nobody's yet."""
    machine = side.machine(days=16)
    new = NewAgreement(
        PaymentRoad.MANAGED_ACCOUNT,
        PaymentBasis.NET,
        PaymentSchedule.FOUR_WEEKS,
        side.at(16).date(),
        holder_name=f"Fern Payroll {side.name}",
    )
    agreement = open_agreement(by=machine, person=side.rows["person"], new=new)
    side.rows["holder"] = holder = AccountHolder.objects.get(agreements=agreement)
    shared = open_shared_account(by=machine, holder=holder, last4="4476")
    open_money_account(
        by=machine,
        person=side.rows["person"],
        kind="bank",
        last4=shared.bank_last4,
        provider="statement",
        agreements=[agreement],
        shared=shared,
    )
    read_shared_statement(
        by=side.viewer(Role.FINANCE, days=57),
        account_id=shared.pk,
        data=b"Date,Payee,Memo,Amount\n02/11/2026,THE CORNER SHOP,Card payment,-2.00\n",
        filename="shared.csv",
    )
    side.rows["shared_account"] = shared
    side.rows["shared_line"] = shared.lines.get()


def statement(side: Side) -> bytes:
    """The card's CSV file, with one line that cannot be read."""
    supplier = side.rows["accredited"].name
    rows = [
        f"{side.at(day):%d/%m/%Y},{payee.format(supplier=supplier)},Card payment,{pounds}"
        for day, pounds, payee in SPENT
    ]
    return "\n".join(["Date,Payee,Memo,Amount", *rows, "never,X,X,-1.00"]).encode()


def _import(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["import"].public_id}


def _run(side: Side, **more: Any) -> dict[str, Any]:
    return {"import_id": side.rows["import"].pk, **more}


def _upload(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["upload"].public_id}


def _sent(side: Side, **more: Any) -> dict[str, Any]:
    return {"upload_id": side.rows["upload"].pk, **more}


def _to_confirm(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["staged"].public_id}


def _confirm(side: Side, **more: Any) -> dict[str, Any]:
    return {"upload_id": side.rows["staged"].pk, **more}


def _open_upload(side: Side) -> dict[str, Any]:
    kept = {"public_id": uuid4(), "file_name": "x", "sha256": "x", "format": "csv"}
    return {"account_id": side.rows["account"].pk, "kept": kept, "asks_columns": True}


def _shared(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["shared_account"].public_id}


def _of_shared(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["shared_line"].public_id}


def _whose(side: Side, **more: Any) -> dict[str, Any]:
    return {"line_id": side.rows["shared_line"].pk, **more}


def _event(side: Side) -> dict[str, Any]:
    return {"event_id": side.rows["event"].pk}


def _open_import(side: Side) -> dict[str, Any]:
    return {
        "account": side.rows["account"],
        "file": StatementFile("csv"),
        "digest": "",
        "filename": "x",
    }


def _delivery(side: Side) -> dict[str, Any]:
    return {
        "authority": side.council,
        "raw_body": b"{}",
        "signature": "",
    }


def _open(side: Side) -> dict[str, Any]:
    return {
        "person": side.rows["person"],
        "kind": "card",
        "last4": "1234",
        "provider": "statement",
    }


def _account(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["account"].public_id}


def _card(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["card"].public_id}


def _of_card(side: Side, **more: Any) -> dict[str, Any]:
    return {"card_id": side.rows["card"].pk, **more}


def _issue(side: Side) -> dict[str, Any]:
    return {"account_id": side.rows["account"].pk, "last4": "1234"}


#: What is done to one card, each at an address of its own.
OF_A_CARD = (
    "activate_card",
    "freeze_card",
    "unfreeze_card",
    "replace_card",
    "close_card",
    "set_card_reference",
)
#: What is done to one payment of a shared account.
OF_A_SHARED_PAYMENT = ("shared_line", "undo_division", "set_shared_aside", "bring_shared_back")
SAMPLES = Samples(
    make=make,
    addresses={
        "cards:account": _account,
        "cards:close_account": _account,
        "cards:issue_card": _account,
        "cards:open_account": lambda side: {"public_id": side.rows["without_account"].public_id},
        **{f"cards:{name}": _card for name in OF_A_CARD},
        "cards:unfreeze_card": lambda side: {"public_id": side.rows["frozen"].public_id},
        "cards:shared_account": _shared,
        "cards:shared_statement": _shared,
        **{f"cards:{name}": _of_shared for name in OF_A_SHARED_PAYMENT},
        "cards:import_report": _import,
        "cards:refusals_settled": _import,
        "cards:columns": _upload,
        "cards:upload_progress": _upload,
        "cards:read_again": _upload,
        "cards:discard_upload": _upload,
        "cards:unplaced_settled": _upload,
        "cards:preview": _to_confirm,
        "cards:confirm_upload": _to_confirm,
        "cards:take_back": _import,
        "cards:event_retry": _event,
    },
    about_people=True,
    about_nobody=frozenset(
        {
            "cards:events",
            "cards:open_shared",
            "cards:processor",
            "cards:shared_accounts",
            "cards:shared_statement",
        }
    ),
    calls={
        "open_money_account": _open,
        "ask_for_accounts": lambda side: {"person_ids": [side.rows["account"].person_id]},
        "pay_into": lambda side: {
            "account": side.rows["account"],
            "agreement": side.rows["agreement"],
        },
        "pay_all_into": lambda side: {
            "account": side.rows["account"],
            "agreements": [side.rows["agreement"]],
        },
        "close_account": lambda side: {"account_id": side.rows["empty_account"].pk},
        "issue_card": _issue,
        "activate_card": _of_card,
        "freeze_card": _of_card,
        "unfreeze_card": lambda side: {"card_id": side.rows["frozen"].pk},
        "set_card_reference": lambda side: _of_card(side, provider_reference="x"),
        "replace_card": lambda side: _of_card(side, last4="1234", reason="lost"),
        "close_card": lambda side: _of_card(side, reason="lost"),
        "save_csv_mapping": lambda side: {
            "account_id": side.rows["account"].pk,
            "mapping": CsvMapping(),
        },
        "open_shared_account": lambda side: {"holder": side.rows["holder"], "last4": "1234"},
        "read_shared_statement": lambda side: {
            "account_id": side.rows["shared_account"].pk,
            "data": b"",
            "filename": "x",
        },
        "divide_shared_line": lambda side: _whose(side, parts={}),
        "undo_division": _whose,
        "set_shared_line_aside": lambda side: _whose(side, why="X"),
        "bring_shared_line_back": _whose,
        "open_import": _open_import,
        "import_chunk": lambda side: _run(side, start=0, chunk=[], whole=WholeFile()),
        "finish_import": _run,
        "settle_refusals": _run,
        "settle_unplaced": _sent,
        "open_upload": _open_upload,
        "read_upload": _sent,
        "discard_upload": _sent,
        "begin_reading": _sent,
        "end_reading": lambda side: _sent(side, why=[]),
        "put_off_reading": lambda side: _sent(side, account_ids=[]),
        "stage_upload": lambda side: _sent(side, parts=[]),
        "confirm_upload": _confirm,
        "take_back_statement": lambda side: _run(side, why="X"),
        "withdraw_chunk": _run,
        "finish_taking_back": _run,
        "clear_uploads": lambda side: {},
        "receive_webhook": _delivery,
        "process_event": _event,
        "note_failure": _event,
        "retry_event": _event,
    },
    for_council=frozenset(
        {
            *OF_A_CARD,
            "ask_for_accounts",
            "begin_reading",
            "bring_shared_line_back",
            "divide_shared_line",
            "open_shared_account",
            "read_shared_statement",
            "set_shared_line_aside",
            "undo_division",
            "close_account",
            "confirm_upload",
            "end_reading",
            "finish_import",
            "finish_taking_back",
            "import_chunk",
            "issue_card",
            "note_failure",
            "open_import",
            "open_money_account",
            "open_upload",
            "pay_all_into",
            "pay_into",
            "process_event",
            "put_off_reading",
            "receive_webhook",
            "retry_event",
            "save_csv_mapping",
            "settle_refusals",
            "settle_unplaced",
            "stage_upload",
            "take_back_statement",
            "withdraw_chunk",
        }
    ),
)
