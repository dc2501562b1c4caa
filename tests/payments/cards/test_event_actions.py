from datetime import UTC, date, datetime
from itertools import permutations

import pytest
from django.core.exceptions import PermissionDenied
from django_tasks_db.models import DBTaskResult

from marketplace.accounts.rules import Role
from marketplace.core.actors import SystemActor
from marketplace.core.errors import Problem, problem
from marketplace.core.models import AuditEvent
from marketplace.council.models import CouncilFigure
from marketplace.tasks.models import Task
from payments.cards.actions import (
    WEBHOOK,
    close_card,
    freeze_card,
    note_failure,
    process_event,
    receive_webhook,
    replace_card,
    retry_event,
)
from payments.cards.errors import EventNotWaiting
from payments.cards.jobs import process_stored_event
from payments.cards.models import Authorisation, Card, MoneyAccount, ReceivedLine, WebhookEvent
from payments.cards.rules import EVENT_DAYS, ImportTask, restored
from payments.gateway.errors import DeliveryRefused
from payments.ledger.models import Transfer
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.cards import (
    card_of,
    make_processor,
    make_stripe_card,
    sign,
    stripe_event,
    stripe_sample,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 5, 12, 5, tzinfo=UTC)
CAPTURE = "issuing_transaction.created"
HELD = "issuing_authorization.created"
CHANGED = "issuing_authorization.updated"
DOLLARS = problem("card_event_other_currency", currency="USD", expected="GBP")


def receive(body: str, authority: object = None) -> WebhookEvent:
    make_processor()
    return receive_webhook(
        by=as_viewer(WEBHOOK, NOW),
        authority=authority or make_authority(),  # type: ignore[arg-type]
        raw_body=body.encode(),
        signature=sign(body, NOW),
    )


def deliver(*bodies: str) -> list[str]:
    """Store and process each; the states that the events end in."""
    events = [receive(body) for body in bodies]
    return [process_event(by=as_viewer(WEBHOOK, NOW), event_id=event.pk).state for event in events]


def available(account: MoneyAccount) -> int:
    account.refresh_from_db()
    return account.available_pence


def test_capture_is_stored_and_posted_once() -> None:
    account = make_stripe_card()
    body = stripe_event(CAPTURE, stripe_sample("capture.json"))
    assert deliver(body, body) == ["processed", "processed"]
    line = ReceivedLine.objects.get()
    assert (line.amount_pence, line.payee, line.mcc) == (-4950, "THISTLE ROW SUPPORT", "8050")
    assert line.booked_date.isoformat() == "2026-11-05"
    assert Transfer.objects.get().amount_pence == 4950
    assert available(account) == -4950
    assert WebhookEvent.objects.count() == 1


def test_two_events_about_one_transaction_post_once() -> None:
    make_stripe_card()
    moved = stripe_sample("capture.json")
    reworded = moved | {"merchant_data": moved["merchant_data"] | {"name": "THISTLE ROW"}}
    deliver(stripe_event(CAPTURE, moved), stripe_event("issuing_transaction.updated", reworded))
    assert ReceivedLine.objects.get().payee == "THISTLE ROW"
    assert Transfer.objects.count() == 1


def test_changed_amount_of_a_posted_payment_is_parked() -> None:
    account = make_stripe_card()
    deliver(stripe_event(CAPTURE, stripe_sample("capture.json")))
    again = stripe_sample("capture.json", amount=-5000)
    assert deliver(stripe_event("issuing_transaction.updated", again)) == ["parked"]
    assert available(account) == -4950


def events_of_one_purchase() -> list[str]:
    """Held, held for more, captured twice, closed, and partly refunded."""
    hold = stripe_sample("authorization.json")
    first = stripe_sample("capture.json", amount=-3000)
    second = stripe_sample("capture.json", id="ipi_demo_9", amount=-2500)
    return [
        stripe_event(HELD, hold, created=1),
        stripe_event(CHANGED, hold | {"amount": 6000}, created=2),
        stripe_event(CAPTURE, first, created=3),
        stripe_event(CAPTURE, second, created=4),
        stripe_event(CHANGED, hold | {"status": "closed", "amount": 5500}, created=5),
        stripe_event(CAPTURE, stripe_sample("refund.json"), created=6),
    ]


def test_hold_follows_the_captures() -> None:
    account = make_stripe_card()
    held, more, first, second, closed, refund = events_of_one_purchase()
    seen = []
    for body in (held, more, first, second, closed, refund):
        deliver(body)
        seen.append((available(account), Authorisation.objects.get().held_pence))
    assert seen == [
        (-5000, 5000),
        (-6000, 6000),
        (-6000, 3000),
        (-6000, 500),
        (-5500, 0),
        (-4000, 0),
    ]


