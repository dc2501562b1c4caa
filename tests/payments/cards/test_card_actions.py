"""A card is issued, taken into use, frozen, replaced and closed; its account stays."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.models import AuditEvent
from marketplace.records.actions.purging import purge
from payments.cards.actions import (
    activate_card,
    close_card,
    freeze_card,
    import_statement,
    issue_card,
    open_money_account,
    replace_card,
    unfreeze_card,
)
from payments.cards.errors import CardRefused
from payments.cards.models import Card, MoneyAccount
from payments.cards.rules import CardNotice
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.cards import (
    IMPORTER,
    card_of,
    make_card_account,
    make_cardholder,
    make_money_account,
    make_stripe_card,
    statement_sample,
)
from tests.factories.notifications import read, told
from tests.factories.people import make_person
from tests.factories.records import SPENT, make_ended, nightly

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 11, 7, 12, tzinfo=UTC)


@pytest.fixture
def by() -> Viewer:
    return as_viewer(make_user(Role.FINANCE), LATER)


def refused(action: Callable[..., Any], **facts: Any) -> list[tuple[str, str]]:
    """The codes of a refusal, each with its field."""
    with pytest.raises(CardRefused) as refusal, transaction.atomic():
        action(**facts)
    return [(one.code, one.field) for one in refusal.value.problems]


def replaced(by: Viewer, card: Card, last4: str = "9920", **facts: Any) -> Card:
    return replace_card(by=by, card_id=card.pk, last4=last4, reason="lost", **facts)


def bring_in(account: MoneyAccount) -> None:
    data = statement_sample("november.csv")
    by = as_viewer(IMPORTER, LATER)
    import_statement(by=by, account=account, data=data, filename="november.csv")


def test_card_account_when_opened_has_its_first_card() -> None:
    account = make_card_account()
    card = card_of(account)
    assert (card.state, card.last4, card.issued_at) == ("issued", "4471", account.opened_at)
    assert (account.last4, account.bank_last4, card.issued_by_system) == ("4471", "", "tests")


def test_bank_account_when_opened_has_its_own_digits_and_no_card() -> None:
    account = make_money_account(last4="2206")
    assert (account.last4, account.cards.count()) == ("2206", 0)


def test_bank_account_when_given_a_card_id_is_not_opened() -> None:
    with pytest.raises(ValueError, match="no card"):
        open_money_account(
            by=as_viewer(IMPORTER, LATER),
            person=make_cardholder(),
            kind="bank",
            last4="2206",
            provider="statement",
            provider_reference="ic_1",
        )


def test_card_when_issued_after_the_last_was_closed_is_the_accounts(by: Viewer) -> None:
    account = make_card_account()
    close_card(by=by, card_id=card_of(account).pk, reason="not_needed")
    assert account.last4 == "4471"
    card = issue_card(by=by, account_id=account.pk, last4="9920")
    assert (account.last4, card.state, card.issued_by) == ("9920", "issued", by.user)
    row = AuditEvent.objects.get(event="card.issued")
    assert (row.subject_id, row.data) == (card.pk, {"account_id": account.pk})


def test_card_when_the_account_has_one_or_is_a_banks_is_not_issued(by: Viewer) -> None:
    for account, code in (
        (make_card_account(), "card_account_has_card"),
        (make_money_account(), "card_on_bank_account"),
    ):
        facts = {"by": by, "account_id": account.pk, "last4": "9920"}
        assert refused(issue_card, **facts) == [(code, "")]


@pytest.mark.parametrize("last4", ["", "471", "44711", "44a1", "٤٤٧١"])
def test_card_when_its_digits_are_not_four_is_refused(by: Viewer, last4: str) -> None:
    card = card_of(make_card_account())
    facts = {"by": by, "card_id": card.pk, "last4": last4, "reason": "lost"}
    assert refused(replace_card, **facts) == [("card_digits_wrong", "last4")]


def test_card_of_the_processor_when_without_its_id_or_with_anothers_is_refused(by: Viewer) -> None:
    card = card_of(make_stripe_card())
    make_stripe_card("ic_taken")
    facts = {"by": by, "card_id": card.pk, "last4": "9920", "reason": "lost"}
    assert refused(replace_card, **facts) == [("card_reference_missing", "provider_reference")]
    for taken in ("ic_taken", "ic_demo_1"):
        assert refused(replace_card, **facts, provider_reference=taken) == [
            ("card_reference_taken", "provider_reference")
        ]


def test_card_id_when_another_council_has_it_is_free_here(by: Viewer) -> None:
    make_stripe_card("ic_theirs", authority=make_other_authority())
    card = card_of(make_stripe_card())
    assert replaced(by, card, provider_reference="ic_theirs").provider_reference == "ic_theirs"


def test_card_when_marked_as_active_is_so_since_then(by: Viewer) -> None:
    card = activate_card(by=by, card_id=card_of(make_card_account()).pk)
    assert (card.state, card.activated_at, card.changed_at) == ("active", LATER, LATER)
    assert AuditEvent.objects.get(event="card.activated").subject_id == card.pk


def test_frozen_card_when_never_used_is_issued_again_and_else_active(by: Viewer) -> None:
    unused, used = card_of(make_card_account()), card_of(make_card_account())
    activate_card(by=by, card_id=used.pk)
    for card, state in ((unused, "issued"), (used, "active")):
        assert freeze_card(by=by, card_id=card.pk).state == "frozen"
        assert unfreeze_card(by=by, card_id=card.pk).state == state
    events = AuditEvent.objects.filter(subject_id=used.pk, event__startswith="card.")
    assert list(events.order_by("pk").values_list("event", flat=True)) == [
        "card.activated",
        "card.frozen",
        "card.unfrozen",
    ]


def test_frozen_card_when_marked_as_active_stays_frozen(by: Viewer) -> None:
    card = freeze_card(by=by, card_id=card_of(make_card_account()).pk)
    assert refused(activate_card, by=by, card_id=card.pk) == [("card_state_refuses", "")]
    card.refresh_from_db()
    assert card.state == "frozen"


def test_card_when_replaced_ends_and_the_account_goes_on_with_the_new_one(by: Viewer) -> None:
    account = make_card_account()
    bring_in(account)
    account.refresh_from_db()
    before, old = account.available_pence, card_of(account)
    new = replaced(by, old)
    account.refresh_from_db()
    old.refresh_from_db()
    assert (old.state, old.reason, old.ended_at, old.replaced_by) == (
        "replaced",
        "lost",
        LATER,
        new,
    )
    assert (new.account, new.state, new.issued_at) == (account, "issued", LATER)
    assert (account.last4, account.available_pence) == ("9920", before)
    row = AuditEvent.objects.get(event="card.replaced")
    assert (row.subject_id, row.by_user_id) == (old.pk, by.user_id)


@pytest.mark.parametrize("action", [replace_card, close_card])
def test_card_when_it_ends_for_no_reason_of_these_is_refused(
    by: Viewer, action: Callable[..., Any]
) -> None:
    card = card_of(make_card_account())
    more = {"last4": "9920"} if action is replace_card else {}
    for reason in ("", "boredom", "not_needed" if action is replace_card else "damaged"):
        facts = {"by": by, "card_id": card.pk, "reason": reason, **more}
        assert refused(action, **facts) == [("card_reason_missing", "reason")]


@pytest.mark.parametrize(
    ("action", "more"),
    [
        (activate_card, {}),
        (freeze_card, {}),
        (unfreeze_card, {}),
        (replace_card, {"last4": "9920", "reason": "lost"}),
        (close_card, {"reason": "lost"}),
    ],
)
def test_ended_card_when_anything_is_done_with_it_is_refused(
    by: Viewer, action: Callable[..., Any], more: dict[str, str]
) -> None:
    card = close_card(by=by, card_id=card_of(make_card_account()).pk, reason="stolen")
    assert refused(action, by=by, card_id=card.pk, **more) == [("card_state_refuses", "")]
    assert Card.objects.count() == 1


def test_card_when_not_frozen_cannot_be_unfrozen(by: Viewer) -> None:
    card = card_of(make_card_account())
    assert refused(unfreeze_card, by=by, card_id=card.pk) == [("card_state_refuses", "")]


def test_only_who_may_import_money_may_change_cards() -> None:
    broker, account = as_viewer(make_user(Role.BROKER), LATER), make_card_account()
    card = {"by": broker, "card_id": card_of(account).pk}
    for action, facts in (
        (issue_card, {"by": broker, "account_id": account.pk, "last4": "9920"}),
        (activate_card, card),
        (freeze_card, card),
        (unfreeze_card, card),
        (replace_card, {**card, "last4": "9920", "reason": "lost"}),
        (close_card, {**card, "reason": "lost"}),
    ):
        with pytest.raises(PermissionDenied):
            action(**facts)  # type: ignore[operator]


def test_what_becomes_of_a_card_is_told_to_the_person_in_a_sentence(by: Viewer) -> None:
    user = make_user(Role.PERSON)
    card = card_of(make_card_account(person=make_person(user=user)))
    freeze_card(by=by, card_id=card.pk)
    unfreeze_card(by=by, card_id=card.pk)
    new = replaced(by, card)
    close_card(by=by, card_id=new.pk, reason="not_needed")
    assert told(user) == [
        CardNotice.FROZEN,
        CardNotice.UNFROZEN,
        CardNotice.REPLACED,
        CardNotice.CLOSED,
    ]
    assert [line.news.sentence for line in reversed(read(user, LATER))] == [
        "The card ending 4471 is frozen. You cannot pay with it now.",
        "The card ending 4471 is not frozen any more. You can pay with it.",
        "A new card ending 9920 replaces the card ending 4471. The money is on the new card.",
        "The card ending 9920 is closed. You cannot pay with it.",
    ]


def test_first_statement_of_an_account_takes_its_only_card_into_use() -> None:
    account = make_card_account()
    bring_in(account)
    assert (card_of(account).state, card_of(account).activated_at) == ("active", LATER)


def test_statement_after_a_replacement_says_nothing_of_the_new_card(by: Viewer) -> None:
    account = make_card_account()
    new = replaced(by, card_of(account))
    bring_in(account)
    new.refresh_from_db()
    assert new.state == "issued"


def test_account_is_found_by_the_digits_of_every_card_it_had(by: Viewer) -> None:
    account, bank = make_card_account(), make_money_account(last4="9920")
    replaced(by, card_of(account))
    assert list(MoneyAccount.objects.ending("4471")) == [account]
    assert set(MoneyAccount.objects.ending("9920")) == {account, bank}
    assert not MoneyAccount.objects.ending("").filter(kind="bank").exists()


def test_account_cannot_have_two_cards_in_use() -> None:
    card = card_of(make_card_account())
    card.pk, card.public_id = None, make_card_account().public_id
    with pytest.raises(IntegrityError, match=r"account_id|one_live_card_an_account"):
        card.save()


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"ended_at": LATER}, "card_ended_for_a_reason"),
        ({"reason": "lost"}, "card_ended_for_a_reason"),
        ({"activated_at": None, "state": "active"}, "active_card_was_activated"),
    ],
)
def test_card_when_its_columns_contradict_each_other_is_not_stored(
    changes: dict[str, Any], name: str
) -> None:
    card = card_of(make_card_account())
    for column, value in changes.items():
        setattr(card, column, value)
    with pytest.raises(IntegrityError, match=name):
        card.save()


def test_card_account_cannot_have_digits_of_its_own() -> None:
    account = make_card_account()
    account.bank_last4 = "4471"
    with pytest.raises(IntegrityError, match="digits_of_a_card_on_the_card"):
        account.save()


def test_cards_when_the_record_of_their_person_is_over_are_erased_old_and_new_together() -> None:
    money = make_ended()
    replaced(as_viewer(money.finance, SPENT), card_of(money.account))
    purge(by=nightly())
    assert not Card.objects.exists()
    assert not MoneyAccount.objects.exists()
