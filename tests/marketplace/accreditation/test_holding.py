"""Suspending at once, for somebody's safety: hidden at once, told later, ended by the same team only."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.accrediting import (
    lift_suspension,
    suspend_accreditation,
    withdraw_accreditation,
)
from marketplace.accreditation.actions.holding import (
    HELD_REASON,
    end_suspension_at_once,
    suspend_supplier_at_once,
    tell_supplier_of_suspension,
)
from marketplace.accreditation.errors import AccreditationError
from marketplace.accreditation.models import Accreditation
from marketplace.accreditation.rules import AccreditationState
from marketplace.listings.models import Listing
from marketplace.notifications.models import Notification
from marketplace.safeguarding.actions.linking import link_subject
from marketplace.safeguarding.models import ConcernNote
from tests.factories.accounts import NOW, as_viewer, make_user
from tests.factories.accreditation import make_accreditation, make_scheme
from tests.factories.listings import make_public_listing
from tests.factories.safeguarding import make_concern, make_officer
from tests.factories.suppliers import make_supplier, make_supplier_with_user

pytestmark = pytest.mark.django_db


def test_supplier_when_suspended_at_once_is_hidden_and_not_told() -> None:
    supplier, user = make_supplier_with_user()
    listing, by = make_public_listing(supplier), as_viewer(make_officer())
    suspend_supplier_at_once(by=by, supplier_id=supplier.pk)
    assert not Listing.objects.public(at=NOW).filter(pk=listing.pk).exists()
    assert not Notification.objects.filter(user=user).exists()
    tell_supplier_of_suspension(by=by, supplier_id=supplier.pk)
    tell_supplier_of_suspension(by=by, supplier_id=supplier.pk)
    assert Notification.objects.get(user=user).kind == "accreditation_suspended"
    end_suspension_at_once(by=by, supplier_id=supplier.pk)
    assert Listing.objects.public(at=NOW).filter(pk=listing.pk).exists()
    assert Notification.objects.filter(user=user).count() == 2


def test_suspension_when_read_says_neither_why_nor_by_whom() -> None:
    supplier, user = make_supplier_with_user()
    make_public_listing(supplier)
    officer = make_officer(name="Olwen Pryce")
    suspend_supplier_at_once(by=as_viewer(officer), supplier_id=supplier.pk)
    for reader in (user, make_user(Role.ACCREDITOR)):
        client = Client()
        client.force_login(reader)
        page = client.get(f"/suppliers/{supplier.public_id}/").content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        assert HELD_REASON in main
        for word in ("Olwen", "afeguarding", "concern", "End suspension"):
            assert word not in main


def test_suspension_when_another_team_made_it_is_not_for_accreditors_to_change() -> None:
    supplier = make_supplier()
    make_public_listing(supplier)
    suspend_supplier_at_once(by=as_viewer(make_officer()), supplier_id=supplier.pk)
    row, by = Accreditation.objects.get(), as_viewer(make_user(Role.ACCREDITOR))
    for change in (lift_suspension, withdraw_accreditation):
        with pytest.raises(AccreditationError, match="accreditation_held"):
            change(by=by, accreditation_id=row.pk, reason="It is over")
    with pytest.raises(PermissionDenied):
        end_suspension_at_once(by=by, supplier_id=supplier.pk)


def test_suspension_under_another_scheme_when_the_supplier_is_held_is_not_ended_meanwhile() -> None:
    supplier, accreditor = make_supplier(), make_user(Role.ACCREDITOR)
    listing, by = make_public_listing(supplier), as_viewer(accreditor)
    other = make_accreditation(supplier, scheme=make_scheme())
    suspend_accreditation(by=by, accreditation_id=other.pk, reason="Insurance is missing")
    suspend_supplier_at_once(by=as_viewer(make_officer()), supplier_id=supplier.pk)
    with pytest.raises(AccreditationError, match="accreditation_held"):
        lift_suspension(by=by, accreditation_id=other.pk, reason="Insurance came")
    assert not Listing.objects.public(at=NOW).filter(pk=listing.pk).exists()
    client = Client()
    client.force_login(accreditor)
    page = client.get(f"/suppliers/{supplier.public_id}/").content.decode()
    assert "End suspension" not in page
    assert "Withdraw" in page
    end_suspension_at_once(by=as_viewer(make_officer()), supplier_id=supplier.pk)
    assert lift_suspension(by=by, accreditation_id=other.pk, reason="Insurance came")
    withdraw_accreditation(by=by, accreditation_id=other.pk, reason="Over")


def test_suspension_when_there_is_nothing_to_suspend_or_to_end_is_refused() -> None:
    supplier, by = make_supplier(), as_viewer(make_officer())
    with pytest.raises(AccreditationError, match="accreditation_nothing_valid"):
        suspend_supplier_at_once(by=by, supplier_id=supplier.pk)
    make_public_listing(supplier)
    Accreditation.objects.update(state=AccreditationState.SUSPENDED)
    with pytest.raises(AccreditationError, match="accreditation_not_held"):
        end_suspension_at_once(by=by, supplier_id=supplier.pk)


def test_officer_when_they_act_for_the_supplier_cannot_suspend_it() -> None:
    near = make_user(Role.SAFEGUARDING, Role.SUPPLIER)
    supplier = make_supplier(staff=near)
    make_public_listing(supplier)
    with pytest.raises(PermissionDenied):
        suspend_supplier_at_once(by=as_viewer(near), supplier_id=supplier.pk)


def test_officer_when_on_the_concerns_page_suspends_tells_and_ends() -> None:
    supplier, user = make_supplier_with_user(name="Lantern Lane")
    listing, officer, concern = make_public_listing(supplier), make_officer(), make_concern()
    client = Client()
    client.force_login(officer)
    address = f"/concerns/{concern.public_id}/suppliers/"
    assert "No supplier is linked" in client.get(address).content.decode()
    pressed = {"do": "suspend", "supplier": supplier.pk}
    assert client.post(address, pressed).status_code == 404
    facts = {"kind": "listings.listing", "subject_id": listing.pk}
    link_subject(by=as_viewer(officer), concern_id=concern.pk, **facts)
    for do, state in (("suspend", "suspended"), ("tell", "suspended"), ("end", "valid")):
        assert client.post(address, {**pressed, "do": do}).status_code == 302
        assert Accreditation.objects.get().state == state
    page = client.post(address, {**pressed, "do": "end"}, follow=True).content.decode()
    assert "Your team has not suspended this supplier." in page
    assert ConcernNote.objects.filter(kind="protected").count() == 3
    assert Notification.objects.filter(user=user).count() == 2
