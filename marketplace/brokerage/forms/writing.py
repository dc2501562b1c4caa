"""Forms that change a plan: each carries the version that its page showed."""

from collections.abc import Callable
from typing import Any

from django import forms

from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.rules import (
    ANSWER_LENGTH,
    LEAST_SCORE,
    MOST_SCORE,
    OUTCOME_LENGTH,
    CareActOutcome,
)
from marketplace.core.form_runner import run
from marketplace.core.gov_forms import GovForm, HintedRadios


class PlanForm(GovForm):
    """A form about one version of a plan. `run_action` does its action, and keeps what was typed on refusal."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "This page came without the plan’s version. Open the plan and try again.",
            "invalid": "This page came without the plan’s version. Open the plan and try again.",
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
            self.data = {**dict(self.data.items()), "version": str(self.plan.version)}
        return ran.ok


class AnswerForm(PlanForm):
    text = forms.CharField(
        label="Answer",
        max_length=ANSWER_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )


SCORES = [(n, str(n)) for n in range(LEAST_SCORE, MOST_SCORE + 1)]


class OutcomeForm(PlanForm):
    words = forms.CharField(
        label="What do they want, in their words?",
        help_text="Write it as they say it, like “I want my choir back.”",
        max_length=OUTCOME_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what they want, in their words"},
    )
    area = forms.ChoiceField(
        label="Which part of life is it about?",
        choices=[("", "Choose one"), *CareActOutcome.choices()],
        error_messages={"required": "Choose which part of life it is about"},
    )
    baseline = forms.TypedChoiceField(
        label="How is it now?",
        help_text="From 1, very bad, to 5, very good. Ask them.",
        choices=SCORES,
        coerce=int,
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose how it is now, from 1 to 5"},
    )
    target = forms.TypedChoiceField(
        label="What is the aim?",
        help_text="On the same scale, in six months.",
        choices=SCORES,
        coerce=int,
        widget=HintedRadios(hints={}),
        error_messages={"required": "Choose the aim, from 1 to 5"},
    )
