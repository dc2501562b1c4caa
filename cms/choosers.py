"""Choosing a listing or a term in the Wagtail admin: only this council's, only what is public."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    ChosenView,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.queries import choosable_listings, choosable_terms
from marketplace.accounts.requests import viewer_of
from marketplace.listings.models import Listing
from marketplace.vocabulary.models import Term


class ListingSearchForm(BaseFilterForm):
    """Finds by words in the name."""

    q = forms.CharField(
        label="Search", required=False, widget=forms.TextInput(attrs={"placeholder": "Name"})
    )
    search_field = "title"

    def filter(self, objects: Any) -> Any:
        words = self.cleaned_data.get("q")
        if words:
            self.is_searching = True
            self.search_query = words
            objects = objects.filter(**{f"{self.search_field}__icontains": words})
        return super().filter(objects)


class TermSearchForm(ListingSearchForm):
    search_field = "label"


def listings_for(request: HttpRequest) -> Any:
    return choosable_listings(viewer_of(request))


def terms_for(request: HttpRequest) -> Any:
    return choosable_terms(viewer_of(request))


class ListingChooseBase(CreationFormMixin, BaseChooseView):
    filter_form_class = ListingSearchForm
    ordering = ["title", "pk"]

    def get_object_list(self) -> Any:
        return listings_for(self.request)

    @property
    def title_column(self) -> Column:
        return _title_column(self, "Listing")

    @property
    def columns(self) -> list[Column]:
        supplier = Column("supplier", label="Supplier", accessor="supplier.public_name")
        return [*super().columns, supplier]


class TermChooseBase(CreationFormMixin, BaseChooseView):
    filter_form_class = TermSearchForm
    per_page = 50

    def get_object_list(self) -> Any:
        return terms_for(self.request)

    @property
    def title_column(self) -> Column:
        return _title_column(self, "Word")

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("kind", label="Kind", accessor="get_kind_display")]


def _title_column(view: Any, label: str) -> Column:
    def address(item: Any) -> str:
        chosen: str = view.append_preserved_url_parameters(
            reverse(view.chosen_url_name, args=[item.pk])
        )
        return chosen

    return TitleColumn(
        "title",
        label=label,
        accessor=str,
        get_url=address,
        link_attrs={"data-chooser-modal-choice": True},
    )


class ListingChooseView(ChooseViewMixin, ListingChooseBase):
    pass


class ListingResultsView(ChooseResultsViewMixin, ListingChooseBase):
    pass


class ListingChosenView(ChosenView):
    def get_object(self, pk: str) -> Any:
        return listings_for(self.request).get(pk=pk)


class TermChooseView(ChooseViewMixin, TermChooseBase):
    pass


class TermResultsView(ChooseResultsViewMixin, TermChooseBase):
    pass


class TermChosenView(ChosenView):
    def get_object(self, pk: str) -> Any:
        return terms_for(self.request).get(pk=pk)


class ListingChooser(ChooserViewSet):
    model = Listing
    icon = "pick"
    choose_one_text = "Choose a listing"
    choose_view_class = ListingChooseView
    choose_results_view_class = ListingResultsView
    chosen_view_class = ListingChosenView
    register_widget = False


class TermChooser(ChooserViewSet):
    model = Term
    icon = "tag"
    choose_one_text = "Choose a word of the directory"
    choose_view_class = TermChooseView
    choose_results_view_class = TermResultsView
    chosen_view_class = TermChosenView
    register_widget = False