@pytest.mark.parametrize("order", list(permutations(range(6)))[::37])
def test_every_order_ends_the_same(order: tuple[int, ...]) -> None:
    account = make_stripe_card()
    bodies = events_of_one_purchase()
    deliver(*(bodies[number] for number in order))
    hold = Authorisation.objects.get()
    assert (hold.state, hold.held_pence, hold.amount_pence) == ("closed", 0, 5500)
    assert available(account) == -4000
    assert sorted(ReceivedLine.objects.values_list("amount_pence", flat=True)) == [
        -3000,
        -2500,
        1500,
    ]


@pytest.mark.parametrize(
    ("change", "state", "held"),
    [
        ({"status": "expired"}, "expired", 0),
        ({"status": "reversed"}, "reversed", 0),
        ({"status": "closed", "approved": False}, "declined", 0),
        ({"status": "on_the_moon"}, "pending", 5000),
    ],
)
def test_hold_ends_as_the_processor_says(change: dict[str, object], state: str, held: int) -> None:
    account = make_stripe_card()
    deliver(stripe_event(HELD, stripe_sample("authorization.json") | change))
    hold = Authorisation.objects.get()
    assert (hold.state, hold.held_pence) == (state, held)
    assert available(account) == -held


def test_expired_hold_may_still_be_captured() -> None:
    account = make_stripe_card()
    hold = stripe_sample("authorization.json")
    deliver(
        stripe_event(HELD, hold, created=1),
        stripe_event(CHANGED, hold | {"status": "expired"}, created=2),
        stripe_event(CAPTURE, stripe_sample("capture.json"), created=3),
    )
    assert available(account) == -4950


def test_hold_that_moves_on_has_an_audit_row_of_its_own() -> None:
    make_stripe_card()
    hold = stripe_sample("authorization.json")
    deliver(
        stripe_event(HELD, hold, created=1),
        stripe_event(CHANGED, hold | {"amount": 6000}, created=2),
        stripe_event(CHANGED, hold | {"status": "expired"}, created=3),
    )
    moved = AuditEvent.objects.filter(event__startswith="card_hold.")
    assert [(one.event, one.subject_id) for one in moved] == [
        ("card_hold.expired", Authorisation.objects.get().pk)
    ]


def test_council_says_how_soon_a_parked_message_is_due() -> None:
    council = make_authority()
    CouncilFigure.objects.create(
        authority=council,
        key=EVENT_DAYS,
        value=1,
        from_date=date(2026, 1, 1),
        set_at=NOW,
        set_by_system="tests",
    )
    assert deliver(stripe_event(CAPTURE, stripe_sample("capture.json"))) == ["parked"]
    assert Task.objects.get(kind=ImportTask.PROBLEM).due_date == date(2026, 11, 6)


def test_each_settled_or_retried_event_has_one_audit_row() -> None:
    assert deliver(stripe_event(CAPTURE, stripe_sample("capture.json"))) == ["parked"]
    event = WebhookEvent.objects.get()
    retry_event(by=as_viewer(make_user(Role.FINANCE), NOW), event_id=event.pk)
    rows = AuditEvent.objects.filter(event__startswith="card_event.").order_by("pk")
    assert [(one.event, one.data["attempts"]) for one in rows] == [
        ("card_event.received", 0),
        ("card_event.parked", 1),
        ("card_event.retried", 0),
    ]


def test_capture_over_the_hold_is_taken_in_full() -> None:
    account = make_stripe_card()
    deliver(
        stripe_event(HELD, stripe_sample("authorization.json")),
        stripe_event(CAPTURE, stripe_sample("capture.json", amount=-7000)),
    )
    assert (available(account), Authorisation.objects.get().held_pence) == (-7000, 0)


def test_request_that_the_processor_has_not_decided_holds_nothing() -> None:
    make_stripe_card()
    asked = stripe_sample("authorization.json", approved=False, pending_request={"amount": 5000})
    assert deliver(
        stripe_event("issuing_authorization.request", asked), stripe_event(HELD, asked)
    ) == ["ignored", "ignored"]
    assert Authorisation.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "found", "why"),
    [
        (CAPTURE, stripe_sample("capture.json", currency="usd"), DOLLARS),
        (HELD, stripe_sample("authorization.json", currency="usd"), DOLLARS),
        ("issuing_card.updated", stripe_sample("card.json", currency="usd"), DOLLARS),
        (
            CAPTURE,
            stripe_sample("capture.json", card="ic_other"),
            problem("card_event_unknown_card"),
        ),
        (
            CAPTURE,
            stripe_sample("capture.json", amount=None),
            problem("card_event_part_not_whole", part="amount"),
        ),
    ],
)
def test_event_that_cannot_be_applied_is_parked_with_its_reason(
    kind: str, found: dict[str, object], why: Problem
) -> None:
    account = make_stripe_card()
    assert deliver(stripe_event(kind, found)) == ["parked"]
    event = WebhookEvent.objects.get()
    assert [restored(one) for one in event.problems] == [why]
    assert event.attempts == 1
    assert (ReceivedLine.objects.count(), available(account)) == (0, 0)
    assert Task.objects.get(kind=ImportTask.PROBLEM).role == Role.FINANCE


