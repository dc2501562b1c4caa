"""Forms that change a plan: each carries the version that its page showed."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

from django import forms

from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.rules import (
    ANSWER_LENGTH,
    LEAST_SCORE,
    MOST_SCORE,
    OUTCOME_LENGTH,
)
from marketplace.core.form_runner import run
from marketplace.core.gov_forms import GovForm, HintedRadios
from marketplace.vocabulary.models import OutcomeTerm


class PlanForm(GovForm):
    """A form about one version of a plan. `run_action` does its action, and keeps what was typed on refusal."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "We could not read this page. Open the plan and send it again.",
            "invalid": "We could not read this page. Open the plan and send it again.",
        },
    )

    def __init__(self, *args: Any, plan: SupportPlan, **kwargs: Any) -> None:
        self.plan = plan
        self.is_stale = False
        kwargs["initial"] = {"version": plan.version, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def run_action(self, action: Callable[..., object], **facts: Any) -> bool:
        """Whether the action was done. Its refusals become errors of the form."""
        ran = run(self, action, plan=self.plan, version=self.cleaned_data["version"], **facts)
        self.is_stale = "plan_stale" in ran.codes
        if self.is_stale:
            # The next press speaks about the plan as it is now.
            self.retype(version=str(self.plan.version))
        return ran.ok


class AnswerForm(PlanForm):
    text = forms.CharField(
        label="Answer",
        max_length=ANSWER_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )


SCORES = [(n, str(n)) for n in range(LEAST_SCORE, MOST_SCORE + 1)]
SCALE = f"from {LEAST_SCORE} to {MOST_SCORE}"


class OutcomeForm(PlanForm):
    words = forms.CharField(
        label="What the person wants, in their words",
        help_text="For example, “I want my choir back.”",
        max_length=OUTCOME_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what the person wants, in their words"},
    )
    term = forms.TypedChoiceField(
        label="Part of life",
        coerce=int,
        error_messages={
            "required": "Choose a part of life",
            "invalid_choice": "Choose a part of life from the list",
        },
    )
    baseline = forms.TypedChoiceField(
        label=f"Now, {SCALE}",
        help_text=f"{LEAST_SCORE} is very bad, {MOST_SCORE} is very good. Ask the person.",
        choices=SCORES,
        coerce=int,
        widget=HintedRadios(hints={}),
        error_messages={"required": f"Choose a number {SCALE} for now"},
    )
    target = forms.TypedChoiceField(
        label=f"Aim, {SCALE}",
        help_text="In 6 months, on the same scale.",
        choices=SCORES,
        coerce=int,
        widget=HintedRadios(hints={}),
        error_messages={"required": f"Choose a number {SCALE} for the aim"},
    )

    def __init__(self, *args: Any, terms: Sequence[OutcomeTerm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["term"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = [("", "Choose one"), *_by_framework(terms)]


Choice = tuple[str, str]


def _by_framework(terms: Iterable[OutcomeTerm]) -> Iterable[Choice | tuple[str, list[Choice]]]:
    """The terms as choices, under the names of their frameworks where they are of several."""
    groups: dict[str, list[Choice]] = {}
    for term in terms:
        groups.setdefault(term.framework.name, []).append((str(term.pk), term.label))
    return groups.items() if len(groups) > 1 else chain(*groups.values())
