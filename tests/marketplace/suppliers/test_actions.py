import pytest
from django.core.exceptions import PermissionDenied

from marketplace.accounts.rules import Role
from marketplace.core.actors import SystemActor
from marketplace.core.errors import problem
from marketplace.core.models import AuditEvent
from marketplace.suppliers.actions import edit_supplier, register_supplier, rename_supplier
from marketplace.suppliers.errors import SupplierError
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.permissions import check_can_manage_supplier
from marketplace.suppliers.rules import MAY_MANAGE_OWN_SUPPLIER, SupplierKind
from marketplace.suppliers.signals import supplier_changed
from marketplace.vocabulary.models import Place
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.suppliers import make_supplier, make_supplier_with_user

pytestmark = pytest.mark.django_db
PA = SupplierKind.PERSONAL_ASSISTANT


@pytest.fixture
def announced():
    """What was announced by signal."""
    heard = []

    def hear(**said):
        heard.append(said["supplier_ids"])

    supplier_changed.connect(hear)
    yield heard
    supplier_changed.disconnect(hear)


def register(user, at, **facts):
    council = make_authority()
    given = {"kind": PA, "name": "Amara Okafor", "phone": "01632 960 001", "town": "Brackenford"}
    return register_supplier(by=as_viewer(user, at), authority_id=council.pk, **{**given, **facts})


def edit(user, at, supplier, **facts):
    kept = ("email", "phone", "website", "address", "postcode", "town")
    given = {name: getattr(supplier, name) for name in kept}
    return edit_supplier(by=as_viewer(user, at), supplier_id=supplier.pk, **{**given, **facts})


def test_register_makes_supplier_staff_role_and_audit(at):
    user = make_user()
    supplier = register(user, at)
    assert supplier.kind == PA
    assert supplier.registered_at == at
    assert supplier.staff.get().user == user
    assert as_viewer(user, at).roles == {Role.SUPPLIER}
    check_can_manage_supplier(as_viewer(user, at), supplier)
    event = AuditEvent.objects.get(event="supplier_registered")
    assert (event.subject_id, event.data) == (supplier.pk, {"kind": "personal_assistant"})


def test_register_finds_the_point_by_postcode_then_by_town(at):
    council = make_authority()
    Place.objects.create(authority=council, code="fs1", label="FS1", latitude=51.5, longitude=-1.5)
    Place.objects.create(
        authority=council, code="brackenford", label="Brackenford", latitude=52.0, longitude=-1.0
    )
    user = make_user()
    assert register(user, at, postcode="fs1 1aa").latitude == 51.5
    assert register(user, at, name="Bea Okafor", postcode="ZZ9 9ZZ").latitude == 52.0
    elsewhere = register(user, at, name="Cy Okafor", town="Nowhere")
    assert (elsewhere.latitude, elsewhere.longitude) == (None, None)


def test_register_again_by_the_same_user_is_refused(at):
    user = make_user()
    register(user, at)
    with pytest.raises(SupplierError) as refusal:
        register(user, at, name="amara okafor ")
    assert refusal.value.problems == [
        problem("supplier_registered_already", "name", name="amara okafor")
    ]
    register(user, at, kind=SupplierKind.HOME_CARE)
    assert user.memberships.count() == 1


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"name": "Amara"}, "supplier_name_incomplete"),
        ({"phone": ""}, "supplier_unreachable"),
        ({"town": ""}, "supplier_without_place"),
    ],
)
def test_register_with_something_missing_is_refused_and_leaves_nothing(at, facts, code):
    with pytest.raises(SupplierError) as refusal:
        register(make_user(), at, **facts)
    assert refusal.value.codes == [code]
    assert not Supplier.objects.exists()
    assert not AuditEvent.objects.exists()


def test_register_by_a_closed_account_is_refused(at):
    user = make_user()
    user.is_active = False
    with pytest.raises(PermissionDenied):
        register(user, at)


def test_edit_writes_what_changed_and_announces(at, announced):
    supplier, user = make_supplier_with_user()
    edit(user, at, supplier, town="Aldermere", phone="01632 960 002")
    supplier.refresh_from_db()
    assert (supplier.town, supplier.phone) == ("Aldermere", "01632 960 002")
    assert AuditEvent.objects.get(event="supplier_edited").data == {"fields": ["phone", "town"]}
    assert announced == [[supplier.pk]]


def test_edit_without_a_change_leaves_no_trace(at, announced):
    supplier, user = make_supplier_with_user()
    edit(user, at, supplier)
    assert not AuditEvent.objects.exists()
    assert announced == []


def test_edit_to_unreachable_is_refused(at):
    supplier, user = make_supplier_with_user()
    with pytest.raises(SupplierError) as refusal:
        edit(user, at, supplier, email="", phone="", town="")
    assert refusal.value.problems == [
        problem("supplier_unreachable", "email"),
        problem("supplier_without_place", "town"),
    ]


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.ACCREDITOR, Role.BROKER])
def test_edit_by_a_stranger_is_refused(at, role):
    with pytest.raises(PermissionDenied):
        edit(make_user(role), at, make_supplier())


def test_edit_by_former_role_holder_is_refused(at):
    user = make_user()
    with pytest.raises(PermissionDenied):
        edit(user, at, make_supplier(staff=user))


def test_edit_by_system_actor_needs_the_permission(at):
    supplier = make_supplier()
    edit(SystemActor("copy", frozenset({MAY_MANAGE_OWN_SUPPLIER})), at, supplier, town="Wold")
    with pytest.raises(PermissionDenied):
        edit(SystemActor("copy"), at, supplier, town="Fen")


def rename(user, at, supplier, name):
    return rename_supplier(by=as_viewer(user, at), supplier_id=supplier.pk, name=name)


def test_rename_by_accreditor_writes_and_announces(at, announced):
    supplier = make_supplier()
    rename(make_user(Role.ACCREDITOR), at, supplier, " Lantern House ")
    supplier.refresh_from_db()
    assert supplier.name == "Lantern House"
    assert AuditEvent.objects.get(event="supplier_renamed").data == {"fields": ["name"]}
    assert announced == [[supplier.pk]]


def test_rename_by_own_staff_or_of_own_organisation_is_refused(at):
    supplier, user = make_supplier_with_user()
    with pytest.raises(PermissionDenied):
        rename(user, at, supplier, "Other")
    both = make_user(Role.ACCREDITOR)
    own = make_supplier(staff=both)
    with pytest.raises(PermissionDenied):
        rename(both, at, own, "Other")


def test_rename_by_accreditor_of_another_council_is_refused(at):
    stranger = make_user(Role.ACCREDITOR, authority=make_other_authority())
    with pytest.raises(PermissionDenied):
        rename(stranger, at, make_supplier(), "Other")


def test_rename_to_half_a_name_is_refused(at):
    with pytest.raises(SupplierError) as refusal:
        rename(make_user(Role.ACCREDITOR), at, make_supplier(PA, name="Amara Okafor"), "Amara")
    assert refusal.value.codes == ["supplier_name_incomplete"]
