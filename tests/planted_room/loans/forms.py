"""What a broker says of a loan."""

from django import forms

from marketplace.core.gov_forms import GovForm


class LendForm(GovForm):
    """What, and for how long."""

    thing = forms.CharField(label="What is lent?", required=False)
    days = forms.IntegerField(label="For how many days?")
