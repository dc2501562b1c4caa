"""Which pages, files and editors belong to which council."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, QuerySet, Value
from wagtail.models import Collection, Page

from cms.rules import MAY_EDIT_PAGES
from marketplace.accounts.models import Authority
from marketplace.accounts.viewer import Viewer


class CouncilSiteQuerySet(models.QuerySet["CouncilSite"]):
    def visible_to(self, viewer: Viewer) -> "CouncilSiteQuerySet":
        """Those of the councils where this user edits pages."""
        return self.filter(authority_id__in=viewer.councils_with(MAY_EDIT_PAGES))

    def holding(self, page_path: str) -> "CouncilSiteQuerySet":
        """The one whose home page stands above a page, by the page's tree path."""
        return self.annotate(below=Value(page_path)).filter(below__startswith=F("home__path"))


class CouncilSite(models.Model):
    """A council's home page, collection of files and group of editors.

    Its host names are Wagtail sites, all rooted at `home`. None of them is the default site, so
    a host without one shows nothing rather than another council's pages.
    """

    authority = models.OneToOneField(Authority, models.PROTECT, related_name="council_site")
    home = models.OneToOneField("cms.HomePage", models.PROTECT, related_name="council_site")
    collection = models.OneToOneField(Collection, models.PROTECT, related_name="council_site")
    editors = models.OneToOneField(Group, models.PROTECT, related_name="council_site")

    objects = CouncilSiteQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Pages of {self.authority}"

    def files(self, model: Any) -> "QuerySet[Any]":
        """This council's images, or its documents: whichever model is given."""
        held: QuerySet[Any] = model._default_manager.filter(collection__in=self.collections())
        return held

    def pages(self) -> "QuerySet[Page]":
        """Every page of this council, drafts included."""
        return Page.objects.descendant_of(self.home, inclusive=True)

    def collections(self) -> "QuerySet[Collection]":
        """Every collection of this council's images and documents."""
        return Collection.objects.descendant_of(self.collection, inclusive=True)
