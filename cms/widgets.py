"""How a chosen listing or term is shown in the Wagtail admin's forms."""

from collections.abc import Callable
from typing import ClassVar

from wagtail.admin.telepath import register
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.chooser import BaseChooserAdapter

from marketplace.listings.models import Listing
from marketplace.vocabulary.models import Term


class ListingWidget(BaseChooser):
    """Shows the name of a public listing only; the page leaves the others out.

    `is_shown` reads the clock, so a door gives it: see `wagtail_hooks`.
    """

    model = Listing
    icon = "pick"
    choose_one_text = "Choose a listing"
    choose_another_text = "Choose another listing"
    chooser_modal_url_name = "listing_chooser:choose"
    is_shown: ClassVar[Callable[[Listing], bool]]

    def get_display_title(self, instance: Listing) -> str:
        if type(self).is_shown(instance):
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
