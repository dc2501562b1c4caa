"""Ending a plan, and recording times without support. People enter last days, which are in."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from marketplace.brokerage.rules import BudgetKind, FundRest, PauseReason, PlanEnd
from marketplace.core.gov_forms import DateBoxesField, GovForm, HintedRadios

#: Days, judgement: further off than this a day is a slip of the pen.
FARTHEST = timedelta(days=3 * 366)


def keep_near(today: date, *fields: forms.Field) -> None:
    """Set the limits of days that are entered today."""
    for field in fields:
        assert isinstance(field, DateBoxesField)  # noqa: S101 - narrows the type
        field.earliest, field.latest = today - FARTHEST, today + FARTHEST


def day_after(last_day: date) -> date:
    """The day on which a period ends whose last day this is."""
    return last_day + timedelta(days=1)


class EndPlanForm(GovForm):
    """Which plan ends, its last day, and why. It is asked only where there are several."""

    kind = forms.ChoiceField(
        label="Plan",
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose which plan ends"},
    )
    last_day = DateBoxesField(
        label="Last day of the plan",
        help_text="It can be past or ahead. For example, 14 11 2026.",
        error_messages={"required": "Last day of the plan: enter a date, like 14 11 2026"},
    )
    reason = forms.ChoiceField(
        label="Reason",
        choices=PlanEnd.choices(),
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose a reason"},
    )

    def __init__(self, *args: Any, kinds: Sequence[BudgetKind], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, last_day = self.fields["kind"], self.fields["last_day"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - narrows the type
        kind.choices = [(one.value, one.label) for one in kinds]
        if len(kinds) == 1:
            del self.fields["kind"]
        self.kinds = kinds
        keep_near(today, last_day)

    def sent(self) -> list[tuple[str, str]]:
        """What was entered, for the page on which it is confirmed to send again."""
        names = ("kind", "reason", *(f"last_day_{part}" for part in ("day", "month", "year")))
        return [(name, self.data[name]) for name in names if name in self.data]

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        typed = self.cleaned_data
        return {
            "kind": BudgetKind(typed["kind"]) if "kind" in self.fields else self.kinds[0],
            "day": day_after(typed["last_day"]),
            "reason": PlanEnd(typed["reason"]),
        }


class EndBudgetForm(EndPlanForm):
    """Which budget ends, its last day, and why."""

    kind = forms.ChoiceField(
        label="Budget",
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose which budget ends"},
    )
    last_day = DateBoxesField(
        label="Last day of the budget",
        help_text="It can be past or ahead. For example, 14 11 2026.",
        error_messages={"required": "Last day of the budget: enter a date, like 14 11 2026"},
    )


class CloseFundForm(GovForm):
    """The last day of a fund, and what becomes of what is left in it."""

    last_day = DateBoxesField(
        label="Last day of this funding source",
        help_text="It can be past or ahead. For example, 14 11 2026.",
        error_messages={
            "required": "Last day of this funding source: enter a date, like 14 11 2026"
        },
    )
    rest = forms.ChoiceField(
        label="What happens to money that is left?",
        choices=FundRest.choices(),
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose what happens to money that is left"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_near(today, self.fields["last_day"])

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        typed = self.cleaned_data
        return {"closed_date": day_after(typed["last_day"]), "rest": FundRest(typed["rest"])}


class PauseForm(GovForm):
    """Why nothing planned comes, and on which days."""

    reason = forms.ChoiceField(
        label="Reason",
        choices=PauseReason.choices(),
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose a reason"},
    )
    first_day = DateBoxesField(
        label="First day without support",
        help_text="It can be past or ahead. For example, 3 11 2026.",
        error_messages={"required": "First day without support: enter a date, like 3 11 2026"},
    )
    last_day = DateBoxesField(
        label="Last day without support",
        help_text="Optional. Leave it empty if nobody knows yet.",
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_near(today, self.fields["first_day"], self.fields["last_day"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        first, last = typed.get("first_day"), typed.get("last_day")
        if first and last and last < first:
            self.add_error(
                "last_day", "Last day without support: enter the first day or a later date"
            )
        return typed

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        last = self.cleaned_data["last_day"]
        return {
            "reason": PauseReason(self.cleaned_data["reason"]),
            "from_date": self.cleaned_data["first_day"],
            "until_date": day_after(last) if last else None,
        }


class PauseEndForm(GovForm):
    """Until when a time without support really was."""

    last_day = DateBoxesField(
        label="Last day without support",
        help_text="For example, 14 11 2026.",
        error_messages={"required": "Last day without support: enter a date, like 14 11 2026"},
    )

    def __init__(self, *args: Any, first: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last_day = self.fields["last_day"]
        assert isinstance(last_day, DateBoxesField)  # noqa: S101 - narrows the type
        keep_near(max(first, today), last_day)
        last_day.earliest = first
        if self.is_removed:
            del self.fields["last_day"]

    @property
    def is_removed(self) -> bool:
        """Whether the pressed button says that it did not happen."""
        return self.data.get("do") == "remove"

    def until(self) -> date | None:
        """On which day it ends; None for one that did not happen."""
        return None if self.is_removed else day_after(self.cleaned_data["last_day"])
