"""Weeks that may be left over, from before anything read them: 0 becomes unsaid, and goes back to 0."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from marketplace.brokerage.models import PaymentAgreement
from marketplace.brokerage.rules import PayerKind
from tests.factories.funding import make_agreement
from tests.factories.people import make_person

pytestmark = [pytest.mark.migrates, pytest.mark.usefixtures("transactional_db")]
BEFORE = "0025_drop_option"


def test_weeks_when_migrated_back_and_forth_are_what_they_were_or_unsaid() -> None:
    weekly = {PayerKind.COUNCIL: 100}
    unsaid, said = (
        make_agreement(make_person(), weekly, from_date=date(2026, 4, 6)) for _ in range(2)
    )
    PaymentAgreement.objects.filter(pk=said.pk).update(contingency_weeks=4)

    call_command("migrate", "brokerage", BEFORE, verbosity=0, interactive=False)

    old = MigrationExecutor(connection).loader.project_state([("brokerage", BEFORE)]).apps
    rows = old.get_model("brokerage", "PaymentAgreement").objects
    weeks = dict(rows.values_list("pk", "contingency_weeks"))
    assert weeks == {unsaid.pk: 0, said.pk: 4}

    call_command("migrate", verbosity=0, interactive=False)

    again = dict(PaymentAgreement.objects.values_list("pk", "contingency_weeks"))
    assert again == {unsaid.pk: None, said.pk: 4}
