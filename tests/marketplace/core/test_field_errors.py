"""What a box says when it is wrong: how it is labelled, and what to enter. Never a library's own words."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from marketplace.core.gov_forms import DateBoxesField, GovForm


class MonthsForm(GovForm):
    months = forms.IntegerField(label="Months", min_value=1, max_value=60, required=False)
    place = forms.IntegerField(label="Which place?", min_value=1, required=False)
    most = forms.IntegerField(label="Most", max_value=9, required=False)
    version = forms.IntegerField(label="Version", required=False)
    reason = forms.CharField(label="Reason", max_length=10, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], required=False)
    kinds = forms.MultipleChoiceField(label="Kinds", choices=[("a", "A")], required=False)
    own = forms.IntegerField(
        label="Own", max_value=9, required=False, error_messages={"max_value": "Too many"}
    )


@pytest.mark.parametrize(
    ("field", "entered", "said"),
    [
        ("months", "0", "Months: enter a whole number from 1 to 60"),
        ("months", "99999999999999999999", "Months: enter a whole number from 1 to 60"),
        ("months", "two", "Months: enter a whole number from 1 to 60"),
        ("place", "0", "Which place: enter a whole number, 1 or more"),
        ("most", "10", "Most: enter a whole number, 9 or less"),
        ("version", "1.5", "Version: enter a whole number"),
        ("reason", "x" * 12, "Reason: enter at most 10 characters. You entered 12"),
        ("kind", "b", "Kind: choose one of the answers shown"),
        ("kinds", ["b"], "Kinds: choose from the answers shown"),
        ("own", "10", "Too many"),
    ],
)
def test_field_entered_wrong_says_its_label_and_what_to_enter(field, entered, said):
    form = MonthsForm({field: entered})
    assert not form.is_valid()
    assert list(form[field].errors) == [said]


class ReviewForm(GovForm):
    day = DateBoxesField(label="Day to look again")


@pytest.mark.parametrize("refused", ["Enter a later day", "Day to look again: enter a later day"])
def test_field_whose_refusal_names_it_is_not_named_twice(refused):
    form = ReviewForm({"day_day": "1", "day_month": "1", "day_year": "2027"})
    assert form.is_valid()
    form.add_error("day", ValidationError(refused, code="refused"))
    assert list(form["day"].errors) == ["Day to look again: enter a later day"]
