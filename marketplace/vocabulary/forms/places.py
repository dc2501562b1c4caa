"""The shape of a council's own place."""

from django import forms

from marketplace.core.gov_forms import GovForm
from marketplace.vocabulary.postcodes import LONGEST_TYPED
from marketplace.vocabulary.rules import NAME_LENGTH


class OwnPlaceForm(GovForm):
    """What it is called, and where it lies."""

    label = forms.CharField(
        label="Name of the place",
        help_text="As people here say it. For example “Fenwick estate”.",
        max_length=NAME_LENGTH,
    )
    where = forms.CharField(
        label="Where it is",
        help_text="A postcode in it, or a town or village that has been read in.",
        max_length=LONGEST_TYPED,
    )
    is_area = forms.BooleanField(
        label="Suppliers can choose it as an area that they cover", required=False
    )
