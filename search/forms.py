"""The boxes of a search that are typed in."""

from django import forms

from marketplace.core.gov_forms import GovForm, PoundsInput
from search.query import LONGEST_TEXT


class SearchForm(GovForm):
    """What, where and the most to pay. Reading them is `query.parse`; nothing typed is lost."""

    q = forms.CharField(
        label="What do you need?",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": LONGEST_TEXT}),
    )
    place = forms.CharField(
        label="Where?",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "maxlength": LONGEST_TEXT}),
    )
    max = forms.CharField(label="Highest price", required=False, widget=PoundsInput)
