"""examine_seal: an auditor's finding about a broken seal, recorded from this machine."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from marketplace.accounts.rules import Role
from payments.ledger.actions import seal_ledger
from payments.ledger.models import Seal, SealExamination, Transfer
from tests.factories.accounts import as_viewer, make_user
from tests.factories.ledger import IMPORTER, NOW, drop_guards
from tests.factories.reconciliation import make_line, make_money

pytestmark = pytest.mark.django_db


@pytest.fixture
def seal(at: datetime) -> Seal:
    make_line(make_money().account, -4950, "AMARA OBI")
    return seal_ledger(by=as_viewer(IMPORTER, at))[0]


def examine(seal: Seal, email: str, council: str = "fernshire") -> str:
    said = StringIO()
    call_command(
        "examine_seal", seal.pk, council=council, by=email, reason="It came late.", stdout=said
    )
    return said.getvalue()


def test_broken_seal_is_recorded_and_verify_ledger_lists_it(seal: Seal) -> None:
    drop_guards()
    Transfer.objects.update(recorded_at=NOW)
    call_command("migrate", "ledger", verbosity=0, interactive=False)
    auditor = make_user(Role.AUDITOR)
    said = examine(seal, auditor.email.upper())
    assert said == f"Seal {seal.pk} is recorded as examined by {auditor.email}.\n"
    assert SealExamination.objects.get().examined_by == auditor
    told = StringIO()
    call_command("verify_ledger", stdout=told)
    assert (
        f"Fernshire Council: seal {seal.pk} of 21 September 2026 is broken and was"
        in told.getvalue()
    )
    assert told.getvalue().endswith("It came late.\nThe ledger is whole: 1 transfers, 1 seals.\n")


def test_seal_that_holds_is_refused_in_a_sentence(seal: Seal) -> None:
    with pytest.raises(CommandError, match="is not broken"):
        examine(seal, make_user(Role.AUDITOR).email)


def test_unknown_council_or_account_is_refused_in_a_sentence(seal: Seal) -> None:
    auditor = make_user(Role.AUDITOR)
    for email, council in ((auditor.email, "nowhere"), ("nobody@example.org", "fernshire")):
        with pytest.raises(CommandError, match="There is no"):
            examine(seal, email, council)


def test_finance_is_refused_in_a_sentence(seal: Seal) -> None:
    with pytest.raises(CommandError, match="You need the permission to record why"):
        examine(seal, make_user(Role.FINANCE).email)