def test_events_that_nothing_is_kept_from_are_ignored() -> None:
    make_stripe_card()
    assert deliver(
        stripe_event("issuing_cardholder.updated", {"id": "ich_1"}),
        stripe_event("issuing_card.updated", stripe_sample("card.json")),
    ) == ["ignored", "ignored"]


def test_card_of_another_council_is_a_stranger() -> None:
    make_stripe_card(authority=make_other_authority())
    assert deliver(stripe_event(CAPTURE, stripe_sample("capture.json"))) == ["parked"]
    assert ReceivedLine.objects.count() == 0


def test_foreign_purchase_keeps_both_amounts() -> None:
    make_stripe_card()
    moved = stripe_sample("capture.json", merchant_amount=-5812, merchant_currency="eur")
    deliver(stripe_event(CAPTURE, moved))
    assert ReceivedLine.objects.get().description == "-58.12 EUR at the merchant"


def test_parked_event_is_tried_again_after_the_card_is_added() -> None:
    assert deliver(stripe_event(CAPTURE, stripe_sample("capture.json"))) == ["parked"]
    account = make_stripe_card()
    event = WebhookEvent.objects.get()
    retry_event(by=as_viewer(make_user(Role.FINANCE), NOW), event_id=event.pk)
    assert process_event(by=as_viewer(WEBHOOK, NOW), event_id=event.pk).state == "processed"
    assert available(account) == -4950
    assert Task.objects.get(kind=ImportTask.PROBLEM).state == "done"
    with pytest.raises(EventNotWaiting, match="card_event_not_waiting"):
        retry_event(by=as_viewer(make_user(Role.FINANCE), NOW), event_id=event.pk)


def test_delivery_is_queued_in_the_same_transaction_and_only_once() -> None:
    body = stripe_event(CAPTURE, stripe_sample("capture.json"))
    receive(body)
    receive(body)
    assert DBTaskResult.objects.count() == 1
    assert AuditEvent.objects.filter(event="card_event.received").count() == 1


@pytest.mark.parametrize("change", [{"account": "acct_other"}, {"livemode": True}])
def test_delivery_of_another_account_or_mode_is_refused(change: dict[str, object]) -> None:
    body = stripe_event(CAPTURE, stripe_sample("capture.json"), **change)
    with pytest.raises(DeliveryRefused, match="card_delivery_of_another"):
        receive(body)
    assert WebhookEvent.objects.count() == 0


def test_fault_of_ours_is_counted_and_parked_at_the_fifth_try() -> None:
    event = receive(stripe_event(CAPTURE, stripe_sample("capture.json")))
    states = [note_failure(by=as_viewer(WEBHOOK, NOW), event_id=event.pk).state for _ in range(5)]
    assert states == ["received"] * 4 + ["parked"]
    event.refresh_from_db()
    assert [restored(one) for one in event.problems] == [problem("card_event_failed", attempts=5)]
    assert Task.objects.get(kind=ImportTask.PROBLEM).due_date == date(2026, 11, 8)


def test_job_counts_the_fault_and_lets_the_queue_try_again() -> None:
    event = receive(stripe_event(CAPTURE, stripe_sample("capture.json")))
    WebhookEvent.objects.update(body=b"\xff")
    with pytest.raises(UnicodeDecodeError):
        process_stored_event.func(event.pk)
    event.refresh_from_db()
    assert (event.state, event.attempts) == ("received", 1)


def test_job_processes_the_stored_event() -> None:
    account = make_stripe_card()
    event = receive(stripe_event(CAPTURE, stripe_sample("capture.json")))
    process_stored_event.func(event.pk)
    assert available(account) == -4950


def test_only_who_may_import_money_may_receive_process_or_retry() -> None:
    event = receive(stripe_event(CAPTURE, stripe_sample("capture.json")))
    nobody = SystemActor("nobody")
    with pytest.raises(PermissionDenied):
        process_event(by=as_viewer(nobody, NOW), event_id=event.pk)
    with pytest.raises(PermissionDenied):
        retry_event(by=as_viewer(make_user(Role.BROKER), NOW), event_id=event.pk)
    with pytest.raises(PermissionDenied):
        note_failure(by=as_viewer(nobody, NOW), event_id=event.pk)


