"""What anybody sees of a council's pages."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.models import CouncilSite, HomePage, InformationPage, SectionPage
from marketplace.accounts.models import AuthorityHost, User
from marketplace.accreditation.rules import AccreditationState
from marketplace.listings.models import Listing
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind
from tests.factories.accounts import make_other_authority
from tests.factories.cms import make_council_site, make_information_page, make_public_listing


def feature(home: HomePage, *listings: Listing) -> None:
    home.featured = [("listing", listing) for listing in listings]
    home.save()


def shown(client: Client, host: str = "testserver") -> str:
    response = client.get("/", headers={"host": host})
    assert response.status_code == 200
    return response.content.decode()


def test_home_when_anonymous_asks_what_and_where(client: Client, site: CouncilSite) -> None:
    page = shown(client)
    assert "Find care and support in Fernshire" in page
    assert "<title>Find support in Fernshire – Handrail Fernshire</title>" in page
    assert 'action="/find/"' in page
    assert "01632 960 100" in page
    assert "Has space now" not in page


def test_home_is_under_60_kb_and_asks_nobody_else(client: Client, site: CouncilSite) -> None:
    feature(site.home, *[make_public_listing() for _ in range(6)])
    page = shown(client)
    assert len(page.encode()) < 60_000
    assert "https://" not in page
    assert "http://" not in page
    assert "<script" not in page
    assert " style=" not in page


def test_home_when_way_in_is_chosen_leads_to_a_narrowed_search(
    client: Client, site: CouncilSite
) -> None:
    term = Term.objects.create(
        authority=site.authority, kind=TermKind.NEED, code="dementia", label="Living with dementia"
    )
    site.home.ways = [
        ("way", {"term": term, "words": "", "detail": "At home", "picture": "people"})
    ]
    site.home.save()
    assert '<a href="/find/?need=dementia">Living with dementia</a>' in shown(client)


def test_home_when_word_was_removed_leaves_the_way_out(client: Client, site: CouncilSite) -> None:
    term = Term.objects.create(
        authority=site.authority, kind=TermKind.NEED, code="dementia", label="Living with dementia"
    )
    site.home.ways = [("way", {"term": term, "words": "", "detail": "", "picture": "people"})]
    site.home.save()
    term.delete()
    assert "Or choose what you need" not in shown(client)


def test_home_shows_featured_listings_in_the_editors_order(
    client: Client, site: CouncilSite
) -> None:
    first, second = make_public_listing(title="Zebra visits"), make_public_listing(title="Aardvark")
    feature(site.home, first, second)
    page = shown(client)
    assert page.index("Zebra visits") < page.index("Aardvark")


def test_listing_when_accreditation_is_lost_leaves_the_page_at_once(
    client: Client, site: CouncilSite
) -> None:
    listing = make_public_listing(title="Morning visits")
    feature(site.home, listing)
    assert "Morning visits" in shown(client)
    listing.supplier.accreditations.update(state=AccreditationState.SUSPENDED)
    assert "Morning visits" not in shown(client)


def test_listing_when_accreditation_runs_out_leaves_the_page(
    client: Client, site: CouncilSite
) -> None:
    listing = make_public_listing(title="Morning visits")
    feature(site.home, listing)
    listing.supplier.accreditations.update(valid_until=date(2026, 9, 21))
    assert "Morning visits" not in shown(client)


def test_listing_of_another_council_is_never_shown(client: Client, site: CouncilSite) -> None:
    feature(site.home, make_public_listing(make_other_authority(), title="Their visits"))
    assert "Their visits" not in shown(client)


def test_information_page_says_who_owns_it_and_by_when_it_is_checked(
    client: Client, site: CouncilSite, editor: User
) -> None:
    page = make_information_page(site, owner=editor)
    page.body = [
        ("heading", "What you pay"),
        ("paragraph", "<p>It depends on <b>your money</b>.</p>"),
        ("points", ["Savings", "Pension"]),
        ("steps", [{"title": "Ring us", "detail": "We ask six questions."}]),
        ("notice", {"title": "Free help", "words": "<p>Ask.</p>", "tone": "info"}),
        ("links", [{"words": "Ask elsewhere", "page": None, "address": "https://example.org/"}]),
    ]
    page.save()
    content = client.get(page.url).content.decode()
    assert "Owned by Asha Rahman, to be checked by 14 March 2027." in content
    for words in ("<h2>What you pay</h2>", "<b>your money</b>", "<li>Pension</li>", "Free help"):
        assert words in content
    assert page.title in shown(client)


def test_information_page_when_owner_left_is_the_councils(
    client: Client, site: CouncilSite
) -> None:
    page = make_information_page(site)
    assert "Owned by Fernshire Council, to be" in client.get(page.url).content.decode()


def test_paragraph_when_script_is_typed_prints_none(client: Client, site: CouncilSite) -> None:
    page = make_information_page(site)
    page.body = [("heading", "<script>alert(1)</script>")]
    page.save()
    assert "<script" not in client.get(page.url).content.decode()


def test_section_lists_its_live_pages(client: Client, site: CouncilSite) -> None:
    section = SectionPage(title="Money", slug="money", summary="What you pay, and help with it.")
    site.home.add_child(instance=section)
    for title, live in (("Charges", True), ("A draft", False)):
        page = InformationPage(
            title=title, summary="In short.", review_by=date(2027, 3, 14), live=live
        )
        section.add_child(instance=page)
    content = client.get("/money/").content.decode()
    assert "Charges" in content
    assert "A draft" not in content
    assert 'href="/money/"' in client.get("/money/charges/").content.decode()


def test_draft_is_not_found(client: Client, site: CouncilSite) -> None:
    page = make_information_page(site, live=False)
    assert client.get(page.url).status_code == 404


def test_page_of_one_council_is_not_found_at_the_other(
    client: Client, site: CouncilSite, other_site: CouncilSite
) -> None:
    page = make_information_page(site)
    assert client.get(page.url).status_code == 200
    assert client.get(page.url, headers={"host": "otherton.localhost"}).status_code == 404
    assert "Otherton" in shown(client, "otherton.localhost")


def test_page_is_served_at_every_host_of_its_council(client: Client, site: CouncilSite) -> None:
    AuthorityHost.objects.create(authority=site.authority, host="127.0.0.1")
    make_council_site(site.authority)
    page = make_information_page(site)
    assert page.url == f"/{page.slug}/"
    for host in ("testserver", "127.0.0.1:8123"):
        assert client.get(page.url, headers={"host": host}).status_code == 200
        assert f'href="/{page.slug}/"' in shown(client, host)


def test_home_asks_as_often_with_six_listings_as_with_one(
    client: Client, site: CouncilSite
) -> None:
    counts = []
    for number in (1, 6):
        feature(site.home, *[make_public_listing() for _ in range(number)])
        with CaptureQueriesContext(connection) as queries:
            shown(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 25


def test_host_without_pages_shows_no_other_councils(client: Client, site: CouncilSite) -> None:
    make_other_authority()
    assert client.get("/", headers={"host": "otherton.localhost"}).status_code == 404


@pytest.mark.parametrize("signed_in", [False, True])
def test_home_when_signed_in_or_not_draws_the_frame(
    client: Client, site: CouncilSite, editor: User, signed_in: bool
) -> None:
    if signed_in:
        client.force_login(editor)
    page = shown(client)
    assert ("My pages" in page) is signed_in
    assert ("Sign out" in page) is signed_in
