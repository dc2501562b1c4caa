"""When an item comes: one form makes the time of each day that is chosen, or of a single date."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from marketplace.brokerage.forms.costed import CostedForm
from marketplace.brokerage.models import PlanItem
from marketplace.brokerage.rules import CostLine, Frequency, cost_line_of
from marketplace.core.dates import Weekday
from marketplace.core.errors import Problem
from marketplace.core.gov_forms import DateBoxesField, HintedRadios
from marketplace.core.time_fields import ClockField, LengthField
from marketplace.core.times import PlannedTime, TermTime, times_problems
from marketplace.core.wording import sentence_of

#: What each part of a time is called here, where the form asks for it under another name.
_FIELDS = {"weekday": "weekdays", "minutes": "length"}


class ItemTimesForm(CostedForm):
    """Some times of an item, alike but for their day. `others` are those that it has beside them.

    `kept` is the time that is changed: the first of those made keeps its id.
    """

    weekdays = forms.MultipleChoiceField(
        label="Days of the week",
        help_text="Choose all days with the same time.",
        choices=Weekday.choices(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    on = DateBoxesField(
        label="Or a single date",
        help_text="For example, 14 11 2026. For support that comes on this day only.",
        required=False,
    )
    start = ClockField(
        label="Start time",
        help_text="For example, 8.30am. Leave empty if it is not agreed yet.",
        required=False,
    )
    length = LengthField(label="How long", help_text="For example, 45 minutes or 3 hours")
    workers = forms.IntegerField(
        label="How many people come at once",
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Enter how many people come at once, like 1",
            "invalid": "Enter how many people in digits, like 1",
        },
    )
    every_weeks = forms.IntegerField(
        label="Every how many weeks",
        help_text="Enter 1 for every week, 2 for every second week.",
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Enter every how many weeks, like 1",
            "invalid": "Enter every how many weeks in digits, like 1",
        },
    )
    counted_from = DateBoxesField(
        label="Monday of the first week",
        help_text="Only for support that does not come every week. For example, 5 10 2026",
        required=False,
    )
    term_time = forms.ChoiceField(
        label="In which part of the school year",
        choices=TermTime.choices(),
        initial=TermTime.ALWAYS.value,
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose a part of the school year"},
    )

    def __init__(
        self,
        *args: Any,
        item: PlanItem,
        others: Collection[PlannedTime] = (),
        kept: PlannedTime | None = None,
        **kwargs: Any,
    ) -> None:
        self.item, self.others, self.kept = item, tuple(others), kept
        self.made: tuple[PlannedTime, ...] = ()
        if kept is not None:
            kwargs["initial"] = _typed(kept)
        super().__init__(*args, plan=item.plan, **kwargs)

    def costed_unit(self) -> str:
        return self.item.unit

    def cost_line(self) -> CostLine:
        """What the item will cost with these times. Call it on a valid form."""
        item, often = self.item, Frequency(self.item.frequency)
        return cost_line_of(item.unit, item.price_pence, self.times, item.quantity, often)

    @property
    def times(self) -> tuple[PlannedTime, ...]:
        """All times that the item is to have."""
        return (*self.others, *self.made)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors:
            self.made = tuple(self._times(typed))
            for name, code, sentence in self._refusals():
                self.add_error(name, ValidationError(sentence, code=code))
        return typed

    def _times(self, typed: dict[str, Any]) -> Iterator[PlannedTime]:
        """A time for each day; where none is chosen one without a day, or one for the date."""
        chosen = [Weekday(day) for day in typed["weekdays"]]
        days: list[Weekday | None] = [*chosen] or [None]
        keeps = next((d for d in days if self.kept and d == self.kept.weekday), days[0])
        for day in days:
            yield PlannedTime(
                uuid=self.kept.uuid if self.kept and day == keeps else uuid4(),
                minutes=typed["length"],
                weekday=day,
                on=typed["on"],
                start=typed["start"],
                workers=typed["workers"],
                every_weeks=typed["every_weeks"],
                counted_from=typed["counted_from"],
                term_time=TermTime(typed["term_time"]),
            )

    def _refusals(self) -> Iterable[tuple[str | None, str, str]]:
        """What is wrong with the times made here, once for all days: field, code and sentence."""
        wrong = (one for one in times_problems(self.times) if self._is_of_made(one))
        said = ((_field(one), one.code, sentence_of(_unnumbered(one))) for one in wrong)
        return dict.fromkeys(said)

    def _is_of_made(self, problem: Problem) -> bool:
        number = problem.facts.get("number")
        return not isinstance(number, int) or number > len(self.others)


def _field(problem: Problem) -> str | None:
    """The field of this form that a problem of a numbered time is about."""
    name = problem.field.rpartition("_")[0]
    return _FIELDS.get(name, name) or None


def _unnumbered(problem: Problem) -> Problem:
    facts = {name: fact for name, fact in problem.facts.items() if name != "number"}
    return replace(problem, facts=facts)


def _typed(planned: PlannedTime) -> dict[str, Any]:
    """What somebody typed to make this time."""
    return {
        "weekdays": [planned.weekday] if planned.weekday else [],
        "on": planned.on,
        "start": planned.start,
        "length": planned.minutes,
        "workers": planned.workers,
        "every_weeks": planned.every_weeks,
        "counted_from": planned.counted_from,
        "term_time": planned.term_time,
    }
