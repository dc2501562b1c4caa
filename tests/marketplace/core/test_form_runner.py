"""What an action refuses becomes errors of the form, each at its field."""

import pytest
from django import forms

from marketplace.core import rooms
from marketplace.core.errors import DomainError, problem
from marketplace.core.form_runner import run
from marketplace.core.rooms import Room

SENTENCES = {
    "planted_too_long": "Keep it under {most} letters.",
    "planted_closed": lambda facts: f"Closed since {facts['day']}.",
}


class NameForm(forms.Form):
    name = forms.CharField()


@pytest.fixture(autouse=True)
def _planted():
    before = rooms.collected().all
    rooms.install([*before, Room("planted", sentences=SENTENCES)])
    yield
    rooms.install(before)


def refusing(*problems):
    def action(**facts):
        raise DomainError(*problems)

    return action


def bound():
    form = NameForm({"name": "Amara"})
    assert form.is_valid()
    return form


def test_run_when_done_gives_the_actions_answer():
    ran = run(bound(), lambda *, name: name.upper(), name="Amara")
    assert (bool(ran), ran.answer) == (True, "AMARA")


def test_run_when_refused_puts_each_problem_at_its_field():
    form = bound()
    ran = run(
        form,
        refusing(problem("planted_too_long", "name", most=5), problem("planted_closed", day="May")),
    )
    assert not ran
    assert form.errors["name"] == ["Keep it under 5 letters."]
    assert form.non_field_errors() == ["Closed since May."]


def test_run_when_the_form_lacks_the_field_says_it_at_the_top():
    form = bound()
    run(form, refusing(problem("planted_too_long", "title", most=5)))
    assert form.non_field_errors() == ["Keep it under 5 letters."]


def test_run_when_the_mistake_is_ours_lets_it_through():
    with pytest.raises(ZeroDivisionError):
        run(bound(), lambda **facts: 1 / 0)
