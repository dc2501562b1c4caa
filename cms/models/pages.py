"""The kinds of page that an editor writes. Pages choose listings, and own none of their facts."""

from datetime import date
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.db import models
from django.utils.decorators import method_decorator
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester
from wagtail.search import index

from cms.blocks import BodyBlock, ListingChooserBlock, StepBlock, WayBlock
from marketplace.accounts.models import User


class CouncilPermissionTester(PagePermissionTester):
    """A page is a draft or it is for everybody: nobody sets a password on it."""

    def can_set_view_restrictions(self) -> bool:
        return False


class HomePermissionTester(CouncilPermissionTester):
    """A council always has its one home page: it is edited, and nothing else."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False


class CouncilPage(Page):
    """What every page of a council shares: it is public, and only at the council's own hosts."""

    # Nothing publishes by a timer, so none is offered.
    settings_panels: list[Any] = []
    promote_panels = [FieldPanel("slug"), FieldPanel("search_description")]

    class Meta:
        abstract = True

    def get_url_parts(self, request: Any = None) -> tuple[Any, ...] | None:
        """Always an address without a host: it works at every host and port of the council."""
        parts = super().get_url_parts(request)
        return parts and (parts[0], "", parts[2])

    def _get_dummy_header_url(self, original_request: Any = None) -> str | None:
        """A preview is drawn at the host where the editor works."""
        if original_request is None:
            return None
        address: str = original_request.build_absolute_uri(self.url or "/")
        return address

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        return CouncilPermissionTester(user, self)

    # The admin shows a preview in a frame of its own page.
    @method_decorator(csp_replace({"frame-ancestors": [SELF]}))
    def serve_preview(self, request: Any, mode_name: str) -> Any:
        return super().serve_preview(request, mode_name)


class HomePage(CouncilPage):
    """A council's front door: search, ways in by need, listings that have space."""

    lede: "models.CharField[str, str]" = models.CharField(
        "introduction", max_length=300, help_text="One or two sentences under the title."
    )
    ways = StreamField(
        [("way", WayBlock())],
        blank=True,
        max_num=9,
        verbose_name="ways in",
        help_text="Each leads to a search that is already narrowed.",
    )
    steps = StreamField([("step", StepBlock())], blank=True, max_num=5, verbose_name="how it works")
    featured_heading: "models.CharField[str, str]" = models.CharField(
        "heading over the listings", max_length=80, default="Has space now"
    )
    featured = StreamField(
        [("listing", ListingChooserBlock())],
        blank=True,
        max_num=6,
        verbose_name="listings to show",
        help_text="Prices and free time are always today’s. A listing that is not public any more"
        " leaves the page by itself.",
    )

    content_panels = [
        FieldPanel("title"),
        FieldPanel("lede"),
        FieldPanel("ways"),
        FieldPanel("steps"),
        MultiFieldPanel(
            [FieldPanel("featured_heading"), FieldPanel("featured")], heading="Listings"
        ),
    ]
    promote_panels = [FieldPanel("seo_title"), FieldPanel("search_description")]
    search_fields = [*Page.search_fields, index.SearchField("lede")]
    parent_page_types: list[str] = []
    subpage_types = ["cms.SectionPage", "cms.InformationPage"]
    template = "cms/home_page.html"

    class Meta:
        verbose_name = "home page"

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        return HomePermissionTester(user, self)


class SectionPage(CouncilPage):
    """A list of the pages under it."""

    summary: "models.CharField[str, str]" = models.CharField(
        max_length=300, help_text="What these pages are about."
    )

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.InformationPage"]
    template = "cms/section_page.html"

    class Meta:
        verbose_name = "section"


class InformationPage(CouncilPage):
    """A page in plain English, with somebody who looks after it and a day to check it by."""

    summary: "models.CharField[str, str]" = models.CharField(
        max_length=300, help_text="The answer first, in a sentence or two."
    )
    body = StreamField(BodyBlock(), blank=True)
    review_by: "models.DateField[date, date]" = models.DateField(
        "check this page by",
        help_text="Somebody reads it again on or before this day, and sets the next one.",
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("owner", heading="Owned by"), FieldPanel("review_by")],
            heading="Who looks after this page",
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    parent_page_types = ["cms.HomePage", "cms.SectionPage"]
    subpage_types: list[str] = []
    template = "cms/information_page.html"

    class Meta:
        verbose_name = "information page"
