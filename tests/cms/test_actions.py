"""Setting up a council's pages, and who is among its editors."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import GroupPagePermission, Page, Site

from cms.actions import set_up_site
from cms.errors import PagesError
from cms.models import CouncilSite, HomePage
from marketplace.accounts.models import AuthorityHost
from marketplace.accounts.rules import Role
from marketplace.core.actors import SystemActor
from marketplace.core.models import AuditEvent
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.cms import SETTER, make_council_site, make_editor

pytestmark = pytest.mark.django_db


def test_set_up_when_new_makes_home_sites_collection_and_editors(at: datetime) -> None:
    council = make_authority()
    AuthorityHost.objects.create(authority=council, host="127.0.0.1")
    editor = make_user(Role.EDITOR)

    made = set_up_site(by=as_viewer(SETTER, at), authority=council)

    assert set(Site.objects.values_list("hostname", flat=True)) == {"testserver", "127.0.0.1"}
    assert made.home.live
    assert list(made.editors.user_set.all()) == [editor]
    rights = GroupPagePermission.objects.filter(group=made.editors)
    assert set(rights.values_list("page", "permission__codename")) == {
        (made.home_id, "add_page"),
        (made.home_id, "change_page"),
        (made.home_id, "publish_page"),
    }
    events = AuditEvent.objects.order_by("pk").values_list("event", flat=True)
    assert list(events) == ["cms.site_set_up", "cms.editor_added"]


def test_set_up_when_repeated_changes_nothing(at: datetime) -> None:
    council = make_authority()
    make_user(Role.EDITOR)
    first = set_up_site(by=as_viewer(SETTER, at), authority=council)
    before = (Page.objects.count(), Site.objects.count(), AuditEvent.objects.count())

    assert set_up_site(by=as_viewer(SETTER, at), authority=council) == first
    assert (Page.objects.count(), Site.objects.count(), AuditEvent.objects.count()) == before
    assert HomePage.objects.count() == 1


def test_set_up_when_a_host_was_added_serves_it(at: datetime) -> None:
    site = make_council_site()
    AuthorityHost.objects.create(authority=site.authority, host="::1")
    set_up_site(by=as_viewer(SETTER, at), authority=site.authority)
    assert Site.objects.get(hostname="[::1]").root_page_id == site.home_id


def test_set_up_when_no_host_is_refused(at: datetime) -> None:
    council = make_authority()
    council.hosts.all().delete()
    with pytest.raises(PagesError, match="pages_without_host"):
        set_up_site(by=as_viewer(SETTER, at), authority=council)


def test_set_up_when_not_permitted_is_refused(at: datetime) -> None:
    with pytest.raises(PermissionDenied):
        set_up_site(by=as_viewer(SystemActor("other"), at), authority=make_authority())
    assert not CouncilSite.objects.exists()


def test_no_site_is_the_default_and_wagtails_own_groups_are_gone() -> None:
    make_council_site()
    assert not Site.objects.filter(is_default_site=True).exists()
    assert GroupPagePermission.objects.filter(page__depth=1).count() == 0


def test_council_site_is_visible_only_to_its_editors() -> None:
    editor = make_editor()
    make_council_site(make_other_authority())
    assert [s.authority.slug for s in CouncilSite.objects.visible_to(as_viewer(editor))] == [
        "fernshire"
    ]
    assert not CouncilSite.objects.visible_to(as_viewer(make_user(Role.BROKER)))
