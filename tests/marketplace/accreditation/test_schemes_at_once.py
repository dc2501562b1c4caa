"""Two who set one scheme at once: one draft, one version of a number, and none asked by two."""

import pytest

from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.applying import start_application
from marketplace.accreditation.actions.schemes import retire_scheme
from marketplace.accreditation.actions.versions import (
    add_requirement,
    publish_version,
    start_version,
)
from marketplace.accreditation.models import Application
from marketplace.accreditation.rules import EvidenceKind, Requirement
from marketplace.suppliers.rules import SupplierKind
from tests.factories.accounts import NOW, as_viewer, make_user
from tests.factories.accreditation import make_scheme
from tests.factories.at_once import at_once
from tests.factories.suppliers import make_supplier_with_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
KINDS = [SupplierKind.HOME_CARE]
TODAY = NOW.date()


def test_scheme_when_two_begin_publish_and_add_has_one_of_each() -> None:
    supplier, _ = make_supplier_with_user()
    scheme = make_scheme(authority=supplier.authority)
    one, two = as_viewer(make_user(Role.COMMISSIONER)), as_viewer(make_user(Role.ADMINISTRATOR))
    begin = {"scheme_id": scheme.pk}
    assert at_once(
        lambda: start_version(by=one, **begin), lambda: start_version(by=two, **begin)
    ) == ["version_drafted_already"]
    asked = Requirement("Are you fair?", "", EvidenceKind.POLICY)
    add_requirement(by=one, **begin, kinds=KINDS, asked=asked)
    codes = at_once(
        lambda: publish_version(by=one, **begin, from_date=TODAY),
        lambda: publish_version(by=two, **begin, from_date=TODAY),
        lambda: add_requirement(
            by=two,
            **begin,
            kinds=KINDS,
            asked=Requirement("Are you kind?", "", EvidenceKind.POLICY),
        ),
    )
    assert codes in (["version_not_drafted"], ["version_not_drafted", "version_not_drafted"])
    assert [row.number for row in scheme.versions.order_by("number")] == [1, 2]


def test_scheme_when_retired_while_a_supplier_applies_has_the_application_or_none() -> None:
    supplier, owner = make_supplier_with_user()
    scheme = make_scheme(authority=supplier.authority)
    setter = as_viewer(make_user(Role.ADMINISTRATOR))
    codes = at_once(
        lambda: retire_scheme(by=setter, scheme_id=scheme.pk),
        lambda: start_application(
            by=as_viewer(owner), supplier_id=supplier.pk, scheme_id=scheme.pk
        ),
    )
    assert codes in ([], ["application_scheme_unsuitable"])
    assert Application.objects.count() == 1 - len(codes)
