"""A kept answer is shown under the label of the form at its own address, whatever else has its name."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django import forms
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from marketplace.accounts.access import PathAccess
from marketplace.accounts.kept_forms import forms_at, forms_of
from marketplace.accounts.kept_labels import shown_answers, shown_files

SOME = UUID(int=1)
#: Asked in an address and never sent; or the rows of a table.
NEVER_KEPT = {
    *"FindSupplierForm TrailForm FindForm SearchForm PaymentSearchForm SplitRowForm".split(),
}


def label(view: str, name: str, *args: object) -> str:
    (shown,) = shown_answers(reverse(view, args=args), [(name, ["x"])])
    return shown.label


def test_answer_when_forms_share_a_field_has_the_label_of_its_own_address() -> None:
    class Newcomer(forms.Form):
        words = forms.CharField(label="Something else")
        person = forms.CharField(label="Something else")

    assert label("safeguarding:note", "words", SOME) == "Note"
    told = "Whom at children’s services did you tell, and when?"
    assert label("safeguarding:confirm", "words", SOME) == told
    assert label("safeguarding:find", "words", SOME) == "Name or record number"
    assert Newcomer not in forms_at(reverse("safeguarding:note", args=[SOME]))


@pytest.mark.parametrize(
    ("view", "args", "form"),
    [
        ("people:change", [SOME, "need"], "NeedForm"),
        ("people:register", [], "RegisterForm"),
        ("suppliers:register_step", ["name"], "NameForm"),
        ("brokerage:my_plan_for", [SOME], "MyPlanForm"),
        ("accounts:invite", [], "InviteForm"),
    ],
    ids="table module class wrapped once".split(),
)
def test_form_when_the_view_names_it_by_a_road_of_its_room_is_found(
    view: str, args: list[object], form: str
) -> None:
    found = [one.__name__ for one in forms_at(reverse(view, args=args))]
    assert form in found


def test_answer_when_nothing_is_at_its_address_is_spelled_from_its_field() -> None:
    (shown,) = shown_answers("/no-such-page/?part=new", [("told_whom", ["x"])])
    assert shown.label == "Told whom"
    assert shown_files("/no-such-page/", [], ["file"]) == ["File"]


def test_every_form_of_a_room_is_found_at_the_address_that_takes_it() -> None:
    found = {form for view in views_that_take_forms() for form in forms_of(view)}
    lost = {
        form.__name__
        for form in leaves(forms.Form)
        if is_of_a_room(form) and form.base_fields and form not in found
    }
    assert lost == NEVER_KEPT


def is_of_a_room(form: type[forms.Form]) -> bool:
    """Whether a form stands in the `forms` of a room of ours: not a package's, nor a test's."""
    return (
        re.fullmatch(r"((marketplace|payments)\.\w+|search)\.forms(\.\w+)?", form.__module__)
        is not None
    )


def views_that_take_forms() -> Iterator[object]:
    waiting: list[URLPattern | URLResolver] = [*get_resolver().url_patterns]
    while waiting:
        pattern = waiting.pop()
        if isinstance(pattern, URLResolver):
            waiting.extend(pattern.url_patterns)
            continue
        access = getattr(pattern.callback, "access", None)
        if isinstance(access, PathAccess) and "POST" in access.verbs:
            yield pattern.callback


def leaves(form: type[forms.Form]) -> Iterator[type[forms.Form]]:
    """The forms that no other form is made from."""
    for each in form.__subclasses__():
        if each.__subclasses__():
            yield from leaves(each)
        else:
            yield each
