"""An editor's work in the Wagtail admin, in their own council."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import CouncilSite, HomePage, InformationPage
from cms.rules import PAGE_NOTICE
from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from marketplace.council.models import CouncilFigure
from marketplace.listings.rules import ListingState
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind
from tests.factories.accounts import make_other_authority, make_user
from tests.factories.cms import make_editor, make_information_page, make_public_listing
from tests.factories.listings import make_listing
from tests.factories.suppliers import make_supplier


def page_form(editor: User, **fields: Any) -> dict[str, Any]:
    body = [
        ("heading", "Before we meet"),
        ("paragraph", rich_text("<p>Think about <b>your week</b>.</p>")),
    ]
    return nested_form_data(
        {
            "title": "Your first meeting",
            "slug": "first-meeting",
            "summary": "What we ask, and what you may ask us.",
            "body": streamfield(body),
            "owner": editor.pk,
            "review_by": "2027-03-14",
            "search_description": "",
            "action-publish": "1",
            **fields,
        }
    )


def home_form(home: HomePage, **fields: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": home.title,
            "lede": home.lede,
            "featured_heading": home.featured_heading,
            "ways": streamfield([]),
            "steps": streamfield([]),
            "featured": streamfield([]),
            "action-publish": "1",
            **fields,
        }
    )


def add_url(site: CouncilSite, kind: str = "informationpage") -> str:
    return reverse("wagtailadmin_pages:add", args=["cms", kind, site.home_id])


def test_editor_publishes_a_page_with_owner_and_review_date(
    admin: Client, site: CouncilSite, editor: User
) -> None:
    assert admin.get(add_url(site)).status_code == 200

    response = admin.post(add_url(site), page_form(editor))

    page = InformationPage.objects.get()
    assert response.status_code == 302
    assert (page.owner, page.review_by, page.live) == (editor, date(2027, 3, 14), True)
    content = Client().get("/first-meeting/").content.decode()
    assert "<b>your week</b>" in content
    assert "Owned by Asha Rahman, to be checked by 14 March 2027." in content
    event = AuditEvent.objects.get(event="cms.page_published", subject_id=page.pk)
    assert (event.by_user_id, event.authority_id) == (editor.pk, site.authority_id)


def test_page_when_taken_down_leaves_an_audit_row(
    admin: Client, site: CouncilSite, editor: User
) -> None:
    admin.post(add_url(site), page_form(editor))
    page = InformationPage.objects.get()
    admin.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    event = AuditEvent.objects.get(event="cms.page_unpublished", subject_id=page.pk)
    assert event.by_user_id == editor.pk


@pytest.mark.parametrize("day", ["2026-09-21", "2026-01-01"])
def test_review_date_when_not_in_the_future_is_refused(
    admin: Client, site: CouncilSite, editor: User, day: str
) -> None:
    response = admin.post(add_url(site), page_form(editor, review_by=day))
    assert "must be in the future" in response.content.decode()
    assert not InformationPage.objects.exists()


def test_owner_is_asked_for_and_is_an_editor_here(
    admin: Client, site: CouncilSite, editor: User
) -> None:
    other = make_editor(make_other_authority(), name="Someone Else")
    broker = make_user(Role.BROKER, name="Bea Broker")
    asked = admin.get(add_url(site)).content.decode()
    assert "Asha Rahman" in asked
    assert "Someone Else" not in asked
    assert "Bea Broker" not in asked
    for owner in ("", other.pk, broker.pk):
        admin.post(add_url(site), page_form(editor, owner=owner))
    assert not InformationPage.objects.exists()


def test_overdue_page_may_have_a_word_put_right(
    admin: Client, site: CouncilSite, editor: User
) -> None:
    page = make_information_page(site, review_by=date(2026, 5, 1), owner=editor)
    form = page_form(editor, review_by="2026-05-01", slug=page.slug, title="Put right")
    admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    page.refresh_from_db()
    assert page.title == "Put right"


def test_editor_features_a_listing_and_a_way_in(admin: Client, site: CouncilSite) -> None:
    listing = make_public_listing(title="Morning visits")
    need = Term.objects.create(
        authority=site.authority, kind=TermKind.NEED, code="sight", label="Sight loss"
    )
    way = {"term": need.pk, "words": "Help to see", "detail": "", "picture": "people"}
    form = home_form(
        site.home,
        featured=streamfield([("listing", listing.pk)]),
        ways=streamfield([("way", way)]),
    )
    admin.post(reverse("wagtailadmin_pages:edit", args=[site.home_id]), form)
    content = Client().get("/").content.decode()
    assert "Morning visits" in content
    assert '<a href="/find/?need=sight">Help to see</a>' in content


def test_chooser_offers_this_councils_public_listings(admin: Client, site: CouncilSite) -> None:
    mine = make_public_listing(title="Morning visits")
    make_public_listing(title="A draft", state="draft")
    theirs = make_public_listing(make_other_authority(), title="Their visits")

    content = admin.get(reverse("listing_chooser:choose")).json()["html"]
    assert "Morning visits" in content
    assert "A draft" not in content
    assert "Their visits" not in content

    results = reverse("listing_chooser:choose_results")
    assert "Morning visits" in admin.get(results, {"q": "morning"}).content.decode()
    assert "Morning visits" not in admin.get(results, {"q": "evening"}).content.decode()

    assert admin.get(reverse("listing_chooser:chosen", args=[mine.pk])).status_code == 200
    assert admin.get(reverse("listing_chooser:chosen", args=[theirs.pk])).status_code == 404


def test_chooser_offers_categories_and_needs_of_this_council(
    admin: Client, site: CouncilSite
) -> None:
    for code, kind, council in (
        ("sight", TermKind.NEED, site.authority),
        ("polish", TermKind.LANGUAGE, site.authority),
        ("theirs", TermKind.NEED, make_other_authority()),
    ):
        Term.objects.create(authority=council, kind=kind, code=code, label=code.title())
    content = admin.get(reverse("term_chooser:choose")).json()["html"]
    assert "Sight" in content
    assert "Polish" not in content
    assert "Theirs" not in content


def test_featured_listing_when_no_longer_public_keeps_its_name_to_itself(
    admin: Client, site: CouncilSite
) -> None:
    listing = make_public_listing(title="Morning visits")
    site.home.featured = [("listing", listing)]
    site.home.save()
    address = reverse("wagtailadmin_pages:edit", args=[site.home_id])
    assert "Morning visits" in admin.get(address).content.decode()
    listing.supplier.accreditations.all().delete()
    content = admin.get(address).content.decode()
    assert "Morning visits" not in content
    assert "Not public now" in content


def test_home_page_is_edited_and_nothing_else(admin: Client, site: CouncilSite) -> None:
    for view in ("delete", "unpublish", "copy"):
        admin.post(reverse(f"wagtailadmin_pages:{view}", args=[site.home_id]), {})
    admin.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        + f"?id={site.home_id}"
    )
    assert HomePage.objects.filter(live=True).count() == 1


def test_only_the_three_kinds_of_page_may_be_made(admin: Client, site: CouncilSite) -> None:
    content = admin.get(
        reverse("wagtailadmin_pages:add_subpage", args=[site.home_id])
    ).content.decode()
    assert "Information page" in content
    assert "Section" in content
    assert admin.get(add_url(site, "homepage")).status_code != 200


def test_dashboard_lists_pages_to_check_the_longest_overdue_first(
    admin: Client, site: CouncilSite, other_site: CouncilSite
) -> None:
    make_information_page(site, title="Soon due", review_by=date(2026, 10, 10))
    make_information_page(site, title="Overdue", review_by=date(2026, 9, 20))
    make_information_page(site, title="Fresh", review_by=date(2027, 9, 20))
    make_information_page(other_site, title="Theirs", review_by=date(2026, 9, 1))
    content = admin.get(reverse("wagtailadmin_home")).content.decode()
    assert "Pages to check: 1 overdue" in content
    assert content.index(">Overdue</a>") < content.index(">Soon due</a>")
    assert "Fresh" not in content
    assert "Theirs" not in content


def test_dashboard_lists_pages_as_early_as_the_council_says(
    admin: Client, site: CouncilSite
) -> None:
    make_information_page(site, title="Soon due", review_by=date(2026, 10, 10))
    CouncilFigure.objects.create(
        authority=site.authority,
        key=PAGE_NOTICE.key,
        value=5,
        from_date=date(2026, 9, 1),
        source="Cabinet",
        set_at=datetime(2026, 9, 1, tzinfo=UTC),
        set_by_system="test",
    )
    assert "Soon due" not in admin.get(reverse("wagtailadmin_home")).content.decode()


def test_preview_is_drawn_as_the_page_and_may_be_framed_by_us(
    admin: Client, site: CouncilSite, editor: User
) -> None:
    address = reverse(
        "wagtailadmin_pages:preview_on_add", args=["cms", "informationpage", site.home_id]
    )
    assert admin.post(address, page_form(editor)).json()["is_valid"]
    response = admin.get(address)
    assert "Your first meeting" in response.content.decode()
    assert "Handrail Fernshire" in response.content.decode()
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_admin_wears_our_name_and_sign(admin: Client, site: CouncilSite) -> None:
    content = admin.get(reverse("wagtailadmin_home")).content.decode()
    assert "- Handrail</title>" in " ".join(content.split())
    assert 'alt="Handrail"' in content
    assert "wagtailadmin/images/favicon.ico" not in content


def test_preview_names_the_chosen_listings_that_nobody_sees_and_the_page_does_not(
    admin: Client, site: CouncilSite, editor: User
) -> None:
    draft = make_listing(
        make_supplier(authority=site.authority), title="Night care", state=ListingState.IN_REVIEW
    )
    chosen = streamfield([("listing", draft.pk)])
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[site.home_id])
    assert admin.post(address, home_form(site.home, featured=chosen)).json()["is_valid"]
    words = " ".join(admin.get(address).content.decode().split())
    assert "Night care: being checked" in words
    site.home.featured = [("listing", draft)]
    site.home.save_revision().publish()
    assert "Night care" not in Client().get("/").content.decode()


def test_admin_loads_nothing_from_elsewhere(admin: Client, site: CouncilSite) -> None:
    response = admin.get(reverse("wagtailadmin_home"))
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert 'src="http' not in response.content.decode()


def test_menu_holds_what_is_open(admin: Client, site: CouncilSite) -> None:
    content = admin.get(reverse("wagtailadmin_home")).content.decode()
    for closed in ("Reports", "Settings", "Site history", "Editor Guide"):
        assert f'"{closed}"' not in content


def test_editor_keeps_an_image_and_a_document_in_the_councils_collection(
    admin: Client, site: CouncilSite
) -> None:
    form = admin.get(reverse("wagtailimages:add")).content.decode()
    assert 'name="tags"' not in form
    admin.post(
        reverse("wagtailimages:add"),
        {"title": "Ramp", "file": _picture(), "collection": site.collection_id},
    )
    leaflet = SimpleUploadedFile("leaflet.pdf", b"%PDF-1.4\n", "application/pdf")
    admin.post(
        reverse("wagtaildocs:add"),
        {"title": "Leaflet", "file": leaflet, "collection": site.collection_id},
    )
    assert get_image_model().objects.get().collection == site.collection
    assert get_document_model().objects.get().collection == site.collection


def _picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("ramp.png", get_test_image_file().file.getvalue(), "image/png")


def test_anonymous_goes_to_our_own_sign_in(client: Client, site: CouncilSite) -> None:
    for name in ("wagtailadmin_home", "wagtailadmin_login", "wagtailadmin_password_reset"):
        response = client.get(reverse(name))
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


def test_wagtails_own_sign_in_is_never_shown(admin: Client) -> None:
    assert admin.get(reverse("wagtailadmin_login"))["Location"] == reverse("wagtailadmin_home")
    assert admin.get(reverse("wagtailadmin_account"))["Location"] == reverse("mfa_index")
    assert admin.get(reverse("wagtailadmin_password_reset")).status_code == 403


def test_signing_out_in_the_admin_ends_the_session(admin: Client) -> None:
    admin.post(reverse("wagtailadmin_logout"))
    response = admin.get(reverse("wagtailadmin_home"))
    assert response["Location"].startswith(reverse("account_login"))


def test_second_factor_is_asked_before_the_admin(admin: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["editor"]
    assert admin.get(reverse("wagtailadmin_home"))["Location"] == reverse("mfa_activate_totp")


def test_role_without_place_in_the_group_is_refused_with_a_reason(
    client: Client, site: CouncilSite
) -> None:
    late = make_user(Role.EDITOR)
    client.force_login(late)
    assert client.get(reverse("wagtailadmin_home")).status_code == 403


def test_place_in_the_group_without_the_role_is_refused(
    admin: Client, editor: User, site: CouncilSite
) -> None:
    editor.memberships.all().delete()
    assert admin.get(reverse("wagtailadmin_home")).status_code == 403


def test_superuser_has_no_way_round(client: Client, editor: User, site: CouncilSite) -> None:
    editor.is_superuser = True
    editor.save()
    client.force_login(editor)
    assert client.get(reverse("wagtailadmin_home")).status_code == 403


def test_welcome_page_of_wagtail_is_gone(db: None) -> None:
    assert list(Page.objects.values_list("depth", "numchild")) == [(1, 0)]
    assert not Group.objects.exists()
