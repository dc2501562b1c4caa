"""Suspending at once beside an accreditor who ends a suspension: nothing of the supplier stays in force."""

import pytest

from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.accrediting import lift_suspension, suspend_accreditation
from marketplace.accreditation.actions.holding import suspend_supplier_at_once
from marketplace.accreditation.models import Accreditation
from tests.factories.accounts import NOW, as_viewer, make_user
from tests.factories.accreditation import make_accreditation, make_scheme
from tests.factories.at_once import at_once
from tests.factories.listings import make_public_listing
from tests.factories.safeguarding import make_officer
from tests.factories.suppliers import make_supplier

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.mark.parametrize("_turn", range(3))
def test_supplier_when_suspended_at_once_while_a_suspension_is_ended_has_nothing_in_force(
    _turn: int,
) -> None:
    supplier = make_supplier()
    make_public_listing(supplier)
    other = make_accreditation(supplier, scheme=make_scheme())
    officer, accreditor = as_viewer(make_officer()), as_viewer(make_user(Role.ACCREDITOR))
    suspend_accreditation(by=accreditor, accreditation_id=other.pk, reason="Insurance is missing")
    codes = at_once(
        lambda: suspend_supplier_at_once(by=officer, supplier_id=supplier.pk),
        lambda: lift_suspension(by=accreditor, accreditation_id=other.pk, reason="Insurance came"),
    )
    assert codes in ([], ["accreditation_held"])
    assert not Accreditation.objects.valid(NOW.date()).filter(supplier=supplier).exists()
