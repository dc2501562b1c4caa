"""Choosing a listing or a term in the Wagtail admin: only this council's, only what is public."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.telepath import register
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    ChosenView,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.chooser import BaseChooserAdapter

from cms.queries import choosable_listings, choosable_terms, is_public
from marketplace.accounts.requests import authority_of
from marketplace.core.clock import now
from marketplace.listings.models import Listing
from marketplace.vocabulary.models import Term


class WordsForm(BaseFilterForm):
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


class TermWordsForm(WordsForm):
    search_field = "label"


def listings_for(request: HttpRequest) -> Any:
    return choosable_listings(authority_of(request), now())


def terms_for(request: HttpRequest) -> Any:
    return choosable_terms(authority_of(request))


class ListingChoice(CreationFormMixin, BaseChooseView):
    filter_form_class = WordsForm
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


class TermChoice(CreationFormMixin, BaseChooseView):
    filter_form_class = TermWordsForm
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


class ListingChooseView(ChooseViewMixin, ListingChoice):
    pass


class ListingResultsView(ChooseResultsViewMixin, ListingChoice):
    pass


class ListingChosenView(ChosenView):
    def get_object(self, pk: str) -> Any:
        return listings_for(self.request).get(pk=pk)


class TermChooseView(ChooseViewMixin, TermChoice):
    pass


class TermResultsView(ChooseResultsViewMixin, TermChoice):
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


class ListingWidget(BaseChooser):
    """Shows the name of a public listing only; the page leaves the others out."""

    model = Listing
    icon = "pick"
    choose_one_text = "Choose a listing"
    choose_another_text = "Choose another listing"
    chooser_modal_url_name = "listing_chooser:choose"

    def get_display_title(self, instance: Listing) -> str:
        if is_public(instance, now()):
            return f"{instance.title} ({instance.supplier.public_name})"
        return "Not public now, so the page does not show it"


class TermWidget(BaseChooser):
    model = Term
    icon = "tag"
    choose_one_text = "Choose a word of the directory"
    choose_another_text = "Choose another word"
    chooser_modal_url_name = "term_chooser:choose"


register(BaseChooserAdapter(), ListingWidget)
register(BaseChooserAdapter(), TermWidget)
