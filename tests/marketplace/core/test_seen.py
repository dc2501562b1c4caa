"""A form that carries what was seen: refused where that has changed, shown again with what is so now."""

import pytest
from django import forms

from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.gov_forms import GovForm
from marketplace.core.seen import seen_of, seen_problems
from marketplace.core.seen_forms import SeenForm

NOW = {"phone": "01632 960 100", "days": ["mon"], "note": ""}


class HoursForm(SeenForm):
    phone = forms.CharField(label="Phone")
    days = forms.MultipleChoiceField(
        label="Days", choices=[("mon", "Monday"), ("tue", "Tuesday"), ("wed", "Wednesday")]
    )
    note = forms.CharField(label="Note", required=False)


def save(*, seen: str | None = None, **typed: object) -> dict[str, object]:
    DomainError.refuse_if_any(seen_problems(NOW, seen))
    return typed


def sent(**typed: object) -> HoursForm:
    facts = {"phone": "01632 960 200", "days": ["tue", "wed"], "note": "", **typed}
    form = HoursForm(facts, initial=NOW, seen=seen_of(NOW))
    assert form.is_valid()
    return form


def test_form_when_what_was_seen_is_so_still_is_saved():
    form = sent(seen=seen_of(NOW))
    assert run(form, save, **form.cleaned_data)


def test_caller_who_saw_nothing_is_not_asked_what_was_seen():
    assert seen_problems(NOW, None) == []


@pytest.mark.parametrize("seen", [seen_of({**NOW, "phone": "01632 960 999"}), ""])
def test_form_when_it_was_changed_keeps_what_was_typed_and_says_what_is_so_now(seen):
    form = sent(seen=seen)
    assert run(form, save, **form.cleaned_data).codes == ("changed_meanwhile",)
    assert form.non_field_errors() == [
        "Somebody changed this after you opened the page. We kept what you entered."
        " Check your answers, then save again."
    ]
    assert form["phone"].errors == ["Phone: now “01632 960 100”. Keep your answer, or enter that."]
    assert form["days"].errors == ["Days: now “Monday”. Keep your answer, or enter that."]
    assert not form["note"].errors
    assert form["phone"].value() == "01632 960 200"
    assert form["days"].value() == ["tue", "wed"]
    again = sent(seen=str(form["seen"].value()))
    assert run(again, save, **again.cleaned_data)


def test_form_when_an_answer_is_empty_now_says_so():
    form = HoursForm(
        {"phone": NOW["phone"], "days": ["mon"], "note": "Ring twice"},
        initial=NOW,
        seen=seen_of(NOW),
    )
    assert form.is_valid()
    run(form, save, **form.cleaned_data)
    assert form["note"].errors == ["Note: now empty. Keep your answer, or enter that."]


class TextForm(GovForm):
    text = forms.CharField(max_length=11, widget=forms.Textarea)


def test_line_end_in_a_box_of_lines_counts_once_as_the_browser_counts():
    form = TextForm({"text": "one\r\ntwo\r\nthr"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["text"] == "one\ntwo\nthr"