def replace(account: MoneyAccount) -> Card:
    """The old card, replaced by `ic_demo_2`."""
    by, old = as_viewer(make_user(Role.FINANCE), NOW), card_of(account)
    facts = {"last4": "9920", "reason": "lost", "provider_reference": "ic_demo_2"}
    replace_card(by=by, card_id=old.pk, **facts)
    return old


def test_payments_of_a_replaced_card_and_of_the_new_one_find_the_account() -> None:
    account = make_stripe_card()
    old = replace(account)
    late = stripe_event(CAPTURE, stripe_sample("capture.json"))
    new = stripe_event(CAPTURE, stripe_sample("capture.json", id="ipi_demo_2", card="ic_demo_2"))
    assert deliver(late, new) == ["processed", "processed"]
    assert {line.account_id for line in ReceivedLine.objects.all()} == {account.pk}
    assert available(account) == -9900
    old.refresh_from_db()
    assert (old.state, card_of(account).state) == ("replaced", "active")


def test_payment_of_a_closed_card_finds_its_account() -> None:
    account = make_stripe_card()
    card = card_of(account)
    close_card(by=as_viewer(make_user(Role.FINANCE), NOW), card_id=card.pk, reason="stolen")
    assert deliver(stripe_event(CAPTURE, stripe_sample("capture.json"))) == ["processed"]
    card.refresh_from_db()
    assert (available(account), card.state) == (-4950, "closed")


def test_hold_keeps_its_card_when_that_is_replaced_before_the_shop_takes_it() -> None:
    account = make_stripe_card()
    deliver(stripe_event(HELD, stripe_sample("authorization.json")))
    old = replace(account)
    deliver(stripe_event(CAPTURE, stripe_sample("capture.json")))
    hold = Authorisation.objects.get()
    assert (hold.card, hold.account) == (old, account)


@pytest.mark.parametrize(
    ("kind", "sample"), [(HELD, "authorization.json"), (CAPTURE, "capture.json")]
)
def test_first_payment_or_hold_takes_the_card_into_use(kind: str, sample: str) -> None:
    account = make_stripe_card()
    deliver(stripe_event(kind, stripe_sample(sample)))
    assert (card_of(account).state, card_of(account).activated_at) == ("active", NOW)


def test_declined_hold_and_payment_of_a_frozen_card_leave_it_as_it_is() -> None:
    account = make_stripe_card()
    deliver(stripe_event(HELD, stripe_sample("authorization.json", approved=False)))
    assert card_of(account).state == "issued"
    freeze_card(by=as_viewer(make_user(Role.FINANCE), NOW), card_id=card_of(account).pk)
    deliver(stripe_event(CAPTURE, stripe_sample("capture.json")))
    assert (card_of(account).state, available(account)) == ("frozen", -4950)


def test_card_id_when_two_councils_have_it_leads_to_the_one_that_was_told() -> None:
    theirs = make_stripe_card(authority=make_other_authority())
    ours = make_stripe_card()
    deliver(stripe_event(CAPTURE, stripe_sample("capture.json")))
    assert (available(ours), available(theirs)) == (-4950, 0)


@pytest.mark.parametrize("first", [0, 1])
def test_hold_when_two_changes_come_in_one_second_is_the_larger_in_any_order(first: int) -> None:
    make_stripe_card()
    hold = stripe_sample("authorization.json")
    changes = [
        stripe_event(CHANGED, hold | {"amount": 200}, created=2, event_id="evt_b"),
        stripe_event(CHANGED, hold | {"amount": 300}, created=2, event_id="evt_a"),
    ]
    deliver(stripe_event(HELD, hold | {"amount": 100}, created=1), changes[first])
    deliver(changes[1 - first])
    assert Authorisation.objects.get().held_pence == 300


def test_hold_when_its_amount_changes_after_a_part_was_taken_is_the_total_less_that_part() -> None:
    """The processor calls it "the total amount that was authorized": what was taken is part of it."""
    make_stripe_card()
    hold = stripe_sample("authorization.json")
    deliver(
        stripe_event(HELD, hold | {"amount": 5000}, created=1),
        stripe_event(CAPTURE, stripe_sample("capture.json", amount=-2000), created=2),
        stripe_event(CHANGED, hold | {"amount": 3000}, created=3),
    )
    assert Authorisation.objects.get().held_pence == 1000


def test_capture_when_its_amount_is_money_in_is_parked() -> None:
    account = make_stripe_card()
    assert deliver(stripe_event(CAPTURE, stripe_sample("capture.json", amount=500))) == ["parked"]
    assert available(account) == 0
