"""Whoever is given a payment to check can open its page."""

import pytest

from payments.reconciliation.rules.duties import MAY_RECONCILE, role_for
from payments.reconciliation.rules.exception_rule import Owner


@pytest.mark.parametrize("owner", list(Owner))
def test_role_for_any_owner_is_one_that_may_open_the_payment(owner: Owner) -> None:
    assert role_for(owner) in MAY_RECONCILE.roles
